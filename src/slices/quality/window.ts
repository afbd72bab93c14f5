import { addDays, type CountRow } from '#slices/measures/index.ts'

/** Days, both included. */
export type Window = { from: string; to: string }

export const windowDays = 84
const windowWeeks = windowDays / 7

/** Figures that end on the same day. */
export type Look = { measureIds: string[]; newest: string }

/** Figures that end on the same day are read at once. One that ended before, as that of a source which was cut off, would say nothing in the weeks of the others. */
export function looksOf(newest: ReadonlyMap<string, string>): Look[] {
  const days = [...new Set(newest.values())].sort().reverse()
  return days.map((day) => ({ newest: day, measureIds: [...newest.keys()].filter((id) => newest.get(id) === day) }))
}

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

/** With fewer than so many of the teams that could be compared once, it is the thin end of a log. Judgement. */
const thinShare = 0.8

/** So many teams must have enough cases. */
export const teamsNeeded = (once: number, { teamsMin }: Pick<Enough, 'teamsMin'>): number => Math.max(teamsMin, Math.ceil(thinShare * once))

/**
 * The newest window, ending on a Sunday, in which nearly as many teams have enough cases as in any, and ten; where never so many
 * had, the newest of those in which most had. Undefined where no team ever had. Counts are by team and week.
 */
export function newestComparable(rows: readonly CountRow[], enough: Enough): Window | undefined {
  const byWeek = new Map<string, CountRow[]>()
  for (const row of rows) {
    const monday = row.by[1] ?? ''
    const week = byWeek.get(monday)
    if (week) week.push(row)
    else byWeek.set(monday, [row])
  }
  const windows = [...byWeek.keys()]
    .sort()
    .reverse()
    .map((monday) => {
      const weeks = Array.from({ length: windowWeeks }, (_, back) => byWeek.get(addDays(monday, -7 * back)) ?? [])
      return { window: windowUpTo(addDays(monday, 6)), teams: teamsWithEnough(weeks.flat(), enough) }
    })
  const most = Math.max(0, ...windows.map(({ teams }) => teams))
  if (most === 0) return undefined
  const needed = most < enough.teamsMin ? most : teamsNeeded(most, enough)
  return windows.find(({ teams }) => teams >= needed)?.window
}
