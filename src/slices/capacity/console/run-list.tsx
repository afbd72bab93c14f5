import type { ReactNode } from 'react'
import { count, exactTime, share } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listRuns } from '../contract.ts'
import { rangeText } from './run-view.tsx'
import { runWords } from './run-words.ts'

type Summary = OutputOf<typeof listRuns>['items'][number]

type Runs = {
  items: Summary[]
  isPending: boolean
  isError: boolean
  error: unknown
  hasMore: boolean
  isLoadingMore: boolean
  more: () => void
  retry: () => void
}

const nameOf = (row: Summary) => row.name ?? runWords.unnamed(exactTime(new Date(row.madeAt)))

function columnsOf(link: (row: Summary, name: string) => ReactNode): Column<Summary>[] {
  return [
    { id: 'name', head: runWords.name, cell: (row) => <span className="block min-w-48">{link(row, nameOf(row))}</span>, value: nameOf },
    { id: 'state', head: runWords.state, cell: (row) => stateMark(row), value: (row) => runWords.states(row.state) },
    {
      id: 'volume',
      head: runWords.volume,
      isNumber: true,
      cell: (row) => count(Math.round(row.volumePerDay)),
      value: (row) => row.volumePerDay,
    },
    { id: 'people', head: runWords.people, isNumber: true, cell: (row) => count(row.peoplePlanned), value: (row) => row.peoplePlanned },
    { id: 'late', head: runWords.lateShare, isNumber: true, cell: lateText, value: lateText },
    { id: 'breaks', head: runWords.breaksAt, isNumber: true, cell: breaksText, value: breaksText },
    { id: 'made', head: runWords.made, cell: (row) => <TimeAgo at={row.madeAt} />, value: (row) => row.madeAt },
  ]
}

function stateMark(row: Summary): ReactNode {
  if (row.isEvidence) return <StatusMark isPlain status="ok" text={runWords.evidence} />
  if (row.state === 'failed') return <StatusMark isPlain status="act" text={runWords.states(row.state)} />
  return runWords.states(row.state)
}

const lateText = ({ lateShare }: Summary) => (lateShare ? rangeText(lateShare, (value) => share(value, 1)) : runWords.notKnown)
const breaksText = ({ breaksAtVolume, state }: Summary) =>
  breaksAtVolume ? rangeText(breaksAtVolume, (value) => count(Math.round(value))) : runWords[state === 'done' ? 'notFound' : 'notKnown']

/** Simulations that were made for a team. */
export function RunList({ runs, link }: { runs: Runs; link: (row: Summary, name: string) => ReactNode }) {
  const columns = columnsOf(link)
  return (
    <Card
      title={runWords.title}
      subtitle={runWords.subtitle}
      isFlush
      actions={<CsvButton name="capacity-runs" columns={columns} rows={runs.items} about={[runWords.title]} pages={runs} />}
    >
      <Rows runs={runs} columns={columns} />
    </Card>
  )
}

function Rows({ runs, columns }: { runs: Runs; columns: Column<Summary>[] }) {
  if (runs.isPending) return <Skeleton lines={3} />
  if (runs.isError) return <ErrorState error={runs.error} onRetry={runs.retry} />
  if (runs.items.length === 0) return <EmptyState kind="nothing-yet">{runWords.empty}</EmptyState>
  return (
    <>
      <Table caption={runWords.title} isCaptionHidden columns={columns} rows={runs.items} rowKey={(row) => row.id} />
      <Pager shown={runs.items.length} hasMore={runs.hasMore} isLoading={runs.isLoadingMore} onMore={runs.more} />
    </>
  )
}
