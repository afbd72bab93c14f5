import { type Gathered, total } from './gather.ts'
import { emptyWaits, type Stretch, type WaitCounts, waitQuantileOf } from './tally.ts'

/** An estimate with its 95 % range and standard error. */
export type Range = { value: number; low: number; high: number; error: number }

const ofFew = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131]

/** The 97.5 % point of Student's t, to three digits. */
function student(freedom: number): number {
  return ofFew[freedom - 1] ?? 1.96 + 2.372 / freedom + 2.8225 / freedom ** 2
}

const around = (value: number, error: number, freedom: number): Range => {
  const half = student(freedom) * error
  return { value, low: value - half, high: value + half, error }
}

type Part = (stretch: Stretch) => number

/** A mean per something, over all stretches: their independent spread gives the range. Zero where there was nothing to divide by. */
export function ratioOf({ stretches }: Gathered, top: Part, bottom: Part): Range {
  const below = total(stretches, bottom)
  if (below === 0) return { value: 0, low: 0, high: 0, error: 0 }
  const value = total(stretches, top) / below
  const count = stretches.length
  if (count < 2) return { value, low: value, high: value, error: Number.POSITIVE_INFINITY }
  const squares = total(stretches, (one) => (top(one) - value * bottom(one)) ** 2)
  return around(value, (Math.sqrt(squares / (count * (count - 1))) * count) / below, count - 1)
}

/**
 * A share of exceptions or days. Where it never or always happened, the spread says nothing, and the range ends at the
 * exact one-sided limit for that many cases.
 */
export function shareOf(gathered: Gathered, top: Part, bottom: Part): Range {
  const range = ratioOf(gathered, top, bottom)
  const cases = total(gathered.stretches, bottom)
  const unseen = cases === 0 ? 0 : 1 - 0.05 ** (1 / cases)
  if (range.value === 0) return { ...range, low: 0, high: unseen }
  if (range.value === 1) return { ...range, low: 1 - unseen, high: 1 }
  return { ...range, low: Math.max(0, range.low), high: Math.min(1, range.high) }
}

/** What cannot be below zero: minutes, people, depth. */
export function amountOf(gathered: Gathered, top: Part, bottom: Part): Range {
  const range = ratioOf(gathered, top, bottom)
  return { ...range, low: Math.max(0, range.low) }
}

type Batches = Gathered['batches']

/** Any figure of a batch; the range comes from its spread between batches, the value from all of them together. */
function byBatch(batches: Batches, of: (some: Batches) => number): Range {
  const value = of(batches)
  const count = batches.length
  if (count < 2) return { value, low: value, high: value, error: Number.POSITIVE_INFINITY }
  const values = batches.map((batch) => of([batch]))
  const mean = total(values, (one) => one) / count
  const variance = total(values, (one) => (one - mean) ** 2) / (count - 1)
  const range = around(value, Math.sqrt(variance / count), count - 1)
  return { ...range, low: Math.max(0, range.low) }
}

/** The wait that a share stays under, of some classes together. */
export function waitQuantile({ batches }: Gathered, share: number, kinds: readonly number[]): Range {
  return byBatch(batches, (some) => {
    const counts = emptyWaits()
    for (const { waits } of some) for (const kind of kinds) addTo(counts, waits[kind] as WaitCounts)
    return waitQuantileOf(counts, share)
  })
}

function addTo(counts: WaitCounts, more: WaitCounts): void {
  for (let bin = 0; bin < counts.length; bin++) counts[bin] = (counts[bin] as number) + (more[bin] as number)
}

/** A quantile of the figures that stretches note once a day. */
export function dayQuantile({ batches }: Gathered, share: number, of: (stretch: Stretch) => readonly number[]): Range {
  return byBatch(batches, (some) =>
    quantile(
      some.flatMap(({ stretches }) => stretches.flatMap(of)),
      share,
    ),
  )
}

/** A quantile of the depth at the end of one half hour of working days. */
export function queueQuantile({ batches }: Gathered, share: number, slot: number): Range {
  return byBatch(batches, (some) =>
    quantile(
      some.flatMap(({ queueSamples }) => queueSamples?.[slot] ?? []),
      share,
    ),
  )
}

/** The smallest seen value that at least this share of all do not exceed. */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
}
