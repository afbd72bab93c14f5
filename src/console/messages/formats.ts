import { locale } from './words.ts'

const NO_BREAK = '\u00a0'

/** A whole number or a measure, with the language's separators: 1,204. */
export function count(amount: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(amount)
}

/**
 * A share of 0 to 1 as a percentage: 0.863 is "86 %". `places` digits after the point, none unless told.
 * Only all is "100 %" and only none is "0 %": 0.9957 is "> 99 %", 0.001 is "< 1 %".
 */
export function share(part: number, places = 0): string {
  const format = new Intl.NumberFormat(locale(), { minimumFractionDigits: places, maximumFractionDigits: places })
  const step = 10 ** -places
  const rounded = Math.round((part * 100) / step) * step
  const percent = (amount: number, sign = '') => `${sign}${format.format(amount)}${NO_BREAK}%`
  if (part > 0 && rounded === 0) return percent(step, `<${NO_BREAK}`)
  if (part < 1 && rounded === 100) return percent(100 - step, `>${NO_BREAK}`)
  return percent(part * 100)
}

/** Minor units with their currency: 12900 and USD are "US$129.00". */
export function money(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat(locale(), { style: 'currency', currency })
  return format.format(minorUnits / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** The hour and minute of an instant, in the reader's time zone: 09:41. */
export function timeOfDay(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(at)
}

/** A day: 21 Nov 2026. */
export function day(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
}

/** A month: Nov 2026. */
export function month(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at)
}

/** A quarter of a year by its months, from `2026-Q3`: Jul 2026 to Sept 2026. */
export function quarterOf(quarter: string): string {
  const [year, nth] = quarter.split('-Q').map(Number)
  const first = 3 * ((nth ?? 1) - 1)
  return `${month(new Date(Date.UTC(year ?? 0, first)))} to ${month(new Date(Date.UTC(year ?? 0, first + 2)))}`
}

/** A day and its time: 21 Nov 2026, 09:41. For `now` of the same day the time alone. */
export function dayAndTime(at: Date, now?: Date): string {
  return now && day(now) === day(at) ? timeOfDay(at) : `${day(at)}, ${timeOfDay(at)}`
}

/** An instant in full, with the reader's time zone: 21 Nov 2026, 09:41:07 GMT. */
export function exactTime(at: Date): string {
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** How long ago, in the largest unit that fits: "3 min ago". Under ten seconds is "now"; over a month it is the day. */
export function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000)
  if (Math.abs(seconds) > 30 * 86_400) return day(at)
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'short' })
  if (Math.abs(seconds) < 10) return relative.format(0, 'second')
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return relative.format(Math.trunc(seconds / size), unit)
}

/** Words one after the other, as the language lists them: "a, b and c". */
export function list(items: string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items)
}
