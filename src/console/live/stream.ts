/**
 * A hint from the server that something changed. The page fetches what it shows; the hint carries no case content.
 * `event` is the name on the stream (`decisions`, `change`), `kind` what it is about (`kill_switch`); often the same.
 */
export type LiveEvent = { event: string; kind: string; id?: string; version?: number | string; [more: string]: unknown }

/** Reads server-sent events out of text that arrives in pieces. Comments, which the server sends as a heartbeat, yield nothing. */
export function createEventReader(onEvent: (event: LiveEvent) => void): (piece: string) => void {
  let rest = ''
  return (piece) => {
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = readBlock(block)
      if (event) onEvent(event)
    }
  }
}

function readBlock(block: string): LiveEvent | undefined {
  let name = ''
  const data: string[] = []
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) name = line.slice(6).trim()
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
  }
  if (data.length === 0) return undefined
  try {
    const body: unknown = JSON.parse(data.join('\n'))
    const fields = typeof body === 'object' && body !== null ? body : {}
    const told = (fields as { kind?: unknown }).kind
    const kind = typeof told === 'string' ? told : name
    return kind === '' ? undefined : { ...fields, event: name || kind, kind }
  } catch {
    return undefined
  }
}

/** Silence after which the line counts as dead. The server sends a heartbeat every 15 seconds. */
const SILENCE_MS = 40_000
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000]

export type StreamPorts = {
  url: string
  fetch: (url: string, init: RequestInit) => Promise<Response>
  onOpen: () => void
  onHeard: () => void
  onEvent: (event: LiveEvent) => void
  onLost: () => void
}

/**
 * Keeps one stream open until stopped. Not EventSource: that one hides heartbeats, so a line that died without a word looks
 * alive for hours, and it gives up for good on the first 502 of a restart.
 */
export function keepStream(ports: StreamPorts): () => void {
  const stopped = new AbortController()
  void run(ports, stopped.signal)
  return () => stopped.abort()
}

async function run(ports: StreamPorts, stopped: AbortSignal) {
  for (let failures = 0; !stopped.aborted; failures += 1) {
    let wasOpen = false
    const onOpen = () => {
      wasOpen = true
      ports.onOpen()
    }
    try {
      await listenOnce({ ...ports, onOpen }, stopped)
    } catch {
      // The reason does not matter here: whatever it was, the line is gone and is tried again.
    }
    if (stopped.aborted) return
    ports.onLost()
    if (wasOpen) failures = 0
    await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] as number, stopped)
  }
}

async function listenOnce(ports: StreamPorts, stopped: AbortSignal) {
  const line = new AbortController()
  const hangUp = () => line.abort()
  stopped.addEventListener('abort', hangUp)
  let watchdog = setTimeout(hangUp, SILENCE_MS)
  try {
    const response = await ports.fetch(ports.url, { headers: { accept: 'text/event-stream' }, signal: line.signal, cache: 'no-store' })
    if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}.`)
    ports.onOpen()
    const read = createEventReader(ports.onEvent)
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(watchdog)
      watchdog = setTimeout(hangUp, SILENCE_MS)
      ports.onHeard()
      read(part.value)
    }
  } finally {
    clearTimeout(watchdog)
    stopped.removeEventListener('abort', hangUp)
  }
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    stopped.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
