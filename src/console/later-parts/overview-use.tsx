import { uiWords } from '#console/messages/ui.ts'
import { Card } from '#console/ui/card.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { About } from '#console/ui/csv.ts'
import { Link } from '#console/ui/link.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { cohortWords } from '#slices/adoption/console/cohort-words.ts'
import { cohortsPicture, cohortsTitle, watchedIn } from '#slices/adoption/console/cohorts.ts'
import { hiddenIn, inOrder, needsSomething, statusOf } from '#slices/adoption/console/look.ts'
import type { Adoption, Remedy, State } from '#slices/adoption/console/shapes.ts'
import { adoptionWords } from '#slices/adoption/console/words.ts'
import type { Overview } from '../pages/overview-data.ts'
import type { Names } from '../pages/overview-decisions.ts'
import { partWords } from './overview-words.ts'

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
    return <ErrorState title={partWords.adoptionFailed} error={adoption.error} onRetry={() => void adoption.refetch()} />
  const groups = groupsOf(adoption.data, names)
  const columns: Column<Group>[] = [
    {
      id: 'state',
      head: partWords.state,
      cell: ({ state }) => (
        <StatusMark status={statusOf(state)} text={<span className="whitespace-nowrap">{adoptionWords.states(state)}</span>} />
      ),
      value: ({ state }) => adoptionWords.states(state),
    },
    {
      id: 'teams',
      head: partWords.teamsOf,
      cell: ({ teams }) => <TeamLinks teams={teams} names={names} />,
      value: ({ teams }) => teams.map(names.team).join(', '),
    },
    {
      id: 'helps',
      head: partWords.helps,
      cell: ({ remedy }) => adoptionWords.remedies(remedy),
      value: ({ remedy }) => adoptionWords.remedies(remedy),
    },
  ]
  const all = adoption.data.teams
  const told = all.filter(({ state }) => state !== 'not_exposed').length - hiddenIn(adoption.data)
  const title = groups.length === 0 ? partWords.adoptionEmpty : partWords.adoptionTitle(all.filter(needsSomething).length, told)
  return (
    <Card
      title={title}
      subtitle={
        <>
          {partWords.adoptionSubtitle} <Link to="/adoption">{partWords.whatCounts}</Link>
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
      {more > 0 ? <Link to="/adoption">{partWords.more(more)}</Link> : null}
    </span>
  )
}

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
      about={[...about, cohortWords.subtitle, [uiWords.csvDefinition, partWords.rulesVersion(rules.version)], ...watched]}
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
