import { useCall } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { Link } from '#console/ui/link.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { getSummary } from '#slices/decisions/contract.ts'
import { policyWords } from '#slices/policy/console/words.ts'
import { listStandards } from '#slices/policy/contract.ts'

export type Uncovered = { decisionType: string; decisions: number; hasDraft: boolean }

const hours = 7 * 24
const shownMax = 50

/** Kinds of decision that were asked for in the last 7 days and that no standard covers now. */
export function useUncovered(): Uncovered[] {
  const summary = useCall(getSummary, { hours })
  const seen = (summary.data?.byType ?? []).filter((row) => !row.isCovered).slice(0, shownMax)
  const ids = seen.map((row) => row.decisionType).join(',')
  const known = useCall(listStandards, { ids, limit: shownMax }, { enabled: ids !== '' })
  if (seen.length > 0 && !known.data) return []
  const standards = new Map(known.data?.items.map((standard) => [standard.id, standard]))
  return seen
    .filter((row) => standards.get(row.decisionType)?.state !== 'published')
    .map((row) => ({ decisionType: row.decisionType, decisions: row.decisions, hasDraft: standards.has(row.decisionType) }))
}

/** They stand on top of the list: nothing else here is as urgent. */
export function UncoveredCard({ rows, mayWrite }: { rows: Uncovered[]; mayWrite: boolean }) {
  if (rows.length === 0) return null
  const columns: Column<Uncovered>[] = [
    { id: 'type', head: policyWords.id, cell: (row) => row.decisionType, value: (row) => row.decisionType },
    { id: 'decisions', head: policyWords.decisions, isNumber: true, cell: (row) => row.decisions, value: (row) => row.decisions },
    {
      id: 'act',
      head: '',
      cell: (row) => (mayWrite ? <span className="flex justify-end">{actFor(row)}</span> : null),
    },
  ]
  return (
    <Card title={policyWords.uncoveredTitle(rows.length)} subtitle={policyWords.uncoveredSubtitle} isFlush>
      <Table caption={policyWords.uncoveredCaption} isCaptionHidden columns={columns} rows={rows} rowKey={(row) => row.decisionType} />
    </Card>
  )
}

function actFor(row: Uncovered) {
  if (row.hasDraft) return <Link to={`/policy/${row.decisionType}` as '/'}>{policyWords.openDraft}</Link>
  return (
    <Link to={'/policy/new' as '/'} search={{ id: row.decisionType } as never} aria-label={policyWords.writeFor(row.decisionType)}>
      {policyWords.write}
    </Link>
  )
}
