import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { addDays, type Definition, dayOf, isMoney } from '#slices/measures/index.ts'
import { shapeOf } from '#slices/usual/index.ts'
import { type Baseline, usualOf } from '../baseline.ts'
import type * as contract from '../contract.ts'
import { commonCurrency, daySpreads, daysOf } from '../jobs/days.ts'
import { baselinesOf, putBaseline } from '../store/baselines.ts'
import { delayOfErrors } from '../store/facts.ts'
import { settingsNow } from '../store/settings.ts'
import { type Place, placeKey, type WatchKind } from '../watch.ts'
import { toBaseline } from '../wire.ts'
import type { MonitoringParts } from './parts.ts'
import { requireMeasure, requirePlace, visible } from './visible.ts'
import { beginWatch } from './watches.ts'

export const listBaselines = read({
  scope: 'alarms:read',
  async run(db, input: InputOf<typeof contract.listBaselines>, ctx) {
    const seen = visible(ctx, 'alarms:read', input)
    const found = await baselinesOf(db, {
      ...seen,
      measureId: input.measure,
      isCurrent: input.isCurrent,
      after: input.after,
      limit: input.limit + 1,
    })
    const items = found.slice(0, input.limit).map(toBaseline)
    return { items, next: found.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  },
})

type Input = InputOf<typeof contract.freezeBaseline>

export function freezeBaseline(parts: MonitoringParts) {
  return write({
    scope: 'alarms:write',
    action: 'baseline.freeze',
    async run(tx, input: Input, ctx) {
      const place = await requirePlace(tx, ctx, input)
      requireWindow(input, ctx.now)
      const definitions = [...new Set(input.measures)].map(requireMeasure)
      const made: Baseline[] = []
      for (const definition of definitions) made.push(await freeze(tx, parts, { place, definition, ...input, now: ctx.now }))
      if (place.aiAgentId !== '') await watchFrozen(tx, parts, { place, input, ctx, made })
      const after = { from: input.from, to: input.to, measures: made.map(({ measureId, n, x }) => ({ measure: measureId, n, x })) }
      return { subject: `baseline:${placeKey(place)}`, after, reason: input.reason, result: { items: made.map(toBaseline) } }
    },
  })
}

function requireWindow({ from, to }: Input, now: Date): void {
  if (from > to) throw new AppError('invalid', `The window ends (${to}) before it begins (${from}).`, { next: 'Swap from and to.' })
  if (to >= dayOf(now))
    throw new AppError('invalid', 'A baseline is made of days that are over.', { next: `End it on ${addDays(dayOf(now), -1)} or before.` })
}

type Freeze = { place: Place; definition: Definition; from: string; to: string; reason: string; now: Date }

/** What is usual in a window, as counted now, put in the place of the baseline before. */
export async function freeze(tx: Tx, { chance }: MonitoringParts, { place, definition, from, to, reason, now }: Freeze): Promise<Baseline> {
  const currency = isMoney(definition) ? await commonCurrency(tx, { ...place, measureId: definition.id }, { from, to }) : null
  const what = { ...place, measureId: definition.id, currency }
  const usual = usualOf(await daysOf(tx, what, { from, to }))
  if (usual.n === 0)
    throw new AppError('conflict', `Nothing was counted for ${definition.name} there from ${from} to ${to}.`, {
      next: 'Choose days on which there were cases, or leave this measure out.',
    })
  const shape = definition.form === 'mean' ? shapeOf(await daySpreads(tx, what, { from, to })) : null
  const made = { ...what, ...usual, shape, id: chance.uuid(now), from, to, reason, frozenAt: now, isCurrent: true }
  await putBaseline(tx, made)
  return made
}

const errorWatches: readonly WatchKind[] = ['drift', 'spike']
const lagDaysMost = 30
const valuesWatched = ['run_time', 'run_cost', 'handle_time', 'cost']

type Frozen = { place: Place; input: Input; ctx: Ctx; made: readonly Baseline[] }

/** With a baseline of its errors an AI agent is watched for drift and for spikes of them, with one of its times and costs for their drift. */
async function watchFrozen(tx: Tx, parts: MonitoringParts, { place, input, ctx, made }: Frozen): Promise<void> {
  const { soughtRatio } = await settingsNow(tx)
  const watched = { ...place, direction: 'up' as const, soughtRatio, now: ctx.now }
  for (const { measureId, shape } of made)
    if (valuesWatched.includes(measureId) && shape) await beginWatch(tx, parts, { ...watched, kind: 'drift', measureId, lagDays: 0 })
  if (!made.some(({ measureId }) => measureId === 'errors')) return
  const window = { from: new Date(`${input.from}T00:00:00Z`), to: new Date(`${addDays(input.to, 1)}T00:00:00Z`) }
  const delay = (await delayOfErrors(tx, place, window)) ?? 0
  const lagDays = Math.min(lagDaysMost, Math.ceil(delay))
  for (const kind of errorWatches) await beginWatch(tx, parts, { ...watched, kind, measureId: 'errors', lagDays })
}
