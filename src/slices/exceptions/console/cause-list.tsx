import { useState } from 'react'
import { count, exactTime } from '#console/messages/formats.ts'
import { useAct, type useCallPages } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, plainColumn, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { closeCause, type listCauses } from '../contract.ts'
import { causeWords } from './cause-words.ts'

export type Cause = OutputOf<typeof listCauses>['items'][number]

export const causeColumns = (nameOfTeam: (id: string) => string): Column<Cause>[] => [
  { id: 'title', head: causeWords.cause, cell: (row) => <span className="block min-w-40">{row.title}</span>, value: (row) => row.title },
  {
    id: 'step',
    head: causeWords.nextStep,
    cell: (row) => <span className="block min-w-48">{row.nextStep}</span>,
    value: (row) => row.nextStep,
  },
  { id: 'items', head: causeWords.items, isNumber: true, cell: (row) => count(row.openItems), value: (row) => row.openItems },
  plainColumn('team', causeWords.team, (row) => (row.team === null ? causeWords.everybody : nameOfTeam(row.team))),
  {
    id: 'since',
    head: causeWords.since,
    cell: (row) => <TimeAgo at={row.openedAt} />,
    value: (row) => exactTime(new Date(row.openedAt)),
  },
]

type CauseListProps = {
  causes: ReturnType<typeof useCallPages<typeof listCauses>>
  isClosed: boolean
  nameOfTeam: (id: string) => string
  mayWrite: (team: string | null) => boolean
  onName?: () => void
}

/** Causes that are known, or those that were mended. */
export function CauseList({ causes, isClosed, nameOfTeam, mayWrite, onName }: CauseListProps) {
  const [mending, setMending] = useState<Cause | null>(null)
  if (causes.isPending) return <Skeleton lines={4} />
  if (causes.isError) return <ErrorState error={causes.error} onRetry={causes.retry} />
  if (causes.items.length === 0)
    return (
      <EmptyState kind="nothing-yet" action={onName && !isClosed ? <Button onClick={onName}>{causeWords.name}</Button> : undefined}>
        {isClosed ? causeWords.closedEmpty : causeWords.empty}
      </EmptyState>
    )
  const ended: Column<Cause> = {
    id: 'ended',
    head: causeWords.ended,
    cell: (row) => (row.closedAt ? <TimeAgo at={row.closedAt} /> : null),
    value: (row) => row.closedAt,
  }
  const acts: Column<Cause> = {
    id: 'acts',
    head: causeWords.acts,
    cell: (row) =>
      mayWrite(row.team) ? (
        <Button size="small" aria-label={causeWords.mendedOf(row.title)} onClick={() => setMending(row)}>
          {causeWords.mended}
        </Button>
      ) : null,
  }
  const canMend = !isClosed && causes.items.some((row) => mayWrite(row.team))
  return (
    <>
      <Table
        caption={causeWords.title}
        isCaptionHidden
        columns={[...causeColumns(nameOfTeam), ...(isClosed ? [ended] : []), ...(canMend ? [acts] : [])]}
        rows={causes.items}
        rowKey={(row) => row.id}
      />
      <Pager shown={causes.items.length} hasMore={causes.hasMore} isLoading={causes.isLoadingMore} onMore={causes.more} />
      {mending ? <Mend cause={mending} onClose={() => setMending(null)} /> : null}
    </>
  )
}

function Mend({ cause, onClose }: { cause: Cause; onClose: () => void }) {
  const close = useAct(closeCause, { ifMatch: String(cause.etag) })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={causeWords.mendTitle(cause.title)}
      description={<p>{causeWords.mendText}</p>}
      confirmLabel={causeWords.mendLabel}
      reasonLabel={causeWords.mendField}
      onConfirm={async (what) => {
        await close.mutateAsync({ id: cause.id, what })
        notify({ title: causeWords.done })
      }}
    />
  )
}
