import { halfHoursOfDay, halfHoursOfWeek } from './ids.ts'
import type { LoggedDays } from './simulation/scenario.ts'

/** 0 is Monday. */
export type LoggedDay = { weekday: number; counts: readonly number[] }

/** Mean arrivals in each half hour of the week. */
export type Week = readonly number[]

const workingDays = [0, 1, 2, 3, 4]

export const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

const dayOf = (week: Week, day: number) => week.slice(day * halfHoursOfDay, (day + 1) * halfHoursOfDay)

/** Arrivals on a day from Monday to Friday; of all days where nothing arrives from Monday to Friday. */
export function perWorkingDay(week: Week): number {
  const working = sumOf(workingDays.map((day) => sumOf(dayOf(week, day)))) / workingDays.length
  return working > 0 ? working : sumOf(week) / 7
}

/** The same week with another number of arrivals on a working day. */
export function weekOf(week: Week, arrivalsPerWorkingDay: number): number[] {
  const now = perWorkingDay(week)
  return week.map((count) => (now === 0 ? 0 : (count / now) * arrivalsPerWorkingDay))
}

/** As many on each open day, evenly over its open half hours: what is left to assume when too little was seen. */
export function flatWeek(open: readonly boolean[]): number[] {
  return Array.from({ length: halfHoursOfWeek }, (_, slot) => {
    const day = Math.floor(slot / halfHoursOfDay)
    const hours = open.slice(day * halfHoursOfDay, (day + 1) * halfHoursOfDay).filter((isOpen) => isOpen).length
    return open[slot] ? 1 / hours : 0
  })
}

/** Mean of each half hour over the logged days of its weekday. */
export function weekOfDays(days: readonly LoggedDay[]): number[] {
  return Array.from({ length: halfHoursOfWeek }, (_, slot) => {
    const same = days.filter(({ weekday }) => weekday === Math.floor(slot / halfHoursOfDay))
    return same.length === 0 ? 0 : sumOf(same.map(({ counts }) => counts[slot % halfHoursOfDay] ?? 0)) / same.length
  })
}

const halfHoursOfBlock = 4
const blocksOfDay = halfHoursOfDay / halfHoursOfBlock

const blockOf = (counts: readonly number[], block: number) => sumOf(counts.slice(block * halfHoursOfBlock, (block + 1) * halfHoursOfBlock))

/**
 * How much busier or quieter than its weekday each logged day was, in blocks of two hours, so that simulated days clump as
 * logged ones did. Counts vary by chance also when nothing is unusual: that part is taken out (moments of a Poisson
 * mixture), because the simulation adds it again by itself.
 */
export function loggedDaysOf(days: readonly LoggedDay[]): LoggedDays {
  const usual = weekOfDays(days)
  const blocks = days.flatMap(({ weekday, counts }) =>
    Array.from({ length: blocksOfDay }, (_, block) => ({ seen: blockOf(counts, block), mean: blockOf(dayOf(usual, weekday), block) })),
  )
  const squares = sumOf(blocks.map(({ mean }) => mean * mean))
  const excess = sumOf(blocks.map(({ seen, mean }) => (seen - mean) ** 2)) - sumOf(blocks.map(({ mean }) => mean))
  const spread = squares === 0 ? 0 : Math.max(0, excess / squares)
  const factor = ({ seen, mean }: { seen: number; mean: number }) =>
    mean === 0 ? 1 : Math.max(0, 1 + (seen / mean - 1) * Math.sqrt(spread / (spread + 1 / mean)))
  return {
    factors: days.map((_, day) =>
      Array.from({ length: halfHoursOfDay }, (__, slot) =>
        factor(blocks[day * blocksOfDay + Math.floor(slot / halfHoursOfBlock)] as { seen: number; mean: number }),
      ),
    ),
    onDay: Array.from({ length: 7 }, (_, weekday) => days.flatMap((day, index) => (day.weekday === weekday ? [index] : []))),
  }
}

/** Without the first and the last day, of which only a part was seen, as soon as there are enough others. */
export function wholeDays(days: readonly LoggedDay[]): readonly LoggedDay[] {
  return days.length > 3 * 7 ? days.slice(1, -1) : days
}

/** The part of everything that falls on one working day, Monday to Friday: by the counts, once enough days were seen. */
export function partOfWorkingDay(days: readonly LoggedDay[], workingDaysMin: number): number {
  const working = days.filter(({ weekday }) => workingDays.includes(weekday))
  const all = sumOf(days.map(({ counts }) => sumOf(counts)))
  if (working.length < workingDaysMin || all === 0) return 1 / Math.max(1, working.length)
  return sumOf(working.map(({ counts }) => sumOf(counts))) / all / working.length
}
