import type { ReactNode } from 'react'
import { exactTime } from '#console/messages/formats.ts'
import type { useCallPages } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { listDrills } from '../contract.ts'
import { type Drill, verdictLook } from './look.ts'
import { drillWords, seconds } from './words.ts'

const verdictText = ({ verdict, state }: Drill) => (verdict ? drillWords.verdicts(verdict) : drillWords.states(state))

function verdictMark(drill: Drill): ReactNode {
  return <StatusMark isPlain status={drill.verdict ? verdictLook[drill.verdict] : 'info'} text={verdictText(drill)} />
}

/** How fast somebody answered, beside what was promised. */
export function answeredText({ promise }: Drill): string {
  const took = promise.tookSeconds === null ? drillWords.notYet : seconds(promise.tookSeconds)
  return promise.seconds === null ? took : `${took}, ${drillWords.promised(seconds(promise.seconds))}`
}

const columnsOf = (link: (drill: Drill) => ReactNode): Column<Drill>[] => [
  { id: 'what', head: drillWords.what, cell: link, value: (row) => drillWords.scenarios(row.scenario) },
  { id: 'verdict', head: drillWords.verdict, cell: verdictMark, value: verdictText },
  { id: 'answered', head: drillWords.answered, cell: answeredText, value: (row) => row.promise.tookSeconds },
  {
    id: 'began',
    head: drillWords.began,
    cell: (row) => <TimeAgo at={row.startedAt} />,
    value: (row) => exactTime(new Date(row.startedAt)),
  },
]

type DrillListProps = { drills: ReturnType<typeof useCallPages<typeof listDrills>>; link: (drill: Drill) => ReactNode }

/** Drills that were run. */
export function DrillList({ drills, link }: DrillListProps) {
  const columns = columnsOf(link)
  return (
    <Card
      title={drillWords.listTitle}
      subtitle={drillWords.listSubtitle}
      isFlush
      actions={<CsvButton name="drills" columns={columns} rows={drills.items} about={[drillWords.listTitle]} pages={drills} />}
    >
      <Rows drills={drills} columns={columns} />
    </Card>
  )
}

function Rows({ drills, columns }: { drills: DrillListProps['drills']; columns: Column<Drill>[] }) {
  if (drills.isPending) return <Skeleton lines={3} />
  if (drills.isError) return <ErrorState error={drills.error} onRetry={drills.retry} />
  if (drills.items.length === 0) return <EmptyState kind="nothing-yet">{drillWords.empty}</EmptyState>
  return (
    <>
      <Table caption={drillWords.listTitle} isCaptionHidden columns={columns} rows={drills.items} rowKey={(row) => row.id} />
      <Pager shown={drills.items.length} hasMore={drills.hasMore} isLoading={drills.isLoadingMore} onMore={drills.more} />
    </>
  )
}
