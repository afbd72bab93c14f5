import { useTeamNames } from '#console/team-choice.tsx'
import { alarmWords } from '#slices/monitoring/console/words.ts'
import { useAiAgentNames } from './ai-agent-names.ts'

type Place = { team: string; aiAgent: string | null }

/** What people call an AI agent in a team, or a team as a whole; ids until the names are there. */
export function usePlaceNames(): (place: Place) => string {
  const teamName = useTeamNames()
  const aiAgentName = useAiAgentNames()
  return ({ team, aiAgent }) => `${aiAgent === null ? alarmWords.wholeTeam : aiAgentName(aiAgent)}, ${teamName(team)}`
}
