import { chartWords } from '../../messages/chart.ts'
import type { Column } from '../table.tsx'
import { type Picture, placesOf, type Series, valueAt } from './model.ts'

const rowsOf = (picture: Picture) => placesOf(picture.series).map((x) => ({ x }))
type Row = { x: number }

/** The chart's values as columns: what the table shows and what the CSV holds. */
export function chartColumns(picture: Picture): Column<Row>[] {
  const { x, y, series } = picture
  return [
    { id: 'x', head: x.label, cell: (row) => x.format(row.x), value: (row) => row.x },
    ...series.flatMap((one): Column<Row>[] => {
      const columns: Column<Row>[] = [
        {
          id: one.id,
          head: one.label,
          isNumber: true,
          cell: (row) => valueText(picture, one, row.x),
          value: (row) => valueAt(one, row.x)?.y ?? null,
        },
      ]
      const hasRange = one.points.some((point) => point.low !== undefined)
      if (!hasRange) return columns
      const end = (which: 'low' | 'high', head: string): Column<Row> => ({
        id: `${one.id}-${which}`,
        head,
        isNumber: true,
        cell: (row) => {
          const value = valueAt(one, row.x)?.[which]
          return value === undefined ? '' : y.format(value)
        },
        value: (row) => valueAt(one, row.x)?.[which],
      })
      return [...columns, end('low', chartWords.lowOf(one.label)), end('high', chartWords.highOf(one.label))]
    }),
  ]
}

export const chartRows = rowsOf

function valueText({ y }: Picture, series: Series, x: number): string {
  const value = valueAt(series, x)?.y
  return value === null || value === undefined ? chartWords.unknown : y.format(value)
}

/** What stands at a place, in words: read out by screen readers and shown below the picture. */
export function readout(picture: Picture, x: number): string {
  const { y, series } = picture
  const said = series.flatMap((one) => {
    const point = valueAt(one, x)
    if (!point) return []
    if (point.y === null) return [chartWords.named(one.label, chartWords.unknown)]
    const value = y.format(point.y)
    const { low, high } = point
    const text = low === undefined || high === undefined ? value : chartWords.range(value, y.format(low), y.format(high))
    return [chartWords.named(one.label, text)]
  })
  return chartWords.at(picture.x.format(x), said.join(' · '))
}
