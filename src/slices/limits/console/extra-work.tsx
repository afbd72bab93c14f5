import { count } from '#console/messages/formats.ts'
import { uiWords } from '#console/messages/ui.ts'
import { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { countExtraWork } from '../contract.ts'
import { type PlaceNames, placeName } from './place.ts'
import { plainRate, RateOf } from './rate.tsx'
import { limitWords } from './words.ts'

type Row = OutputOf<typeof countExtraWork>['items'][number]

const watching = ({ extraWork }: Row) =>
  extraWork.babysittingMinutes === null ? limitWords.suppressed : limitWords.minutesOf(extraWork.babysittingMinutes)

const keyOf = ({ team, aiAgent }: Row) => `${team} ${aiAgent ?? ''}`

const columnsOf = (names: PlaceNames): Column<Row>[] => [
  {
    id: 'place',
    head: limitWords.place,
    cell: (row) => placeName(row, names),
    value: (row) => placeName(row, names),
  },
  {
    id: 'without',
    head: limitWords.without,
    cell: (row) => <RateOf rate={row.rate} />,
    ...plainRate(limitWords.without, (row: Row) => row.rate),
  },
  {
    id: 'with',
    head: limitWords.with,
    cell: (row) => <RateOf rate={row.rateWithExtraWork} />,
    ...plainRate(limitWords.with, (row: Row) => row.rateWithExtraWork),
  },
  {
    id: 'watching',
    head: limitWords.watching,
    isNumber: true,
    cell: watching,
    value: (row) => row.extraWork.babysittingMinutes ?? uiWords.withheld,
  },
  {
    id: 'outside',
    head: limitWords.outside,
    isNumber: true,
    cell: (row) => count(row.extraWork.handledOutside),
    value: (row) => row.extraWork.handledOutside,
  },
  {
    id: 'scope',
    head: limitWords.scope,
    isNumber: true,
    cell: (row) => count(row.extraWork.outOfScope),
    value: (row) => row.extraWork.outOfScope,
  },
]

const isThere = ({ extraWork: { handledOutside, outOfScope, babysittingMinutes } }: Row) =>
  handledOutside + outOfScope + (babysittingMinutes ?? 0) > 0

/** Work that an AI agent made or left, and what it does to the rate. */
export function ExtraWork({ team, names, onRecord }: { team: string | undefined; names: PlaceNames; onRecord?: () => void }) {
  const columns = columnsOf(names)
  const work = useCall(countExtraWork, { team, days: 28 }, { keepPrevious: true })
  const rows = (work.data?.items ?? []).filter(isThere)
  return (
    <Card
      title={limitWords.extraTitle}
      subtitle={limitWords.extraSubtitle}
      isFlush
      actions={
        <>
          <CsvButton name="extra-work" columns={columns} rows={rows} about={[limitWords.extraSubtitle]} />
          {onRecord ? (
            <Button onClick={onRecord} keyHint="w">
              {limitWords.record}
            </Button>
          ) : null}
        </>
      }
    >
      <Inside work={work} rows={rows} columns={columns} />
      {work.data?.items.some((row) => row.extraWork.minutesStatus === 'suppressed') ? (
        <p className="border-t border-line px-4 py-2 text-meta text-ink-2">{limitWords.suppressedToo}</p>
      ) : null}
    </Card>
  )
}

type InsideProps = { work: ReturnType<typeof useCall<typeof countExtraWork>>; rows: Row[]; columns: Column<Row>[] }

function Inside({ work, rows, columns }: InsideProps) {
  if (work.isPending) return <Skeleton lines={3} />
  if (work.isError) return <ErrorState error={work.error} onRetry={() => void work.refetch()} />
  if (rows.length === 0) return <EmptyState kind="nothing-yet">{limitWords.extraEmpty}</EmptyState>
  return <Table caption={limitWords.extraTitle} isCaptionHidden columns={columns} rows={rows} rowKey={keyOf} />
}
