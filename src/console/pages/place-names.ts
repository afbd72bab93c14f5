import { useCall } from '#console/query.ts'
import { useTeamNames } from '#console/team-choice.tsx'
import { alarmWords } from '#slices/monitoring/console/words.ts'
import { listAiAgents } from '#slices/registry/contract.ts'

type Place = { team: string; aiAgent: string | null }

/** What people call an AI agent in a team, or a team as a whole; ids until the names are there. */
export function usePlaceNames(): (place: Place) => string {
  const teamName = useTeamNames()
  const { data } = useCall(listAiAgents, { limit: 200 }, { staleTime: 60_000 })
  const aiAgentName = (id: string) => data?.items.find((one) => one.id === id)?.name ?? id
  return ({ team, aiAgent }) => `${aiAgent === null ? alarmWords.wholeTeam : aiAgentName(aiAgent)}, ${teamName(team)}`
}
