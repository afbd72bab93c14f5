import type { ReactNode } from 'react'
import { exactTime } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { type Alarm, type PlaceName, statusOf } from './look.ts'
import { alarmWords } from './words.ts'

const ownerText = ({ owner, ownerRole }: Alarm) =>
  owner ? `${owner.name}, ${alarmWords.ownerRoles(ownerRole)}` : `${alarmWords.noOwner}, ${alarmWords.ownerRoles(ownerRole)}`

type AlarmTableProps = {
  alarms: Alarm[]
  linkOf: (alarm: Alarm) => ReactNode
  placeName: PlaceName
  actions?: ReactNode
  children?: ReactNode
}

const columnsOf = (linkOf: AlarmTableProps['linkOf']): Column<Alarm>[] => [
  {
    id: 'what',
    head: alarmWords.what,
    cell: (alarm) => (
      <span className="block min-w-56 font-normal">
        {linkOf(alarm)}
        <span className="block text-meta text-ink-2">{alarm.says}</span>
      </span>
    ),
    value: (alarm) => `${alarm.title}. ${alarm.says}`,
  },
  {
    id: 'state',
    head: alarmWords.state,
    cell: (alarm) => <StatusMark status={statusOf(alarm)} text={alarmWords.states(alarm.state)} />,
    value: (alarm) => alarmWords.states(alarm.state),
  },
  { id: 'kind', head: alarmWords.kind, cell: (alarm) => alarmWords.kinds(alarm.kind), value: (alarm) => alarmWords.kinds(alarm.kind) },
  { id: 'owner', head: alarmWords.owner, cell: (alarm) => <span className="block min-w-32">{ownerText(alarm)}</span>, value: ownerText },
  {
    id: 'next',
    head: alarmWords.next,
    cell: (alarm) => <span className="block min-w-56">{alarm.next}</span>,
    value: (alarm) => alarm.next,
  },
  {
    id: 'raised',
    head: alarmWords.raised,
    cell: (alarm) => (
      <>
        <TimeAgo at={alarm.raisedAt} />
        {alarm.times > 1 ? <span className="block text-meta text-ink-2">{alarmWords.again(alarm.times)}</span> : null}
      </>
    ),
    value: (alarm) => exactTime(new Date(alarm.raisedAt)),
  },
]

/** Alarms, each with its owner and its next step. */
export function AlarmTable({ alarms, linkOf, placeName, actions, children }: AlarmTableProps) {
  const columns = columnsOf(linkOf)
  const place: Column<Alarm> = { id: 'place', head: alarmWords.place, cell: placeName, value: placeName }
  return (
    <Card
      title={alarmWords.title}
      subtitle={alarmWords.subtitle}
      isFlush
      actions={
        <>
          {actions}
          <CsvButton name="alarms" columns={[...columns, place]} rows={alarms} about={[alarmWords.subtitle]} />
        </>
      }
    >
      {children ?? <Table caption={alarmWords.title} isCaptionHidden columns={columns} rows={alarms} rowKey={(alarm) => alarm.id} />}
    </Card>
  )
}
