import { halfHoursOfDay } from './ids.ts'

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(on: string): number {
  return (new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7
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
