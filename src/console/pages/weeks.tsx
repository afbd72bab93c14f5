import { getRouteApi } from '@tanstack/react-router'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { TeamSelect, useTeamChoice } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { Weeks } from '#slices/monitoring/console/weeks.tsx'
import { weekWords } from '#slices/monitoring/console/words.ts'
import { organisationWeeks, teamWeeks } from '#slices/monitoring/contract.ts'

const route = getRouteApi('/frame/weeks')

/** The organisation, or one team, week by week. */
export function WeeksPage() {
  const { team } = route.useSearch()
  const navigate = route.useNavigate()
  const choice = useTeamChoice(team, 'measures:read')
  const name = team === undefined ? weekWords.organisation : (choice.teams.find(({ id }) => id === team)?.name ?? team)
  return (
    <>
      <PageHeader
        title={screenWords.weeks}
        question={weekWords.question(name)}
        meta={weekWords.meta}
        actions={<TeamSelect choice={choice} all asked={team} onChoose={(id) => void navigate({ search: { team: id }, replace: true })} />}
      />
      {team === undefined ? <OfOrganisation /> : <OfTeam team={team} />}
    </>
  )
}

function OfOrganisation() {
  const weeks = useCall(organisationWeeks, {})
  if (weeks.isPending) return <Skeleton lines={8} />
  if (weeks.isError) return <ErrorState error={weeks.error} onRetry={() => void weeks.refetch()} />
  return (
    <Weeks
      answer={weeks.data}
      partsOf="team"
      partLink={(id) => (
        <Link to="/weeks" search={{ team: id }} look="ink">
          {id}
        </Link>
      )}
    />
  )
}

function OfTeam({ team }: { team: string }) {
  const weeks = useCall(teamWeeks, { team })
  if (weeks.isPending) return <Skeleton lines={8} />
  if (weeks.isError) return <ErrorState error={weeks.error} onRetry={() => void weeks.refetch()} />
  return (
    <Weeks
      answer={weeks.data}
      partsOf="aiAgent"
      partLink={(id) => (
        <Link to="/ai-agents/$id" params={{ id }} look="ink">
          {id}
        </Link>
      )}
    />
  )
}
