import type * as z from 'zod/mini'
import type { Holiday as HolidayShape, OpenHours as OpenHoursShape, weekdayIds } from './contract/shapes.ts'
import { dayAfter, dayIn, instantOf, weekdayOf } from './zoned-time.ts'

export type OpenHours = z.infer<typeof OpenHoursShape>
export type Holiday = z.infer<typeof HolidayShape>

/** When a team is at work: hours of the week and holidays, in the time zone of the team. */
export type Calendar = { timeZone: string; hours: readonly OpenHours[]; holidays: readonly Holiday[] }

type Weekday = (typeof weekdayIds)[number]

/** As JavaScript counts them, from Sunday. */
const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Until a team sets its own. */
export const usualHours: readonly OpenHours[] = (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((weekday) => ({
  weekday,
  from: '09:00',
  to: '17:00',
}))

/** How far ahead is looked: a calendar that is closed for so long counts as never open. */
const lookAheadDays = 400

export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

type Span = { start: number; end: number }

/** The open spans of a day in their order, as instants. */
function spansOf(calendar: Calendar, day: string): Span[] {
  if (calendar.holidays.some((holiday) => holiday.on === day)) return []
  const weekday = weekdays[weekdayOf(day)]
  return calendar.hours
    .filter((hours) => hours.weekday === weekday)
    .map(({ from, to }) => ({
      start: instantOf(day, minutesOf(from), calendar.timeZone).getTime(),
      end: instantOf(day, minutesOf(to), calendar.timeZone).getTime(),
    }))
    .filter(({ start, end }) => start < end)
    .sort((one, other) => one.start - other.start)
}

/** What is left of the open spans from an instant on, day by day. */
function* spansFrom(calendar: Calendar, from: Date): Generator<Span> {
  let day = dayIn(from, calendar.timeZone)
  for (let ahead = 0; ahead <= lookAheadDays; ahead++) {
    for (const { start, end } of spansOf(calendar, day)) if (end > from.getTime()) yield { start: Math.max(start, from.getTime()), end }
    day = dayAfter(day)
  }
}

/** True while the team is at work; the first instant of a span is in it, the last is not. */
export function isOpen(calendar: Calendar, at: Date): boolean {
  return spansOf(calendar, dayIn(at, calendar.timeZone)).some(({ start, end }) => start <= at.getTime() && at.getTime() < end)
}

/** The next instant at which the team is at work, which may be this one; null when it is not for more than a year. */
export function nextOpening(calendar: Calendar, at: Date): Date | null {
  for (const { start } of spansFrom(calendar, at)) return new Date(start)
  return null
}

/** When so many minutes of open time have passed since an instant; null when that is more than a year ahead. */
export function dueAt(calendar: Calendar, from: Date, minutes: number): Date | null {
  let left = minutes * 60_000
  for (const { start, end } of spansFrom(calendar, from)) {
    if (left <= end - start) return new Date(start + left)
    left -= end - start
  }
  return null
}

/** What is wrong with hours of a week, as sentences with their places. */
export function hoursFaults(hours: readonly OpenHours[]): { path: string; message: string }[] {
  const turned = hours.flatMap(({ from, to }, index) =>
    minutesOf(from) < minutesOf(to)
      ? []
      : [{ path: `hours.${index}`, message: 'must end after it begins; write what goes over midnight as two' }],
  )
  const sorted = hours.map((each, index) => ({ ...each, index })).sort((one, other) => minutesOf(one.from) - minutesOf(other.from))
  const crossing = sorted.flatMap((each, place) => {
    const before = sorted.slice(0, place).some((other) => other.weekday === each.weekday && minutesOf(other.to) > minutesOf(each.from))
    return before ? [{ path: `hours.${each.index}`, message: 'crosses other hours of the same day' }] : []
  })
  return [...turned, ...crossing]
}
