import { type Weekday, weekdays } from './standard.ts'

export type LocalTime = { hour: number; weekday: Weekday }

const formats = new Map<string, Intl.DateTimeFormat>()

/** Hour 0 to 23 and weekday of an instant in an IANA time zone, or undefined where the zone is unknown. */
export function localTime(at: Date, timeZone: string): LocalTime | undefined {
  const format = formatIn(timeZone)
  if (format === undefined || Number.isNaN(at.getTime())) return undefined
  let hour: number | undefined
  let weekday: Weekday | undefined
  for (const { type, value } of format.formatToParts(at)) {
    if (type === 'hour') hour = Number(value)
    if (type === 'weekday') weekday = weekdays.find((day) => day === value.toLowerCase())
  }
  return hour === undefined || weekday === undefined ? undefined : { hour, weekday }
}

function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, hour: '2-digit', weekday: 'short', hourCycle: 'h23' })
    formats.set(timeZone, format)
    return format
  } catch {
    return undefined
  }
}
