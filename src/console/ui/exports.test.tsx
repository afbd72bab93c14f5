// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '#console/test-kit.tsx'
import { Card } from './card.tsx'
import { exportsAt } from './exports.ts'
import { type Column, CsvButton, Table } from './table.tsx'

type Row = { team: string; share: number | null }

const columns: Column<Row>[] = [
  { id: 'team', head: 'Team', cell: (row) => row.team, value: (row) => row.team },
  { id: 'share', head: 'Share', cell: (row) => row.share, value: (row) => row.share ?? 'withheld' },
]
const some: Row[] = [
  { team: 'billing', share: 0.5 },
  { team: 'legal', share: null },
]
const others: Row[] = [{ team: 'orders', share: 0.25 }]
const key = ({ team }: Row) => team

/** What is handed to the browser, by name of the file. */
function caught(): Map<string, string> {
  const files = new Map<string, string>()
  let text = ''
  vi.stubGlobal(
    'Blob',
    class {
      constructor(parts: string[]) {
        text = parts.join('')
      }
    },
  )
  URL.createObjectURL = () => 'blob:here'
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.set(this.download, text)
  })
  return files
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('one table on the page is the one that is meant; its file says what it is and holds what is held back as a word', () => {
  const files = caught()
  document.title = 'Adoption · Pilotage'
  show(
    <main>
      <div data-page-meta="">28 days to 20 Nov</div>
      <Table
        caption="Teams by use"
        columns={columns}
        rows={some}
        rowKey={key}
        csv={{ about: [['Definition', 'Kept using, version 2']], pages: { hasMore: true, address: '/api/v1/teams?limit=2' } }}
      />
    </main>,
  )
  const [only, ...more] = exportsAt(null)
  expect(more).toEqual([])
  only?.save()
  const lines = files.get('teams-by-use.csv')?.split('\r\n') ?? []
  expect(lines[0]).toBe('\ufeff# Page,Adoption · Pilotage')
  expect(lines).toContain('# Table,Teams by use')
  expect(lines).toContain('# Window and sample,28 days to 20 Nov')
  expect(lines).toContain('# Definition,"Kept using, version 2"')
  expect(lines).toContain('# Rows,"2, as on screen; there are more"')
  expect(lines.find((line) => line.startsWith('# All rows'))).toMatch(/\/api\/v1\/teams\?limit=2$/)
  expect(lines.slice(-4)).toEqual(['Team,Share', 'billing,0.5', 'legal,withheld', ''])
})

test('a table below its own button is offered once, and empty or purely drawn tables not at all', () => {
  show(
    <main>
      <Card title="Use" actions={<CsvButton name="use" columns={columns} rows={some} about={[]} />}>
        <Table caption="Use" columns={columns} rows={some.toReversed()} rowKey={key} />
      </Card>
      <Table caption="Nobody" columns={columns} rows={[]} rowKey={key} />
      <Table caption="Drawn" columns={[{ id: 'a', head: 'A', cell: () => 'a' }]} rows={others} rowKey={key} />
    </main>,
  )
  expect(exportsAt(null).map(({ title }) => title)).toEqual(['Use'])
})

test('of several, the one in whose part of the page the focus is; without focus all, in the order of the page', () => {
  const { getByRole } = show(
    <main>
      <Card title="Use" actions={<CsvButton name="use" columns={columns} rows={some} about={[]} />}>
        <button type="button">Here</button>
      </Card>
      <Table caption="Orders" columns={columns} rows={others} rowKey={key} />
    </main>,
  )
  expect(exportsAt(document.body).map(({ title }) => title)).toEqual(['Use', 'Orders'])
  expect(exportsAt(getByRole('button', { name: 'Here' })).map(({ title }) => title)).toEqual(['Use'])
})

test('what has left the screen can no longer be downloaded', () => {
  const { unmount } = show(<Table caption="Orders" columns={columns} rows={others} rowKey={key} />)
  expect(exportsAt(null)).toHaveLength(1)
  unmount()
  expect(exportsAt(null)).toEqual([])
})
