import type { ReactNode } from 'react'
import { count, share } from '#console/messages/formats.ts'
import { valueInUnit } from '#console/messages/units.ts'
import { Card } from '#console/ui/card.tsx'
import { EmptyState } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { Baseline, PlaceName } from './look.ts'
import { watchWords } from './words.ts'

const usualText = ({ unit, currency, value, casesPerDay }: Baseline) =>
  value === null ? watchWords.aDay(count(casesPerDay)) : valueInUnit(value, unit, currency)

const rangeText = ({ form, low, high, status, upper95 }: Baseline) => {
  if (status === 'none' && upper95 !== null) return watchWords.upTo(upper95)
  return form === 'share' && low !== null && high !== null ? watchWords.range(share(low, 1), share(high, 1)) : ''
}

const columnsOf = (placeName: PlaceName): Column<Baseline>[] => [
  {
    id: 'measure',
    head: watchWords.measure,
    cell: (one) => (
      <span className="block min-w-40">
        {one.measureName}
        <span className="block text-meta font-normal text-ink-2">{placeName(one)}</span>
      </span>
    ),
    value: (one) => `${one.measureName}: ${placeName(one)}`,
  },
  {
    id: 'usual',
    head: watchWords.usual,
    cell: (one) => (
      <>
        {usualText(one)}
        <span className="block text-meta text-ink-2">{rangeText(one)}</span>
      </>
    ),
    value: usualText,
  },
  { id: 'cases', head: watchWords.cases, isNumber: true, cell: (one) => count(one.of), value: (one) => one.of },
  {
    id: 'window',
    head: watchWords.window,
    cell: (one) => watchWords.range(one.from, one.to),
    value: (one) => watchWords.range(one.from, one.to),
  },
  { id: 'sure', head: watchWords.sure, cell: (one) => watchWords.sureNames(one.status), value: (one) => one.status },
  { id: 'why', head: watchWords.why, cell: (one) => <span className="block min-w-40">{one.reason}</span>, value: (one) => one.reason },
]

type BaselineTableProps = { baselines: Baseline[]; placeName: PlaceName; actions?: ReactNode }

/** What is usual, as it was frozen. */
export function BaselineTable({ baselines, placeName, actions }: BaselineTableProps) {
  const columns = columnsOf(placeName)
  return (
    <Card
      title={watchWords.baselines}
      subtitle={watchWords.baselinesHint}
      isFlush
      actions={
        <>
          {actions}
          <CsvButton name="baselines" columns={columns} rows={baselines} about={[watchWords.baselinesHint]} />
        </>
      }
    >
      {baselines.length === 0 ? (
        <EmptyState kind="nothing-yet">{watchWords.baselinesNone}</EmptyState>
      ) : (
        <Table caption={watchWords.baselines} isCaptionHidden columns={columns} rows={baselines} rowKey={({ id }) => id} />
      )}
    </Card>
  )
}
