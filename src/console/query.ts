import {
  QueryCache,
  QueryClient,
  type QueryKey,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type * as z from 'zod/mini'
import type { InputOf, OutputOf, Route } from '#kernel/contract.ts'
import { address, CallError, createCaller } from '#sdk/call.ts'

/** The console's way to the API. It sends the session's cookie by itself; every answer comes from the same address as the page. */
export const call = createCaller()

/** What a caller may leave out because the route has a default for it. */
export type AskOf<R extends Route> = z.input<R['input']>

/** Which slice answers under which address, the longest first. query.test.ts compares it with every contract. */
const sliceOfPath: [string, string][] = [
  ['decisions/:id/override', 'exceptions'],
  ['teams/:team/calendar', 'escalation'],
  ['teams/:team/procedures', 'escalation'],
  ['teams/:team/standards', 'policy'],
  ['teams/:team/weeks', 'weeks'],
  ['departments/:department/weeks', 'weeks'],
  ['ai-agents/:aiAgent/weeks', 'weeks'],
  ['organisation/weeks', 'weeks'],
  ['setup', 'identity'],
  ['session', 'identity'],
  ['me', 'identity'],
  ['rights', 'identity'],
  ['invitations', 'identity'],
  ['people', 'identity'],
  ['teams', 'identity'],
  ['departments', 'identity'],
  ['keys', 'identity'],
  ['audit', 'audit'],
  ['ledger', 'audit'],
  ['ai-agents', 'registry'],
  ['deployments', 'registry'],
  ['kill-switches', 'registry'],
  ['registry', 'registry'],
  ['standards', 'policy'],
  ['decisions', 'decisions'],
  ['runs', 'decisions'],
  ['reviews', 'decisions'],
  ['exceptions', 'exceptions'],
  ['triage', 'exceptions'],
  ['causes', 'exceptions'],
  ['views', 'exceptions'],
  ['escalations', 'escalation'],
  ['channels', 'notifications'],
  ['deliveries', 'notifications'],
  ['alarms', 'monitoring'],
  ['alarm-settings', 'monitoring'],
  ['watches', 'monitoring'],
  ['baselines', 'monitoring'],
  ['limits', 'limits'],
  ['extra-work', 'limits'],
  ['drills', 'drills'],
  ['capacity', 'capacity'],
  ['conversations', 'conversations'],
  ['flow', 'flow'],
  ['adoption', 'adoption'],
  ['measures', 'measures'],
  ['figures', 'measures'],
  ['rebuilds', 'measures'],
  ['quality', 'quality'],
  ['investigations', 'quality'],
  ['imports', 'imports'],
  ['usage', 'usage'],
  ['grades', 'usage'],
  ['confidence', 'usage'],
  ['bundle', 'policy'],
]

/** The slice that a route belongs to, or `server` for what belongs to none; the first word of every query key. */
export function sliceOf(route: Route): string {
  const path = `${route.path.replace('/api/v1/', '')}/`
  return sliceOfPath.find(([start]) => path.startsWith(`${start}/`))?.[1] ?? 'server'
}

export function keyOf<R extends Route>(route: R, input: AskOf<R>): QueryKey {
  return [sliceOf(route), `${route.method} ${route.path}`, input]
}

const isSignedOut = (error: unknown) => error instanceof CallError && error.problem.code === 'not_signed_in'

/** A refusal will be the same next time; only a lost connection or a fault of the server is worth another try. */
function isWorthAnotherTry(failures: number, error: unknown): boolean {
  if (error instanceof CallError && error.problem.status < 500) return false
  return failures < 2
}

/** One cache for the page. `onSignedOut` runs when the server no longer knows the session. */
export function createQueryClient(onSignedOut: () => void = () => {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => isSignedOut(error) && onSignedOut() }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: isWorthAnotherTry, retryDelay: (failures) => 500 * 2 ** failures },
      mutations: { retry: false },
    },
  })
}

type CallSettings = {
  /** False waits, for example until an id is known. */
  enabled?: boolean
  /** Keeps the last answer on screen while a new one is fetched, for filters and search. */
  keepPrevious?: boolean
  /** `static` is never fetched again by itself, not even after a break: the screen says when. */
  staleTime?: number | 'static'
  /** Asks again after so many milliseconds, for what has no hint. */
  refetchInterval?: number | false | ((query: { state: { data?: unknown } }) => number | false)
}

/** Reads one route. Waiting, failed, empty and full are the screen's four states, in this order. */
export function useCall<R extends Route>(route: R, input: AskOf<R>, settings: CallSettings = {}): UseQueryResult<OutputOf<R>> {
  const { keepPrevious, ...rest } = settings
  return useQuery<OutputOf<R>>({
    queryKey: keyOf(route, input),
    queryFn: ({ signal }) => call(route, input as InputOf<R>, { signal }),
    // A callback rather than the library's helper: its type cannot be told from a page's own type.
    placeholderData: keepPrevious ? (before: unknown) => before as never : undefined,
    ...rest,
  })
}

/** One act outside of `useAct`, for screens that keep their own account of what it changed. A repeat after a lost answer is harmless. */
export function callOnce<R extends Route>(route: R, input: AskOf<R>): Promise<OutputOf<R>> {
  return call(route, input as InputOf<R>, { idempotencyKey: newKey() })
}

type PageOf<R extends Route> = OutputOf<R> extends { items: (infer Item)[] } ? Item : never

/** Reads a list that comes in pages: all items so far, and `more()` for the next page. */
export function useCallPages<R extends Route>(route: R, input: AskOf<R>, settings: CallSettings = {}) {
  const { keepPrevious, ...rest } = settings
  const query = useInfiniteQuery({
    queryKey: [...keyOf(route, input), 'pages'],
    queryFn: async ({ pageParam, signal }) => {
      const paged = pageParam === null ? input : { ...(input as object), after: pageParam }
      return (await call(route, paged as InputOf<R>, { signal })) as { items: PageOf<R>[]; next: string | null }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPrevious ? (before: unknown) => before as never : undefined,
    ...rest,
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const { isPending, isError, error, hasNextPage, isFetchingNextPage } = query
  return {
    items,
    isPending,
    isError,
    error,
    /** The list in the API, for scripts that want all of it. */
    address: address(route, input as Record<string, unknown>).url,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    isStale: query.isPlaceholderData,
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  }
}

type ActSettings = {
  /** The version that the person saw; the server refuses the act when it has moved on. */
  ifMatch?: string
  /** Other slices whose answers this act changes, besides its own. */
  also?: string[]
}

/**
 * Does one act. Each press has one idempotency key of its own, so that a repeat after a lost answer is harmless; afterwards
 * everything read from its slice is fetched again.
 */
export function useAct<R extends Route>(route: R, settings: ActSettings = {}) {
  const client = useQueryClient()
  return useMutation<OutputOf<R>, Error, AskOf<R>>({
    mutationFn: (input) => call(route, input as InputOf<R>, { ifMatch: settings.ifMatch, idempotencyKey: newKey() }),
    onSuccess: () =>
      Promise.all([sliceOf(route), ...(settings.also ?? [])].map((slice) => client.invalidateQueries({ queryKey: [slice] }))),
  })
}

/** `randomUUID` exists only on https and localhost; a console on a plain address in the house needs keys too. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
