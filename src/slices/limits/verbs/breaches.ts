import { mayActFor, teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { named } from '#slices/registry/index.ts'
import { type Breach, brokenBy, placeTold, type Seen } from '../breach.ts'
import type * as contract from '../contract.ts'
import { type Bounds, defaultWindowHours, type Place, placeKey } from '../limit.ts'
import { rateOf } from '../rate.ts'
import { breachesBefore, endBreach, holdBreach, openBreaches } from '../store/breaches.ts'
import { findLimit } from '../store/limits.ts'
import { toBreach } from '../wire.ts'
import { figuresOf } from './figures.ts'
import type { LimitParts } from './parts.ts'
import { visible } from './visible.ts'

export const listBreaches = read({
  scope: 'limits:read',
  async run(db, input: InputOf<typeof contract.listBreaches>, ctx) {
    const found = await breachesBefore(db, { ...input, ...visible(ctx, 'limits:read', input), limit: input.limit + 1 })
    const items = found.slice(0, input.limit).map(toBreach)
    return { items, next: found.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  },
})

/** What a place shows now, against bounds. */
export async function seenIn(tx: Tx, { place, bounds, now }: { place: Place; bounds: Bounds | null; now: Date }): Promise<Seen> {
  const windowHours = bounds?.windowHours ?? defaultWindowHours
  const figures = (await figuresOf(tx, { windows: [{ place, windowHours }], now })).get(placeKey(place))
  must(figures, 'Every place that is asked for has figures')
  return { rate: rateOf(figures.counted), depth: figures.depth }
}

export const subjectOf = ({ kind, ...place }: Pick<Breach, 'kind' | 'teamId' | 'aiAgentId'>) => `limit:${placeKey(place)}/${kind}`

/** A breach is over: it is written down, and whoever was told hears it. */
export async function finish(tx: Tx, { alarms }: Pick<LimitParts, 'alarms'>, ended: Breach & { endedAt: Date }): Promise<void> {
  await endBreach(tx, ended)
  await alarms.close(tx, { teamId: ended.teamId, subject: subjectOf(ended), at: ended.endedAt })
}

/** Ends the breaches of a place that its new bounds (null: none) do not call breaches any more. */
export async function endByChange(tx: Tx, parts: LimitParts, changed: { place: Place; bounds: Bounds | null; ctx: Ctx }): Promise<void> {
  const { place, bounds, ctx } = changed
  const open = (await openBreaches(tx, [place.teamId])).get(placeKey(place)) ?? []
  if (open.length === 0) return
  const still = bounds ? brokenBy(bounds, await seenIn(tx, { place, bounds, now: ctx.now })).map(({ kind }) => kind) : []
  for (const breach of open.filter(({ kind }) => !still.includes(kind)))
    await finish(tx, parts, { ...breach, endedAt: ctx.now, endedBecause: 'limit_changed' })
}

export function closeBreach(parts: LimitParts) {
  return write({
    scope: 'limits:write',
    action: 'limit.close_breach',
    async run(tx, input: InputOf<typeof contract.closeBreach>, ctx) {
      const breach = await holdBreach(tx, teamsOf(ctx.actor, 'limits:write'), input.breach)
      if (!breach || (ctx.actor.aiAgentId !== undefined && !mayActFor(ctx.actor, breach.aiAgentId ?? '')))
        throw new AppError('not_found', `There is no breach ${input.breach} that you may close.`, { next: 'See /api/v1/limits/breaches.' })
      if (breach.endedAt) throw new AppError('conflict', 'This breach is over already.', { next: 'Nothing is left to do.' })
      if (breach.kind === 'depth') await requireShallower(tx, breach, ctx)
      const closed = { ...breach, endedAt: ctx.now, endedBecause: 'closed' as const, what: input.what }
      await finish(tx, parts, closed)
      const after = { endedBecause: closed.endedBecause }
      return { subject: `limit_breach:${breach.id}`, after, reason: input.what, result: toBreach(closed) }
    },
  })
}

/** A queue that is too deep is too deep, whatever was done about it. */
async function requireShallower(tx: Tx, breach: Breach, ctx: Ctx): Promise<void> {
  const limit = await findLimit(tx, breach)
  if (!limit) return
  const { depth } = await seenIn(tx, { place: breach, bounds: limit, now: ctx.now })
  if (depth > limit.depthMax)
    throw new AppError(
      'conflict',
      await named(tx, `Of ${placeTold(breach)} ${depth} items wait still, and the limit is ${limit.depthMax}.`),
      {
        next: 'Clear the queue below its limit first; the breach then ends by itself.',
      },
    )
}
