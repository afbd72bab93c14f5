import { exactTime } from '#console/messages/formats.ts'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listAudit } from '../contract.ts'
import { auditWords } from './words.ts'

export type AuditRow = OutputOf<typeof listAudit>['items'][number]

const kinds: { [kind in AuditRow['actorKind']]: () => string } = {
  person: () => auditWords.kindPerson,
  api_key: () => auditWords.kindApiKey,
  operator: () => auditWords.kindOperator,
  system: () => auditWords.kindSystem,
  nobody: () => auditWords.kindNobody,
}

const asText = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value))

/** Columns of the audit log: when, what, to what, why, by whom, before and after. */
export function auditColumns(): Column<AuditRow>[] {
  return [
    { id: 'what', head: auditWords.what, cell: (row) => row.action, value: (row) => row.action },
    {
      id: 'subject',
      head: auditWords.subject,
      cell: (row) => <span className="wrap-anywhere">{row.subject}</span>,
      value: (row) => row.subject,
    },
    {
      id: 'at',
      head: auditWords.at,
      cell: (row) => (
        <time dateTime={row.at} className="whitespace-nowrap">
          {exactTime(new Date(row.at))}
        </time>
      ),
      value: (row) => row.at,
    },
    { id: 'reason', head: auditWords.reason, cell: (row) => row.reason ?? auditWords.noReason, value: (row) => row.reason },
    {
      id: 'who',
      head: auditWords.who,
      cell: (row) => (
        <>
          {kinds[row.actorKind]()} <span className="block text-meta text-ink-2">{row.actor}</span>
        </>
      ),
      value: (row) => row.actor,
    },
    { id: 'before', head: auditWords.details, cell: (row) => <Details row={row} />, value: (row) => asText(row.before) },
    { id: 'after', head: auditWords.after, cell: () => null, value: (row) => asText(row.after) },
  ]
}

function Details({ row }: { row: AuditRow }) {
  if (row.before === null && row.after === null) return auditWords.hasNoDetails
  return (
    <div className="w-72">
      <Disclosure label={auditWords.details}>
        {row.before === null ? null : <CodeBlock label={auditWords.before} code={JSON.stringify(row.before, null, 2)} />}
        {row.after === null ? null : <CodeBlock label={auditWords.after} code={JSON.stringify(row.after, null, 2)} />}
      </Disclosure>
    </div>
  )
}

/** The entries of the audit log. The last column stands only in the CSV. */
export function AuditList({ rows }: { rows: AuditRow[] }) {
  const columns = auditColumns().filter((column) => column.id !== 'after')
  return <Table caption={auditWords.caption} isCaptionHidden columns={columns} rows={rows} rowKey={(row) => row.id} />
}
