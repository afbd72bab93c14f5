import type { OutputOf } from '#kernel/contract.ts'
import { type getCalendar, weekdayIds } from '../contract.ts'

export type Calendar = OutputOf<typeof getCalendar>
type Hours = Calendar['hours'][number]
type Holiday = Calendar['holidays'][number]
type Weekday = Hours['weekday']
export type HoursForm = { [day in Weekday]: string }

/** Hours as they are typed: `09:00-12:00, 13:00-17:00`. */
export function hoursText(hours: Hours[], day: Weekday): string {
  const own = hours.filter((one) => one.weekday === day).sort((one, other) => one.from.localeCompare(other.from))
  return own.map(({ from, to }) => `${from}-${to}`).join(', ')
}

export const hoursForm = (hours: Hours[]) => Object.fromEntries(weekdayIds.map((day) => [day, hoursText(hours, day)])) as HoursForm

const padded = (time: string) => time.padStart(5, '0')

/** The stretches of one day, null where they cannot be read or one ends before it begins. */
export function readHours(day: Weekday, text: string): Hours[] | null {
  const parts = text.split(',').map((part) => part.trim())
  const found = parts.filter(Boolean).map((part) => /^(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})$/.exec(part))
  const hours = found.flatMap((match) => (match ? [{ weekday: day, from: padded(match[1] ?? ''), to: padded(match[2] ?? '') }] : []))
  return hours.length === found.length && hours.every((one) => one.from < one.to && one.to <= '24:00') ? hours : null
}

export const holidaysText = (holidays: Holiday[]) => holidays.map(({ on, name }) => `${on} ${name}`).join('\n')

/** Holidays one a line, or the number of the first line that cannot be read. */
export function readHolidays(text: string): Holiday[] | number {
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }))
  const found: Holiday[] = []
  for (const { line, number } of lines) {
    if (line === '') continue
    const match = /^(\d{4}-\d{2}-\d{2})\s+(\S.*)$/.exec(line)
    if (!match?.[1] || !match[2] || Number.isNaN(Date.parse(match[1]))) return number
    found.push({ on: match[1], name: match[2] })
  }
  return found
}

/** One of each day; what stood there first stays. */
export function withHolidays(text: string, more: Holiday[]): string {
  const standing = readHolidays(text)
  if (typeof standing === 'number') return `${text.trim()}\n${holidaysText(more)}`
  const days = new Set(standing.map((one) => one.on))
  const all = [...standing, ...more.filter((one) => !days.has(one.on))]
  return holidaysText(all.sort((one, other) => one.on.localeCompare(other.on)))
}
