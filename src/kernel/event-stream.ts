/** One caller that reads server-sent events. What is pushed waits here until the caller takes it. */
export type EventStream = {
  push(text: string): void
  /** Sends what waits and closes. */
  end(): void
  texts: AsyncIterable<string>
}

/** What a slow reader may let lie. More means that it does not read: it is closed, connects again and reads afresh. */
const waitingMax = 500

/** An event as it goes over the wire; its data names its kind too. */
export function eventText(kind: string, facts: object): string {
  return `event: ${kind}\ndata: ${JSON.stringify({ kind, ...facts })}\n\n`
}

/** Opens a stream. `onClose` is called once, however it ends; the signal is that of a caller that went away. */
export function openEventStream(options: { signal?: AbortSignal; onClose(stream: EventStream): void }): EventStream {
  const waiting: string[] = ['retry: 2000\n\n', eventText('hello', {})]
  let isOpen = true
  let wake = () => {}

  function end(): void {
    if (!isOpen) return
    isOpen = false
    options.onClose(stream)
    wake()
  }

  async function* read(): AsyncGenerator<string> {
    try {
      for (;;) {
        const text = waiting.shift()
        if (text !== undefined) yield text
        else if (!isOpen) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      end()
    }
  }

  const stream: EventStream = {
    push(text) {
      if (waiting.length >= waitingMax) return end()
      waiting.push(text)
      wake()
    },
    end,
    texts: read(),
  }
  options.signal?.addEventListener('abort', end, { once: true })
  return stream
}
