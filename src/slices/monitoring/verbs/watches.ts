import { teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { addDays, dayOf, definitionOf } from '#slices/measures/index.ts'
import { named } from '#slices/registry/index.ts'
import { enoughDays } from '#slices/usual/index.ts'
import type * as contract from '../contract.ts'
import { followDrift } from '../drift-chart.ts'
import { daysOf } from '../jobs/days.ts'
import { wishOf } from '../jobs/drift.ts'
import { isOfValues, meanChartOf } from '../jobs/mean-drift.ts'
import { currentBaseline } from '../store/baselines.ts'
import { settingsNow } from '../store/settings.ts'
import { endWatch, findWatch, holdWatch, insertWatch, saveWatch, watchesIn } from '../store/watches.ts'
import { newWatch, placeTold, restarted, type Watch } from '../watch.ts'
import { toWatch } from '../wire.ts'
import type { MonitoringParts } from './parts.ts'
import { isForeign, requireMeasure, requirePlace, visible } from './visible.ts'

export const listWatches = read({
  scope: 'alarms:read',
  async run(db, input: InputOf<typeof contract.listWatches>, ctx) {
    const found = await watchesIn(db, { ...visible(ctx, 'alarms:read', input), after: cursorOf(input.after), limit: input.limit + 1 })
    const items = found.slice(0, input.limit).map(toWatch)
    return { items, next: found.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  },
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Lists begin anew after a cursor that this API never gave. */
const cursorOf = (after: string | undefined) => (after !== undefined && uuid.test(after) ? after : undefined)

export const getWatch = read({
  scope: 'alarms:read',
  async run(db, input: InputOf<typeof contract.getWatch>, ctx) {
    const watch = await requireWatch(db, ctx, { scope: 'alarms:read', id: input.watch })
    return { ...toWatch(watch), chart: await chartOf(db, watch, ctx.now) }
  },
})

export async function requireWatch(db: Queryable, ctx: Ctx, { scope, id }: { scope: string; id: string }): Promise<Watch> {
  const watch = await findWatch(db, teamsOf(ctx.actor, scope), id)
  if (watch && !isForeign(ctx, watch)) return watch
  throw new AppError('not_found', `There is no watch ${id} that you may see.`, { next: 'See /api/v1/watches.' })
}

/** The chart of a watch up to its alarm, else to the last day that is old enough; empty for what has no chart. */
export async function chartOf(db: Queryable, watch: Watch, now: Date): Promise<OutputOf<typeof contract.getWatch>['chart']> {
  if (watch.kind !== 'drift') return []
  const baseline = await currentBaseline(db, watch, watch.measureId)
  if (!baseline) return []
  const settings = await settingsNow(db)
  const among = (await watchesIn(db, { teams: null, aiAgentId: watch.aiAgentId })).filter(({ kind }) => kind === 'drift').length
  if (isOfValues(definitionOf(watch.measureId))) {
    const chart = await meanChartOf(db, { watch, settings, among, now }, baseline)
    return chart?.days.map((day) => ({ ...day, hits: 0 })) ?? []
  }
  const days = await daysOf(db, watch, { from: watch.fromOn, to: addDays(dayOf(now), -1 - watch.lagDays) })
  return followDrift(wishOf({ watch, settings, among }, baseline), days)?.days ?? []
}

type Begin = Pick<Watch, 'teamId' | 'aiAgentId' | 'kind' | 'measureId' | 'direction' | 'soughtRatio' | 'lagDays'> & { now: Date }

/** Begins to watch, anew where it is watched already. */
export async function beginWatch(tx: Tx, { chance }: MonitoringParts, { now, ...wanted }: Begin): Promise<Watch> {
  const made = newWatch(wanted, { id: chance.uuid(now), now })
  if (await insertWatch(tx, made)) return made
  const held = await holdWatch(tx, made)
  must(held, 'What could not be added is there')
  const again = { ...restarted(held, now, { isAfterChange: false }), ...wanted }
  await saveWatch(tx, again)
  return again
}

export function addWatch(parts: MonitoringParts) {
  return write({
    scope: 'alarms:write',
    action: 'watch.add',
    async run(tx, input: InputOf<typeof contract.addWatch>, ctx) {
      const place = await requirePlace(tx, ctx, input)
      const definition = requireMeasure(input.measure)
      if (definition.form !== 'share' && definition.form !== 'mean')
        throw new AppError('invalid', `${definition.name} is no share and no mean, and drift is watched for in these.`, {
          next: 'Choose a measure that says how many of how many, or how much on average.',
        })
      const baseline = await currentBaseline(tx, place, definition.id)
      if (!baseline)
        throw new AppError('conflict', await named(tx, `Nothing says what is usual for ${definition.name} of ${placeTold(place)}.`), {
          next: 'Freeze a baseline of it first: POST /api/v1/baselines.',
        })
      if (definition.form === 'mean' && !baseline.shape)
        throw new AppError('conflict', `The baseline of ${definition.name} does not say how values lie from day to day.`, {
          next: `Freeze one with cases on ${enoughDays} days or more. Means whose values are not kept by size cannot be watched.`,
        })
      const { soughtRatio } = await settingsNow(tx)
      const wanted = { direction: input.direction, soughtRatio: input.soughtRatio ?? soughtRatio, lagDays: input.lagDays ?? 0 }
      const begun = await beginWatch(tx, parts, { ...place, ...wanted, kind: 'drift', measureId: definition.id, now: ctx.now })
      const watch = { ...begun, currency: baseline.currency }
      return { subject: `watch:${watch.id}`, after: { ...place, ...wanted, measure: definition.id }, result: toWatch(watch) }
    },
  })
}

export const pauseWatch = write({
  scope: 'alarms:write',
  action: 'watch.pause',
  async run(tx, input: InputOf<typeof contract.pauseWatch>, ctx) {
    const watch = await heldWatch(tx, ctx, input.watch)
    const until = new Date(input.until)
    const isOver = until <= ctx.now
    const pause = isOver ? { pausedUntil: null, pauseReason: null } : { pausedUntil: until, pauseReason: input.reason }
    const after: Watch = { ...watch, ...pause, state: isOver ? 'watching' : 'paused', checkedAt: null, etag: watch.etag + 1 }
    await saveWatch(tx, after)
    return {
      subject: `watch:${watch.id}`,
      before: { pausedUntil: watch.pausedUntil },
      after: { pausedUntil: after.pausedUntil },
      reason: input.reason,
      result: toWatch(after),
    }
  },
})

export const stopWatch = write({
  scope: 'alarms:write',
  action: 'watch.stop',
  async run(tx, input: InputOf<typeof contract.stopWatch>, ctx) {
    const watch = await heldWatch(tx, ctx, input.watch)
    if (watch.kind === 'silence')
      throw new AppError('conflict', 'Every AI agent at work is watched for silence.', {
        next: 'Pause this watch for planned work, or retire the deployment.',
      })
    await endWatch(tx, watch, ctx.now)
    const { kind, measureId, teamId, aiAgentId } = watch
    return { subject: `watch:${watch.id}`, before: { kind, measureId, teamId, aiAgentId }, after: null, result: {} }
  },
})

async function heldWatch(tx: Tx, ctx: Ctx, id: string): Promise<Watch> {
  const watch = await holdWatch(tx, await requireWatch(tx, ctx, { scope: 'alarms:write', id }))
  must(watch, 'A watch that was found is there')
  return watch
}
