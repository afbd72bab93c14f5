import type { Db, Tx } from '#kernel/db.ts'
import { publishEvent } from '#slices/notifications/index.ts'
import { rejectionsMax, settledAs, workSecondsOf } from '../item.ts'
import { expireDue, type HeldItem, insertReviews, lockProposals, rejectionsOf, saveReleased, takeReleasable } from '../store/resolutions.ts'
import { newestTriage } from '../store/triage.ts'
import { answerAgent } from './answer.ts'

const stepMax = 200
const minuteMs = 60_000

/**
 * Lets resolutions take effect whose time to undo them is over: the review is written, the waiting AI agent is told, the item
 * ends and forgets who held it, all in one transaction. Rows that another node is at are left to it. Returns how many.
 */
export async function releaseStep(db: Db, now: Date): Promise<number> {
  return db.tx(async (tx) => {
    const items = await takeReleasable(tx, now, stepMax)
    if (items.length === 0) return 0
    const forGood = await rejectedForGood(tx, items)
    await insertReviews(
      tx,
      items.map((item) => reviewOf(item, now)),
    )
    await saveReleased(
      tx,
      items.filter((item) => !forGood.has(item.id)),
      { isAgain: false, now },
    )
    await saveReleased(
      tx,
      items.filter((item) => forGood.has(item.id)),
      { isAgain: true, now },
    )
    const approvedUntil = new Date(now.getTime() + (await newestTriage(tx)).standard.approvalMinutes * minuteMs)
    for (const item of items) await tell(tx, item, { isForGood: forGood.has(item.id), approvedUntil, now })
    return items.length
  })
}

/** A proposal that somebody waits on and that is rejected again: its case goes to a person for good. */
async function rejectedForGood(tx: Tx, items: readonly HeldItem[]): Promise<Set<string>> {
  const rejected = items.filter((item) => item.held.verb === 'reject' && item.origin === 'review' && !item.isPeopleOnly)
  const keyed = rejected.flatMap(({ id, teamId, proposalKey }) => (proposalKey === null ? [] : [{ id, teamId, proposalKey }]))
  await lockProposals(
    tx,
    keyed.map((item) => item.proposalKey),
  )
  const known = await rejectionsOf(tx, keyed)
  const again = keyed.filter(({ proposalKey }) => {
    const now = (known.get(proposalKey) ?? 0) + 1
    known.set(proposalKey, now)
    return now >= rejectionsMax
  })
  return new Set(again.map((item) => item.id))
}

function reviewOf(item: HeldItem, now: Date) {
  const { teamId, decisionId, origin, aiAgentId, decisionType, proposalKey, openedAt, dueAt, drillId, held } = item
  const { reviewId, verb, reasonCode, note, editedDecisionId } = held
  const handleSeconds = workSecondsOf(item)
  const about = { teamId, decisionId, origin, aiAgentId, decisionType, proposalKey, openedAt, dueAt, drillId }
  return { ...about, id: reviewId, exceptionId: item.id, verb, reasonCode, note, handleSeconds, editedDecisionId, resolvedAt: now }
}

type Effect = { isForGood: boolean; approvedUntil: Date; now: Date }

/** Tells the AI agent that asked, and whoever listens. */
async function tell(tx: Tx, item: HeldItem, effect: Effect): Promise<void> {
  const { teamId, id, aiAgentId, decisionId, held, drillId } = item
  const { verb, reasonCode } = held
  const state = effect.isForGood ? 'people_only' : settledAs[verb]
  if (aiAgentId !== null && isAsked(item)) await answerAgent(tx, answerTo(item, { ...effect, state, aiAgentId }), { exception: id, verb })
  if (effect.isForGood) return
  const data = { exception: id, decision: decisionId, verb, reasonCode }
  const about = { teamId, aiAgentId: aiAgentId ?? undefined, at: effect.now, isDrill: drillId !== null }
  await publishEvent(tx, { ...about, type: 'exception.resolved', data })
}

/** True for an item that a proposal opened: its AI agent may be waiting. */
function isAsked(item: HeldItem): item is HeldItem & { decisionId: string } {
  return item.decisionId !== null && (item.origin === 'review' || item.origin === 'human_only')
}

type State = 'people_only' | (typeof settledAs)[keyof typeof settledAs]

function answerTo(item: HeldItem & { decisionId: string }, told: Effect & { state: State; aiAgentId: string }) {
  const { teamId, decisionId, held } = item
  const { state, aiAgentId, approvedUntil, now } = told
  const approved = state === 'approved' ? { approval: { expiresAt: approvedUntil } } : {}
  const { reasonCode, message, action, editedDecisionId } = held
  return { teamId, decisionId, aiAgentId, state, reasonCode, message, action, editedDecisionId, ...approved, at: now }
}

/** Tells AI agents that nobody came in time; their items stay, for people only. */
export async function expireStep(db: Db, now: Date): Promise<number> {
  return db.tx(async (tx) => {
    const over = await expireDue(tx, now, stepMax)
    for (const { id, teamId, decisionId, aiAgentId } of over)
      if (decisionId !== null && aiAgentId !== null)
        await answerAgent(tx, { teamId, decisionId, aiAgentId, state: 'expired', at: now }, { exception: id, verb: null })
    return over.length
  })
}
