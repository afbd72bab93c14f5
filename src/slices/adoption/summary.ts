import { lastingsOf, type Settings, type TeamUse, type TeamView, teamView } from './team.ts'

/** All of one team that pages are made of, far smaller than its days. Like them it never leaves the house but as counts of groups above the floor. */
export type TeamSummary = {
  /** Null where too few people stand behind it. */
  view: TeamView | null
  /** When each person who ever used it began, and how long it lasted. */
  lastings: ReturnType<typeof lastingsOf>
}

export function summaryOf(use: TeamUse, settings: Settings): TeamSummary {
  return { view: teamView(use, settings), lastings: lastingsOf(use.days, settings) }
}
