import type { Chance } from '#kernel/clock.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { decisionRow } from '#slices/decisions/index.ts'
import type * as contract from '../contract.ts'
import { proposalIn } from '../from-decision.ts'
import type { Held, Reason } from '../item.ts'
import { closedTo, highRisk, reasonOf, requireWhole, unfit } from '../refusals.ts'
import { holdResolution } from '../store/resolutions.ts'
import type { QueueParts } from './ports.ts'
import { readerOf, workable, workReach } from './rights.ts'

export type Resolution = InputOf<typeof contract.resolve> & {
  /** The decision about the edited action. */
  editedDecision?: string
  /** One of many that get the same answer. */
  isBulk?: true
}

/** Puts a resolution over an item. It takes effect by itself after the time in which it can be undone. */
export function makeHold(chance: Chance) {
  return write({
    scope: 'exceptions:work',
    action: 'exception.resolve',
    async run(tx, input: Resolution, ctx) {
      const { id, verb, isBulk = false } = input
      const reach = workReach(ctx.actor)
      const reasonCode = await understood(tx, ctx, input)
      const held: Held = {
        reviewId: chance.uuid(ctx.now),
        verb,
        reasonCode,
        note: input.note ?? null,
        message: input.message ?? null,
        action: input.action ?? null,
        editedDecisionId: input.editedDecision ?? null,
      }
      // An edit that could not be decided before, because something was in the way, is not taken if it just went.
      const isUndecided = verb === 'edit' && held.editedDecisionId === null
      const until = isUndecided ? undefined : await holdResolution(tx, { reach, id, held, isBulk, ...readerOf(ctx) })
      if (!until) throw await inTheWay(tx, ctx, input)
      const effectiveAt = until.toISOString()
      return {
        subject: `exception:${id}`,
        after: { verb, reasonCode, effectiveAt },
        result: { id, state: 'held' as const, effectiveAt, editedDecision: held.editedDecisionId },
      }
    },
  })
}

/** The reason that counts. An answer that lacks something is refused, to whoever may know that there is such an item. */
async function understood(db: Queryable, ctx: Ctx, input: Resolution): Promise<Reason> {
  try {
    requireWhole(input)
    return reasonOf(input)
  } catch (refusal) {
    await workable(db, ctx, input.id)
    throw refusal
  }
}

async function inTheWay(db: Queryable, ctx: Ctx, { id, verb, isBulk }: Resolution): Promise<AppError> {
  const item = await workable(db, ctx, id)
  const refusal = closedTo(item, readerOf(ctx)) ?? unfit(item, verb, ctx.now)
  if (refusal) return refusal
  if (isBulk && item.isHighRisk) return highRisk()
  return new AppError('conflict', 'Somebody let go of this item at the same moment.', { next: 'Send your answer again.' })
}

/** An edit is decided again first, outside of the transaction that holds the item: deciding writes by a road of its own. */
export function makeResolve({ decider, chance }: QueueParts) {
  const hold = makeHold(chance)
  return async function resolve(ctx: Ctx, input: InputOf<typeof contract.resolve>) {
    const { id, verb, reasonCode, note, message, action, inputs } = input
    const said = { id, verb, reasonCode, note, message, action, inputs }
    if (verb !== 'edit') return hold(ctx, said)
    return hold(ctx, { ...said, editedDecision: await judgeEdit(ctx, decider, said) })
  }
}

async function judgeEdit(ctx: Ctx, decider: QueueParts['decider'], input: Resolution): Promise<string | undefined> {
  await understood(ctx.db, ctx, input)
  const item = await workable(ctx.db, ctx, input.id)
  // Holding it will say what is in the way, or give the answer of before to a request that comes twice.
  if (closedTo(item, readerOf(ctx)) ?? unfit(item, 'edit', ctx.now)) return undefined
  const row = item.decisionId === null ? undefined : await decisionRow(ctx.db, [item.teamId], item.decisionId)
  const proposal = row && proposalIn(row)
  if (!row || !proposal || !input.action)
    throw new AppError('conflict', 'The content of this proposal was erased, so it cannot be edited.', { next: 'Take it over instead.' })
  if (input.action.name !== proposal.action.name)
    throw new AppError('invalid', `An edit changes the arguments; the action stays ${proposal.action.name}.`, {
      next: 'Reject it and say what should be done, or take it over.',
      faults: [{ path: 'action.name', message: `must be ${proposal.action.name}` }],
    })
  const answer = await decider.decideEdit({ now: ctx.now }, { row, action: input.action, inputs: input.inputs, exceptionId: item.id })
  if (answer.tier !== 'human_only') return answer.id
  throw new AppError('not_allowed', `The policy leaves the edited action to people. ${answer.reasons[0]?.because ?? ''}`.trim(), {
    next: 'Take it over, or change it so that the policy allows it.',
    editedDecision: answer.id,
  })
}
