import { vi } from 'vitest'
import type { Shared } from './share.ts'

type Listener = (message: { data: Shared }) => void

export type PretendBrowser = { streams: ReadableStreamDefaultController<Uint8Array>[] }

/** For tests: a channel reaches all tabs but its own, a lock has one holder at a time, and streams say what the test says. */
export function pretendBrowser(): PretendBrowser {
  const tabs = new Set<{ onmessage?: Listener }>()
  const waiting: (() => void)[] = []
  const streams: ReadableStreamDefaultController<Uint8Array>[] = []
  let isHeld = false

  function openChannel() {
    const tab = {
      onmessage: undefined as Listener | undefined,
      postMessage(data: Shared) {
        for (const other of tabs) if (other !== tab) other.onmessage?.({ data })
      },
      close: () => tabs.delete(tab),
    }
    tabs.add(tab)
    return tab
  }

  async function take(lead: () => Promise<void>) {
    isHeld = true
    await lead()
    isHeld = false
    waiting.shift()?.()
  }

  function request(_name: string, _options: unknown, lead: () => Promise<void>) {
    if (!isHeld) return take(lead)
    return new Promise<void>((resolve) => waiting.push(() => resolve(take(lead))))
  }

  vi.stubGlobal(
    'BroadcastChannel',
    vi.fn(function makeChannel() {
      return openChannel()
    }),
  )
  vi.stubGlobal('navigator', Object.create(globalThis.navigator ?? {}, { locks: { value: { request } } }))
  vi.stubGlobal('fetch', async () => new Response(new ReadableStream({ start: (controller) => void streams.push(controller) })))
  return { streams }
}
