import type { ReactNode } from 'react'
import { day, dayAndTime, exactTime } from '#console/messages/formats.ts'
import { valueInUnit } from '#console/messages/units.ts'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { AroundPicture, DriftPicture } from './drift-picture.tsx'
import { type AlarmDetail, statusOf } from './look.ts'
import { Promised } from './promise.tsx'
import { alarmWords } from './words.ts'

type Record = AlarmDetail['records'][number]
type Links = { decision: (record: Record) => ReactNode; procedure: ReactNode; place: ReactNode }

/** One alarm: what was found, what to do next, what it rests on, and what the watch behind it promises. */
export function AlarmView({ alarm, links }: { alarm: AlarmDetail; links: Links }) {
  return (
    <div className="grid items-start gap-4 xwide:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
      <div className="grid min-w-0 gap-4">
        <Card title={alarmWords.next}>
          <p className="max-w-[72ch]">{alarm.next}</p>
          {alarm.respondMinutes === null ? null : <p className="mt-1 text-meta text-ink-2">{alarmWords.respond(alarm.respondMinutes)}</p>}
        </Card>
        <AroundPicture alarm={alarm} />
        <DriftPicture alarm={alarm} />
        <Records alarm={alarm} links={links} />
      </div>
      <div className="grid min-w-0 gap-4">
        <Facts alarm={alarm} links={links} />
        <Evidence alarm={alarm} />
        {alarm.watch ? <Promised watch={alarm.watch} /> : null}
      </div>
    </div>
  )
}

function Facts({ alarm, links }: { alarm: AlarmDetail; links: Links }) {
  const owner = alarm.owner?.name ?? alarmWords.noOwner
  const facts = [
    { name: alarmWords.state, value: <StatusMark status={statusOf(alarm)} text={alarmWords.states(alarm.state)} /> },
    { name: alarmWords.owner, value: `${owner}, ${alarmWords.ownerRoles(alarm.ownerRole)}` },
    { name: alarmWords.place, value: links.place },
    { name: alarmWords.kind, value: alarmWords.kinds(alarm.kind) },
    { name: alarmWords.since, value: dayAndTime(new Date(alarm.since)) },
    { name: alarmWords.raised, value: dayAndTime(new Date(alarm.raisedAt)) },
    ...(alarm.times > 1 ? [{ name: alarmWords.times, value: alarmWords.again(alarm.times) }] : []),
    ...(alarm.cause ? [{ name: alarmWords.cause, value: alarmWords.causes(alarm.cause) }] : []),
    ...(alarm.note ? [{ name: alarmWords.note, value: alarm.note }] : []),
  ]
  return (
    <Card title={alarmWords.thisOne}>
      <FactList facts={facts} />
      <p className="mt-3">{links.procedure}</p>
    </Card>
  )
}

const dayTold = (on: string) => day(new Date(on))

/** What is typical before and since, for a measure of values. */
function valueFacts({ unit, currency, evidence: { baseline, values } }: AlarmDetail) {
  if (!values) return []
  const value = (amount: number) => valueInUnit(amount, unit, currency)
  const window = baseline ? ` (${alarmWords.evidenceWindow(dayTold(baseline.from), dayTold(baseline.to))})` : ''
  const since = alarmWords.evidenceTypical(value(values.now), value(values.low), value(values.high))
  return [
    { name: alarmWords.evidenceBaseline, value: `${value(values.before)}${window}` },
    { name: alarmWords.evidenceSeen, value: `${since}; ${alarmWords.evidenceCasesOf(values.of)}` },
    { name: values.excess < 0 ? alarmWords.evidenceLess : alarmWords.evidenceInAll, value: value(Math.abs(values.excess)) },
  ]
}

function Evidence({ alarm }: { alarm: AlarmDetail }) {
  const { baseline, seen, values, excess, expected, waiting, waitingMax } = alarm.evidence
  const facts = [
    ...valueFacts(alarm),
    ...(baseline && !values
      ? [
          {
            name: alarmWords.evidenceBaseline,
            value: `${alarmWords.evidenceCases(baseline.hits, baseline.of)} (${alarmWords.evidenceWindow(dayTold(baseline.from), dayTold(baseline.to))})`,
          },
        ]
      : []),
    ...(seen
      ? [
          {
            name: alarmWords.evidenceSeen,
            value: `${alarmWords.evidenceCases(seen.hits, seen.of)} (${alarmWords.evidenceRange(seen.low, seen.high)})`,
          },
        ]
      : []),
    ...(excess === null ? [] : [{ name: alarmWords.evidenceExcess, value: alarmWords.evidenceMore(excess) }]),
    ...(expected === null ? [] : [{ name: alarmWords.evidenceExpected, value: alarmWords.evidenceMore(expected) }]),
    ...(waiting === null ? [] : [{ name: alarmWords.evidenceWaiting, value: alarmWords.evidenceMax(waiting, waitingMax ?? 0) }]),
    ...(alarm.kind === 'drift' && alarm.newLevel.because ? [{ name: alarmWords.newLevel, value: alarm.newLevel.because }] : []),
  ]
  return (
    <Card title={alarmWords.evidence}>
      <FactList facts={facts} />
    </Card>
  )
}

const columnsOf = (links: Links): Column<Record>[] => [
  { id: 'decision', head: alarmWords.decision, cell: links.decision, value: (record) => record.id },
  { id: 'type', head: alarmWords.decisionType, cell: (record) => record.decisionType, value: (record) => record.decisionType },
  { id: 'what', head: alarmWords.outcome, cell: (record) => alarmWords.recordWhat(record.what), value: (record) => record.what },
  { id: 'at', head: alarmWords.at, cell: (record) => dayAndTime(new Date(record.at)), value: (record) => exactTime(new Date(record.at)) },
]

function Records({ alarm, links }: { alarm: AlarmDetail; links: Links }) {
  if (alarm.records.length === 0) return null
  const columns = columnsOf(links)
  return (
    <Card
      title={alarmWords.records}
      subtitle={alarmWords.recordsHint}
      isFlush
      actions={<CsvButton name="alarm-records" columns={columns} rows={alarm.records} about={[alarm.title]} />}
    >
      <Table caption={alarmWords.records} isCaptionHidden columns={columns} rows={alarm.records} rowKey={(record) => record.id} />
    </Card>
  )
}
