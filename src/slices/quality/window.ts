import { addDays, type CountRow } from '#slices/measures/index.ts'

/** Days, both included. */
export type Window = { from: string; to: string }

export const windowDays = 84
const windowWeeks = windowDays / 7

export type Enough = { teamsMin: number; casesMin: number }

/** The window that ends on this day. */
export const windowUpTo = (to: string): Window => ({ from: addDays(to, 1 - windowDays), to })

/** How many teams have enough cases in a figure, in that figure where most have. Counts are by team first. */
export function teamsWithEnough(rows: readonly CountRow[], { casesMin }: Pick<Enough, 'casesMin'>): number {
  const cases = new Map<string, number>()
  for (const { measureId, by, n } of rows) cases.set(`${measureId}\t${by[0]}`, (cases.get(`${measureId}\t${by[0]}`) ?? 0) + n)
  const teams = new Map<string, number>()
  for (const [key, n] of cases) {
    const measureId = key.slice(0, key.indexOf('\t'))
    teams.set(measureId, (teams.get(measureId) ?? 0) + (n >= casesMin ? 1 : 0))
  }
  return Math.max(0, ...teams.values())
}

/**
 * The newest window, ending on a Sunday, in which enough teams have enough cases; where none has, the newest of those in which most
 * teams have. Undefined where no team ever had. Counts are by team and week.
 */
export function newestComparable(rows: readonly CountRow[], enough: Enough): Window | undefined {
  const byWeek = new Map<string, CountRow[]>()
  for (const row of rows) {
    const monday = row.by[1] ?? ''
    const week = byWeek.get(monday)
    if (week) week.push(row)
    else byWeek.set(monday, [row])
  }
  let best: { window: Window; teams: number } | undefined
  for (const monday of [...byWeek.keys()].sort().reverse()) {
    const weeks = Array.from({ length: windowWeeks }, (_, back) => byWeek.get(addDays(monday, -7 * back)) ?? [])
    const teams = teamsWithEnough(weeks.flat(), enough)
    if (teams > (best?.teams ?? 0)) best = { window: windowUpTo(addDays(monday, 6)), teams }
    if (teams >= enough.teamsMin) break
  }
  return best?.window
}
