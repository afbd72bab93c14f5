import { useCallback, useMemo } from 'react'
import { listTeams } from '#slices/identity/contract.ts'
import { teamWords } from './messages/team.ts'
import { useCall } from './query.ts'
import { useMay } from './shell/me.tsx'
import { Choice } from './ui/choice.tsx'
import { Link } from './ui/link.tsx'
import { EmptyState, ErrorState, Skeleton } from './ui/states.tsx'

/** The team that a page is about: the one in the address, else the first that this person may look at. */
export function useTeamChoice(asked: string | undefined, scope: string) {
  const may = useMay()
  const query = useCall(listTeams, { limit: 200 }, { staleTime: 60_000 })
  const teams = (query.data?.items ?? []).filter((one) => may(scope, one.id))
  const team = teams.find((one) => one.id === asked) ?? teams[0]
  return { query, teams, team }
}

/** What a team is called, by its id; the id where its name is not known here. */
export function useTeamNames(): (id: string) => string {
  const { data } = useCall(listTeams, { limit: 200 }, { staleTime: 60_000 })
  const names = useMemo(() => new Map(data?.items.map(({ id, name }) => [id, name])), [data])
  return useCallback((id: string) => names.get(id) ?? id, [names])
}

export type TeamChoice = ReturnType<typeof useTeamChoice>

/** No id begins with a sign. */
const ALL = '*'

type TeamSelectProps = {
  choice: TeamChoice
  onChoose: (team: string | undefined) => void
  /** Offers all teams together, for pages that can show them. */
  all?: boolean
  /** The team in the address; undefined is all of them. */
  asked?: string
}

/** Chooses another team; nothing where there is only one. */
export function TeamSelect({ choice, onChoose, all = false, asked }: TeamSelectProps) {
  if (choice.teams.length < 2 || !choice.team) return null
  const teams = choice.teams.map((one) => ({ value: one.id, label: one.name }))
  return (
    <div className="w-56 max-w-full">
      <Choice
        label={teamWords.team}
        isLabelHidden
        options={all ? [{ value: ALL, label: teamWords.all }, ...teams] : teams}
        value={all ? (asked ?? ALL) : choice.team.id}
        onChange={(team) => onChoose(team === ALL ? undefined : team)}
      />
    </div>
  )
}

/** What stands in place of the page while there is no team: waiting, failed, or how to begin. */
export function WithoutTeam({ choice }: { choice: TeamChoice }) {
  if (choice.query.isPending) return <Skeleton lines={8} />
  if (choice.query.isError) return <ErrorState error={choice.query.error} onRetry={() => void choice.query.refetch()} />
  return (
    <EmptyState
      kind="nothing-yet"
      title={teamWords.none}
      action={
        <span className="flex flex-wrap gap-2">
          <Link to="/settings/teams" look="button">
            {teamWords.addTeam}
          </Link>
          <Link to="/welcome" look="button">
            {teamWords.welcome}
          </Link>
        </span>
      }
    >
      {teamWords.noneHint}
    </EmptyState>
  )
}
