import { type Share, shareOf } from '#kernel/wilson.ts'
import { betaQuantile, binomialAtMost, gammaQuantile } from './distributions.ts'

/** Where a true value lies, as far as the cases can say: 95 % unless its function says otherwise. */
export type Interval = { low: number; high: number }

/** So many hits of so many cases. */
export type Cases = { hits: number; of: number }

/**
 * Exact interval of a share at 95 % (Clopper and Pearson, Biometrika 26, 1934): never too narrow, often too wide.
 * The Wilson interval of `shareOf` is what pages show; this one is for few cases.
 */
export function exactInterval({ hits, of }: Cases): Interval {
  return {
    low: hits === 0 ? 0 : betaQuantile(0.025, { alpha: hits, beta: of - hits + 1 }),
    high: hits === of ? 1 : betaQuantile(0.975, { alpha: hits + 1, beta: of - hits }),
  }
}

/** Equal-tailed 95 % interval of a share under Jeffreys' prior, closed at 0 and at all (Brown, Cai and DasGupta, Statistical Science 16, 2001). */
export function jeffreysInterval({ hits, of }: Cases): Interval {
  const seen = { alpha: hits + 0.5, beta: of - hits + 0.5 }
  return { low: hits === 0 ? 0 : betaQuantile(0.025, seen), high: hits === of ? 1 : betaQuantile(0.975, seen) }
}

/**
 * The largest true share that still leaves a chance of 5 % to see no hit at all in so many cases: about 3 ÷ cases.
 * What is said instead of "0 %" when nothing has happened yet.
 */
export const highestShareAtZero = (of: number) => (of === 0 ? 1 : 1 - 0.05 ** (1 / of))

/**
 * First share minus second, with its 95 % interval by square-and-add of the Wilson limits.
 * Source: Newcombe, Statistics in Medicine 17, 1998, 873-890, method 10. Null where one side has no cases.
 */
export function shareDifference(first: Cases, second: Cases): (Interval & { difference: number }) | null {
  const a = shareOf(first.hits, first.of)
  const b = shareOf(second.hits, second.of)
  if (a.share === null || b.share === null) return null
  const difference = a.share - b.share
  return {
    difference,
    low: difference - Math.hypot(a.share - a.low, b.high - b.share),
    high: difference + Math.hypot(a.high - a.share, b.share - b.low),
  }
}

/** Exact 95 % interval of the mean of a Poisson count (Garwood, Biometrika 28, 1936). Divide by the exposure for a rate. */
export function poissonInterval(count: number): Interval {
  return { low: count === 0 ? 0 : gammaQuantile(0.025, count), high: gammaQuantile(0.975, count + 1) }
}

/**
 * Interval of a quantile from the ordered values themselves, at least 95 %, without any assumption about their shape.
 * `share` is the quantile wanted, 0.5 for the median. Null where so few values cannot hold a side.
 * Source: David and Nagaraja, Order Statistics, section 7.1.
 */
export function quantileInterval(values: readonly number[], share: number): { low: number | null; high: number | null } {
  const sorted = values.toSorted((a, b) => a - b)
  const of = sorted.length
  const below = (count: number) => binomialAtMost(count, { of, p: share })
  const lowRank = sorted.findIndex((_, rank) => below(rank) > 0.025)
  const highRank = sorted.findIndex((_, rank) => below(rank) >= 0.975)
  return { low: sorted[lowRank - 1] ?? null, high: sorted[highRank] ?? null }
}

/** Nearest whole number, halves to the even one. */
function roundedToEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** Half of the width of a share's Wilson interval. */
export const halfWidth = ({ low, high }: Pick<Share, 'low' | 'high'>) => (high - low) / 2

/**
 * Cases needed until a share near `expected` (0 to 1) is known to within plus or minus `wanted`, at 95 %.
 * The smallest number from which it holds five times running, since whole hits make the width jump.
 */
export function casesForHalfWidth(expected: number, wanted: number): number {
  const holds = (of: number) => halfWidth(shareOf(roundedToEven(expected * of), of)) <= wanted
  for (let of = 1, run = 0; ; of++) {
    run = holds(of) ? run + 1 : 0
    if (run === 5) return of - 4
  }
}
