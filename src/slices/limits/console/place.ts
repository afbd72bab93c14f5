import { limitWords } from './words.ts'

/** What teams and AI agents are called, by their ids. */
export type PlaceNames = { team(id: string): string; aiAgent(id: string): string }

/** Where a limit holds: an AI agent in a team, or the whole team. */
export const placeName = ({ team, aiAgent }: { team: string; aiAgent: string | null }, names: PlaceNames) =>
  `${aiAgent === null ? limitWords.wholeTeam : names.aiAgent(aiAgent)}, ${names.team(team)}`
