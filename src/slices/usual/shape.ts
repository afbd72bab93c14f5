/** How the values of a mean lay on calm days, on the scale of natural logarithms: a typical value is exp(centre). */
export type Shape = {
  centre: number
  /** Standard error of the centre. */
  error: number
  /** Variances of single values within a day, and of days beyond what their values explain. */
  within: number
  between: number
  /** Correlation of a day with the day before; 0 where it may be chance. */
  resemblance: number
  /** Buckets twice as far from the middle as the smallest and the largest hundredth: values beyond are drawn in, so that single odd ones hardly move a day. */
  low: number
  high: number
  /** Days with values. */
  days: number
}

export type DaySpread = { day: string; buckets: readonly { bucket: number; n: number }[] }

/** Values of a day on the scale of logarithms: how many, their mean, and the sum of squares around it. */
export type LogDay = { day: string; n: number; mean: number; around: number }

/** Buckets are steps of 2 % (the measures slice says so); what is under one unit counts as one step below it. */
const step = Math.log(1.02)

/** A day on the scale of logarithms, with values beyond the usual ends drawn in to them. */
export function logDay({ day, buckets }: DaySpread, { low, high }: Pick<Shape, 'low' | 'high'>): LogDay {
  const n = buckets.reduce((all, each) => all + each.n, 0)
  const at = (bucket: number) => Math.min(high, Math.max(low, bucket)) * step
  const mean = buckets.reduce((sum, each) => sum + each.n * at(each.bucket), 0) / n
  return { day, n, mean, around: buckets.reduce((sum, each) => sum + each.n * (at(each.bucket) - mean) ** 2, 0) }
}

export const enoughDays = 28
/** Under it all values are equal but for how numbers are kept. */
const leastVariance = 1e-9
const added = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0)

/**
 * The shape of calm days: one-way variance components (Searle, Casella, McCulloch, Variance Components, 1992, section 3.6), the centre weighed by
 * what each day is worth. Null with fewer than 28 days, or where all values are equal.
 */
export function shapeOf(days: readonly DaySpread[]): Shape | null {
  const filled = days.filter(({ buckets }) => buckets.length > 0)
  if (filled.length < enoughDays) return null
  const ends = endsOf(filled)
  const logs = filled.map((day) => logDay(day, ends))
  const [n, k] = [added(logs, (day) => day.n), logs.length]
  const within = n > k ? added(logs, (day) => day.around) / (n - k) : 0
  const grand = added(logs, (day) => day.n * day.mean) / n
  const spread = added(logs, (day) => day.n * (day.mean - grand) ** 2)
  const between = Math.max(0, (spread - (k - 1) * within) / (n - added(logs, (day) => day.n ** 2) / n))
  if (within + between < leastVariance) return null
  const worth = (day: LogDay) => 1 / (between + within / day.n)
  const weights = added(logs, worth)
  const centre = added(logs, (day) => worth(day) * day.mean) / weights
  const off = logs.map((day) => (day.mean - centre) * Math.sqrt(worth(day)))
  return { centre, error: Math.sqrt(1 / weights), within, between, resemblance: resemblanceOf(off), ...ends, days: k }
}

function endsOf(days: readonly DaySpread[]): { low: number; high: number } {
  const all = days.flatMap(({ buckets }) => buckets).sort((one, other) => one.bucket - other.bucket)
  const n = added(all, (each) => each.n)
  const at = (share: number) => {
    let seen = 0
    for (const each of all) {
      seen += each.n
      if (seen >= share * n) return each.bucket
    }
    return 0
  }
  const middle = at(0.5)
  return { low: 2 * at(0.01) - middle, high: 2 * at(0.99) - middle }
}

/** Correlation at lag one; 0 unless it is more than twice its standard error. */
function resemblanceOf(values: readonly number[]): number {
  const mean = added(values, (value) => value) / values.length
  const pairs = values.slice(1).map((value, at) => (value - mean) * ((values[at] as number) - mean))
  const found = added(pairs, (pair) => pair) / added(values, (value) => (value - mean) ** 2)
  return found > 2 / Math.sqrt(values.length) ? Math.min(0.8, found) : 0
}

/** Standard deviation of the typical value of a day with so many cases. */
export const spreadOfDay = ({ within, between }: Shape, cases: number): number => Math.sqrt(between + within / cases)
