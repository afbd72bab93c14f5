import { halfHoursOfDay } from './ids.ts'

/** Imported arrivals of a team, and how long its work takes if the source knows. */
export type Profile = {
  teamId: string
  id: string
  name: string
  source: string
  counts: 'tickets' | 'exceptions'
  timeZone: string
  week: number[]
  days: { on: string; counts: number[] }[]
  handling: Handling | null
  exceptionRate: number | null
  madeAt: Date
}

export type Handling = {
  kind: 'handling' | 'elapsed'
  n: number
  minutesMean: number
  minutesP50: number
  minutesP90: number
  scv: number
}

/** Days from the first to the last in order, also those on which nothing arrived. */
export function daysBetween(firstOn: string, lastOn: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(`${firstOn}T00:00:00Z`); at <= Date.parse(`${lastOn}T00:00:00Z`); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

/** The counts of every day between, zero where nothing was seen. */
export function filledDays(seen: readonly { on: string; halfHour: number; count: number }[], days: readonly string[]) {
  const byDay = new Map(days.map((on) => [on, Array.from({ length: halfHoursOfDay }, () => 0)]))
  for (const { on, halfHour, count } of seen) {
    const counts = byDay.get(on)
    if (counts) counts[halfHour] = (counts[halfHour] as number) + count
  }
  return [...byDay].map(([on, counts]) => ({ on, counts }))
}
