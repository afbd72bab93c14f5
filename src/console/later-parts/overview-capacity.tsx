import { Card } from '#console/ui/card.tsx'
import { Link } from '#console/ui/link.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listRuns } from '#slices/capacity/contract.ts'
import type { Overview } from '../pages/overview-data.ts'
import type { Names } from '../pages/overview-decisions.ts'
import { partWords } from './overview-words.ts'

type Run = OutputOf<typeof listRuns>['items'][number]

/** The newest finished simulation of each team: those that do not hold first, then by name. */
function newestOf(runs: Run[], names: Names): Run[] {
  const newest = new Map<string, Run>()
  for (const run of runs) if (run.state === 'done' && !newest.has(run.team)) newest.set(run.team, run)
  return [...newest.values()].sort(
    (one, other) => Number(one.holds ?? true) - Number(other.holds ?? true) || names.team(one.team).localeCompare(names.team(other.team)),
  )
}

function saidOf({ team, breaksAtVolume, holds, volumePerDay, peoplePlanned }: Run, names: Names): string {
  if (breaksAtVolume) return partWords.breaksAt({ team: names.team(team), ...breaksAtVolume, people: peoplePlanned })
  return (holds ? partWords.holds : partWords.holdsNot)(names.team(team), volumePerDay)
}

const runsShown = 6

/** At what volume the queue of each team breaks, in words. */
export function CapacityCard({ runs, names }: { runs: Overview['runs']; names: Names }) {
  if (runs.isPending) return <Skeleton lines={2} />
  if (runs.isError) return <ErrorState title={partWords.capacityFailed} error={runs.error} onRetry={() => void runs.refetch()} />
  const newest = newestOf(runs.data.items, names)
  return (
    <Card title={partWords.capacityTitle} subtitle={partWords.capacitySubtitle}>
      {newest.length === 0 ? (
        <p className="flex flex-wrap gap-3 text-ink-2">
          {partWords.capacityEmpty}
          <Link to="/capacity">{partWords.capacityLink}</Link>
        </p>
      ) : (
        <ul className="grid gap-2">
          {newest.slice(0, runsShown).map((run) => (
            <li key={run.id} className="flex flex-wrap gap-x-3">
              <span className="min-w-0">{saidOf(run, names)}</span>
              <Link to="/capacity" search={{ team: run.team, run: run.id }} aria-label={partWords.openRunOf(names.team(run.team))}>
                {partWords.openRun}
              </Link>
            </li>
          ))}
          {newest.length > runsShown ? (
            <li>
              <Link to="/capacity">{partWords.more(newest.length - runsShown)}</Link>
            </li>
          ) : null}
        </ul>
      )}
    </Card>
  )
}
