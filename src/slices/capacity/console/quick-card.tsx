import { count, share } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { CallError } from '#sdk/call.ts'
import type { Note, Quick } from '../contract.ts'
import { noteText, runWords } from './run-words.ts'
import { capacityWords } from './words.ts'

type QuickCardProps = { quick: Quick | undefined; error: unknown; onRetry: () => void }

/** Layers 1 and 2: what can be said at once, without a simulation. */
export function QuickCard({ quick, error, onRetry }: QuickCardProps) {
  return (
    <Card title={capacityWords.quickTitle} subtitle={capacityWords.quickSubtitle}>
      <Inside quick={quick} error={error} onRetry={onRetry} />
    </Card>
  )
}

function Inside({ quick, error, onRetry }: QuickCardProps) {
  if (isConflict(error))
    return (
      <EmptyState kind="nothing-yet" title={capacityWords.quickMissing}>
        {capacityWords.quickMissingHint}
      </EmptyState>
    )
  if (error) return <ErrorState title={capacityWords.quickFailed} error={error} onRetry={onRetry} />
  if (!quick) return <Skeleton lines={12} />
  return (
    <div className="grid gap-4">
      <FactList facts={[...arithmeticFacts(quick), ...erlangFacts(quick)]} />
      <Notes notes={quick.notes} />
    </div>
  )
}

/** The server cannot fill in what nobody saw yet. */
const isConflict = (error: unknown) => error instanceof CallError && error.problem.code === 'conflict'

function arithmeticFacts({ arithmetic, atTwice, settled }: Quick) {
  const { exceptionsPerDay, workHoursPerDay, plannedHoursPerDay, dutyHoursPerDay, capacityPerDay, load } = arithmetic
  return [
    { name: capacityWords.exceptions, value: count(exceptionsPerDay) },
    { name: capacityWords.work, value: capacityWords.hours(workHoursPerDay) },
    { name: capacityWords.onDuty, value: capacityWords.onDutyOf(dutyHoursPerDay, plannedHoursPerDay) },
    { name: capacityWords.canDo, value: count(Math.floor(capacityPerDay)) },
    { name: capacityWords.load, value: <Load load={load} /> },
    ...(atTwice ? [{ name: capacityWords.loadAtTwiceMinutes, value: <Load load={atTwice.handleMinutes.load} /> }] : []),
    ...(atTwice && settled.exceptionRate <= 0.5
      ? [{ name: capacityWords.loadAtTwiceRate, value: <Load load={atTwice.exceptionRate.load} /> }]
      : []),
  ]
}

function Load({ load }: { load: number | null }) {
  if (load === null) return capacityWords.nobodyPlanned
  return load < 1 ? share(load) : <StatusMark isPlain status="act" text={capacityWords.loadOver(share(load))} />
}

function erlangFacts({ erlang }: Quick) {
  if (erlang.status === 'no_arrivals') return [{ name: capacityWords.needed, value: capacityWords.noArrivals }]
  const wait = erlang.status === 'unstable' ? capacityWords.unstable : capacityWords.nobodyPlanned
  return [
    { name: capacityWords.needed, value: capacityWords.neededWith(erlang.peopleToPlan, erlang.peopleNeeded) },
    {
      name: capacityWords.erlangWait,
      value: erlang.waitMinutesP90 === null ? wait : capacityWords.minutes(erlang.waitMinutesP90),
    },
    ...(erlang.lateShare === null ? [] : [{ name: capacityWords.lateByErlang, value: share(erlang.lateShare, 1) }]),
  ]
}

/** What somebody who reads the figures has to know of them. */
export function Notes({ notes }: { notes: Note[] }) {
  if (notes.length === 0) return null
  return (
    <div className="grid gap-1">
      <h3 className="text-meta font-medium text-ink-2">{runWords.notes}</h3>
      <ul className="grid list-disc gap-1 ps-5 text-meta text-ink-2">
        {notes.map((note) => (
          <li key={note.code}>{noteText(note)}</li>
        ))}
      </ul>
    </div>
  )
}
