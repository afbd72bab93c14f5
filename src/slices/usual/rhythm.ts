import { hoursPerWeek, type Rhythm, type Slot } from '#slices/statistics/index.ts'

const hourMs = 3_600_000
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  formats.set(timeZone, made)
  return made
}

/** Hours since Monday 00:00 in a time zone, with fractions: 0 to 168. */
export function hourOfWeek(timeZone: string, at: Date): number {
  const part = Object.fromEntries(
    formatIn(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const seconds = (at.getTime() % 60_000) / hourMs
  return days.indexOf(part.weekday ?? 'Mon') * 24 + Number(part.hour) + Number(part.minute) / 60 + seconds
}

type Span = { from: Date; to: Date }

const overlaps = (hour: number, { from, to }: Span) => from.getTime() < hour + hourMs && to.getTime() > hour

/**
 * How often events come, by hour of the week, from counts by hour over a window of whole hours. Hours that lie in a gap or an incident are not watched.
 */
export function learnRhythm(
  counts: ReadonlyMap<number, number>,
  { from, to, without, timeZone }: Span & { without: readonly Span[]; timeZone: string },
): Rhythm {
  const slots: Slot[] = Array.from({ length: hoursPerWeek }, () => ({ events: 0, weeks: 0 }))
  for (let hour = from.getTime(); hour + hourMs <= to.getTime(); hour += hourMs) {
    if (without.some((span) => overlaps(hour, span))) continue
    const at = Math.floor(hourOfWeek(timeZone, new Date(hour)))
    const { events, weeks } = slots[at] as Slot
    slots[at] = { events: events + (counts.get(hour) ?? 0), weeks: weeks + 1 }
  }
  return { kind: 'learnt', slots }
}

/** Hours of the week in which at least so many events are usual. */
export function usualHours(rhythm: Rhythm, least: number): Set<number> {
  const rates = rhythm.kind === 'known' ? rhythm.perHour : rhythm.slots.map(({ events, weeks }) => (weeks === 0 ? 0 : events / weeks))
  return new Set(rates.flatMap((rate, at) => (rate >= least ? [at] : [])))
}

/** The hour of the week in which most events are usual, and the one in which fewest are. */
export function ends(rhythm: Rhythm): { busiest: number; quietest: number } {
  const rates = rhythm.kind === 'known' ? rhythm.perHour : rhythm.slots.map(({ events, weeks }) => (weeks === 0 ? 0 : events / weeks))
  return { busiest: rates.indexOf(Math.max(...rates)), quietest: rates.indexOf(Math.min(...rates)) }
}
