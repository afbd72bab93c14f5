import { useState } from 'react'
import { valueInUnit } from '#console/messages/units.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { EmptyState } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { notify } from '#console/ui/toast.tsx'
import { pauseWatch } from '../contract.ts'
import { type PlaceName, type Watch, watchStatus } from './look.ts'
import { alarmWords, falseAlarmsTold, watchWords } from './words.ts'

function findsText({ kind, design, unit, currency }: Watch): string {
  if (!design) return watchWords.findsNone
  const [first] = design.findings
  const [spike] = design.spikes
  if (first) return watchWords.findsJump(valueInUnit(first.to, unit, currency), first.medianDays)
  if (design.quietMinutes) return watchWords.findsQuiet(design.quietMinutes.shortest)
  if (!spike) return watchWords.findsNone
  return kind === 'drift' ? watchWords.findsDaily(spike.errors, spike.of) : watchWords.findsSpike(spike.errors, spike.of)
}

const whatText = (watch: Watch) =>
  watch.kind === 'drift'
    ? `${watch.measureName}, ${watchWords.directions(watch.direction)}`
    : alarmWords.kinds(watch.kind === 'spike' ? 'spike' : 'silence')

const columnsOf = (placeName: PlaceName): Column<Watch>[] => [
  {
    id: 'what',
    head: watchWords.what,
    cell: (watch) => (
      <span className="block min-w-40">
        {whatText(watch)}
        <span className="block text-meta font-normal text-ink-2">{placeName(watch)}</span>
      </span>
    ),
    value: (watch) => `${whatText(watch)}: ${placeName(watch)}`,
  },
  {
    id: 'state',
    head: watchWords.state,
    cell: (watch) => <StatusMark status={watchStatus(watch)} text={watchWords.states(watch.state)} />,
    value: (watch) => watchWords.states(watch.state),
  },
  {
    id: 'perYear',
    head: watchWords.perYear,
    isNumber: true,
    cell: (watch) => (watch.design ? falseAlarmsTold(watch.design.falseAlarmsPerYear) : ''),
    value: (watch) => watch.design?.falseAlarmsPerYear,
  },
  { id: 'finds', head: watchWords.finds, cell: (watch) => <span className="block min-w-40">{findsText(watch)}</span>, value: findsText },
]

type WatchTableProps = { watches: Watch[]; placeName: PlaceName; mayWrite: (team: string) => boolean }

/** What is watched, how often it is wrong, and what it would find how fast. */
export function WatchTable({ watches, placeName, mayWrite }: WatchTableProps) {
  const [asked, setAsked] = useState<Watch | null>(null)
  const columns = columnsOf(placeName)
  const acts: Column<Watch> = {
    id: 'acts',
    head: watchWords.acts,
    cell: (watch) =>
      mayWrite(watch.team) ? (
        <Button
          size="small"
          aria-label={watch.pausedUntil ? watchWords.resumeFor(whatText(watch)) : watchWords.pauseFor(whatText(watch))}
          onClick={() => setAsked(watch)}
        >
          {watch.pausedUntil ? watchWords.resume : watchWords.pause}
        </Button>
      ) : null,
  }
  return (
    <Card
      title={watchWords.watches}
      subtitle={watchWords.watchesHint}
      isFlush
      actions={<CsvButton name="watches" columns={columns} rows={watches} about={[watchWords.watchesHint]} />}
    >
      {watches.length === 0 ? (
        <EmptyState kind="nothing-yet">{watchWords.watchesNone}</EmptyState>
      ) : (
        <Table
          caption={watchWords.watches}
          isCaptionHidden
          columns={watches.some(({ team }) => mayWrite(team)) ? [...columns, acts] : columns}
          rows={watches}
          rowKey={({ id }) => id}
        />
      )}
      {asked ? <Pause watch={asked} onClose={() => setAsked(null)} /> : null}
    </Card>
  )
}

const dayMs = 86_400_000

function Pause({ watch, onClose }: { watch: Watch; onClose: () => void }) {
  const pause = useAct(pauseWatch)
  const isPaused = watch.pausedUntil !== null
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={isPaused ? watchWords.resumeFor(whatText(watch)) : watchWords.pauseFor(whatText(watch))}
      description={<p>{isPaused ? watchWords.resumeText : watchWords.pauseText}</p>}
      confirmLabel={isPaused ? watchWords.resume : watchWords.pause}
      onConfirm={async (reason) => {
        const until = new Date(Date.now() + (isPaused ? 0 : dayMs)).toISOString()
        await pause.mutateAsync({ watch: watch.id, until, reason })
        notify({ title: isPaused ? watchWords.resumed : watchWords.paused })
      }}
    />
  )
}
