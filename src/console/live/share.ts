import type { LiveFact } from './state.ts'
import type { LiveEvent } from './stream.ts'

/** What the leading tab tells the others. */
export type Shared = { event: LiveEvent } | { fact: LiveFact } | { hello: true }

type Ports = {
  /** Runs in the tab that leads; returns what ends it. */
  lead: (tell: (message: Shared) => void) => () => void
  onMessage: (message: Shared) => void
  /** What a tab that has just opened is told, so that it need not wait for the next heartbeat. */
  welcome: () => Shared | undefined
}

const CHANNEL = 'pilotage.live'

/**
 * One stream for all tabs of a browser: whoever holds the lock leads and tells the others; when it closes, the browser hands
 * the lock on. Where locks or channels are missing (plain http) every tab leads for itself.
 */
export function shareLive({ lead, onMessage, welcome }: Ports): () => void {
  if (typeof BroadcastChannel === 'undefined' || !globalThis.navigator?.locks) return lead(onMessage)
  const channel = new BroadcastChannel(CHANNEL)
  const leaving = new AbortController()
  let stopLeading: (() => void) | undefined
  channel.onmessage = ({ data }: MessageEvent<Shared>) => {
    if (!('hello' in data)) return onMessage(data)
    const answer = welcome()
    if (answer) channel.postMessage(answer)
  }
  channel.postMessage({ hello: true } satisfies Shared)
  const tell = (message: Shared) => {
    channel.postMessage(message)
    onMessage(message)
  }
  navigator.locks
    .request(CHANNEL, { signal: leaving.signal }, () => {
      stopLeading = lead(tell)
      return new Promise<void>((release) => leaving.signal.addEventListener('abort', () => release()))
    })
    .catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error
    })
  return () => {
    leaving.abort()
    stopLeading?.()
    channel.close()
  }
}
