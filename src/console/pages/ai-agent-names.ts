import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { call } from '#console/query.ts'

/** What an AI agent is called, by its id; the id where its name is not known here. */
export function useAiAgentNames(): (id: string) => string {
  const { data } = useQuery({
    queryKey: ['registry', 'names'],
    staleTime: 60_000,
    // With the names, not with the first page: whoever shows none needs none of it.
    queryFn: async ({ signal }) => call((await import('#slices/registry/contract.ts')).listAiAgents, { limit: 200 }, { signal }),
  })
  const names = useMemo(() => new Map(data?.items.map(({ id, name }) => [id, name])), [data])
  return useCallback((id: string) => names.get(id) ?? id, [names])
}
