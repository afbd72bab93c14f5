/** How fresh the page is. `since` is when the server was last heard, in milliseconds. */
export type LiveState =
  | { phase: 'connecting' }
  | { phase: 'live' }
  | { phase: 'reconnecting'; since: number }
  | { phase: 'stale'; since: number; isPolling: boolean }

export type LiveFact = { what: 'opened' | 'heard' | 'lost' | 'tick'; at: number }

/** A short break is no reason to worry anybody. */
const RECONNECTING_MS = 10_000
/** After this long without a line the page asks by itself. */
export const POLL_AFTER_MS = 120_000

export type LiveClock = { state: LiveState; heardAt: number }

/** What is shown after one more fact about the line. */
export function nextLive(before: LiveClock, fact: LiveFact): LiveClock {
  if (fact.what === 'opened' || fact.what === 'heard')
    return { state: before.state.phase === 'live' ? before.state : { phase: 'live' }, heardAt: fact.at }
  if (before.state.phase === 'live')
    return fact.what === 'lost' ? { ...before, state: { phase: 'reconnecting', since: before.heardAt } } : before
  const away = fact.at - before.heardAt
  if (away < RECONNECTING_MS) return before
  const isPolling = away >= POLL_AFTER_MS
  if (before.state.phase === 'stale' && before.state.isPolling === isPolling) return before
  return { ...before, state: { phase: 'stale', since: before.heardAt, isPolling } }
}

/** Whether everything on screen must be fetched again: a stream that comes back does not bring what was missed. */
export function mustRefetch(before: LiveState, after: LiveState): boolean {
  return after.phase === 'live' && (before.phase === 'reconnecting' || before.phase === 'stale')
}
