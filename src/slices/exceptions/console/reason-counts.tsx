import { count, day } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, CsvButton, plainColumn, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { countReasons } from '../contract.ts'
import { causeWords } from './cause-words.ts'
import { decideWords } from './decide-words.ts'

type Counts = OutputOf<typeof countReasons>
type Row = Counts['byReason'][number]

const DAYS = 28

const columnsOf = (reviews: number | null): Column<Row>[] => [
  plainColumn('reason', causeWords.reason, (row) => decideWords[row.reasonCode]),
  { id: 'reviews', head: causeWords.reviews, isNumber: true, cell: (row) => count(row.reviews), value: (row) => row.reviews },
  {
    id: 'part',
    head: causeWords.part,
    isNumber: true,
    cell: (row) => (reviews ? causeWords.partOf(row.reviews, reviews) : ''),
    value: (row) => (reviews ? row.reviews / reviews : null),
  },
]

/** What was behind the answers of people, for all teams or one of them; never who answered. */
export function ReasonCounts({ team }: { team: string | undefined }) {
  const counts = useCall(countReasons, { team, days: DAYS }, { keepPrevious: true })
  const rows = [...(counts.data?.byReason ?? [])].sort((one, other) => other.reviews - one.reviews)
  const subtitle = counts.data ? causeWords.reasonsSubtitle(day(new Date(counts.data.from))) : undefined
  const columns = columnsOf(counts.data?.reviews ?? null)
  return (
    <Card
      title={causeWords.reasonsTitle}
      subtitle={subtitle}
      isFlush
      actions={<CsvButton name="why-people-decided-otherwise" columns={columns} rows={rows} about={subtitle ? [subtitle] : []} />}
    >
      {counts.isPending ? <Skeleton lines={3} /> : null}
      {counts.isError ? <ErrorState error={counts.error} onRetry={() => void counts.refetch()} /> : null}
      {counts.data ? <Inside counts={counts.data} rows={rows} columns={columns} /> : null}
    </Card>
  )
}

function Inside({ counts, rows, columns }: { counts: Counts; rows: Row[]; columns: Column<Row>[] }) {
  if (counts.status === 'suppressed') return <EmptyState kind="not-enough-people">{causeWords.suppressed}</EmptyState>
  if (rows.length === 0) return <EmptyState kind="nothing-yet">{causeWords.reasonsEmpty}</EmptyState>
  return (
    <>
      <Table caption={causeWords.reasonsTitle} isCaptionHidden columns={columns} rows={rows} rowKey={(row) => row.reasonCode} />
      {counts.reviews === null ? null : (
        <p className="border-t border-line px-4 py-2 text-meta text-ink-2">{causeWords.total(counts.reviews)}</p>
      )}
    </>
  )
}
