import { AppError } from '#kernel/errors.ts'
import { sumOf, weekOfDays } from './arrivals.ts'
import { daysBetween, weekdayOf } from './days.ts'
import { halfHoursOfDay } from './ids.ts'
import type { LogMapping } from './log-mapping.ts'

type LogRow = Record<string, unknown>

/** Minutes that one item takes a person (`handling`), or that passed from its opening to its end (`elapsed`), over `n` items. */
export type Handling = {
  kind: 'handling' | 'elapsed'
  n: number
  minutesMean: number
  minutesP50: number
  minutesP90: number
  /** Variance ÷ mean squared. */
  scv: number
}

/** A profile as it is imported, without its team. */
export type LogProfile = {
  name: string
  source: string
  counts: 'tickets' | 'exceptions'
  timeZone: string
  week: number[]
  handling: Handling | null
  exceptionRate: number | null
  days: { on: string; counts: number[] }[]
}

/** Counts a log row by row; memory holds one entry for each ticket. */
export type LogTally = {
  add(row: LogRow): void
  /** Rows and tickets so far, and how many of these were outside of the days or without a readable time. */
  seen(): { rows: number; tickets: number; outside: number; unreadable: number }
  profile(): LogProfile
}

export function tallyLog(mapping: LogMapping): LogTally {
  const local = localTimes(mapping.timeZone)
  const days = new Map(daysBetween(mapping.from, mapping.until).map((on) => [on, Array.from({ length: halfHoursOfDay }, () => 0)]))
  const tickets = new Set<unknown>()
  const minutes: number[] = []
  const seen = { rows: 0, outside: 0, unreadable: 0 }

  function count(row: LogRow): void {
    const at = timeOf(row[mapping.arrivedAt])
    if (at === null) {
      seen.unreadable++
      return
    }
    const { on, halfHour } = local(at)
    const counts = days.get(on)
    if (!counts) {
      seen.outside++
      return
    }
    counts[halfHour] = (counts[halfHour] as number) + 1
    const took = minutesOf(row, mapping)
    if (took !== null) minutes.push(took)
  }

  return {
    add(row) {
      seen.rows++
      const ticket = row[mapping.ticket]
      if (!isAsked(row, mapping) || tickets.has(ticket)) return
      tickets.add(ticket)
      count(row)
    },
    seen: () => ({ ...seen, tickets: tickets.size }),
    profile() {
      const logged = [...days].map(([on, counts]) => ({ on, counts }))
      if (logged.length === 0 || logged.every(({ counts }) => sumOf(counts) === 0))
        throw new AppError('invalid', `Nothing arrived from ${mapping.from} to ${mapping.until} in this log.`, {
          next: 'Check the fields and the days of the mapping.',
        })
      return {
        name: mapping.name,
        source: mapping.source,
        counts: mapping.counts,
        timeZone: mapping.timeZone,
        week: weekOfDays(logged.map(({ on, counts }) => ({ weekday: weekdayOf(on), counts }))),
        handling: mapping.handling && minutes.length > 0 ? handlingOf(mapping.handling.kind, minutes) : null,
        exceptionRate: mapping.exceptionRate ?? null,
        days: logged,
      }
    },
  }
}

function isAsked(row: LogRow, { where = {} }: LogMapping): boolean {
  return Object.entries(where).every(([field, value]) => row[field] === value)
}

function timeOf(value: unknown): Date | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
}

/** The local day and half hour of an instant. */
function localTimes(timeZone: string): (at: Date) => { on: string; halfHour: number } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return (at) => {
    const [on = '', time = ''] = format.format(at).split(' ')
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return { on, halfHour: hour * 2 + (minute >= 30 ? 1 : 0) }
  }
}

function minutesOf(row: LogRow, { handling }: LogMapping): number | null {
  if (!handling) return null
  if (handling.kind === 'handling') return positive(Number(row[handling.minutes] ?? Number.NaN))
  const from = timeOf(row[handling.from])
  const to = timeOf(row[handling.to])
  return from && to ? positive((to.getTime() - from.getTime()) / 60_000) : null
}

const positive = (minutes: number) => (minutes > 0 && Number.isFinite(minutes) ? minutes : null)

function handlingOf(kind: Handling['kind'], minutes: readonly number[]): Handling {
  const sorted = [...minutes].sort((one, other) => one - other)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
  const mean = sumOf(minutes) / minutes.length
  const variance = sumOf(minutes.map((one) => (one - mean) ** 2)) / Math.max(1, minutes.length - 1)
  return { kind, n: minutes.length, minutesMean: mean, minutesP50: at(0.5), minutesP90: at(0.9), scv: variance / mean ** 2 }
}
