import { shareOf } from '#kernel/wilson.ts'
import { valueOfBucket } from './counts.ts'
import type { Definition } from './definition.ts'

/** How sure a figure is. `too_few`: no value; `few`: only where it may lie; `immature`: too young to know; `suppressed`: too few people. */
export type Standing = 'ok' | 'few' | 'too_few' | 'immature' | 'suppressed' | 'none'

/** A figure never travels alone: where it may lie, of how many, and whether it can be read at all. Shares are 0 to 1, times are seconds. */
export type Figure = {
  measure: string
  value: number | null
  low: number | null
  high: number | null
  n: number
  x: number | null
  status: Standing
}

export type Counted = { n: number; x: number; total: number; squares: number; spread?: readonly { bucket: number; n: number }[] }

/** Under the first no value and no interval is shown, under the second no value. */
const leastForInterval = 10
const leastForValue = 30
const widestHalf = 0.15

export const nothing: Counted = { n: 0, x: 0, total: 0, squares: 0 }

/**
 * The figure of what was counted. Shares have the Wilson interval at 95 %, means the one by Student's t with the normal quantile from 30 on,
 * medians the one by order statistics. A share has a value from 30 cases on, if its interval is no wider than 15 points to each side.
 */
export function figureOf({ id, form }: Definition, counted: Counted): Figure {
  const none: Figure = {
    measure: id,
    value: null,
    low: null,
    high: null,
    n: counted.n,
    x: null,
    status: counted.n === 0 ? 'none' : 'too_few',
  }
  if (form === 'count') return { ...none, value: counted.n, low: counted.n, high: counted.n, status: 'ok' }
  if (counted.n < leastForInterval) return none
  const { value, low, high } = { share: ofShare, mean: ofMean, median: ofMedian }[form](counted)
  const isSure = counted.n >= leastForValue && (form !== 'share' || (high - low) / 2 <= widestHalf)
  return { ...none, value: isSure ? value : null, low, high, x: form === 'share' ? counted.x : null, status: isSure ? 'ok' : 'few' }
}

/** The same figure where it must not be seen. */
export const suppressed = ({ measure }: Figure): Figure => ({
  measure,
  value: null,
  low: null,
  high: null,
  n: 0,
  x: null,
  status: 'suppressed',
})

type Estimate = { value: number; low: number; high: number }

function ofShare({ n, x }: Counted): Estimate {
  const { low, high } = shareOf(x, n)
  return { value: x / n, low, high }
}

/** 0.975 quantile of the standard normal distribution. */
const z = 1.959963984540054

function ofMean({ n, total, squares }: Counted): Estimate {
  const value = total / n
  const variance = Math.max(0, (squares - n * value * value) / (n - 1))
  const half = z * Math.sqrt(variance / n)
  return { value, low: value - half, high: value + half }
}

function ofMedian({ n, spread = [] }: Counted): Estimate {
  const at = (rank: number) => valueAt(spread, Math.min(n, Math.max(1, rank)))
  const half = (z * Math.sqrt(n)) / 2
  return { value: at(Math.ceil(n / 2)), low: at(Math.floor(n / 2 - half)), high: at(Math.ceil(n / 2 + half) + 1) }
}

/** The value of the fact that stands at a rank, from 1. */
function valueAt(spread: readonly { bucket: number; n: number }[], rank: number): number {
  let seen = 0
  for (const { bucket, n } of [...spread].sort((one, other) => one.bucket - other.bucket)) {
    seen += n
    if (seen >= rank) return valueOfBucket(bucket)
  }
  return 0
}
