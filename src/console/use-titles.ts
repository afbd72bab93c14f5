import { useMemo } from 'react'
import { useCall } from '#console/query.ts'
import { listStandards } from '#slices/policy/contract.ts'

/** Titles of decision types, from their standards. Without them ids are shown in words. */
export function useTitles(): ReadonlyMap<string, string> {
  const standards = useCall(listStandards, { limit: 200 }, { staleTime: 60_000 })
  return useMemo(() => new Map(standards.data?.items.map(({ id, title }) => [id, title])), [standards.data])
}
