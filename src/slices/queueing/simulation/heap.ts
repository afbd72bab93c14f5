/** Open reviews by the time at which they end, soonest first. */
export type Heap = { times: Float64Array; items: Int32Array; size: number }

export function emptyHeap(): Heap {
  return { times: new Float64Array(64), items: new Int32Array(64), size: 0 }
}

export function push(heap: Heap, time: number, item: number): void {
  if (heap.size === heap.times.length) grow(heap)
  const { times, items } = heap
  let at = heap.size++
  while (at > 0) {
    const parent = (at - 1) >> 1
    if ((times[parent] as number) <= time) break
    times[at] = times[parent] as number
    items[at] = items[parent] as number
    at = parent
  }
  times[at] = time
  items[at] = item
}

/** Takes out the one that ends soonest. The heap is not empty. */
export function popSoonest(heap: Heap): number {
  const { times, items } = heap
  const first = items[0] as number
  const last = --heap.size
  const time = times[last] as number
  const item = items[last] as number
  let at = 0
  for (let child = 1; child < last; child = 2 * at + 1) {
    if (child + 1 < last && (times[child + 1] as number) < (times[child] as number)) child++
    if ((times[child] as number) >= time) break
    times[at] = times[child] as number
    items[at] = items[child] as number
    at = child
  }
  times[at] = time
  items[at] = item
  return first
}

function grow(heap: Heap): void {
  const { times, items } = heap
  heap.times = new Float64Array(times.length * 2)
  heap.items = new Int32Array(items.length * 2)
  heap.times.set(times)
  heap.items.set(items)
}
