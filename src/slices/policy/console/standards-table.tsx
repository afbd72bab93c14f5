import type { ReactNode } from 'react'
import { Badge } from '#console/ui/badge.tsx'
import { Link } from '#console/ui/link.tsx'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { Standard, StandardSummary } from './types.ts'
import { policyWords } from './words.ts'

const statusOf: { [state in StandardSummary['state']]: Status } = { published: 'ok', draft: 'info', withdrawn: 'none' }

/** Whether a standard decides now, as shape and words. */
export function StandardState({ state }: { state: Standard['state'] }) {
  return <StatusMark isPlain status={statusOf[state]} text={policyWords.stateNames(state)} />
}

export function StandardLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link look="ink" to={`/policy/${id}` as '/'}>
      {children}
    </Link>
  )
}

export const standardColumns = (): Column<StandardSummary>[] => [
  {
    id: 'title',
    head: policyWords.title,
    value: (row) => row.title,
    cell: (row) => (
      <span className="grid">
        <span>
          <StandardLink id={row.id}>{row.title}</StandardLink>
        </span>
        <span className="text-meta font-normal text-ink-2">{row.id}</span>
      </span>
    ),
  },
  {
    id: 'state',
    head: policyWords.state,
    value: (row) => policyWords.stateNames(row.state),
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <StandardState state={row.state} />
        {row.hasDraft && row.state !== 'draft' ? <Badge>{policyWords.draftToo}</Badge> : null}
      </span>
    ),
  },
  {
    id: 'version',
    head: policyWords.version,
    isNumber: true,
    value: (row) => row.published ?? row.latest,
    cell: (row) => row.published ?? row.latest,
  },
  {
    id: 'parameters',
    head: policyWords.parameters,
    value: (row) => row.parameters,
    cell: (row) => policyWords.valuesCount(row.parameters),
  },
  { id: 'tunings', head: policyWords.tunings, value: (row) => row.tunings, cell: (row) => policyWords.teamsCount(row.tunings) },
  { id: 'changed', head: policyWords.changed, value: (row) => row.changedAt, cell: (row) => <TimeAgo at={row.changedAt} isQuiet /> },
]

/** What goes into the CSV besides the columns on screen: the id has a line of its own there, not a column. */
export const standardCsvColumns = (): Column<StandardSummary>[] => [
  { id: 'id', head: policyWords.id, value: (row) => row.id, cell: (row) => row.id },
  ...standardColumns(),
]

export function StandardsTable({ rows }: { rows: StandardSummary[] }) {
  return <Table caption={policyWords.caption} isCaptionHidden columns={standardColumns()} rows={rows} rowKey={(row) => row.id} />
}
