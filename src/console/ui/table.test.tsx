// @vitest-environment happy-dom
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { expectAccessible, show } from '#console/test-kit.tsx'
import { type CsvCell, toCsv } from './csv.ts'
import { type Column, CsvButton, shownOf, sortRows, Table } from './table.tsx'

type Row = { id: string; name: string; cases: number | null }

const rows: Row[] = [
  { id: 'a', name: 'Retail', cases: 20 },
  { id: 'b', name: 'Airline', cases: null },
  { id: 'c', name: 'Telecom', cases: 3 },
]

const columns: Column<Row>[] = [
  { id: 'name', head: 'Name', cell: (row) => row.name, value: (row) => row.name, isSortable: true },
  { id: 'cases', head: 'Cases', cell: (row) => row.cases, value: (row) => row.cases, isSortable: true, isNumber: true },
  { id: 'open', head: 'Open', cell: () => 'Open' },
]

test('a column head sorts by keyboard, first up, then down, and says which', async () => {
  const onSort = vi.fn()
  const table = (direction: 'ascending' | 'descending' | null) => (
    <Table
      caption="AI agents"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      sort={direction ? { column: 'cases', direction } : undefined}
      onSort={onSort}
    />
  )
  const { person, getByRole, rerender } = show(table(null))
  getByRole('button', { name: 'Cases' }).focus()
  await person.keyboard('{Enter}')
  expect(onSort).toHaveBeenLastCalledWith({ column: 'cases', direction: 'ascending' })
  rerender(table('ascending'))
  expect(getByRole('columnheader', { name: 'Cases' }).getAttribute('aria-sort')).toBe('ascending')
  await person.click(getByRole('button', { name: 'Cases' }))
  expect(onSort).toHaveBeenLastCalledWith({ column: 'cases', direction: 'descending' })
})

test('a table has its caption as name, and its first column heads the rows', () => {
  const { getByRole } = show(<Table caption="AI agents" columns={columns} rows={rows} rowKey={(row) => row.id} />)
  expect(getByRole('table', { name: 'AI agents' })).toBeTruthy()
  expect(getByRole('rowheader', { name: 'Retail' })).toBeTruthy()
})

test('a table passes axe, empty and full', async () => {
  show(
    <>
      <Table caption="AI agents" columns={columns} rows={rows} rowKey={(row) => row.id} onSort={() => {}} />
      <Table caption="Nobody" isCaptionHidden columns={columns} rows={[]} rowKey={(row) => row.id} />
      <CsvButton name="ai-agents" columns={columns} rows={rows} about={[]} />
    </>,
  )
  await expectAccessible()
})

test('sorting puts what is missing last in both directions and loses no row', () => {
  const names = (direction: 'ascending' | 'descending') => sortRows(rows, columns, { column: 'cases', direction }).map((row) => row.name)
  expect(names('ascending')).toEqual(['Telecom', 'Retail', 'Airline'])
  expect(names('descending')).toEqual(['Retail', 'Telecom', 'Airline'])
})

test('CSV holds exactly the columns with plain values, in the order shown', () => {
  const about: [string, string][] = [['Window', 'AI agents, last\n24 hours']]
  expect(toCsv({ ...shownOf({ file: 'ai-agents', columns, rows }), about })).toBe(
    '# Window,"AI agents, last 24 hours"\r\nName,Cases\r\nRetail,20\r\nAirline,\r\nTelecom,3\r\n',
  )
})

test('a cell that a spreadsheet would run stays text, and a negative number stays a number', () => {
  const written = toCsv({ heads: ['a'], rows: [['=1+1'], ['@x'], ['-5'], ['＝1'], [-5], [1234567.5]] })
  expect(written).toBe("a\r\n'=1+1\r\n'@x\r\n'-5\r\n'＝1\r\n-5\r\n1234567.5\r\n")
})

/** The reading side of RFC 4180, as small as the standard allows. */
function parseCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)]
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of cells) {
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}

test('any cell comes back from CSV as it was, or with a quote mark in front where it would be run', () => {
  const unit = fc.oneof(fc.constantFrom('a', ' ', '"', ',', '\n', '\r', '\t', 'é', '=', '+', '-', '@', "'", ';', '日', '😀'), fc.string())
  const cell = fc.oneof(fc.string({ unit }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null))
  const asRead = (value: CsvCell) => {
    const text = value === null ? '' : String(value)
    return typeof value === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${text}` : text
  }
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (written) => {
      expect(parseCsv(toCsv({ heads: ['x', 'y'], rows: written })).slice(1)).toEqual(written.map((row) => row.map(asRead)))
    }),
  )
})

test('a script that passes over lines with a number sign finds the heads and the rows, whatever the lines say', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constant('Window'), fc.string())), (about) => {
      const lines = toCsv({ about, heads: ['x'], rows: [['1']] }).split('\r\n')
      expect(lines.filter((line) => !line.startsWith('#'))).toEqual(['x', '1', ''])
    }),
  )
})
