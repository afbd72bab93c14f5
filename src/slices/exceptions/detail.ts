import type * as z from 'zod/mini'
import type { DecisionRow, Proposal } from '#slices/decisions/index.ts'
import type { Detail } from './contract/shapes.ts'
import type { Content } from './draft.ts'
import { evidenceOf, proposalIn } from './from-decision.ts'
import { claimOf, type Held, type Item, type Reader, verbsFor } from './item.ts'
import { type InForce, partsOf } from './triage.ts'
import { toRow } from './wire.ts'

export type DetailAnswer = z.infer<typeof Detail>

/** Everything around an item that its page shows. */
export type Around = {
  decision: DecisionRow | null
  content: string | null
  held: Held | null
  triage: InForce
  cause: DetailAnswer['cause']
  agreement: DetailAnswer['agreement']
  /** Whether the reader may work on it at all. */
  mayWork: boolean
}

export function toDetail(item: Item, around: Around, reader: Reader): DetailAnswer {
  const proposal = around.decision && proposalIn(around.decision)
  const evidence = around.decision && evidenceOf(around.decision)
  return {
    ...toRow(item, reader),
    ...caseOf(proposal, around.content),
    subject: item.subject,
    decision: item.decisionId,
    run: item.runId,
    because: (evidence?.reasons ?? []).map(({ source, rule, because }) => ({ source, rule, because })),
    standard: evidence?.standard ?? null,
    proposal: proposal && proposalAnswer(proposal),
    isErased: around.decision !== null && around.decision.content === null,
    priority: priorityOf(item, around.triage, reader.now),
    cause: around.cause,
    agreement: around.agreement,
    rejections: item.rejections,
    expiresAt: item.expiresAt?.toISOString() ?? null,
    escalation: escalationOf(item),
    claimedUntil: claimOf(item, reader) === 'mine' ? (item.claimedUntil?.toISOString() ?? null) : null,
    held: heldOf(item, around.held, reader),
    verbs: around.mayWork ? verbsFor(item, reader) : [],
  }
}

function proposalAnswer(proposal: Proposal): DetailAnswer['proposal'] {
  const { action, inputs, confidence, context } = proposal
  return { action, inputs, confidence: confidence ?? null, reply: context?.reply ?? null }
}

/** The customer's case: what the proposal brought along, and what the item itself keeps. */
function caseOf(proposal: Proposal | null, content: string | null) {
  const own = content === null ? {} : (JSON.parse(content) as Content)
  const { customer, conversation, links, earlier } = proposal?.context ?? {}
  return {
    note: own.note ?? null,
    customer: customer ? { name: customer.name ?? null, tier: customer.tier ?? null } : null,
    conversation: [...(conversation ?? []), ...(own.conversation ?? [])].map(({ from, at, text }) => ({ from, at: at ?? null, text })),
    sources: (proposal?.knowledge ?? []).map((each) => ({
      id: each.id,
      version: each.version ?? null,
      title: each.title ?? null,
      href: each.href ?? null,
      updatedAt: each.updatedAt ?? null,
      reviewDueAt: each.reviewDueAt ?? null,
    })),
    links: links ?? [],
    earlier: (earlier ?? []).map(({ at, title, href }) => ({ at: at ?? null, title, href: href ?? null })),
  }
}

function priorityOf(item: Item, triage: InForce, now: Date): DetailAnswer['priority'] {
  const parts = partsOf(triage.standard, { ...item, hasCause: item.causeId !== null }, now)
  return { points: parts.reduce((total, part) => total + part.points, 0), standardVersion: triage.version, parts }
}

function escalationOf({ escalatedAt, escalationReason, escalationLevel }: Item): DetailAnswer['escalation'] {
  return escalatedAt && { at: escalatedAt.toISOString(), reason: escalationReason, level: escalationLevel }
}

function heldOf(item: Item, held: Held | null, { pseudonym }: Reader): DetailAnswer['held'] {
  if (!held || !item.heldUntil) return null
  return { verb: held.verb, until: item.heldUntil.toISOString(), isMine: item.heldBy === pseudonym }
}
