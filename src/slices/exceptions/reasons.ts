import type { Reason } from './item.ts'

/** How often one reason was given in one team for one AI agent and decision type. */
export type ReasonCell = { team: string; aiAgent: string | null; decisionType: string | null; reasonCode: Reason; reviews: number }

const dayMs = 86_400_000
/** A Monday. */
const someMonday = Date.UTC(2026, 0, 5)

/**
 * Whole weeks, Monday to Monday in UTC, that end with the last one that is over; as many as hold the days that were asked for. Two
 * windows differ by a week of a team's work or not at all, so that nobody subtracts one from another down to the day that a colleague
 * was on duty alone.
 */
export function wholeWeeks(now: Date, days: number): { from: Date; to: Date } {
  const weekMs = 7 * dayMs
  const to = someMonday + Math.floor((now.getTime() - someMonday) / weekMs) * weekMs
  return { from: new Date(to - Math.ceil(days / 7) * weekMs), to: new Date(to) }
}

export type ReasonCounts = {
  reviews: number
  byReason: { reasonCode: Reason; reviews: number }[]
  byType: Omit<ReasonCell, 'team'>[]
}

/**
 * Sums over teams of at least as many people as the group floor. Smaller teams are in no sum at all, so none
 * of them can be subtracted out of a total: what a small team does changes no answer.
 */
export function sumReasons(cells: readonly ReasonCell[], isLarge: (team: string) => boolean): ReasonCounts {
  const counted = cells.filter((cell) => isLarge(cell.team))
  const byReason = summed(counted, ({ reasonCode }) => ({ reasonCode }))
  const byType = summed(counted, ({ aiAgent, decisionType, reasonCode }) => ({ aiAgent, decisionType, reasonCode }))
  return { reviews: byReason.reduce((total, each) => total + each.reviews, 0), byReason, byType: byType.slice(0, rowsMax) }
}

const rowsMax = 1000

function summed<K extends object>(cells: readonly ReasonCell[], keyOf: (cell: ReasonCell) => K): (K & { reviews: number })[] {
  const sums = new Map<string, K & { reviews: number }>()
  for (const cell of cells) {
    const key = keyOf(cell)
    const name = JSON.stringify(key)
    sums.set(name, { ...key, reviews: (sums.get(name)?.reviews ?? 0) + cell.reviews })
  }
  return [...sums].sort(([a, one], [b, other]) => other.reviews - one.reviews || (a < b ? -1 : 1)).map(([, sum]) => sum)
}
