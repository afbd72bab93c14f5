import type { LiveFact } from './state.ts'
import type { LiveEvent } from './stream.ts'

/** What the leading tab tells the others. */
export type Shared = { event: LiveEvent } | { fact: LiveFact } | { hello: true }

type Ports = {
  /** Runs in the tab that leads; returns what ends it. */
  lead: (tell: (message: Shared) => void) => () => void
  onMessage: (message: Shared) => void
}

const CHANNEL = 'pilotage.live'

/**
 * One stream for all tabs of a browser: whoever holds the lock leads and tells the others; when it closes, the browser hands
 * the lock on. Where locks or channels are missing (plain http) every tab leads for itself.
 */
export function shareLive({ lead, onMessage }: Ports): () => void {
  if (typeof BroadcastChannel === 'undefined' || !globalThis.navigator?.locks) return lead(onMessage)
  const channel = new BroadcastChannel(CHANNEL)
  const leaving = new AbortController()
  let stopLeading: (() => void) | undefined
  channel.onmessage = (message: MessageEvent<Shared>) => onMessage(message.data)
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
