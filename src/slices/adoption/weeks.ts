import { addDays } from '#slices/measures/index.ts'

/** Four whole weeks, Monday to Sunday: one cannot be told from the difference of two such windows, since each of its weeks stands on the floor. */
export type Weeks = { from: string; to: string; mondays: string[] }

const weeksShown = 4

const mondaysKnown = new Map<string, string>()
const rememberedMax = 20_000

/** The Monday of a day. Days are few, and asked for a hundred thousand times in one look. */
export function mondayOf(day: string): string {
  const known = mondaysKnown.get(day)
  if (known !== undefined) return known
  if (mondaysKnown.size >= rememberedMax) mondaysKnown.clear()
  const monday = mondayBefore(day)
  mondaysKnown.set(day, monday)
  return monday
}

function mondayBefore(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** The four weeks that end with the one a day lies in, or with the one before if that is not over by `today`. */
export function weeksUntil(day: string, today: string): Weeks {
  const sunday = addDays(mondayOf(day), 6)
  const last = sunday < today ? mondayOf(day) : addDays(mondayOf(day), -7)
  const mondays = Array.from({ length: weeksShown }, (_, at) => addDays(last, 7 * (at + 1 - weeksShown)))
  return { from: mondays[0] ?? last, to: addDays(last, 6), mondays }
}
