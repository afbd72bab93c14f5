import { getRouteApi } from '@tanstack/react-router'
import { exactTime } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import type { About } from '#console/ui/csv.ts'
import { Link } from '#console/ui/link.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { Curve } from '#slices/capacity/console/curve.tsx'
import { baseSentence, breakingSentence } from '#slices/capacity/console/sentences.ts'
import { getRun, type listRuns } from '#slices/capacity/contract.ts'
import type { Overview } from '../pages/overview-data.ts'
import type { Names } from '../pages/overview-decisions.ts'
import { partWords } from './overview-words.ts'

const route = getRouteApi('/frame/overview')

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

type CurveCardProps = { runs: Overview['runs']; names: Names; about: About[]; startsAs: 'chart' | 'table' }

/** What more volume does to a queue, by the newest finished simulation of all, with the point where it breaks. Nothing before there is one. */
export function CapacityCurve({ runs, names, about, startsAs }: CurveCardProps) {
  const { curve = 'wait' } = route.useSearch()
  const navigate = route.useNavigate()
  const newest = runs.data?.items.find(({ state }) => state === 'done')
  const run = useCall(getRun, { run: newest?.id ?? '' }, { enabled: newest !== undefined, staleTime: Number.POSITIVE_INFINITY })
  if (!newest) return null
  if (run.isPending) return <Skeleton lines={5} />
  if (run.isError) return <ErrorState title={partWords.curveFailed} error={run.error} onRetry={() => void run.refetch()} />
  const { answer, team } = run.data
  if (!answer || answer.curve.length < 2) return null
  const told = [baseSentence(answer), breakingSentence(answer.breaking)].filter((one) => one !== null)
  return (
    <Curve
      team={names.team(team)}
      answer={answer}
      metric={curve}
      onMetric={(metric) =>
        void navigate({ search: (before) => ({ ...before, curve: metric === 'wait' ? undefined : metric }), replace: true })
      }
      about={[...about, partWords.curveAbout(names.team(team), run.data.inputsDigest, run.data.seed), ...told]}
      startsAs={startsAs}
      note={
        <>
          {told.map((sentence) => (
            <span key={sentence} className="block text-ink">
              {sentence}
            </span>
          ))}
          {partWords.curveFrom(exactTime(new Date(run.data.madeAt)), run.data.peoplePlanned)}{' '}
          <Link to="/capacity" search={{ team, run: run.data.id }}>
            {partWords.openNewest}
          </Link>
        </>
      }
    />
  )
}

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
