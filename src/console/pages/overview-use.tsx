import { later } from '#console/later.tsx'
import { uiWords } from '#console/messages/ui.ts'
import { Card } from '#console/ui/card.tsx'
import type { About } from '#console/ui/csv.ts'
import { Link } from '#console/ui/link.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { cohortsPicture, cohortsTitle, watchedIn } from '#slices/adoption/console/cohorts.ts'
import { inOrder, needsSomething, statusOf } from '#slices/adoption/console/look.ts'
import type { Adoption, Remedy, State } from '#slices/adoption/console/shapes.ts'
import { adoptionWords, cohortWords } from '#slices/adoption/console/words.ts'
import type { Overview } from './overview-data.ts'
import type { Names } from './overview-decisions.ts'
import { overviewWords } from './overview-words.ts'

type Group = { state: State; remedy: Remedy; teams: string[] }

function groupsOf(adoption: Adoption, names: Names): Group[] {
  const groups = new Map<State, Group>()
  for (const use of inOrder(adoption.teams, names.team)) {
    const { team, state } = use
    const own = groups.get(state)
    if (own) own.teams.push(team)
    else groups.set(state, { state, remedy: use.remedy, teams: [team] })
  }
  return [...groups.values()]
}

type AdoptionCardProps = { adoption: Overview['adoption']; names: Names; about: About[] }

/** Teams by where they stand and what helps: no league table. */
export function AdoptionCard({ adoption, names, about }: AdoptionCardProps) {
  if (adoption.isPending) return <Skeleton lines={5} />
  if (adoption.isError)
    return <ErrorState title={overviewWords.adoptionFailed} error={adoption.error} onRetry={() => void adoption.refetch()} />
  const groups = groupsOf(adoption.data, names)
  const columns: Column<Group>[] = [
    {
      id: 'state',
      head: overviewWords.state,
      cell: ({ state }) => (
        <StatusMark status={statusOf(state)} text={<span className="whitespace-nowrap">{adoptionWords.states(state)}</span>} />
      ),
      value: ({ state }) => adoptionWords.states(state),
    },
    {
      id: 'teams',
      head: overviewWords.teamsOf,
      cell: ({ teams }) => <TeamLinks teams={teams} names={names} />,
      value: ({ teams }) => teams.map(names.team).join(', '),
    },
    {
      id: 'helps',
      head: overviewWords.helps,
      cell: ({ remedy }) => adoptionWords.remedies(remedy),
      value: ({ remedy }) => adoptionWords.remedies(remedy),
    },
  ]
  const title =
    groups.length === 0 ? overviewWords.adoptionEmpty : overviewWords.adoptionTitle(adoption.data.teams.filter(needsSomething).length)
  return (
    <Card
      title={title}
      subtitle={
        <>
          {overviewWords.adoptionSubtitle} <Link to="/adoption">{overviewWords.whatCounts}</Link>
        </>
      }
      isFlush
      actions={<CsvButton name="overview-use" columns={columns} rows={groups} about={about} />}
    >
      {groups.length === 0 ? (
        <EmptyState kind="nothing-yet">{adoptionWords.empty}</EmptyState>
      ) : (
        <Table caption={title} isCaptionHidden columns={columns} rows={groups} rowKey={({ state }) => state} />
      )}
    </Card>
  )
}

const teamsNamed = 8

function TeamLinks({ teams, names }: { teams: string[]; names: Names }) {
  const more = teams.length - teamsNamed
  return (
    <span className="flex flex-wrap gap-x-3">
      {teams.slice(0, teamsNamed).map((team) => (
        <Link key={team} to="/adoption/$team" params={{ team }} look="ink">
          {names.team(team)}
        </Link>
      ))}
      {more > 0 ? <Link to="/adoption">{overviewWords.more(more)}</Link> : null}
    </span>
  )
}

const Chart = later(async () => (await import('#console/ui/chart/chart.tsx')).Chart)

type CohortsCardProps = { adoption: Overview['adoption']; about: About[]; startsAs: 'chart' | 'table' }

/** How long people go on, by the month in which their teams began. A failure is said beside how teams take it up. */
export function CohortsCard({ adoption, about, startsAs }: CohortsCardProps) {
  if (adoption.isPending) return <Skeleton lines={5} />
  if (adoption.isError) return null
  const { cohorts, rules } = adoption.data
  const title = cohortsTitle(cohorts)
  if (title === undefined)
    return (
      <Card title={cohortWords.empty}>
        <p className="text-ink-2">{cohortWords.emptyText}</p>
      </Card>
    )
  const watched = watchedIn(cohorts)
  return (
    <Chart
      key={startsAs}
      name="overview-lasting-use"
      title={title}
      subtitle={
        <>
          {cohortWords.subtitle} <Link to="/adoption">{cohortWords.definition}</Link>
        </>
      }
      picture={cohortsPicture(cohorts)}
      about={[...about, cohortWords.subtitle, [uiWords.csvDefinition, overviewWords.rulesVersion(rules.version)], ...watched]}
      height={240}
      startsAs={startsAs}
      note={
        <>
          <span className="block font-medium">{cohortWords.stillWatched}</span>
          {watched.map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </>
      }
    />
  )
}
