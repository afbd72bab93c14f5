import type { Rhythm } from '#slices/statistics/index.ts'
import { hourOfWeek, usualHours } from '#slices/usual/index.ts'

/** Hours with events, of those in which the rhythm expects some. */
export type Uptime = { hours: number; expected: number }

/** An hour counts as expected when at least so many events are usual in it: by chance it is then empty one time in twenty. */
const eventsExpected = 3
const hourMs = 3_600_000

type Span = { from: Date; to: Date }
type Seen = Span & {
  rhythm: Rhythm
  timeZone: string
  /** Times in which nobody looked, or in which people had stopped it: nothing is expected of them. */
  gaps: readonly Span[]
  /** Hours with events. */
  busy: readonly Date[]
}

/** Hours at work between two full hours, of those in which the rhythm expects work. */
export function uptimeOf({ rhythm, timeZone, gaps, busy, from, to }: Seen): Uptime {
  const usual = usualHours(rhythm, eventsExpected)
  const known = new Set(busy.map((hour) => hour.getTime()))
  const uptime = { hours: 0, expected: 0 }
  for (let hour = from.getTime(); hour < to.getTime(); hour += hourMs) {
    if (!usual.has(Math.floor(hourOfWeek(timeZone, new Date(hour)))) || gaps.some((gap) => holds(gap, hour))) continue
    uptime.expected += 1
    if (known.has(hour)) uptime.hours += 1
  }
  return uptime
}

const holds = ({ from, to }: Span, hour: number) => from.getTime() < hour + hourMs && to.getTime() > hour
