import { memo, type ReactNode, type Ref } from 'react'
import { Button } from '#console/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import type { Desk, DeskAct } from './desk.ts'
import { QueueHead, type QueueSearch } from './queue-head.tsx'
import { QueueList } from './queue-list.tsx'
import type { Team } from './team-names.ts'
import type { useQueue } from './use-queue.ts'
import { queueWords } from './words.ts'

type QueuePaneProps = {
  header: ReactNode
  queue: ReturnType<typeof useQueue>
  search: QueueSearch
  teams: Team[]
  onSearch: (change: QueueSearch) => void
  onClear: () => void
  onOpen: (id: string) => void
  searchBox: Ref<HTMLInputElement>
  onLeaveSearch: () => void
  bulk: ReactNode
}

const StillHead = memo(QueueHead)

/** The list with what stands above it. */
export function QueuePane({ header, queue, search, teams, onSearch, onClear, onOpen, searchBox, onLeaveSearch, bulk }: QueuePaneProps) {
  const { desk, act, index } = queue
  return (
    <div className="flex min-h-0 grow flex-col">
      <div className="grid gap-2 px-3 py-3">
        {header}
        <StillHead search={search} teams={teams} onChange={onSearch} searchBox={searchBox} onLeaveSearch={onLeaveSearch} />
        {index.isError && desk.isLoaded ? <StatusMark status="watch" text={queueWords.stale} /> : null}
        {index.data?.isCut ? <p className="text-meta text-ink-2">{queueWords.isCut(desk.ids.length)}</p> : null}
      </div>
      <Fresh desk={desk} act={act} />
      {bulk}
      <div className="flex min-h-0 grow flex-col border-t border-line">
        <List queue={queue} isFiltered={hasFilter(search)} onClear={onClear} onOpen={onOpen} />
      </div>
    </div>
  )
}

/** An order leaves nothing out. */
const hasFilter = ({ sort: _, ...filters }: QueueSearch) => Object.values(filters).some(Boolean)

function Fresh({ desk, act }: { desk: Desk; act: (act: DeskAct) => void }) {
  const n = desk.fresh.length
  return (
    <>
      {n > 0 ? (
        <div className="border-t border-line bg-selected px-3 py-1.5">
          <Button size="small" keyHint="n" onClick={() => act({ do: 'show-new' })}>
            {queueWords.newWaiting(n)}
          </Button>
        </div>
      ) : null}
      <span role="status" className="sr-only">
        {n > 0 ? queueWords.newSpoken(n) : ''}
      </span>
    </>
  )
}

type ListProps = { queue: QueuePaneProps['queue']; isFiltered: boolean; onClear: () => void; onOpen: (id: string) => void }

function List({ queue, isFiltered, onClear, onOpen }: ListProps) {
  const { desk, act, index } = queue
  if (desk.ids.length > 0) return <QueueList desk={desk} act={act} onOpen={onOpen} />
  if (index.isPending) return <Skeleton lines={10} />
  if (index.isError) return <ErrorState error={index.error} stillWorks={queueWords.stillWorks} onRetry={() => void index.refetch()} />
  if (desk.fresh.length > 0)
    return (
      <EmptyState kind="nothing-left" title={queueWords.doneTitle}>
        {queueWords.done(desk.fresh.length)}
      </EmptyState>
    )
  if (isFiltered)
    return (
      <EmptyState kind="nothing-matches" onClear={onClear}>
        {queueWords.emptyMatch}
      </EmptyState>
    )
  return (
    <EmptyState kind="nothing-left" title={queueWords.emptyTitle}>
      {queueWords.empty}
    </EmptyState>
  )
}
