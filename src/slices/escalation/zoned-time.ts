const minuteMs = 60_000
const dayMs = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}

/** What the clock on the wall shows, as if it were UTC, in milliseconds. */
function wallOf(at: number, timeZone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatIn(timeZone).formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The day (`2026-11-21`) that it is in a time zone. */
export function dayIn(at: Date, timeZone: string): string {
  return new Date(wallOf(Math.floor(at.getTime() / 1000) * 1000, timeZone)).toISOString().slice(0, 10)
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}

/**
 * The instant at which the clock on the wall shows so many minutes after midnight of the day. Where it shows that twice, because
 * it is set back, the first of them; where it never does, because it is set forward, as long after the jump as it would have been
 * after the hour before it. (The same choice as `compatible` of the Temporal proposal, tc39.es/proposal-temporal.)
 */
export function instantOf(day: string, minutes: number, timeZone: string): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * minuteMs
  const before = wallOf(wall - dayMs, timeZone) - (wall - dayMs)
  const after = wallOf(wall + dayMs, timeZone) - (wall + dayMs)
  const fitting = [wall - before, wall - after].filter((at) => wallOf(at, timeZone) === wall)
  return new Date(fitting.length === 0 ? wall - before : Math.min(...fitting))
}
