import type { Scenario } from './scenario.ts'

/** Counts of one class over one stretch of days, by the arrivals that were counted. */
export type ClassCount = { arrivals: number; late: number; expired: number; waitSum: number }

/** What half hours of working days saw in one stretch, by the half hour of the day. */
export type HalfHourCount = {
  days: Float64Array
  arrivals: Float64Array
  late: Float64Array
  waitSum: Float64Array
  queueAtEnd: Float64Array
  busyMinutes: Float64Array
  dutyMinutes: Float64Array
}

/** One stretch of days that was played. Stretches are independent of each other; days inside of one are not. */
export type Stretch = {
  days: number
  events: number
  classes: ClassCount[]
  minutes: number
  depthMinutes: number
  busyMinutes: number
  dutyMinutes: number
  /** Working days: the greatest depth of each, and the age of the oldest that waited. */
  depthMaxOfDays: number[]
  oldestOfDays: number[]
  /** Depth at each opening, in order. */
  depthAtOpenings: number[]
  /** From one opening to the next, whether the queue was ever empty. */
  everEmpty: number
  neverEmpty: number
  closes: number
  depthAtCloses: number
  halfHours: HalfHourCount
}

export function emptyStretch(scenario: Scenario): Stretch {
  const slots = () => new Float64Array(scenario.intervalsPerDay)
  return {
    days: scenario.countedDays,
    events: 0,
    classes: scenario.classes.map(() => ({ arrivals: 0, late: 0, expired: 0, waitSum: 0 })),
    minutes: 0,
    depthMinutes: 0,
    busyMinutes: 0,
    dutyMinutes: 0,
    depthMaxOfDays: [],
    oldestOfDays: [],
    depthAtOpenings: [],
    everEmpty: 0,
    neverEmpty: 0,
    closes: 0,
    depthAtCloses: 0,
    halfHours: {
      days: slots(),
      arrivals: slots(),
      late: slots(),
      waitSum: slots(),
      queueAtEnd: slots(),
      busyMinutes: slots(),
      dutyMinutes: slots(),
    },
  }
}

const wait0 = 0.01
const step = Math.log(1.01)
const bins = 2048

/** Waits in bins of one percent; the first is for those who did not wait, the last for those who are never served. */
export type WaitCounts = Float64Array

export const emptyWaits = (): WaitCounts => new Float64Array(bins)

export function countWait(counts: WaitCounts, minutes: number): void {
  const bin = minutes < wait0 ? 0 : Math.min(bins - 1, 1 + Math.floor(Math.log(minutes / wait0) / step))
  counts[bin] = (counts[bin] as number) + 1
}

/** The wait that this share of the counted ones stays under, to one percent. */
export function waitQuantileOf(counts: WaitCounts, share: number): number {
  let total = 0
  for (const count of counts) total += count
  let seen = 0
  for (let bin = 0; bin < bins; bin++) {
    seen += counts[bin] as number
    if (seen >= share * total) return bin === 0 ? 0 : wait0 * Math.exp((bin - 0.5) * step)
  }
  return 0
}
