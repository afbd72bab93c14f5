import { getRouteApi } from '@tanstack/react-router'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { TeamSelect, useTeamChoice } from '#console/team-choice.tsx'
import { Choice } from '#console/ui/choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { listDepartments } from '#slices/identity/contract.ts'
import { listAiAgents } from '#slices/registry/contract.ts'
import { weekWords } from '#slices/weeks/console/words.ts'
import { departmentWeeks, organisationWeeks, teamWeeks } from '#slices/weeks/contract.ts'

const Weeks = later(async () => (await import('#slices/weeks/console/weeks.tsx')).Weeks)

const route = getRouteApi('/frame/weeks')

type Named = { id: string; name: string }
const nameIn = (named: readonly Named[]) => (id: string) => named.find((one) => one.id === id)?.name ?? id

/** The organisation, a department or one team, week by week. */
export function WeeksPage() {
  const { team, department } = route.useSearch()
  const navigate = route.useNavigate()
  const choice = useTeamChoice(team, 'measures:read')
  const departments = useCall(listDepartments, { limit: 200 }).data?.items ?? []
  const teamName = nameIn(choice.teams)
  return (
    <>
      <PageHeader
        title={screenWords.weeks}
        question={weekWords.question(nameOfLevel({ team, department }, { teamName, departmentName: nameIn(departments) }))}
        meta={weekWords.meta}
        actions={
          <>
            <DepartmentSelect
              departments={departments}
              asked={department}
              onChoose={(id) => void navigate({ search: { department: id }, replace: true })}
            />
            <TeamSelect choice={choice} all asked={team} onChoose={(id) => void navigate({ search: { team: id }, replace: true })} />
          </>
        }
      />
      {team === undefined ? <OfTeams department={department} nameOf={teamName} /> : <OfTeam team={team} />}
    </>
  )
}

type Names = { teamName: (id: string) => string; departmentName: (id: string) => string }

function nameOfLevel({ team, department }: { team?: string; department?: string }, { teamName, departmentName }: Names): string {
  if (team !== undefined) return teamName(team)
  return department === undefined ? weekWords.organisation : departmentName(department)
}

/** No id begins with a sign. */
const all = '*'

type DepartmentSelectProps = { departments: readonly Named[]; asked: string | undefined; onChoose: (id: string | undefined) => void }

function DepartmentSelect({ departments, asked, onChoose }: DepartmentSelectProps) {
  if (departments.length === 0) return null
  return (
    <div className="w-56 max-w-full">
      <Choice
        label={weekWords.department}
        isLabelHidden
        options={[{ value: all, label: weekWords.allDepartments }, ...departments.map(({ id, name }) => ({ value: id, label: name }))]}
        value={asked ?? all}
        onChange={(id) => onChoose(id === all ? undefined : id)}
      />
    </div>
  )
}

function OfTeams({ department, nameOf }: { department: string | undefined; nameOf: (id: string) => string }) {
  const whole = useCall(organisationWeeks, {}, { enabled: department === undefined })
  const part = useCall(departmentWeeks, { department: department ?? '' }, { enabled: department !== undefined })
  const weeks = department === undefined ? whole : part
  if (weeks.isPending) return <Skeleton lines={8} />
  if (weeks.isError) return <ErrorState error={weeks.error} onRetry={() => void weeks.refetch()} />
  return (
    <Weeks
      answer={weeks.data}
      partsOf="team"
      nameOf={nameOf}
      partLink={(id) => (
        <Link to="/weeks" search={{ team: id }} look="ink">
          {nameOf(id)}
        </Link>
      )}
    />
  )
}

function OfTeam({ team }: { team: string }) {
  const weeks = useCall(teamWeeks, { team })
  const nameOf = nameIn(useCall(listAiAgents, { limit: 200 }).data?.items ?? [])
  if (weeks.isPending) return <Skeleton lines={8} />
  if (weeks.isError) return <ErrorState error={weeks.error} onRetry={() => void weeks.refetch()} />
  return (
    <Weeks
      answer={weeks.data}
      partsOf="aiAgent"
      nameOf={nameOf}
      elsewhere={
        <Link to="/flow" search={{ team }} look="button">
          {weekWords.elsewhere}
        </Link>
      }
      partLink={(id) => (
        <Link to="/ai-agents/$id" params={{ id }} look="ink">
          {nameOf(id)}
        </Link>
      )}
    />
  )
}
