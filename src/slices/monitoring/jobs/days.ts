import type { Queryable } from '#kernel/db.ts'
import { readCounts, readSpreads } from '#slices/measures/index.ts'
import type { DaySpread } from '#slices/usual/index.ts'
import type { Watch } from '../watch.ts'

export type Day = { day: string; n: number; x: number; total: number; squares: number }
export type Span = { from: string; to: string }
/** A measure of a place; of money, in one currency. */
export type Counted = Pick<Watch, 'teamId' | 'aiAgentId' | 'measureId'> & { currency?: string | null }

const whereOf = ({ teamId, aiAgentId, measureId, currency }: Counted, { from, to }: Span) => ({
  teams: [teamId],
  aiAgentId: aiAgentId === '' ? undefined : aiAgentId,
  kind: currency ?? undefined,
  from,
  to,
  measureIds: [measureId],
})

/** Counts of a place, day by day. */
export async function daysOf(db: Queryable, what: Counted, span: Span): Promise<Day[]> {
  if (span.from > span.to) return []
  const rows = await readCounts(db, { ...whereOf(what, span), by: ['day'] })
  return rows.map(({ by, n, x, total, squares }) => ({ day: by[0] ?? '', n, x, total, squares }))
}

/** Values of a place by their size, day by day. */
export async function daySpreads(db: Queryable, what: Counted, span: Span): Promise<DaySpread[]> {
  if (span.from > span.to) return []
  const rows = await readSpreads(db, { ...whereOf(what, span), by: ['day'] })
  return rows.map(({ by, spread }) => ({ day: by[0] ?? '', buckets: spread }))
}

/** The currency of most cases; null where there is none. */
export async function commonCurrency(db: Queryable, what: Counted, span: Span): Promise<string | null> {
  const rows = await readCounts(db, { ...whereOf(what, span), by: ['kind'] })
  return rows.sort((one, other) => other.n - one.n)[0]?.by[0] ?? null
}

const daysBetween = (one: string, other: string) => Math.round((Date.parse(other) - Date.parse(one)) / 86_400_000)
const quietDaysLeast = 4

/** Nothing has come for twice as long as ever in the chart: the way in may be broken, which is no drop of the measure. */
export function hasStopped(days: readonly Pick<Day, 'day'>[], { from, to }: Span): boolean {
  const gaps = days.map(({ day }, at) => daysBetween(at === 0 ? from : (days[at - 1]?.day ?? from), day))
  const quiet = daysBetween(days.at(-1)?.day ?? from, to)
  return quiet >= Math.max(quietDaysLeast, 2 * Math.max(0, ...gaps))
}
