import { handlingDraw, type Stream, type Streams } from './chance.ts'
import { emptyHeap, type Heap } from './heap.ts'
import type { Scenario } from './scenario.ts'
import { emptyStretch, type Stretch, type WaitCounts } from './tally.ts'

/** People with the same skills at work: open reviews, how many are on duty, and which classes they take in which order. */
export type PoolAtWork = {
  open: Heap
  onDuty: number
  /** Classes of one rank are served first come, first served among each other. */
  ranks: readonly (readonly number[])[]
}

/** The desk at one moment of a stretch of days. Changed in place: it is the inner loop of the simulation. */
export type Desk = {
  scenario: Scenario
  now: number
  /** The interval that begins next, counted from the start. */
  interval: number
  boundaryAt: number
  /** The half hour of the day that it is, or -1 on days when nobody works. */
  slot: number
  arrivalAt: number
  arrivals: ArrivalPlace
  pools: PoolAtWork[]
  /** For each class the pools that can take it, the least flexible first. */
  takers: PoolAtWork[][]
  /** By class, the first and the last that waits; -1 when none does. */
  heads: Int32Array
  tails: Int32Array
  waiting: number
  busy: number
  onDuty: number
  items: Items
  drawWork(stream: Stream): number
  classUpTo: readonly number[]
  dutyChance: Float64Array
  streams: Streams
  countedFrom: number
  countedTo: number
  endsAt: number
  /** Counted arrivals that nobody has taken yet. */
  countedWaiting: number
  hasExpiry: boolean
  /** Minutes of busy people and of waiting items since the last boundary. */
  busyMinutes: number
  depthMinutes: number
  depthMaxOfDay: number
  oldestOfDay: number
  wasEmpty: boolean
  /** Which intervals of the cycle are open, and which of its days are working days. */
  opens: readonly boolean[]
  workingDays: readonly boolean[]
  /** Minutes that were open from the start to each interval. */
  openBefore: Float64Array
  stretch: Stretch
  waits: WaitCounts[]
  queueSamples: number[][] | null
}

/** Arrivals come at the points of a unit-rate stream, stretched by the rate: more volume moves the same ones closer. */
export type ArrivalPlace = {
  interval: number
  from: number
  until: number
  perMinute: number
  factors: readonly (readonly number[] | null)[]
}

export type Items = {
  arrivedAt: Float64Array
  workLeft: Float64Array
  classOf: Uint8Array
  /** The half hour of the day in which it arrived, or -1 on days when nobody works. */
  slotOf: Int16Array
  hasStarted: Uint8Array
  next: Int32Array
  count: number
}

export function emptyItems(capacity = 4096): Items {
  return {
    arrivedAt: new Float64Array(capacity),
    workLeft: new Float64Array(capacity),
    classOf: new Uint8Array(capacity),
    slotOf: new Int16Array(capacity),
    hasStarted: new Uint8Array(capacity),
    next: new Int32Array(capacity),
    count: 0,
  }
}

/** Room for one more item. */
export function makeRoom(items: Items): void {
  if (items.count < items.arrivedAt.length) return
  const larger = emptyItems(items.arrivedAt.length * 2)
  for (const name of ['arrivedAt', 'workLeft', 'classOf', 'slotOf', 'hasStarted', 'next'] as const) larger[name].set(items[name])
  Object.assign(items, larger, { count: items.count })
}

export type DeskParts = { streams: Streams; items: Items; waits: WaitCounts[]; queueSamples: number[][] | null }

const minutesOf = (scenario: Scenario, days: number) => days * scenario.intervalsPerDay * scenario.intervalMinutes

export function openDesk(scenario: Scenario, parts: DeskParts): Desk {
  const days = scenario.warmUpDays + scenario.countedDays + scenario.coolDownDays
  const intervals = days * scenario.intervalsPerDay
  const pools = scenario.pools.map((pool) => ({ open: emptyHeap(), onDuty: 0, ranks: ranksOf(scenario, pool.skills) }))
  const opens = scenario.ratesPerHour.map((_, interval) => scenario.pools.some(({ planned }) => (planned[interval] ?? 0) > 0))
  parts.items.count = 0
  return {
    ...parts,
    scenario,
    now: 0,
    interval: 0,
    boundaryAt: 0,
    slot: -1,
    arrivalAt: Number.POSITIVE_INFINITY,
    arrivals: { interval: -1, from: 0, until: 0, perMinute: 0, factors: factorsOf(scenario, days, parts.streams.days) },
    pools,
    takers: scenario.classes.map(({ skill }) => takersOf(scenario, pools, skill)),
    heads: new Int32Array(scenario.classes.length).fill(-1),
    tails: new Int32Array(scenario.classes.length).fill(-1),
    waiting: 0,
    busy: 0,
    onDuty: 0,
    drawWork: handlingDraw(scenario.handleMinutes, scenario.handleScv),
    classUpTo: cumulated(scenario.classes.map(({ share }) => share)),
    dutyChance: Float64Array.from({ length: intervals * pools.length }, parts.streams.duty),
    countedFrom: minutesOf(scenario, scenario.warmUpDays),
    countedTo: minutesOf(scenario, scenario.warmUpDays + scenario.countedDays),
    endsAt: minutesOf(scenario, days),
    countedWaiting: 0,
    hasExpiry: scenario.classes.some(({ expiresAfterMinutes }) => expiresAfterMinutes !== null),
    busyMinutes: 0,
    depthMinutes: 0,
    depthMaxOfDay: 0,
    oldestOfDay: 0,
    wasEmpty: true,
    opens,
    workingDays: workingDaysOf(scenario, opens),
    openBefore: openMinutes(scenario, opens, intervals),
    stretch: emptyStretch(scenario),
  }
}

function workingDaysOf({ intervalsPerDay }: Scenario, opens: readonly boolean[]): boolean[] {
  const days = opens.length / intervalsPerDay
  return Array.from({ length: days }, (_, day) => opens.slice(day * intervalsPerDay, (day + 1) * intervalsPerDay).includes(true))
}

function openMinutes({ intervalMinutes }: Scenario, opens: readonly boolean[], intervals: number): Float64Array {
  const before = new Float64Array(intervals + 1)
  for (let k = 0; k < intervals; k++) before[k + 1] = (before[k] as number) + (opens[k % opens.length] ? intervalMinutes : 0)
  return before
}

function ranksOf({ classes }: Scenario, skills: readonly number[]): number[][] {
  const keyed = classes
    .map(({ priority, skill }, index) => ({ index, priority, skill: skills.indexOf(skill) }))
    .filter(({ skill }) => skill >= 0)
    .sort((one, other) => one.priority - other.priority || one.skill - other.skill)
  const keys = [...new Set(keyed.map(({ priority, skill }) => `${priority}/${skill}`))]
  return keys.map((key) => keyed.filter(({ priority, skill }) => `${priority}/${skill}` === key).map(({ index }) => index))
}

function takersOf({ pools }: Scenario, atWork: readonly PoolAtWork[], skill: number): PoolAtWork[] {
  return pools
    .map(({ skills }, index) => ({ index, skills }))
    .filter(({ skills }) => skills.includes(skill))
    .sort((one, other) => one.skills.length - other.skills.length)
    .map(({ index }) => atWork[index] as PoolAtWork)
}

function factorsOf({ loggedDays, ratesPerHour, intervalsPerDay }: Scenario, days: number, stream: Stream): (readonly number[] | null)[] {
  if (!loggedDays) return []
  const daysOfCycle = ratesPerHour.length / intervalsPerDay
  return Array.from({ length: days }, (_, day) => {
    const chance = stream()
    const choice = loggedDays.onDay[day % daysOfCycle] ?? []
    return loggedDays.factors[choice[Math.floor(chance * choice.length)] ?? -1] ?? null
  })
}

function cumulated(shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0)
  let upTo = 0
  return shares.map((share) => {
    upTo += share / total
    return upTo
  })
}
