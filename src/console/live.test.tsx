// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, cleanup, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type PretendBrowser, pretendBrowser } from './live/test-kit.ts'
import { startLive, useLive, useLiveRefresh, useLiveState } from './live.ts'

let browser: PretendBrowser

const say = (text: string) => act(async () => browser.streams.at(-1)?.enqueue(new TextEncoder().encode(text)))

beforeEach(() => {
  browser = pretendBrowser()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function Heard({ onHeard }: { onHeard: (id: unknown) => void }) {
  useLive('decisions', (event) => onHeard(event.id))
  useLive('kill_switch', (event) => onHeard(event.event))
  return <output>{useLiveState().phase}</output>
}

test('two tabs share one stream; when the first closes, the second takes over and fetches what it missed', async () => {
  const first = startLive(new QueryClient())
  const client = new QueryClient()
  const second = startLive(client)
  await expect.poll(() => browser.streams).toHaveLength(1)
  await say(': heartbeat\n\n')
  const invalidate = vi.spyOn(client, 'invalidateQueries')
  first()
  await expect.poll(() => browser.streams).toHaveLength(2)
  expect(invalidate).toHaveBeenCalledWith({ refetchType: 'active' })
  second()
})

test('a hint reaches who listens for its name or for what it is about, once', async () => {
  const stop = startLive(new QueryClient())
  const onHeard = vi.fn()
  const { getByRole } = render(<Heard onHeard={onHeard} />)
  await expect.poll(() => browser.streams).toHaveLength(1)
  await say('event: change\ndata: {"kind":"kill_switch","id":"1"}\n\nevent: decisions\ndata: {"id":"2"}\n\n')
  await expect.poll(() => onHeard.mock.calls).toEqual([['change'], ['2']])
  expect(getByRole('status').textContent).toBe('live')
  stop()
})

function Decisions({ read }: { read: () => Promise<number> }) {
  useLiveRefresh('decisions', 'decisions')
  return <output>{useQuery({ queryKey: ['decisions'], queryFn: read }).data}</output>
}

test('a hundred hints in one second fetch once', async () => {
  const read = vi.fn(async () => 1)
  const client = new QueryClient()
  const stop = startLive(client)
  render(
    <QueryClientProvider client={client}>
      <Decisions read={read} />
    </QueryClientProvider>,
  )
  await expect.poll(() => read).toHaveBeenCalledTimes(1)
  await say('event: decisions\ndata: {}\n\n'.repeat(100))
  await expect.poll(() => read).toHaveBeenCalledTimes(2)
  await new Promise((later) => setTimeout(later, 1200))
  expect(read).toHaveBeenCalledTimes(2)
  stop()
})

test('after a break everything on screen is fetched again', async () => {
  const client = new QueryClient()
  const invalidate = vi.spyOn(client, 'invalidateQueries')
  const stop = startLive(client)
  await expect.poll(() => browser.streams).toHaveLength(1)
  await say(': heartbeat\n\n')
  expect(invalidate).not.toHaveBeenCalled()
  browser.streams[0]?.close()
  await expect.poll(() => invalidate).toHaveBeenCalledWith({ refetchType: 'active' })
  expect(browser.streams).toHaveLength(2)
  stop()
})
