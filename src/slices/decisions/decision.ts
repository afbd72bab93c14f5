import { hash } from 'node:crypto'
import type * as z from 'zod/mini'
import { AppError } from '#kernel/errors.ts'
import type { Judgement, Reason } from '#slices/policy/index.ts'
import type { Envelope } from './contract.ts'

export type Proposal = z.infer<typeof Envelope> & {
  /** The decision whose action a teammate edited. Never from outside: only the house judges an edit. */
  editOf?: string
}

/** A proposal with its judgement, hashed and ready to be written. */
export type Drafted = {
  id: string
  at: Date
  proposal: Proposal
  keyHash: string
  argumentsHash: string
  judgement: Judgement
  epoch: number
}

/** The sixteen bytes that stand for (team, AI agent, run, call), as a UUID. */
export function keyHashOf(proposal: Pick<Proposal, 'team' | 'aiAgent' | 'run' | 'call'>): string {
  const hex = hash('sha256', JSON.stringify([proposal.team, proposal.aiAgent, proposal.run, proposal.call]))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

/** The part of a decision that may hold personal data, as one text. The ledger holds only its salted hash. */
export function contentOf(proposal: Proposal): string {
  const { subject, process, action, inputs, confidence, knowledge, context, localAnswer, editOf } = proposal
  return JSON.stringify({
    subject,
    process: process ?? null,
    action,
    inputs,
    confidence: confidence ?? null,
    knowledge: knowledge ?? [],
    context,
    localAnswer,
    editOf,
  })
}

/** What of a stored decision tells the proposal. */
export type Stored = {
  ai_agent_id: string
  team_id: string
  decision_type: string
  run_id: string
  call_id: string
  content: string | null
}

/** The proposal of a stored decision, as it was made. Throws once its content was erased. */
export function proposalOf(row: Stored): Proposal {
  if (row.content === null)
    throw new AppError('conflict', 'The content of this decision was erased.', { next: 'It can still be proved, but not executed.' })
  const content = JSON.parse(row.content)
  return {
    aiAgent: row.ai_agent_id,
    team: row.team_id,
    decisionType: row.decision_type,
    run: row.run_id,
    call: row.call_id,
    ...content,
    process: content.process ?? undefined,
    confidence: content.confidence ?? undefined,
  }
}

/**
 * The evidence of a decision: canonical JSON (RFC 8785), written with sorted keys, so the text is the same whoever writes it.
 * Its hash is a leaf of the ledger, and the answer to a repeated call is read from it.
 */
export function entryOf(drafted: Drafted, contentHash: string): string {
  const { proposal, judgement } = drafted
  const { standard } = judgement
  const reasons = judgement.reasons.map(reasonText).join()
  const standardText = standard ? `{"id":${quoted(standard.id)},"version":${standard.version}}` : 'null'
  return (
    `{"aiAgent":${quoted(proposal.aiAgent)},"argumentsHash":"${drafted.argumentsHash}","at":"${drafted.at.toISOString()}",` +
    `"call":${quoted(proposal.call)},"confidence":${proposal.confidence ?? null},"contentHash":"${contentHash}","decisionType":${quoted(proposal.decisionType)},` +
    `"deployment":${quoted(judgement.deploymentId)},"id":"${drafted.id}","kind":"decision","occurredAt":${quoted(proposal.occurredAt ?? null)},"policyTier":"${judgement.policyTier}",` +
    `"reasons":[${reasons}],"recordOnly":${judgement.recordOnly},"run":${quoted(proposal.run)},"standard":${standardText},` +
    `"team":${quoted(proposal.team)},"tier":"${judgement.tier}","v":1}`
  )
}

const quoted: (value: string | null) => string = JSON.stringify

/** Reasons of a standard are frozen and shared by many decisions: each is written down once. */
const reasonTexts = new WeakMap<Reason, string>()

function reasonText(reason: Reason): string {
  const known = reasonTexts.get(reason)
  if (known !== undefined) return known
  const text = JSON.stringify({ because: reason.because, rule: reason.rule, source: reason.source, tier: reason.tier })
  if (Object.isFrozen(reason)) reasonTexts.set(reason, text)
  return text
}

/** What an entry says, for answering a repeated call and for a decision's page. */
export type Evidence = Omit<Judgement, 'deploymentId'> & {
  id: string
  at: string
  argumentsHash: string
  deployment: string | null
  decisionType: string
}
