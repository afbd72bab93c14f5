import { type RefObject, useMemo } from 'react'
import { useExport } from '#console/ui/exports.ts'
import { type Column, shownOf } from '#console/ui/table.tsx'
import { type Row, type Rows, useRows } from './rows.ts'
import { useTeamName } from './team-names.ts'
import { queueWords } from './words.ts'

const columnsOf = (nameOfTeam: (id: string) => string): Column<Row>[] =>
  (
    [
      ['title', queueWords.item, (row) => row.title],
      ['team', queueWords.team, (row) => nameOfTeam(row.team)],
      ['why', queueWords.origin, (row) => queueWords[row.origin]],
      ['due', queueWords.dueAt, (row) => row.dueAt],
      ['risk', queueWords.highRisk, (row) => row.isHighRisk],
      ['help', queueWords.helpAsked, (row) => row.isEscalated],
      ['drill', queueWords.drill, (row) => row.isDrill],
      ['claim', queueWords.colleague, (row) => row.claim === 'colleague'],
    ] as [string, string, (row: Row) => string | boolean][]
  ).map(([id, head, value]) => ({ id, head, cell: value, value }))

const readOf = (rows: Rows, ids: readonly string[]): Row[] =>
  ids.map((id) => rows.get(id)).filter((row) => row !== undefined && row !== 'gone')

/** The queue for the key for CSV: the items that were read so far, in their order, and whether there are more. */
export function useQueueExport(place: RefObject<Element | null>, ids: readonly string[]) {
  const rows = useRows()
  const nameOfTeam = useTeamName()
  const columns = useMemo(() => columnsOf(nameOfTeam), [nameOfTeam])
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
