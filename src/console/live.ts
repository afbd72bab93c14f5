import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { type Shared, shareLive } from './live/share.ts'
import { type LiveClock, type LiveFact, type LiveState, mustRefetch, nextLive } from './live/state.ts'
import { keepStream, type LiveEvent } from './live/stream.ts'

export type { LiveEvent, LiveState }

const URL = '/api/v1/events'
const TICK_MS = 5_000
const POLL_MS = 30_000
const REFRESH_MS = 1_000

let clock: LiveClock = { state: { phase: 'connecting' }, heardAt: 0 }
const stateListeners = new Set<() => void>()
const kindListeners = new Map<string, Set<(event: LiveEvent) => void>>()

function learn(fact: LiveFact, refetch: () => void) {
  const before = clock.state
  clock = nextLive(clock, fact)
  if (clock.state === before) return
  for (const tell of stateListeners) tell()
  if (mustRefetch(before, clock.state)) refetch()
}

function pass(event: LiveEvent) {
  for (const kind of new Set([event.event, event.kind, '*'])) for (const tell of kindListeners.get(kind) ?? []) tell(event)
}

function leadStream(tell: (message: Shared) => void): () => void {
  const say = (what: LiveFact['what']) => tell({ fact: { what, at: Date.now() } })
  // Whoever led before is gone, and hints were missed until this stream stands: what is on screen must be fetched again.
  say('lost')
  return keepStream({
    url: URL,
    fetch: (url, init) => fetch(url, init),
    onOpen: () => say('opened'),
    onHeard: () => say('heard'),
    onLost: () => say('lost'),
    onEvent: (event) => tell({ event }),
  })
}

/**
 * Starts live updates for this tab; returns what ends them. After a break everything on screen is fetched again, and while
 * the line stays away what is on screen is fetched every 30 seconds.
 */
export function startLive(client: QueryClient): () => void {
  const refetch = () => void client.invalidateQueries({ refetchType: 'active' })
  clock = { state: { phase: 'connecting' }, heardAt: Date.now() }
  let polledAt = 0
  const tick = setInterval(() => {
    const now = Date.now()
    learn({ what: 'tick', at: now }, refetch)
    if (clock.state.phase === 'stale' && clock.state.isPolling && now - polledAt >= POLL_MS) {
      polledAt = now
      refetch()
    }
  }, TICK_MS)
  const leave = shareLive({
    lead: leadStream,
    welcome: () => (clock.state.phase === 'live' ? { fact: { what: 'heard', at: clock.heardAt } } : undefined),
    onMessage: (message) => {
      if ('event' in message) pass(message.event)
      if ('fact' in message) learn(message.fact, refetch)
    },
  })
  return () => {
    clearInterval(tick)
    leave()
  }
}

function listenToState(tell: () => void) {
  stateListeners.add(tell)
  return () => {
    stateListeners.delete(tell)
  }
}

/** Live, reconnecting, or stale since when. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(listenToState, () => clock.state)
}

/** Hears the hints of one name or kind, such as `decisions`, `change` or `kill_switch`; `*` hears all. */
export function useLive(kind: string, listener: (event: LiveEvent) => void) {
  const hear = useEffectEvent(listener)
  useEffect(() => {
    const heard = (event: LiveEvent) => hear(event)
    const listeners = kindListeners.get(kind) ?? new Set()
    kindListeners.set(kind, listeners.add(heard))
    return () => {
      listeners.delete(heard)
    }
  }, [kind])
}

/** Fetches a slice's answers again when a hint of this kind arrives, at most once a second however many arrive. */
export function useLiveRefresh(kind: string, slice: string) {
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ queryKey: [slice], refetchType: 'active' })
      }, REFRESH_MS)
    }
    const listeners = kindListeners.get(kind) ?? new Set()
    kindListeners.set(kind, listeners.add(refresh))
    return () => {
      clearTimeout(timer)
      listeners.delete(refresh)
    }
  }, [client, kind, slice])
}
