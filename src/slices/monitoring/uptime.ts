import { addDays, dayOf } from '#slices/measures/index.ts'
import type { Rhythm } from '#slices/statistics/index.ts'
import { hourOfWeek, usualHours } from './rhythm.ts'

/** Hours with events, of those in which the rhythm expects some. */
export type Uptime = { hours: number; expected: number }

/** An hour counts as expected when at least so many events are usual in it: by chance it is then empty one time in twenty. */
const eventsExpected = 3
const hourMs = 3_600_000

type Seen = {
  rhythm: Rhythm
  timeZone: string
  gaps: readonly { from: Date; to: Date }[]
  /** Hours with events, in order. Nothing is expected before the first. */
  busy: readonly Date[]
  to: Date
}

/** Adds the hours of a place to the weeks, by their Mondays (UTC). Hours that lie in a gap are left out. */
export function addUptime(weeks: Map<string, Uptime>, { rhythm, timeZone, gaps, busy, to }: Seen): void {
  const usual = usualHours(rhythm, eventsExpected)
  const known = new Set(busy.map((hour) => hour.getTime()))
  for (let hour = busy[0]?.getTime() ?? to.getTime(); hour < to.getTime(); hour += hourMs) {
    if (!usual.has(Math.floor(hourOfWeek(timeZone, new Date(hour)))) || gaps.some((gap) => holds(gap, hour))) continue
    const monday = mondayOf(new Date(hour))
    const week = weeks.get(monday) ?? { hours: 0, expected: 0 }
    weeks.set(monday, { hours: week.hours + (known.has(hour) ? 1 : 0), expected: week.expected + 1 })
  }
}

const holds = ({ from, to }: { from: Date; to: Date }, hour: number) => from.getTime() < hour + hourMs && to.getTime() > hour

/** The Monday of an instant, UTC. */
export const mondayOf = (at: Date): string => addDays(dayOf(at), -((at.getUTCDay() + 6) % 7))
