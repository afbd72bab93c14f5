import { AppError } from '#kernel/errors.ts'
import { write } from '#kernel/verb.ts'
import { type Item, type Reader, verbsFor } from '../item.ts'
import { undoHeld, wakeItem } from '../store/resolutions.ts'
import { readerOf, workableHeld } from './rights.ts'

/** Takes back one resolution that has not taken effect, or one deferral. */
export const undoOne = write({
  scope: 'exceptions:work',
  action: 'exception.undo',
  async run(tx, { id }: { id: string }, ctx) {
    const reader = readerOf(ctx)
    const item = await workableHeld(tx, ctx, id)
    if (!verbsFor(item, reader).includes('undo')) throw notUndone(item, reader)
    if (item.state === 'held') await undoHeld(tx, { item, ...reader })
    else await wakeItem(tx, { item, now: ctx.now })
    return { subject: `exception:${item.id}`, before: { state: item.state }, after: { state: 'open' }, result: {} }
  },
})

function notUndone(item: Item, { pseudonym }: Reader): AppError {
  if (item.state === 'held' && item.heldBy !== pseudonym)
    return new AppError('conflict', 'A colleague answered this item; only they can take it back.', {
      next: 'Open the decision and override it.',
    })
  if (item.state === 'open') return new AppError('conflict', 'There is nothing to take back: the item is open.', { next: 'Answer it.' })
  return new AppError('conflict', 'It has taken effect and cannot be taken back.', { next: 'Open the decision and override it.' })
}
