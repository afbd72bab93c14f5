import { useSyncExternalStore } from 'react'

const TICK_MS = 10_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function tick() {
  now = Date.now()
  for (const tell of listeners) tell()
}

function listen(tell: () => void) {
  if (listeners.size === 0) {
    now = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
    if (listeners.size === 0) clearInterval(timer)
  }
}

/** One clock for all times on the page, in steps of ten seconds. In milliseconds. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => now)
}
