import type * as z from 'zod/mini'
import type { ItemState, ReasonCode, ResolvingVerb } from './contract/shapes.ts'
import type { Assessed, Origins, Severities } from './triage.ts'

export type Verb = z.infer<typeof ResolvingVerb>
export type Reason = z.infer<typeof ReasonCode>
export type State = z.infer<typeof ItemState>

/** A case that waits for a person. One that a decision opened has the decision's id. */
export type Item = {
  teamId: string
  id: string
  origin: Origins
  decisionId: string | null
  aiAgentId: string | null
  decisionType: string | null
  runId: string | null
  subject: string
  title: string
  proposalKey: string | null
  rejections: number
  state: State
  /** No approval can come any more: rejected twice, expired, or the policy says so. */
  isPeopleOnly: boolean
  severity: Severities
  isHighRisk: boolean
  rank: number
  assessed: Assessed
  amount: number | null
  currency: string | null
  causeId: string | null
  openedAt: Date
  dueAt: Date
  expiresAt: Date | null
  deferredUntil: Date | null
  claimedBy: string | null
  claimedAt: Date | null
  claimedUntil: Date | null
  heldBy: string | null
  heldUntil: Date | null
  escalatedAt: Date | null
  escalationReason: string | null
  escalationLevel: number
  drillId: string | null
  version: number
  changedAt: Date
}

/** An item as it is opened. `content` is what is known of a case without a decision. */
export type NewItem = Pick<
  Item,
  | 'teamId'
  | 'id'
  | 'origin'
  | 'decisionId'
  | 'aiAgentId'
  | 'decisionType'
  | 'runId'
  | 'subject'
  | 'title'
  | 'proposalKey'
  | 'rejections'
  | 'isPeopleOnly'
  | 'severity'
  | 'isHighRisk'
  | 'rank'
  | 'assessed'
  | 'amount'
  | 'currency'
  | 'causeId'
  | 'openedAt'
  | 'dueAt'
  | 'expiresAt'
  | 'drillId'
> & { content: string | null }

/** A resolution that has not taken effect yet. `reviewId` names the review that it becomes, so that it becomes one only. */
export type Held = {
  reviewId: string
  verb: Verb
  reasonCode: Reason
  note: string | null
  message: string | null
  /** The edited action, with the decision about it. */
  action: { name: string; arguments: Record<string, unknown> } | null
  editedDecisionId: string | null
}

/** A resolution can be undone for this long. */
export const holdMs = 8000
/** A claim that is not renewed ends after this. */
export const claimMs = 120_000
/** Longer than this nobody works on one item without a pause: what is measured beyond is left at it. */
const workSecondsMax = 4 * 3600
/** After so many rejections of the same proposal a person takes the case for good. */
export const rejectionsMax = 2

/** Who looks at it: by pseudonym, as claims are kept. */
export type Reader = { pseudonym: string; now: Date }

export function isClaimed(item: Pick<Item, 'claimedBy' | 'claimedUntil'>, now: Date): boolean {
  return item.claimedBy !== null && item.claimedUntil !== null && item.claimedUntil >= now
}

/** Who holds it, as anybody may know it. */
export function claimOf(item: Item, { pseudonym, now }: Reader): 'none' | 'mine' | 'colleague' {
  if (item.state === 'resolved' || !isClaimed(item, now)) return 'none'
  return item.claimedBy === pseudonym ? 'mine' : 'colleague'
}

/** True while an AI agent waits for a yes or no to its proposal. */
export function takesApproval(item: Pick<Item, 'origin' | 'isPeopleOnly' | 'expiresAt'>, now: Date): boolean {
  return item.origin === 'review' && !item.isPeopleOnly && (item.expiresAt === null || item.expiresAt > now)
}

const proposed: readonly Origins[] = ['review', 'human_only']

/** Ways to end an open item of this kind now. */
export function resolvingVerbs(item: Pick<Item, 'origin' | 'isPeopleOnly' | 'expiresAt'>, now: Date): Verb[] {
  if (takesApproval(item, now)) return ['approve', 'edit', 'reject', 'respond', 'take_over']
  return proposed.includes(item.origin) ? ['reject', 'respond', 'take_over'] : ['respond', 'take_over']
}

/** What somebody who may work this item can do with it now. */
export function verbsFor(item: Item, reader: Reader): (Verb | 'defer' | 'escalate' | 'undo')[] {
  if (item.state === 'held') return mayUndo(item, reader) ? ['undo'] : []
  if (item.state === 'deferred') return ['undo']
  if (item.state === 'resolved' || claimOf(item, reader) === 'colleague') return []
  return [...resolvingVerbs(item, reader.now), 'defer', 'escalate']
}

function mayUndo(item: Item, { pseudonym, now }: Reader): boolean {
  return item.heldBy === pseudonym && item.heldUntil !== null && item.heldUntil > now
}

type Worked = Pick<Item, 'claimedBy' | 'claimedAt' | 'claimedUntil' | 'heldBy' | 'heldUntil'>

/** Seconds from the claim to the answer; null unless whoever answered held it all the while, as when many are answered at once. */
export function workSecondsOf({ claimedBy, claimedAt, claimedUntil, heldBy, heldUntil }: Worked): number | null {
  if (claimedBy === null || claimedBy !== heldBy || claimedAt === null || heldUntil === null) return null
  const answeredAt = new Date(heldUntil.getTime() - holdMs)
  if (!isClaimed({ claimedBy, claimedUntil }, answeredAt)) return null
  return Math.min(workSecondsMax, (answeredAt.getTime() - claimedAt.getTime()) / 1000)
}

/** What the asking AI agent is told. */
export const settledAs = {
  approve: 'approved',
  edit: 'approved',
  reject: 'rejected',
  respond: 'responded',
  take_over: 'taken_over',
} as const satisfies Record<Verb, string>
