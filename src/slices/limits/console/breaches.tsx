import { useState } from 'react'
import { useAct, useCallPages } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { closeBreach, listBreaches } from '../contract.ts'
import { type PlaceNames, placeName } from './place.ts'
import { limitWords } from './words.ts'

type Breach = OutputOf<typeof listBreaches>['items'][number]

const whatText = ({ kind, value, limit, attempts }: Breach) =>
  kind === 'rate' ? limitWords.rateBreach(value, limit, attempts ?? 0) : limitWords.depthBreach(value, limit)

const endText = ({ endedAt, endedBecause }: Breach) => (endedAt && endedBecause ? limitWords.endedBecause(endedBecause) : limitWords.goesOn)

const doneText = ({ what, dropped }: Breach) =>
  [dropped.length > 0 ? limitWords.dropped(dropped.length) : '', what ?? ''].filter(Boolean).join(' ')

const columnsOf = (names: PlaceNames): Column<Breach>[] => [
  {
    id: 'place',
    head: limitWords.place,
    cell: (row) => placeName(row, names),
    value: (row) => placeName(row, names),
  },
  { id: 'what', head: limitWords.what, cell: (row) => <span className="block min-w-56">{whatText(row)}</span>, value: whatText },
  { id: 'began', head: limitWords.began, cell: (row) => <TimeAgo at={row.beganAt} />, value: (row) => row.beganAt },
  {
    id: 'ended',
    head: limitWords.ended,
    cell: (row) =>
      row.endedAt ? (
        <>
          <TimeAgo at={row.endedAt} />
          <span className="block text-meta text-ink-2">{endText(row)}</span>
        </>
      ) : (
        <StatusMark status="act" text={endText(row)} />
      ),
    value: (row) => row.endedAt,
  },
  { id: 'done', head: limitWords.done, cell: (row) => <span className="block min-w-40">{doneText(row)}</span>, value: doneText },
]

type BreachesProps = { team: string | undefined; names: PlaceNames; mayWrite: (team: string) => boolean }

/** When limits were broken, and what was done then. */
export function Breaches({ team, names, mayWrite }: BreachesProps) {
  const breaches = useCallPages(listBreaches, { team, limit: 20 })
  const columns = columnsOf(names)
  return (
    <Card
      title={limitWords.breachesTitle}
      subtitle={limitWords.breachesSubtitle}
      isFlush
      actions={
        <CsvButton name="limit-breaches" columns={columns} rows={breaches.items} about={[limitWords.breachesTitle]} pages={breaches} />
      }
    >
      <Rows breaches={breaches} columns={columns} mayWrite={mayWrite} />
    </Card>
  )
}

type RowsProps = {
  breaches: ReturnType<typeof useCallPages<typeof listBreaches>>
  columns: Column<Breach>[]
  mayWrite: (team: string) => boolean
}

function Rows({ breaches, columns, mayWrite }: RowsProps) {
  const [closing, setClosing] = useState<Breach | null>(null)
  const close = useAct(closeBreach, { also: ['registry', 'escalation'] })
  if (breaches.isPending) return <Skeleton lines={3} />
  if (breaches.isError) return <ErrorState error={breaches.error} onRetry={breaches.retry} />
  if (breaches.items.length === 0)
    return (
      <EmptyState kind="nothing-left" title={limitWords.breachesNone}>
        {limitWords.breachesEmpty}
      </EmptyState>
    )
  const acts: Column<Breach> = {
    id: 'acts',
    head: limitWords.acts,
    cell: (row) =>
      row.endedAt === null && mayWrite(row.team) ? (
        <Button size="small" onClick={() => setClosing(row)}>
          {limitWords.close}
        </Button>
      ) : null,
  }
  const hasOpen = breaches.items.some((row) => row.endedAt === null && mayWrite(row.team))
  return (
    <>
      <Table
        caption={limitWords.breachesTitle}
        isCaptionHidden
        columns={hasOpen ? [...columns, acts] : columns}
        rows={breaches.items}
        rowKey={(row) => row.id}
      />
      <Pager shown={breaches.items.length} hasMore={breaches.hasMore} isLoading={breaches.isLoadingMore} onMore={breaches.more} />
      {closing ? (
        <ConfirmDialog
          open
          onClose={() => setClosing(null)}
          title={limitWords.closeTitle}
          description={<p>{limitWords.closeText}</p>}
          confirmLabel={limitWords.closeLabel}
          onConfirm={async (what) => {
            await close.mutateAsync({ breach: closing.id, what })
            notify({ title: limitWords.closed })
          }}
        />
      ) : null}
    </>
  )
}
