import { advance, meanRunLength, standingAt, total } from './chain.ts'
import { binomialCounts, poissonCounts } from './counts.ts'

/**
 * What one error weighs against one decision when a sum is to tell `sought` from `assumed`, both error rates: r1 = −ln((1−p1)/(1−p0)),
 * r2 = ln(p1(1−p0)/(p0(1−p1))), gamma = r1/r2, weight = 1/gamma, rounded to make the sum a whole number.
 * Source: Reynolds and Stoumbos, Journal of Quality Technology 31(1), 1999.
 */
export function errorWeight(assumed: number, sought: number): { gamma: number; weight: number } {
  const r1 = -Math.log((1 - sought) / (1 - assumed))
  const r2 = Math.log((sought * (1 - assumed)) / (assumed * (1 - sought)))
  const gamma = r1 / r2
  return { gamma, weight: Math.round(1 / gamma) }
}

/** A chart of errors among decisions: S = max(0, S + weight × errors − decisions), an alarm at S >= limit. */
export type CountChart = { weight: number; limit: number }

/** Mean decisions to an alarm when the sum is updated at every decision. */
export function decisionsToAlarm(chart: CountChart, rate: number, start = 0): number {
  return meanRunLength({ ...chart, minus: 1 }, binomialCounts(1, rate), start)
}

/** The same chart, updated at the end of a day of `decisionsPerDay`. */
export type DailyChart = CountChart & { decisionsPerDay: number }

const latticeOf = (chart: DailyChart) => ({ ...chart, minus: chart.decisionsPerDay })

/** Mean days to an alarm at a constant error rate. */
export function daysToAlarm(chart: DailyChart, rate: number, start = 0): number {
  return meanRunLength(latticeOf(chart), binomialCounts(chart.decisionsPerDay, rate), start)
}

/** Chance of an alarm by the end of each day when day k has the error rate `rates[k]`, from a sum of zero. */
export function alarmByDay(chart: DailyChart, rates: Iterable<number>): number[] {
  const lattice = latticeOf(chart)
  let standing = standingAt(lattice, 0)
  const found: number[] = []
  for (const rate of rates) {
    standing = advance(lattice, standing, binomialCounts(chart.decisionsPerDay, rate))
    found.push(1 - total(standing))
  }
  return found
}

/** What a daily chart is made for: it tells `sought` from `assumed` and is silent for `days` on average while `assumed` holds. */
export type Wish = { assumed: number; sought: number; decisionsPerDay: number; days: number }

/** A limit of 1 has no value between rest and alarm. */
const smallestLimit = 2

/** The chart with the smallest limit that keeps the wish. */
export function designDaily(wish: Wish): DailyChart {
  const { weight } = errorWeight(wish.assumed, wish.sought)
  const chartAt = (limit: number): DailyChart => ({ weight, limit, decisionsPerDay: wish.decisionsPerDay })
  const keeps = (limit: number) => daysToAlarm(chartAt(limit), wish.assumed) >= wish.days
  let high = smallestLimit
  while (!keeps(high)) high *= 2
  let low = Math.max(smallestLimit - 1, Math.floor(high / 2))
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (keeps(middle)) high = middle
    else low = middle
  }
  return chartAt(high)
}

/** Mean steps to an alarm of C = max(0, C + x − allowance), alarm at C >= limit, for Poisson counts of this mean. Source: Lucas, Technometrics 27(2), 1985. */
export function poissonRunLength(chart: { allowance: number; limit: number }, mean: number, start = 0): number {
  return meanRunLength({ weight: 1, minus: chart.allowance, limit: chart.limit }, poissonCounts(mean), start)
}
