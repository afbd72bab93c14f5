import {
  type DriftDesign,
  type DriftRules,
  type DriftState,
  designDrift,
  isDrifting,
  type NoDriftDesign,
  needsNewLimit,
  startDrift,
  stepDrift,
} from '#slices/statistics/index.ts'
import { type Baseline, hitsIn, medianOf, spanOf } from './baseline.ts'
import type { Direction } from './watch.ts'

type Usual = Pick<Baseline, 'n' | 'x' | 'from' | 'to' | 'perDay' | 'clumping'>
export type DriftWish = { baseline: Usual; direction: Direction; isAfterChange: boolean; rules: Partial<DriftRules> }

/** A day of the chart: cases, hits in the watched direction, and the sum at its end beside the limit it is held against. */
export type ChartDay = { on: string; of: number; hits: number; value: null; sum: number; limit: number }

export type DriftChart = {
  design: DriftDesign
  /** The chart up to the alarm, else to the last day. */
  state: DriftState
  days: ChartDay[]
  /** The day of the alarm, null while there is none, and the first day since when the sum was never back at zero. */
  alarmOn: string | null
  since: string | null
}

const memory = new Map<string, DriftDesign | NoDriftDesign>()
const rememberedMax = 500

/** The same design asked twice is worked out once: working it out takes up to a second, and volumes come back. */
function designOf({ baseline, direction, rules }: DriftWish, decisionsPerDay: number): DriftDesign | NoDriftDesign {
  const seen = { errors: hitsIn(direction, baseline), decisions: baseline.n, days: spanOf(baseline), clumping: baseline.clumping }
  const key = JSON.stringify([seen, decisionsPerDay, rules])
  const known = memory.get(key)
  if (known) return known
  const made = designDrift({ baseline: seen, decisionsPerDay, rules })
  if (memory.size >= rememberedMax) memory.clear()
  memory.set(key, made)
  return made
}

/** To two digits, so that a volume that wavers is one volume. */
const roundVolume = (perDay: number): number => (perDay < 1 ? 1 : Number(perDay.toPrecision(2)))

const volumeDays = 28
const volumeDaysLeast = 14

/** The design for the volume of the last four weeks, where it has moved by a quarter since the one in use. */
function designFor(wish: DriftWish, design: DriftDesign, charted: readonly ChartDay[]): DriftDesign {
  if (charted.length < volumeDaysLeast) return design
  const usual = roundVolume(medianOf(charted.slice(-volumeDays).map((each) => each.of)))
  if (!needsNewLimit(design, usual)) return design
  const next = designOf(wish, usual)
  return next.status === 'none' ? design : next
}

type Day = { day: string; n: number; x: number }

/** A day further. */
function chartDay(wish: DriftWish, chart: DriftChart, { day, ...counted }: Day): DriftChart {
  const design = designFor(wish, chart.design, chart.days)
  const hits = hitsIn(wish.direction, counted)
  const state = stepDrift(design, chart.state, { decisions: counted.n, errors: hits })
  const began = chart.state.days === 0 ? day : chart.since
  chart.days.push({ on: day, of: counted.n, hits, value: null, sum: state.sum, limit: design.chart.limit })
  return { design, state, days: chart.days, alarmOn: isDrifting(design, state) ? day : null, since: state.sum === 0 ? null : began }
}

/**
 * Follows a measure day by day from its first day on. The limit belongs to a volume: when the median day of the last four weeks is a quarter away from it,
 * the limit is worked out anew and the sum stays. Days after the alarm are not charted. Null where the baseline holds too little for a chart.
 */
export function followDrift(wish: DriftWish, days: readonly Day[]): DriftChart | null {
  const design = designOf(wish, roundVolume(wish.baseline.perDay))
  if (design.status === 'none') return null
  let chart: DriftChart = {
    design,
    state: startDrift(design, wish.isAfterChange ? 'afterChange' : 'rest'),
    days: [],
    alarmOn: null,
    since: null,
  }
  for (const day of days.filter(({ n }) => n > 0)) {
    chart = chartDay(wish, chart, day)
    if (chart.alarmOn !== null) return chart
  }
  return chart
}
