import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { createEventReader, keepStream, type LiveEvent } from './stream.ts'

afterEach(() => vi.useRealTimers())

const kind = fc.constantFrom('decision.recorded', 'switch.changed')
const event = fc.record({ event: kind, kind, id: fc.string(), version: fc.integer() })

test('however the text is cut into pieces, the same events come out', () => {
  fc.assert(
    fc.property(fc.array(event), fc.array(fc.nat()), fc.constantFrom('\n', '\r\n'), (events, cuts, newline) => {
      const text = events
        .map(({ event: name, ...rest }) => [`: heartbeat`, '', `event: ${name}`, `data: ${JSON.stringify(rest)}`, '', ''].join(newline))
        .join('')
      const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((one, other) => one - other)
      const read: LiveEvent[] = []
      const feed = createEventReader((found) => read.push(found))
      let from = 0
      for (const to of [...places, text.length]) {
        feed(text.slice(from, to))
        from = to
      }
      expect(read).toEqual(events)
    }),
  )
})

test('what is not an event is passed over, and the next event still arrives', () => {
  const read: LiveEvent[] = []
  createEventReader((found) => read.push(found))('data: not json\n\nevent: x\n\ndata: {"kind":"a","id":"1"}\n\n')
  expect(read).toEqual([{ event: 'a', kind: 'a', id: '1' }])
})

function streamOf(text: string, stays: boolean) {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      if (!stays) controller.close()
    },
  })
  return new Response(body)
}

function ports(fetch: (url: string, init: RequestInit) => Promise<Response>) {
  return { url: '/api/v1/events', fetch, onOpen: vi.fn(), onHeard: vi.fn(), onEvent: vi.fn(), onLost: vi.fn() }
}

test('a line that breaks is opened again, also after a refusal in between', async () => {
  vi.useFakeTimers()
  const answers = [
    () => streamOf('event: a\ndata: {}\n\n', false),
    () => new Response('', { status: 502 }),
    () => streamOf('event: b\ndata: {}\n\n', true),
  ]
  const heard = ports(vi.fn(async () => (answers.shift() as () => Response)()))
  const stop = keepStream(heard)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(heard.onEvent.mock.calls.map(([one]) => one.kind)).toEqual(['a', 'b'])
  expect(heard.onLost).toHaveBeenCalledTimes(2)
  stop()
})

test('a line that says nothing, not even a heartbeat, counts as lost', async () => {
  vi.useFakeTimers()
  const heard = ports(
    (_, init) =>
      new Promise((resolve, reject) => {
        const body = new ReadableStream({
          start: (controller) => init.signal?.addEventListener('abort', () => controller.error(new Error('cut'))),
        })
        init.signal?.addEventListener('abort', () => reject(new Error('cut')))
        resolve(new Response(body))
      }),
  )
  const stop = keepStream(heard)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(heard.onLost).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(heard.onLost).toHaveBeenCalledTimes(1)
  stop()
})

test('after it is stopped nothing is asked again', async () => {
  vi.useFakeTimers()
  const heard = ports(vi.fn(async () => new Response('', { status: 503 })))
  const stop = keepStream(heard)
  await vi.advanceTimersByTimeAsync(100)
  stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(heard.fetch).toHaveBeenCalledTimes(1)
})
