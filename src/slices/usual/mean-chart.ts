import { ewmaDefaults, ewmaWidth, normalBelow } from '#slices/statistics/index.ts'
import { type LogDay, type Shape, spreadOfDay } from './shape.ts'

export type MeanWish = {
  shape: Shape
  /** Cases on a usual day, and days with cases in a year. */
  casesPerDay: number
  daysPerYear: number
  /** Which change is bad. */
  direction: 'up' | 'down'
  isAfterChange: boolean
  rules: { falseAlarmsPerYear: number; soughtRatio: number; indifferentRatio: number }
}

/** A chart of the typical value of each day. Places are on the scale of logarithms, `limit` in standard deviations of a day. */
export type MeanDesign = {
  sign: 1 | -1
  centre: number
  /** Up to here nothing matters, or the baseline may really be there. */
  assumed: number
  sought: number
  /** Standard deviation of a day with the usual number of cases. */
  deviation: number
  /** What the average may reach in the long run, and how many times that is what independent days would need. */
  limit: number
  widened: number
  falseAlarmsPerYear: number
}

const { weight } = ewmaDefaults
const kept = 1 - weight
/** 0.8 quantile of the standard normal distribution: the baseline is taken for as bad as it may well be. */
const usualQuantile = 0.8416212335729143
/** One odd day alone counts for so many standard deviations at most. */
const oddest = 4
const longest = 100_000

/**
 * An EWMA of days on one side, never below where nothing matters: like a sum that rests at zero, it does not have to climb out of good days first. Such a chart runs at least
 * as long between false alarms as a two-sided one of the same width (Crowder, Hamilton, Journal of Quality Technology 1992), so the width is that chart's. Days that are like the day before let the average wander further: by
 * √((1 + φ(1−λ)) / (1 − φ(1−λ))), the variance of an EWMA of an autoregression (Schmid, Mathematical Statistics 1997).
 */
export function designMean({ shape, casesPerDay, daysPerYear, direction, rules }: MeanWish): MeanDesign {
  const sign = direction === 'up' ? 1 : -1
  const apart = Math.max(Math.log(rules.indifferentRatio), usualQuantile * shape.error)
  const run = Math.min(longest, Math.max(20, daysPerYear / rules.falseAlarmsPerYear))
  const echo = shape.resemblance * kept
  const widened = Math.sqrt((1 + echo) / (1 - echo))
  return {
    sign,
    centre: shape.centre,
    assumed: shape.centre + sign * apart,
    sought: shape.centre + sign * Math.log(rules.soughtRatio),
    deviation: spreadOfDay(shape, Math.max(1, casesPerDay)),
    limit: ewmaWidth(weight, run) * widened * Math.sqrt(weight / (1 + kept)),
    widened,
    falseAlarmsPerYear: rules.falseAlarmsPerYear,
  }
}

/** A day of the chart in the unit of the measure: the typical value of the day, the moving average, and its limit. */
export type MeanDay = { on: string; of: number; value: number; sum: number; limit: number }

/** The chart up to the alarm, else to the last day; `since` is the first day since when the average was never back where nothing matters. */
export type MeanChart = { design: MeanDesign; days: MeanDay[]; alarmOn: string | null; since: string | null }

/** Follows typical values day by day. After a change it begins half way up to the limit; else its limits are the exact ones of a chart that has just begun. */
export function followMean(wish: MeanWish, days: readonly LogDay[]): MeanChart {
  const design = designMean(wish)
  const { sign, assumed, deviation } = design
  const valueAt = (place: number) => Math.exp(assumed + sign * place * deviation)
  const chart: MeanChart = { design, days: [], alarmOn: null, since: null }
  let average = wish.isAfterChange ? design.limit / 2 : 0
  for (const [at, { day, n, mean }] of days.entries()) {
    const off = (sign * (mean - assumed)) / spreadOfDay(wish.shape, n)
    average = Math.max(0, weight * Math.min(oddest, off) + kept * average)
    const limit = wish.isAfterChange ? design.limit : design.limit * Math.sqrt(1 - kept ** (2 * (at + 1)))
    chart.days.push({ on: day, of: n, value: Math.exp(mean), sum: valueAt(average), limit: valueAt(limit) })
    chart.since = average === 0 ? null : (chart.since ?? day)
    if (average <= limit) continue
    chart.alarmOn = day
    return chart
  }
  return chart
}

type Found = { medianDays: number | null; ninetiethDays: number | null }

const cellWidth = weight / 4
const reach = 5 * weight
const daysLookedAt = 730

/**
 * How long a change takes to be found that begins at rest: days by which half, and nine in ten, of such charts have alarmed. The chances of where the average stands are carried on
 * from day to day on a grid, with the limit of the long run. `to` is a place on the scale of logarithms; a creep
 * is even in the unit of the measure.
 */
export function foundAfter(design: MeanDesign, { to, overDays }: { to: number; overDays: number }): Found {
  const rest = (design.sign * (design.centre - design.assumed)) / design.deviation
  const cells = Math.ceil(design.limit / cellWidth)
  const middle = (cell: number) => design.limit - (cells - cell - 0.5) * cellWidth
  let chances = new Float64Array(cells)
  chances[0] = 1
  const found: Found = { medianDays: null, ninetiethDays: null }
  for (let day = 1; day <= daysLookedAt && found.ninetiethDays === null; day++) {
    const share = overDays === 0 ? 1 : Math.min(1, day / overDays)
    const moved = Math.log1p(share * Math.expm1(to - design.centre))
    const mean = Math.min(oddest, rest + (design.sign * moved) / design.deviation)
    chances = carried(chances, { middle, move: (at) => weight * mean + kept * at })
    const alarmed = 1 - chances.reduce((all, chance) => all + chance, 0)
    if (alarmed >= 0.5) found.medianDays ??= day
    if (alarmed >= 0.9) found.ninetiethDays = day
  }
  return found
}

type Step = { middle: (cell: number) => number; move: (from: number) => number }

/** A day further: from each cell to those within reach; what goes beyond the last has alarmed, what falls below the first stays in it. */
function carried(chances: Float64Array, { middle, move }: Step): Float64Array<ArrayBuffer> {
  const next = new Float64Array(chances.length)
  const half = cellWidth / 2
  const below = (at: number, mean: number) => normalBelow((at - mean) / weight)
  for (const [from, chance] of chances.entries()) {
    if (chance < 1e-12) continue
    const mean = move(middle(from))
    const cellOf = (at: number) => Math.round((at - middle(0)) / cellWidth)
    const first = Math.max(0, cellOf(mean - reach))
    const last = Math.min(chances.length - 1, cellOf(mean + reach))
    for (let cell = first; cell <= last; cell++) {
      const low = cell === 0 ? 0 : below(middle(cell) - half, mean)
      next[cell] = (next[cell] ?? 0) + chance * (below(middle(cell) + half, mean) - low)
    }
  }
  return next
}
