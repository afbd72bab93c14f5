import { crossBoundary } from './boundary.ts'
import type { Streams } from './chance.ts'
import { type Desk, emptyItems, type Items, makeRoom, openDesk, type PoolAtWork } from './desk.ts'
import { popSoonest } from './heap.ts'
import { begin, countArrival, countWaited, enqueue, expire, isCounted, takeNext } from './queue.ts'
import type { Scenario } from './scenario.ts'
import type { Stretch, WaitCounts } from './tally.ts'

export type PlayParts = {
  streams: Streams
  /** Filled by class. */
  waits: WaitCounts[]
  /** Depth at the end of each half hour of working days, by half hour; null where nobody asks. */
  queueSamples?: number[][] | null
  /** Room to play in, used again from one stretch to the next. */
  items?: Items
}

/** Plays one stretch of days from an empty desk, event by event. The same scenario and streams give the same days. */
export function playStretch(scenario: Scenario, { streams, waits, queueSamples = null, items = emptyItems() }: PlayParts): Stretch {
  const desk = openDesk(scenario, { streams, items, waits, queueSamples })
  drawArrival(desk)
  while (step(desk));
  countTheForgotten(desk)
  return desk.stretch
}

/** Does what happens next; false at the end. */
function step(desk: Desk): boolean {
  const pool = soonest(desk.pools)
  const ends = pool.open.size === 0 ? Number.POSITIVE_INFINITY : (pool.open.times[0] as number)
  desk.stretch.events++
  if (desk.boundaryAt <= ends && desk.boundaryAt <= desk.arrivalAt) {
    goOnTo(desk, desk.boundaryAt)
    return crossBoundary(desk)
  }
  if (ends <= desk.arrivalAt) endReview(desk, pool)
  else arrive(desk)
  return true
}

function soonest(pools: readonly PoolAtWork[]): PoolAtWork {
  let best = pools[0] as PoolAtWork
  for (let k = 1; k < pools.length; k++) {
    const pool = pools[k] as PoolAtWork
    if (pool.open.size > 0 && (best.open.size === 0 || (pool.open.times[0] as number) < (best.open.times[0] as number))) best = pool
  }
  return best
}

function goOnTo(desk: Desk, at: number): void {
  const passed = at - desk.now
  desk.busyMinutes += desk.busy * passed
  desk.depthMinutes += desk.waiting * passed
  desk.now = at
  if (desk.hasExpiry && desk.waiting > 0) expire(desk)
}

function endReview(desk: Desk, pool: PoolAtWork): void {
  goOnTo(desk, pool.open.times[0] as number)
  popSoonest(pool.open)
  desk.busy--
  takeNext(desk, pool)
}

function arrive(desk: Desk): void {
  goOnTo(desk, desk.arrivalAt)
  const { items } = desk
  makeRoom(items)
  const item = items.count++
  const kind = drawClass(desk)
  items.arrivedAt[item] = desk.now
  items.classOf[item] = kind
  items.slotOf[item] = desk.slot
  items.hasStarted[item] = 0
  items.workLeft[item] = desk.drawWork(desk.streams.work)
  if (isCounted(desk, desk.now)) countArrival(desk, kind)
  drawArrival(desk)
  const free = freePool(desk.takers[kind] as PoolAtWork[])
  if (free) {
    begin(desk, free, item)
    return
  }
  enqueue(desk, kind, item)
  if (desk.waiting > desk.depthMaxOfDay) desk.depthMaxOfDay = desk.waiting
}

function freePool(pools: readonly PoolAtWork[]): PoolAtWork | undefined {
  for (const pool of pools) if (pool.open.size < pool.onDuty) return pool
  return undefined
}

function drawClass({ classUpTo, streams }: Desk): number {
  if (classUpTo.length === 1) return 0
  const chance = streams.work()
  const found = classUpTo.findIndex((upTo) => chance < upTo)
  return found < 0 ? classUpTo.length - 1 : found
}

/** Finds when the next item arrives: one unit of the stream further along the area under the rate. */
function drawArrival(desk: Desk): void {
  const place = desk.arrivals
  let ahead = -Math.log(desk.streams.arrivals())
  while (ahead >= place.perMinute * (place.until - place.from)) {
    ahead -= place.perMinute * (place.until - place.from)
    if (place.until >= desk.endsAt) {
      desk.arrivalAt = Number.POSITIVE_INFINITY
      return
    }
    nextRate(desk)
  }
  desk.arrivalAt = place.from + ahead / place.perMinute
  place.from = desk.arrivalAt
}

function nextRate({ arrivals: place, scenario }: Desk): void {
  const { ratesPerHour, intervalsPerDay, intervalMinutes, scale } = scenario
  place.interval++
  const factor = place.factors[Math.floor(place.interval / intervalsPerDay)]?.[place.interval % intervalsPerDay] ?? 1
  place.perMinute = ((ratesPerHour[place.interval % ratesPerHour.length] as number) * scale * factor) / 60
  place.from = place.interval * intervalMinutes
  place.until = place.from + intervalMinutes
}

/** Whoever was counted and never served was late, however patient the limit. */
function countTheForgotten(desk: Desk): void {
  if (desk.countedWaiting === 0) return
  for (const [kind, head] of desk.heads.entries()) {
    for (let item = head; item >= 0; item = desk.items.next[item] as number) {
      const at = desk.items.arrivedAt[item] as number
      if (desk.items.hasStarted[item] === 1 || !isCounted(desk, at)) continue
      countWaited(desk, item, Math.max(desk.now - at, (desk.scenario.classes[kind]?.waitMinutesMax ?? 0) + 1))
    }
  }
}
