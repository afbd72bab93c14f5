// @vitest-environment happy-dom
import { existsSync, readdirSync } from 'node:fs'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { page, pageInput, type Route, route } from '#kernel/contract.ts'
import { createQueryClient, keyOf, sliceOf, useAct, useCall, useCallPages } from './query.ts'

const list = route({
  method: 'GET',
  path: '/api/v1/decisions',
  scope: 'decisions:read',
  summary: '',
  input: z.object({ ...pageInput }),
  output: page(z.object({ id: z.string() })),
})
const stop = route({
  method: 'POST',
  path: '/api/v1/decisions',
  scope: 'decisions:write',
  summary: '',
  input: z.object({ id: z.string() }),
  output: z.object({}),
})

afterEach(() => vi.unstubAllGlobals())

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
const refusal = (status: number, code: string) => json({ status, code, detail: 'No.' }, status)

function answering(answer: (url: string, init: RequestInit) => Response) {
  const fetch = vi.fn(async (url: string, init: RequestInit) => answer(url, init))
  vi.stubGlobal('fetch', fetch)
  const onSignedOut = vi.fn()
  const client = createQueryClient(onSignedOut)
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
  return { fetch, onSignedOut, client, wrapper }
}

const isRoute = (one: unknown): one is Route => typeof one === 'object' && one !== null && 'method' in one && 'path' in one

test('every route of every slice has a query key that begins with its slice', async () => {
  const slices = readdirSync('src/slices').filter((slice) => existsSync(`src/slices/${slice}/contract.ts`))
  const routes: { slice: string; path: string; told: string }[] = []
  for (const slice of slices) {
    const contract: Record<string, unknown> = await import(`../slices/${slice}/contract.ts`)
    for (const one of Object.values(contract).filter(isRoute)) routes.push({ slice, path: one.path, told: sliceOf(one) })
  }
  expect(routes.length).toBeGreaterThan(20)
  expect(routes.filter(({ slice, told }) => slice !== told)).toEqual([])
  expect(keyOf(list, { limit: 5 })[0]).toBe('decisions')
})

test('pages follow the cursor and stand one after the other', async () => {
  const { wrapper } = answering((url) =>
    json(url.includes('after=c1') ? { items: [{ id: 'c' }], next: null } : { items: [{ id: 'a' }, { id: 'b' }], next: 'c1' }),
  )
  const { result } = renderHook(() => useCallPages(list, {}), { wrapper })
  await expect.poll(() => result.current.hasMore).toBe(true)
  act(() => result.current.more())
  await expect.poll(() => result.current.items.map((item) => item.id)).toEqual(['a', 'b', 'c'])
  expect(result.current.hasMore).toBe(false)
})

test('a refusal is not asked again, and a lost session is reported', async () => {
  const { wrapper, fetch, onSignedOut } = answering(() => refusal(401, 'not_signed_in'))
  const { result } = renderHook(() => useCall(list, {}), { wrapper })
  await expect.poll(() => result.current.isError).toBe(true)
  expect(fetch).toHaveBeenCalledTimes(1)
  expect(onSignedOut).toHaveBeenCalledTimes(1)
})

test('a fault of the server is asked again before it is shown', async () => {
  let times = 0
  const { wrapper, onSignedOut } = answering(() => (++times < 2 ? refusal(503, 'unavailable') : json({ items: [], next: null })))
  const { result } = renderHook(() => useCall(list, {}), { wrapper })
  await expect.poll(() => result.current.isSuccess).toBe(true)
  expect(onSignedOut).not.toHaveBeenCalled()
})

test('each press carries an idempotency key of its own and the version that was seen, then the slice is read again', async () => {
  const { wrapper, fetch } = answering((_, init) => (init.method === 'GET' ? json({ items: [], next: null }) : json({})))
  const { result } = renderHook(() => ({ list: useCall(list, {}), stop: useAct(stop, { ifMatch: 'v3' }) }), { wrapper })
  await expect.poll(() => result.current.list.isSuccess).toBe(true)
  await act(() => result.current.stop.mutateAsync({ id: 'a' }))
  await act(() => result.current.stop.mutateAsync({ id: 'a' }))
  const posts = fetch.mock.calls.filter(([, init]) => init.method === 'POST').map(([, init]) => init.headers as Record<string, string>)
  expect(posts).toHaveLength(2)
  expect(posts[0]?.['if-match']).toBe('"v3"')
  expect(posts[0]?.['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
  expect(posts[0]?.['idempotency-key']).not.toBe(posts[1]?.['idempotency-key'])
  expect(fetch.mock.calls.filter(([, init]) => init.method === 'GET')).toHaveLength(3)
})
