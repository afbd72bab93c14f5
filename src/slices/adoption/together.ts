import { shareOf } from '#kernel/wilson.ts'
import type { TeamSummary } from './summary.ts'
import type { Settings } from './team.ts'

type Share = { share: number; low: number; high: number; of: number }

/** What became of suggestions in all teams together, in weeks that may be added up. */
export type Together = { accepted: Share; people: number; weeks: number }

type Asked = Pick<Settings, 'peopleMin' | 'weeks'> & {
  /** Null where nothing of a team may be told. */
  teams: ReadonlyMap<string, TeamSummary | null>
}

/**
 * All teams together, so that an organisation of small teams is told something. A week counts only where enough people answered in it and,
 * without the teams that show it by themselves, nobody is left or enough people are: nothing about a few follows from a difference.
 * Null where nothing may be shown. For those who may see all teams, and for the newest weeks alone.
 */
export function togetherOf({ teams, weeks, peopleMin }: Asked): Together | null {
  const answers = [...teams.values()].flatMap((team) =>
    (team?.answers ?? []).map((answer) => ({ ...answer, isShown: team?.view?.acceptedWeeks.includes(answer.week) ?? false })),
  )
  const peopleIn = (some: readonly { person: string }[]) => new Set(some.map(({ person }) => person)).size
  const isOpen = (week: string) => {
    const own = answers.filter((answer) => answer.week === week)
    const left = peopleIn(own.filter(({ isShown }) => !isShown))
    return peopleIn(own) >= peopleMin && (left === 0 || left >= peopleMin)
  }
  const open = weeks.mondays.filter(isOpen)
  const counted = answers.filter(({ week }) => open.includes(week))
  const sum = (value: (answer: (typeof answers)[number]) => number) => counted.reduce((total, answer) => total + value(answer), 0)
  const { share, low, high, of } = shareOf(
    sum(({ accepted }) => accepted),
    sum((answer) => answer.of),
  )
  return share === null ? null : { accepted: { share, low, high, of }, people: peopleIn(counted), weeks: open.length }
}
