/** Texts of days and times, read strictly: what does not exist (31 June) is not read as something near it. */

type Wall = { year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number }

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/
const usual = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/

const tokens: Record<string, { pattern: string; of: keyof Wall }> = {
  YYYY: { pattern: '(\\d{4})', of: 'year' },
  MM: { pattern: '(\\d{1,2})', of: 'month' },
  DD: { pattern: '(\\d{1,2})', of: 'day' },
  HH: { pattern: '(\\d{1,2})', of: 'hour' },
  mm: { pattern: '(\\d{2})', of: 'minute' },
  ss: { pattern: '(\\d{2})', of: 'second' },
}

export type TimeForm = {
  /** `iso`, `epoch-seconds`, `epoch-milliseconds`, or a pattern such as `DD.MM.YYYY HH:mm`. */
  format: string
  /** The IANA time zone of times that name none. */
  timeZone: string
  /** What time of the day a bare day stands for. */
  time: string
}

/** Whether a pattern names at least a whole day. */
export const isTimeFormat = (format: string): boolean =>
  ['iso', 'epoch-seconds', 'epoch-milliseconds'].includes(format) || ['YYYY', 'MM', 'DD'].every((token) => format.includes(token))

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Reads an instant of one form; the answer is ISO 8601 in UTC, or undefined where the text is none. */
export function instantReader(form: TimeForm): (value: unknown) => string | undefined {
  const { format } = form
  if (format.startsWith('epoch-')) return (value) => ofEpoch(value, format === 'epoch-seconds' ? 1000 : 1)
  const slow = wallInstantReader(form)
  if (format !== 'iso') return (value) => slow(String(value).trim())
  return (value) => {
    const text = String(value).trim()
    if (usual.test(text) && isRealDay(text) && !Number.isNaN(Date.parse(text))) return text
    return slow(text)
  }
}

/** Most times are of this form, and Date.parse takes 31 June for the first of July. */
const isRealDay = (text: string) => text.slice(8, 10) <= '28' || new Date(text).getUTCDate() === Number(text.slice(8, 10))

function wallInstantReader({ format, timeZone, time }: TimeForm): (text: string) => string | undefined {
  const read = wallReader(format)
  const offset = offsetIn(timeZone)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return (text) => {
    const found = read(text)
    if (!found) return undefined
    const at = msOf(found.hasTime ? found.wall : { ...found.wall, hour, minute })
    if (at === undefined) return undefined
    return new Date(found.zoneMinutes === undefined ? fromLocal(at, offset) : at - found.zoneMinutes * 60_000).toISOString()
  }
}

/** Reads a day as YYYY-MM-DD; of a time, the day in the zone of the form. */
export function dayReader(form: TimeForm): (value: unknown) => string | undefined {
  const instant = instantReader({ ...form, time: '00:00' })
  const offset = offsetIn(form.timeZone)
  return (value) => {
    const at = instant(value)
    if (at === undefined) return undefined
    const ms = Date.parse(at)
    return new Date(ms + offset(ms)).toISOString().slice(0, 10)
  }
}

function ofEpoch(value: unknown, factor: number): string | undefined {
  const ms = Number(value) * factor
  return String(value).trim() === '' || !(Math.abs(ms) <= 8.64e15) ? undefined : new Date(ms).toISOString()
}

type Found = { wall: Wall; hasTime: boolean; zoneMinutes?: number }

function wallReader(format: string): (text: string) => Found | undefined {
  if (format === 'iso') return ofIso
  const order: (keyof Wall)[] = []
  const pattern = format.replace(/YYYY|MM|DD|HH|mm|ss|[.*+?^${}()|[\]\\]/g, (part) => {
    const token = tokens[part]
    if (!token) return `\\${part}`
    order.push(token.of)
    return token.pattern
  })
  const whole = new RegExp(`^${pattern}$`)
  return (text) => {
    const match = whole.exec(text)
    if (!match) return undefined
    const wall: Wall = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, ms: 0 }
    order.forEach((of, place) => {
      wall[of] = Number(match[place + 1])
    })
    return { wall, hasTime: order.includes('hour') }
  }
}

function ofIso(text: string): Found | undefined {
  const match = iso.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second = '0', part = '0', zone] = match
  const ms = Number(part.padEnd(3, '0').slice(0, 3))
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second),
    ms,
  }
  return { wall, hasTime: hour !== undefined, zoneMinutes: zone === undefined ? undefined : minutesOf(zone) }
}

function minutesOf(zone: string): number {
  if (zone === 'Z') return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** Milliseconds of a wall clock as if it were UTC; undefined where there is no such day or time. */
function msOf({ year, month, day, hour, minute, second, ms }: Wall): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const back = new Date(at)
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCFullYear() === year ? at : undefined
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function offsetIn(timeZone: string): (ms: number) => number {
  if (timeZone === 'UTC') return () => 0
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
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(new Date(ms)).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
  }
}

/** The instant at which a zone's clock shows a time: of two the first; where the clock skips it, as if it had not been put forward. */
function fromLocal(local: number, offset: (ms: number) => number): number {
  const before = offset(local - 86_400_000)
  const after = offset(local + 86_400_000)
  const fitting = [local - before, local - after].filter((at) => at + offset(at) === local)
  return fitting.length === 0 ? local - before : Math.min(...fitting)
}
