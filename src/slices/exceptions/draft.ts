import type * as z from 'zod/mini'
import type { Turn } from './contract/shapes.ts'
import type { NewItem } from './item.ts'
import { proposalKeyOf } from './proposal-key.ts'
import { assess, dueAt, type InForce, type Origins, rankOf, type Severities } from './triage.ts'

/** A case before it is an item: what is known when it is opened. */
export type Draft = {
  id: string
  teamId: string
  origin: Origins
  subject: string
  title: string
  aiAgentId?: string | null
  decisionType?: string | null
  decisionId?: string | null
  runId?: string | null
  /** What the policy was told: the amount and the customer's tier are looked for in it. */
  inputs?: Readonly<Record<string, unknown>>
  customerTier?: string | null
  /** In which currency the inputs are that hold money. */
  currencies?: Readonly<Record<string, string>>
  /** Left out: by the harm of its decision type. */
  severity?: Severities
  /** What is known of a case without a decision. */
  content?: Content
  /** How often this proposal was rejected before. */
  rejections?: number
  isPeopleOnly?: boolean
  /** True while an AI agent waits for the answer. */
  isWaiting?: boolean
  drillId?: string | null
  at: Date
}

/** What an item without a decision says itself. */
export type Content = { note?: string | null; conversation?: readonly Said[] }
type Said = { from: z.infer<typeof Turn>['from']; at?: string | null; text: string }

/** What a known cause is recognised by. */
export type Likeness = Pick<NewItem, 'teamId' | 'aiAgentId' | 'decisionType' | 'title' | 'subject'> & { rule: string | null }

const minuteMs = 60_000

/** The item that a case becomes: assessed, promised and ranked under the triage standard in force. */
export function newItem(triage: InForce, draft: Draft, causeId: string | null): NewItem {
  const { teamId, origin, at: openedAt, aiAgentId = null, decisionType = null } = draft
  const facts = {
    decisionType,
    inputs: draft.inputs ?? {},
    customerTier: draft.customerTier ?? null,
    currencies: draft.currencies,
    severity: draft.severity,
  }
  const { assessed, amount, currency, severity, isHighRisk } = assess(triage, facts)
  const due = dueAt(triage.standard, { origin, severity, openedAt })
  const subject = visible(draft.subject, 200)
  return {
    teamId,
    id: draft.id,
    origin,
    decisionId: draft.decisionId ?? null,
    aiAgentId,
    decisionType,
    runId: draft.runId ?? null,
    subject,
    title: visible(draft.title, 200),
    content: draft.content ? JSON.stringify(draft.content) : null,
    proposalKey: proposalKeyOf({ teamId, aiAgentId, decisionType, subject: draft.subject }),
    rejections: draft.rejections ?? 0,
    isPeopleOnly: draft.isPeopleOnly ?? false,
    severity,
    isHighRisk,
    rank: rankOf(triage.standard, { assessed, hasCause: causeId !== null, openedAt, dueAt: due }),
    assessed,
    amount,
    currency,
    causeId,
    openedAt,
    dueAt: due,
    expiresAt: draft.isWaiting ? new Date(openedAt.getTime() + triage.standard.expireMinutes * minuteMs) : null,
    drillId: draft.drillId ?? null,
  }
}

/** One line that can be stored and shown: control characters and halves of characters become spaces. */
function visible(text: string, charactersMax: number): string {
  const line = text.replace(/\p{C}+/gu, ' ').trim()
  return [...line].slice(0, charactersMax).join('') || 'Without a title'
}
