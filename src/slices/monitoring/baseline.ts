import type { Shape } from '#slices/usual/index.ts'
import type { Direction, Place } from './watch.ts'

/** What was usual in a window of days, both included, frozen so that later values are held against it. */
export type Baseline = Place & {
  id: string
  measureId: string
  from: string
  to: string
  reason: string
  frozenAt: Date
  isCurrent: boolean
  /** Of money: what it is counted in. */
  currency: string | null
  /** Of a mean whose values are kept by size: how they lay; null with too few days. */
  shape: Shape | null
} & Usual

/** Sums of a window: `days` with cases, the median of cases on such a day, and how much more than chance the days differ. */
export type Usual = { n: number; x: number; total: number; squares: number; days: number; perDay: number; clumping: number }

/** A day of counts: cases, hits, and sums of values where the measure is a mean. */
export type DayCount = { day: string; n: number; x: number; total: number; squares: number }

export function usualOf(counts: readonly DayCount[]): Usual {
  const days = counts.filter((day) => day.n > 0)
  const sum = (of: (day: DayCount) => number) => days.reduce((all, day) => all + of(day), 0)
  const [n, x] = [sum((day) => day.n), sum((day) => day.x)]
  const total = sum((day) => day.total)
  const squares = sum((day) => day.squares)
  return { n, x, total, squares, days: days.length, perDay: medianOf(days.map((day) => day.n)), clumping: clumpingOf(days, x / n) }
}

/** The middle value; of an even number the lower of the two in the middle, so that it is one that was seen. 0 of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

/**
 * Variance of the daily hits over the variance that independent ones would have: Pearson's chi-square over its degrees of freedom. 1 when they
 * come one by one, more when one cause makes many; 1 also where it cannot be told.
 */
function clumpingOf(days: readonly DayCount[], share: number): number {
  if (days.length < 2 || !(share > 0 && share < 1)) return 1
  const parts = days.map(({ n, x }) => (x - n * share) ** 2 / (n * share * (1 - share)))
  return parts.reduce((all, part) => all + part, 0) / (days.length - 1)
}

/** The cases that are watched for: hits where more of them is bad, all others where fewer is. */
export const hitsIn = (direction: Direction, { n, x }: { n: number; x: number }): number => (direction === 'up' ? x : n - x)

const dayMs = 86_400_000

/** Calendar days of the window. */
export const spanOf = ({ from, to }: { from: string; to: string }): number => (Date.parse(to) - Date.parse(from)) / dayMs + 1

/**
 * The direction in which a share can be watched: the wished one, unless it left hardly any room there. A chart of hits is exact up to a share of
 * three in ten; above that the other side is rare, and is watched instead.
 */
export function watchableDirection(wished: Direction, usual: { n: number; x: number }): Direction {
  const other = wished === 'up' ? 'down' : 'up'
  return hitsIn(wished, usual) / usual.n > 0.5 ? other : wished
}
