import { Fragment } from 'react'
import { PathLink } from '#console/path-link.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import type { About } from '#console/ui/csv.ts'
import { KeyHint } from '#console/ui/key-hint.tsx'
import { Link } from '#console/ui/link.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { inOrder, needsSomething, statusOf } from '#slices/adoption/console/look.ts'
import type { Adoption, Remedy, State } from '#slices/adoption/console/shapes.ts'
import { adoptionWords } from '#slices/adoption/console/words.ts'
import type { listRuns } from '#slices/capacity/contract.ts'
import type { Overview } from './overview-data.ts'
import type { Decision, Names } from './overview-decisions.ts'
import { overviewWords } from './overview-words.ts'

/** What needs a decision, each with one act. Says what it could not look at. */
export function DecisionsCard({ decisions, overview }: { decisions: Decision[]; overview: Overview }) {
  const { pending, failed, retry } = overview
  const isWhole = pending.length === 0 && failed.length === 0
  return (
    <Card title={overviewWords.decisions(decisions.length, isWhole)} subtitle={overviewWords.decisionsSubtitle} isFlush>
      {decisions.length === 0 && isWhole ? (
        <EmptyState kind="nothing-left" title={overviewWords.nothingToDecide}>
          {overviewWords.nothingToDecideHint}
        </EmptyState>
      ) : null}
      <ol>
        {decisions.map((decision, at) => (
          <DecisionLine key={decision.id} decision={decision} nth={at + 1} />
        ))}
      </ol>
      {pending.length > 0 ? (
        <p role="status" className="border-t border-line px-4 py-2 text-ink-2">
          {overviewWords.stillLooking(pending)}
        </p>
      ) : null}
      {failed.length > 0 ? (
        <div role="alert" className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2">
          <StatusMark status="act" isPlain text={overviewWords.failed(failed)} />
          <Button size="small" onClick={retry}>
            {overviewWords.retry}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}

const keysThere = 9

function DecisionLine({ decision, nth }: { decision: Decision; nth: number }) {
  const { status, text, more, act, path } = decision
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2.5">
      <StatusMark status={status} />
      <span className="min-w-0 flex-1 basis-64">
        <span className="font-strong">{text}</span> <span className="text-ink-2">{more}</span>
      </span>
      <span className="inline-flex items-center gap-2">
        <PathLink path={path}>{act}</PathLink>
        {nth <= keysThere ? <KeyHint keys={String(nth)} /> : null}
      </span>
    </li>
  )
}

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
      subtitle={overviewWords.adoptionSubtitle}
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

function TeamLinks({ teams, names }: { teams: string[]; names: Names }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {teams.map((team) => (
        <Fragment key={team}>
          <Link to="/adoption/$team" params={{ team }} look="ink">
            {names.team(team)}
          </Link>
        </Fragment>
      ))}
    </span>
  )
}

type Run = OutputOf<typeof listRuns>['items'][number]

/** The newest finished simulation of each team, by team. */
function newestOf(runs: Run[], names: Names): Run[] {
  const newest = new Map<string, Run>()
  for (const run of runs) if (run.state === 'done' && !newest.has(run.team)) newest.set(run.team, run)
  return [...newest.values()].sort((one, other) => names.team(one.team).localeCompare(names.team(other.team)))
}

function saidOf({ team, breaksAtVolume, holds, volumePerDay, peoplePlanned }: Run, names: Names): string {
  if (breaksAtVolume) return overviewWords.breaksAt({ team: names.team(team), ...breaksAtVolume, people: peoplePlanned })
  return (holds ? overviewWords.holds : overviewWords.holdsNot)(names.team(team), volumePerDay)
}

/** At what volume the queue of each team breaks, in words. */
export function CapacityCard({ runs, names }: { runs: Overview['runs']; names: Names }) {
  if (runs.isPending) return <Skeleton lines={2} />
  if (runs.isError) return <ErrorState title={overviewWords.capacityFailed} error={runs.error} onRetry={() => void runs.refetch()} />
  const newest = newestOf(runs.data.items, names)
  return (
    <Card title={overviewWords.capacityTitle} subtitle={overviewWords.capacitySubtitle}>
      {newest.length === 0 ? (
        <p className="flex flex-wrap gap-3 text-ink-2">
          {overviewWords.capacityEmpty}
          <Link to="/capacity">{overviewWords.capacityLink}</Link>
        </p>
      ) : (
        <ul className="grid gap-2">
          {newest.map((run) => (
            <li key={run.id} className="flex flex-wrap gap-x-3">
              <span className="min-w-0">{saidOf(run, names)}</span>
              <Link to="/capacity" search={{ team: run.team, run: run.id }} aria-label={overviewWords.openRunOf(names.team(run.team))}>
                {overviewWords.openRun}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
