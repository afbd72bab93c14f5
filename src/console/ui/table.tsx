import { ArrowDown, ArrowUp, ChevronsUpDown, Download } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { csvKey } from '#console/keys.ts'
import { uiWords } from '#console/messages/ui.ts'
import { Button } from './button.tsx'
import type { About, CsvCell } from './csv.ts'
import { cx } from './cx.ts'
import { type Rest, type Shown, save, titleAround, useExport } from './exports.ts'
import { ScrollFrame } from './scroll-frame.tsx'

export type Column<Row> = {
  id: string
  head: string
  cell: (row: Row) => ReactNode
  /**
   * The same fact as plain data: for CSV, and for `sortRows`. A column without it is left out of both. Shares stay 0 to 1, times
   * ISO; a figure that is held back is `uiWords.withheld`.
   */
  value?: (row: Row) => CsvCell
  /** Other facts in the same cell, such as where a figure may lie: each is a column of its own in the CSV. */
  also?: { head: string; value: (row: Row) => CsvCell }[]
  isNumber?: boolean
  isSortable?: boolean
}

/** A column whose cells show the plain fact itself, on screen as in CSV. */
export function plainColumn<Row>(id: string, head: string, value: (row: Row) => CsvCell): Column<Row> {
  return { id, head, cell: (row) => String(value(row) ?? ''), value }
}

export type Sort = { column: string; direction: 'ascending' | 'descending' }

type TableProps<Row> = {
  /** Says what the table holds; read out first, and drawn unless hidden. */
  caption: string
  isCaptionHidden?: boolean
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** The order is the screen's, in the address: the table only shows it and asks for another. */
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** For the CSV of a table that has no button for it. */
  csv?: Csv
}

type Csv = {
  /** Name of the file, without ".csv". */
  file?: string
  /** Lines above the heads: what is counted, which window, which definitions. */
  about?: About[]
  /** The pages of a list that the server gives in pages. */
  pages?: Rest
}

/**
 * A table of facts. The first column heads its row. On a narrow screen it scrolls inside its own frame, also by keyboard. The key
 * for CSV finds it by itself, as far as its columns have plain values.
 */
export function Table<Row>({ caption, isCaptionHidden = false, columns, rows, rowKey, sort, onSort, csv = {} }: TableProps<Row>) {
  const captionId = useId()
  const place = useRef<HTMLTableElement>(null)
  useExport({
    place,
    isOff: columns.every(({ value }) => value === undefined),
    isButton: false,
    records: () => rows,
    title: () => caption,
    read: () => shownOf({ file: csv.file ?? fileOf(caption), columns, rows, about: csv.about, rest: csv.pages }),
  })
  return (
    <ScrollFrame label={uiWords.scrollTable(caption)}>
      <table ref={place} aria-labelledby={captionId} className="w-full border-collapse text-body">
        <caption id={captionId} className={isCaptionHidden ? 'sr-only' : 'px-4 pt-3 pb-2 text-start text-title font-strong'}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-t border-line hover:bg-hover">
              {columns.map((column, index) => (
                <Cell key={column.id} column={column} row={row} isFirst={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}

function Cell<Row>({ column, row, isFirst }: { column: Column<Row>; row: Row; isFirst: boolean }) {
  const look = cx('h-9 px-4 py-1.5 align-middle', column.isNumber ? 'text-end whitespace-nowrap' : 'text-start')
  if (!isFirst) return <td className={look}>{column.cell(row)}</td>
  return (
    <th scope="row" className={cx(look, 'font-medium')}>
      {column.cell(row)}
    </th>
  )
}

function Head<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const direction = sort?.column === column.id ? sort.direction : undefined
  const canSort = column.isSortable && onSort
  const Arrow = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown }[direction ?? 'none']
  return (
    <th
      scope="col"
      aria-sort={canSort ? (direction ?? 'none') : undefined}
      className={cx('h-9 px-4 text-meta font-medium whitespace-nowrap text-ink-2', column.isNumber ? 'text-end' : 'text-start')}
    >
      {canSort ? (
        <button
          type="button"
          data-print="yes"
          onClick={() => onSort({ column: column.id, direction: direction === 'ascending' ? 'descending' : 'ascending' })}
          className="press-target -mx-1 inline-flex items-center gap-1 rounded-s px-1 font-medium hover:text-ink"
        >
          {column.head}
          <Arrow size={12} aria-hidden="true" className="shrink-0" />
        </button>
      ) : (
        column.head
      )}
    </th>
  )
}

/** Orders rows that are all here. A list that comes in pages is ordered by the server instead. Empty values go last. */
export function sortRows<Row>(rows: Row[], columns: Column<Row>[], sort: Sort | undefined): Row[] {
  const value = columns.find((column) => column.id === sort?.column)?.value
  if (!sort || !value) return rows
  const sign = sort.direction === 'ascending' ? 1 : -1
  return [...rows].sort((one, other) => compare(value(one), value(other), sign))
}

function compare(one: CsvCell, other: CsvCell, sign: number): number {
  const isOneEmpty = one === null || one === undefined || one === ''
  const isOtherEmpty = other === null || other === undefined || other === ''
  if (isOneEmpty || isOtherEmpty) return Number(isOneEmpty) - Number(isOtherEmpty)
  if (typeof one === 'number' && typeof other === 'number') return sign * (one - other)
  return sign * String(one).localeCompare(String(other), undefined, { numeric: true })
}

type ShownOf<Row> = Omit<Shown, 'heads' | 'rows'> & { columns: Column<Row>[]; rows: Row[] }

/** The same columns, the same rows, the same order as on screen. */
export function shownOf<Row>({ columns, rows, ...about }: ShownOf<Row>): Shown {
  const kept = columns.flatMap(({ head, value, also = [] }) => (value ? [{ head, value }, ...also] : []))
  return { ...about, heads: kept.map(({ head }) => head), rows: rows.map((row) => kept.map(({ value }) => value(row))) }
}

const fileOf = (caption: string) =>
  caption
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

type CsvButtonProps<Row> = {
  /** Name of the file, without ".csv". */
  name: string
  columns: Column<Row>[]
  rows: Row[]
  /** Lines above the heads: what is counted, which window, which definitions. */
  about: About[]
  /** The pages of a list that the server gives in pages. */
  pages?: Rest
}

/** Downloads a table or a chart as CSV. The key does the same from anywhere in its part of the page. */
export function CsvButton<Row>({ name, columns, rows, about, pages }: CsvButtonProps<Row>) {
  const place = useRef<HTMLButtonElement>(null)
  const read = () => shownOf({ file: name, columns, rows, about, rest: pages })
  useExport({ place, isButton: true, records: () => rows, title: () => titleAround(place.current), read })
  return (
    <Button
      ref={place}
      icon={Download}
      keyHint={csvKey}
      disabled={rows.length === 0}
      onClick={() => save(read(), titleAround(place.current))}
    >
      <span className="sr-only">{uiWords.downloadCsv}</span>
      <span aria-hidden="true">{uiWords.csv}</span>
    </Button>
  )
}
