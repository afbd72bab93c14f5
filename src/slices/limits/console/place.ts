import { limitWords } from './words.ts'

export type NameOf = (team: string) => string

/** Where a limit holds: an AI agent in a team, or the whole team. */
export const placeName = ({ team, aiAgent }: { team: string; aiAgent: string | null }, nameOf: NameOf) =>
  `${aiAgent ?? limitWords.wholeTeam}, ${nameOf(team)}`
