import type { Holiday } from './calendar.ts'
import { dayAfter } from './zoned-time.ts'

/** Lines of an iCalendar text (RFC 5545), with those that go on in the next line put together. */
function linesOf(text: string): string[] {
  return text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
}

type Event = { start?: string; end?: string; summary: string; rule?: string; isWholeDay: boolean }

function eventOf(lines: readonly string[]): Event {
  const event: Event = { summary: 'Holiday', isWholeDay: false }
  for (const line of lines) {
    const found = /^([A-Z-]+)((?:;[^:;]*)*):(.*)$/.exec(line)
    const [, name, , value = ''] = found ?? []
    if (name === 'DTSTART') Object.assign(event, { start: dayOf(value), isWholeDay: /^\d{8}$/.test(value) })
    if (name === 'DTEND') event.end = dayOf(value)
    if (name === 'SUMMARY') event.summary = wordsOf(value)
    if (name === 'RRULE') event.rule = value
  }
  return event
}

const dayOf = (value: string) => `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`

function wordsOf(value: string): string {
  const plain = value
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .replace(/[\p{Cc}\p{Surrogate}]/gu, ' ')
  return plain.trim().slice(0, 120) || 'Holiday'
}

const isDay = (day: string | undefined): day is string => day !== undefined && !Number.isNaN(Date.parse(day)) && day >= '1900'

/** Longer ones are no holidays of a team but a mistake in the file. */
const daysMax = 31
const yearsAhead = 2

/** The days of one event. The end of an iCalendar event is the day after its last. */
function daysOf({ start, end, summary, rule, isWholeDay }: Event, year: number): Holiday[] | null {
  const isYearly = rule !== undefined && /^FREQ=YEARLY(;INTERVAL=1)?$/.test(rule.replace(/;(WKST|BYMONTH|BYMONTHDAY)=[^;]*/g, ''))
  if (!isWholeDay || !isDay(start) || (rule !== undefined && !isYearly)) return null
  const days: string[] = [start]
  while (isDay(end) && days.length < daysMax && dayAfter(days.at(-1) as string) < end) days.push(dayAfter(days.at(-1) as string))
  if (!isYearly) return days.map((on) => ({ on, name: summary }))
  const years = Array.from({ length: yearsAhead + 1 }, (_, ahead) => String(year + ahead))
  return years.flatMap((each) =>
    days
      .map((day) => `${each}${day.slice(4)}`)
      .filter(isRealDay)
      .map((on) => ({ on, name: summary })),
  )
}

/** The 29th of February is not there every year. */
function isRealDay(day: string): boolean {
  return !Number.isNaN(Date.parse(day)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

/** Whole-day events of an iCalendar text as holidays, by day; yearly ones are written out for this year and the two after it. */
export function holidaysOf(text: string, year: number): { holidays: Holiday[]; leftOut: number } {
  const blocks =
    linesOf(text)
      .join('\n')
      .match(/BEGIN:VEVENT\n[\s\S]*?\nEND:VEVENT/g) ?? []
  const found = blocks.map((block) => daysOf(eventOf(block.split('\n')), year))
  const byDay = new Map(found.flatMap((days) => days ?? []).map((holiday) => [holiday.on, holiday]))
  const holidays = [...byDay.values()].sort((one, other) => (one.on < other.on ? -1 : 1))
  return { holidays: holidays.slice(0, 500), leftOut: found.filter((days) => days === null).length }
}
