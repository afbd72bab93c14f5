import type { Desk, PoolAtWork } from './desk.ts'
import { putBack, takeNext } from './queue.ts'

/** The end of one interval and the beginning of the next; false when the stretch is over. */
export function crossBoundary(desk: Desk): boolean {
  if (desk.interval > 0) endInterval(desk)
  if (isOver(desk)) return false
  const isOpening = opensToday(desk)
  if (isOpening) countOpening(desk)
  changePeople(desk)
  if (isOpening) desk.wasEmpty = desk.waiting === 0
  if (closes(desk)) countClose(desk)
  if (desk.waiting > desk.depthMaxOfDay) desk.depthMaxOfDay = desk.waiting
  desk.slot = slotOf(desk)
  desk.interval++
  desk.boundaryAt = desk.interval * desk.scenario.intervalMinutes
  return true
}

/** The half hour of the day that begins, or -1 on days when nobody works. */
function slotOf({ interval, scenario, workingDays }: Desk): number {
  const slot = interval % scenario.intervalsPerDay
  const day = (interval - slot) / scenario.intervalsPerDay
  return workingDays[day % workingDays.length] ? slot : -1
}

/** At the end of all, or after the counted days once everybody who was counted is served. */
function isOver(desk: Desk): boolean {
  return desk.now >= desk.endsAt || (desk.now >= desk.countedTo && desk.countedWaiting === 0)
}

/** Writes down the interval that ends, before the people change. */
function endInterval(desk: Desk): void {
  const began = desk.now - desk.scenario.intervalMinutes
  if (began >= desk.countedFrom && began < desk.countedTo) countInterval(desk)
  desk.busyMinutes = 0
  desk.depthMinutes = 0
  if (desk.interval % desk.scenario.intervalsPerDay === 0) endDay(desk, began)
}

function countInterval(desk: Desk): void {
  const { stretch, scenario } = desk
  const dutyMinutes = desk.onDuty * scenario.intervalMinutes
  stretch.minutes += scenario.intervalMinutes
  stretch.depthMinutes += desk.depthMinutes
  stretch.busyMinutes += desk.busyMinutes
  stretch.dutyMinutes += dutyMinutes
  const { slot } = desk
  if (slot < 0) return
  const { days, queueAtEnd, busyMinutes, dutyMinutes: duty } = stretch.halfHours
  days[slot] = (days[slot] as number) + 1
  queueAtEnd[slot] = (queueAtEnd[slot] as number) + desk.waiting
  busyMinutes[slot] = (busyMinutes[slot] as number) + desk.busyMinutes
  duty[slot] = (duty[slot] as number) + dutyMinutes
  desk.queueSamples?.[slot]?.push(desk.waiting)
  desk.oldestOfDay = Math.max(desk.oldestOfDay, oldestAge(desk))
}

function oldestAge({ heads, items, now, waiting }: Desk): number {
  if (waiting === 0) return 0
  let oldest = 0
  for (const head of heads) if (head >= 0) oldest = Math.max(oldest, now - (items.arrivedAt[head] as number))
  return oldest
}

function endDay(desk: Desk, began: number): void {
  if (began >= desk.countedFrom && began < desk.countedTo && desk.slot >= 0) {
    desk.stretch.depthMaxOfDays.push(desk.depthMaxOfDay)
    desk.stretch.oldestOfDays.push(desk.oldestOfDay)
  }
  desk.depthMaxOfDay = desk.waiting
  desk.oldestOfDay = 0
}

/** The first open interval of its day begins now. */
function opensToday({ interval, opens, scenario }: Desk): boolean {
  const at = interval % opens.length
  const first = at - (at % scenario.intervalsPerDay)
  return opens[at] === true && !opens.slice(first, at).includes(true)
}

/** Looks back on the time since the opening before: was the queue ever empty? */
function countOpening(desk: Desk): void {
  const { stretch, now, countedFrom, countedTo } = desk
  if (now > countedFrom && now <= countedTo) {
    if (desk.wasEmpty) stretch.everEmpty++
    else stretch.neverEmpty++
  }
  if (now >= countedFrom && now < countedTo) stretch.depthAtOpenings.push(desk.waiting)
}

function closes({ interval, opens }: Desk): boolean {
  const before = interval === 0 ? false : opens[(interval - 1) % opens.length]
  return before === true && opens[interval % opens.length] !== true
}

function countClose(desk: Desk): void {
  if (desk.now <= desk.countedFrom || desk.now > desk.countedTo) return
  desk.stretch.closes++
  desk.stretch.depthAtCloses += desk.waiting
}

/** Who is on duty from now on. People who leave hand back what they have open, or finish it. */
function changePeople(desk: Desk): void {
  const { scenario, pools, dutyChance, interval } = desk
  desk.onDuty = 0
  for (const [index, pool] of pools.entries()) {
    const planned = scenario.pools[index]?.planned[interval % scenario.ratesPerHour.length] ?? 0
    const chance = dutyChance[interval * pools.length + index] as number
    // A hair's breadth: 10 people less 30 % are 7, not a little less.
    pool.onDuty = Math.floor(planned * (1 - scenario.shrinkage) + chance + 1e-9)
    if (scenario.shrinkage === 0) pool.onDuty = planned
    desk.onDuty += pool.onDuty
    if (scenario.atShiftEnd === 'hand_back') handBack(desk, pool)
  }
  for (const pool of pools) takeNext(desk, pool)
}

/** The last of a heap can go without disturbing its order. */
function handBack(desk: Desk, { open, onDuty }: PoolAtWork): void {
  while (open.size > onDuty) {
    open.size--
    const item = open.items[open.size] as number
    desk.items.workLeft[item] = (open.times[open.size] as number) - desk.now
    desk.busy--
    putBack(desk, item)
  }
}
