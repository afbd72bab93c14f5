import { useCallback, useMemo } from 'react'
import { useCall } from '#console/query.ts'
import { useTeamNames } from '#console/team-choice.tsx'
import { alarmWords } from '#slices/monitoring/console/words.ts'
import { listAiAgents } from '#slices/registry/contract.ts'

type Place = { team: string; aiAgent: string | null }

/** What an AI agent is called, by its id; the id where its name is not known here. */
export function useAiAgentNames(): (id: string) => string {
  const { data } = useCall(listAiAgents, { limit: 200 }, { staleTime: 60_000 })
  const names = useMemo(() => new Map(data?.items.map(({ id, name }) => [id, name])), [data])
  return useCallback((id: string) => names.get(id) ?? id, [names])
}

/** What people call an AI agent in a team, or a team as a whole; ids until the names are there. */
export function usePlaceNames(): (place: Place) => string {
  const teamName = useTeamNames()
  const aiAgentName = useAiAgentNames()
  return ({ team, aiAgent }) => `${aiAgent === null ? alarmWords.wholeTeam : aiAgentName(aiAgent)}, ${teamName(team)}`
}
