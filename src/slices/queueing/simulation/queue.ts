import type { Desk, PoolAtWork } from './desk.ts'
import { push } from './heap.ts'
import { countWait } from './tally.ts'

/** Puts an item at the end of its queue. */
export function enqueue(desk: Desk, kind: number, item: number): void {
  const { heads, tails, items } = desk
  items.next[item] = -1
  if ((heads[kind] as number) < 0) heads[kind] = item
  else items.next[tails[kind] as number] = item
  tails[kind] = item
  desk.waiting++
}

/** Puts an item that was begun at the head of its queue. */
export function putBack(desk: Desk, item: number): void {
  const { heads, tails, items } = desk
  const kind = items.classOf[item] as number
  const first = heads[kind] as number
  items.next[item] = first
  heads[kind] = item
  if (first < 0) tails[kind] = item
  desk.waiting++
}

function takeHead(desk: Desk, kind: number): number {
  const item = desk.heads[kind] as number
  desk.heads[kind] = desk.items.next[item] as number
  if (--desk.waiting === 0) desk.wasEmpty = true
  return item
}

/** Lets the people of a pool who are free take what comes next for them. */
export function takeNext(desk: Desk, pool: PoolAtWork): void {
  while (pool.open.size < pool.onDuty && desk.waiting > 0) {
    const kind = nextClass(desk, pool)
    if (kind < 0) return
    begin(desk, pool, takeHead(desk, kind))
  }
}

function nextClass({ heads, items }: Desk, { ranks }: PoolAtWork): number {
  for (const rank of ranks) {
    let best = -1
    for (const kind of rank) {
      const head = heads[kind] as number
      if (head >= 0 && (best < 0 || (items.arrivedAt[head] as number) < (items.arrivedAt[heads[best] as number] as number))) best = kind
    }
    if (best >= 0) return best
  }
  return -1
}

/** Somebody begins with an item, for the first time or where another left it. */
export function begin(desk: Desk, pool: PoolAtWork, item: number): void {
  const { items } = desk
  if (items.hasStarted[item] === 0) {
    items.hasStarted[item] = 1
    served(desk, item)
  }
  push(pool.open, desk.now + (items.workLeft[item] as number), item)
  desk.busy++
}

function served(desk: Desk, item: number): void {
  const at = desk.items.arrivedAt[item] as number
  if (isCounted(desk, at)) countWaited(desk, item, waitOf(desk, at))
}

function waitOf(desk: Desk, from: number): number {
  return desk.scenario.waitCounts === 'always' ? desk.now - from : openUpTo(desk, desk.now) - openUpTo(desk, from)
}

function openUpTo({ openBefore, opens, scenario }: Desk, at: number): number {
  const interval = Math.floor(at / scenario.intervalMinutes)
  const inside = opens[interval % opens.length] ? at - interval * scenario.intervalMinutes : 0
  return (openBefore[interval] as number) + inside
}

export function isCounted(desk: Desk, at: number): boolean {
  return at >= desk.countedFrom && at < desk.countedTo
}

const add = (counts: Float64Array, slot: number, more: number) => {
  counts[slot] = (counts[slot] as number) + more
}

/** Writes down how long a counted item waited until it was taken or expired. */
export function countWaited(desk: Desk, item: number, minutes: number): void {
  const kind = desk.items.classOf[item] as number
  const count = desk.stretch.classes[kind] as (typeof desk.stretch.classes)[number]
  const isLate = minutes > (desk.scenario.classes[kind]?.waitMinutesMax ?? 0)
  count.waitSum += minutes
  if (isLate) count.late++
  countWait(desk.waits[kind] as Float64Array, minutes)
  desk.countedWaiting--
  const slot = desk.items.slotOf[item] as number
  if (slot < 0) return
  add(desk.stretch.halfHours.waitSum, slot, minutes)
  if (isLate) add(desk.stretch.halfHours.late, slot, 1)
}

export function countArrival(desk: Desk, kind: number): void {
  const count = desk.stretch.classes[kind] as (typeof desk.stretch.classes)[number]
  count.arrivals++
  desk.countedWaiting++
  if (desk.slot >= 0) add(desk.stretch.halfHours.arrivals, desk.slot, 1)
}

/** Takes out what has waited too long to be reviewed. Something that was begun once is finished. */
export function expire(desk: Desk): void {
  for (const [kind, { expiresAfterMinutes }] of desk.scenario.classes.entries()) {
    if (expiresAfterMinutes === null) continue
    let head = desk.heads[kind] as number
    while (head >= 0 && isOver(desk, head, expiresAfterMinutes)) {
      takeHead(desk, kind)
      if (isCounted(desk, desk.items.arrivedAt[head] as number)) {
        const count = desk.stretch.classes[kind] as (typeof desk.stretch.classes)[number]
        count.expired++
        countWaited(desk, head, expiresAfterMinutes)
      }
      head = desk.heads[kind] as number
    }
  }
}

function isOver({ items, now }: Desk, item: number, after: number): boolean {
  return items.hasStarted[item] === 0 && (items.arrivedAt[item] as number) + after <= now
}
