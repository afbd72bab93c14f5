import { mayActFor } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { type DecisionRow, decisionRow, withdraw } from '#slices/decisions/index.ts'
import { publishEvent } from '#slices/notifications/index.ts'
import type * as contract from '../contract.ts'
import type { Draft } from '../draft.ts'
import { proposalIn, titleOf } from '../from-decision.ts'
import type { NewItem } from '../item.ts'
import { keyOf } from '../proposal-key.ts'
import { itemOfId } from '../store/items.ts'
import { closeAtOnce, lastAnswer } from '../store/override.ts'
import { insertReviews } from '../store/resolutions.ts'
import { openException } from './opening.ts'
import type { QueueParts } from './ports.ts'
import { workReach } from './rights.ts'

type Input = InputOf<typeof contract.override>

/** Overrides a decision afterwards: in force at once, with nothing to explain but what about the system was wrong. */
export function makeOverride({ chance }: QueueParts) {
  return write({
    scope: 'exceptions:work',
    action: 'decision.override',
    async run(tx, input: Input, ctx) {
      const row = await decided(tx, ctx, input.id)
      await requireInForce(tx, row)
      const item = await openException(tx, draftOf(row, input, ctx))
      if (!item) throw overridden(row)
      const { wasExecuted } = await withdraw(tx, { row, at: ctx.now })
      await insertReviews(tx, [reviewOf(item, input, { id: chance.uuid(ctx.now), at: ctx.now })])
      if (!input.leaveOpen) await closeAtOnce(tx, item, ctx.now)
      await tell(tx, item, { input, row, at: ctx.now })
      const result = { exception: item.id, wasExecuted }
      return { subject: `decision:${row.id}`, after: { ...result, leftOpen: input.leaveOpen ?? false }, reason: input.reasonCode, result }
    },
  })
}

async function decided(tx: Tx, { actor }: Ctx, id: string): Promise<DecisionRow> {
  const row = await decisionRow(tx, workReach(actor).teams, id)
  if (row && mayActFor(actor, row.ai_agent_id)) return row
  throw new AppError('not_found', `There is no decision ${id} that you may override.`, {
    next: 'Check the id, and that your role reaches its team.',
  })
}

/** Only what an AI agent may act on, or acted on, can be overridden; what people decide is decided in the queue. */
async function requireInForce(tx: Tx, row: DecisionRow): Promise<void> {
  const editOf = proposalIn(row)?.editOf
  if (editOf !== undefined) throw refused('This decision judged a teammate’s edit.', `Override the decision that was edited: ${editOf}.`)
  if (row.record_only) throw refused('This deployment is in shadow, so nothing was done.', 'Nothing is left to do.')
  if (row.tier === 'autonomous') return
  const item = await itemOfId(tx, { teams: [row.team_id] }, row.id)
  if (item?.state !== 'resolved') throw refused('This waits for people still.', `Answer it in the queue: /review?item=${row.id}.`)
  const verb = await lastAnswer(tx, item)
  if (verb === 'approve' || verb === 'edit') return
  throw refused('People did not let this happen.', 'Nothing is left to override.')
}

const refused = (sentence: string, next: string) => new AppError('conflict', sentence, { next })

function overridden(row: DecisionRow): AppError {
  return new AppError('conflict', 'This decision was overridden already.', {
    next: 'Look at its item in the queue.',
    exception: overrideId(row),
  })
}

/** One override for each decision. */
const overrideId = (row: DecisionRow) => keyOf(['override', row.team_id, row.id])

function draftOf(row: DecisionRow, { note }: Input, ctx: Ctx): Draft {
  const proposal = proposalIn(row)
  return {
    id: overrideId(row),
    decisionId: row.id,
    teamId: row.team_id,
    aiAgentId: row.ai_agent_id,
    decisionType: row.decision_type,
    runId: row.run_id,
    origin: 'disagreement',
    subject: proposal?.subject ?? row.run_id,
    title: `Overridden: ${proposal ? titleOf(proposal) : row.decision_type}`,
    inputs: proposal ? { ...proposal.action.arguments, ...proposal.inputs } : {},
    customerTier: proposal?.context?.customer?.tier ?? null,
    content: { note: note ?? null },
    at: ctx.now,
  }
}

function reviewOf(item: NewItem, { reasonCode, note }: Input, made: { id: string; at: Date }) {
  const { teamId, decisionId, origin, aiAgentId, decisionType, proposalKey, openedAt, dueAt, drillId } = item
  const about = { teamId, decisionId, origin, aiAgentId, decisionType, proposalKey, openedAt, dueAt, drillId }
  const said = { verb: 'override' as const, reasonCode, note: note ?? null, handleSeconds: null, editedDecisionId: null }
  return { ...about, ...said, id: made.id, exceptionId: item.id, resolvedAt: made.at }
}

async function tell(tx: Tx, item: NewItem, { input, row, at }: { input: Input; row: DecisionRow; at: Date }): Promise<void> {
  const event = { teamId: row.team_id, aiAgentId: row.ai_agent_id, at }
  const data = { exception: item.id, decision: row.id, verb: 'override', reasonCode: input.reasonCode }
  await publishEvent(tx, { ...event, type: 'review.resolved', data: { ...data, state: 'overridden' } })
  if (!input.leaveOpen) await publishEvent(tx, { ...event, type: 'exception.resolved', data })
}
