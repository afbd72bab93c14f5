import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import type { Item } from '../item.ts'
import { closedTo } from '../refusals.ts'
import { deferItem, escalateItem } from '../store/resolutions.ts'
import { toRow } from '../wire.ts'
import { readerOf, workableHeld } from './rights.ts'

/** The longest that an item may be put off. */
const daysMax = 90
const dayMs = 86_400_000

export const defer = write({
  scope: 'exceptions:work',
  action: 'exception.defer',
  async run(tx, input: InputOf<typeof contract.defer>, ctx) {
    const item = openOnly(await workableHeld(tx, ctx, input.id), ctx)
    const until = new Date(input.until)
    const ahead = until.getTime() - ctx.now.getTime()
    if (ahead <= 0 || ahead > daysMax * dayMs)
      throw new AppError('invalid', `An item is put off until a time in the next ${daysMax} days.`, {
        next: 'Choose a time that is still to come.',
        faults: [{ path: 'until', message: `must be within the next ${daysMax} days` }],
      })
    const deferred = await deferItem(tx, { item, until, now: ctx.now })
    return { subject: `exception:${item.id}`, after: { until: until.toISOString() }, result: toRow(deferred, readerOf(ctx)) }
  },
})

export const escalate = write({
  scope: 'exceptions:work',
  action: 'exception.escalate',
  async run(tx, input: InputOf<typeof contract.escalate>, ctx) {
    const item = openOnly(await workableHeld(tx, ctx, input.id), ctx)
    const escalated = await escalateItem(tx, { item, reason: input.reason, now: ctx.now })
    return {
      subject: `exception:${item.id}`,
      after: { level: escalated.escalationLevel },
      reason: input.reason,
      result: toRow(escalated, readerOf(ctx)),
    }
  },
})

function openOnly(item: Item, ctx: Ctx): Item {
  const refusal = closedTo(item, readerOf(ctx))
  if (refusal) throw refusal
  return item
}
