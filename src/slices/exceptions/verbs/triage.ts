import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { read, requireMatch, write } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { insertTriage, newestTriage, type Published } from '../store/triage.ts'

export const getTriage = read({
  scope: 'exceptions:read',
  run: async (db) => toAnswer(await newestTriage(db)),
})

export const publishTriage = write({
  scope: 'triage:write',
  everywhere: true,
  action: 'triage.publish',
  async run(tx, { standard, reason }: InputOf<typeof contract.publishTriage>, ctx) {
    const before = await newestTriage(tx)
    requireMatch(ctx, String(before.version), 'triage standard')
    const version = before.version + 1
    const isFirst = await insertTriage(tx, { version, standard, reason, at: ctx.now })
    if (!isFirst)
      throw new AppError('stale', 'Somebody published a triage standard at the same moment.', {
        next: 'Read it again, look at what changed, and publish yours with the new version.',
      })
    return {
      subject: 'triage',
      before: { version: before.version, standard: before.standard },
      after: { version, standard },
      reason,
      result: toAnswer({ version, standard, reason, publishedAt: ctx.now }),
    }
  },
})

function toAnswer({ version, standard, reason, publishedAt }: Published) {
  return { version, standard, reason, publishedAt: publishedAt?.toISOString() ?? null, etag: String(version) }
}
