import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call, keyOf, useCall } from '#console/query.ts'
import { getException } from '../contract.ts'
import type { Desk } from './desk.ts'

/** Holding `j` runs past items; only where it comes to rest is the case fetched. */
const REST_MS = 60

function useRested(id: string | null): string | null {
  const [rested, setRested] = useState(id)
  useEffect(() => {
    const timer = setTimeout(() => setRested(id), REST_MS)
    return () => clearTimeout(timer)
  }, [id])
  return rested
}

const STALE_MS = 10_000

/** The open case. The one below it is fetched ahead, so that "approve, and next" has nothing to wait for. */
export function useCase(desk: Desk) {
  const client = useQueryClient()
  const { at, ids } = desk
  const rested = useRested(at)
  const detail = useCall(getException, { id: at ?? '' }, { enabled: at !== null && rested === at, staleTime: STALE_MS })
  const next = at === null ? undefined : ids[ids.indexOf(at) + 1]
  const isThere = detail.data !== undefined && rested === at
  useEffect(() => {
    if (!isThere || next === undefined) return
    const input = { id: next }
    void client.prefetchQuery({
      queryKey: keyOf(getException, input),
      queryFn: ({ signal }) => call(getException, input, { signal }),
      staleTime: STALE_MS,
    })
  }, [client, isThere, next])
  return detail
}
