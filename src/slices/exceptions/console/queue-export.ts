import type { RefObject } from 'react'
import { useExport } from '#console/ui/exports.ts'
import { type Column, plainColumn, shownOf } from '#console/ui/table.tsx'
import { type Row, type Rows, useRows } from './rows.ts'
import { useTeamName } from './team-names.ts'
import { queueWords } from './words.ts'

const columnsOf = (nameOfTeam: (id: string) => string): Column<Row>[] => [
  plainColumn('title', queueWords.item, (row) => row.title),
  plainColumn('team', queueWords.team, (row) => nameOfTeam(row.team)),
  plainColumn('why', queueWords.origin, (row) => queueWords[row.origin]),
  plainColumn('due', queueWords.dueAt, (row) => row.dueAt),
  plainColumn('risk', queueWords.highRisk, (row) => row.isHighRisk),
  plainColumn('help', queueWords.helpAsked, (row) => row.isEscalated),
  plainColumn('drill', queueWords.drill, (row) => row.isDrill),
  plainColumn('claim', queueWords.colleague, (row) => row.claim === 'colleague'),
]

const readOf = (rows: Rows, ids: readonly string[]): Row[] =>
  ids.map((id) => rows.get(id)).filter((row) => row !== undefined && row !== 'gone')

/** The queue for the key for CSV: the items that were read so far, in their order, and whether there are more. */
export function useQueueExport(place: RefObject<Element | null>, ids: readonly string[]) {
  const rows = useRows()
  const columns = columnsOf(useTeamName())
  const known = () => readOf(rows, ids)
  useExport({
    place,
    isButton: true,
    records: () => known(),
    title: () => queueWords.list,
    read: () => {
      const rest = { hasMore: known().length < ids.length, address: `/api/v1/exceptions${globalThis.location.search}` }
      return shownOf({ file: 'queue', columns, rows: known(), rest })
    },
  })
}
