import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keyOf, useCall, useCallPages } from '#console/query.ts'
import type { OutputOf } from '#kernel/contract.ts'
import { listDecisions } from '../contract.ts'

export type DecisionSummary = OutputOf<typeof listDecisions>['items'][number]

export type DecisionFilter = {
  tier?: DecisionSummary['tier']
  team?: string
  aiAgent?: string
  decisionType?: string
  uncovered?: 'true'
}

const PAGE = 50

/** Decisions that a newer first page has and the list has not. Ids grow with time. */
export function newerThan(shown: readonly DecisionSummary[], head: readonly DecisionSummary[]): number {
  const [first] = shown
  return first ? head.filter((one) => one.id > first.id).length : head.length
}

/**
 * A list that stands still while somebody reads it: it is fetched once, and beside it the newest page again at each hint.
 * What is new waits until it is asked for, or comes in by itself while `isFlowing`.
 */
export function useLiveDecisions(filter: DecisionFilter, isFlowing: boolean) {
  const client = useQueryClient()
  const input = { ...filter, limit: PAGE }
  const list = useCallPages(listDecisions, input, { staleTime: 'static' })
  const head = useCall(listDecisions, input, { enabled: !list.isPending })
  const waiting = list.isPending ? 0 : newerThan(list.items, head.data?.items ?? [])
  const showNew = () => {
    if (head.data) client.setQueryData([...keyOf(listDecisions, input), 'pages'], { pages: [head.data], pageParams: [null] })
  }
  const isDue = isFlowing && waiting > 0 && list.items.length <= PAGE
  // biome-ignore lint/correctness/useExhaustiveDependencies: showNew reads the newest page, which is named here
  useEffect(() => {
    if (isDue) showNew()
  }, [isDue, head.data])
  return { list, waiting, isMany: waiting >= PAGE, showNew }
}
