import type { ReactNode } from 'react'
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

/** What an entry is about, as a link to its page where there is one. */
export type SubjectLink = (subject: string) => ReactNode

const factsOf = (value: unknown): { isOn?: unknown; phase?: unknown } => (typeof value === 'object' && value !== null ? value : {})

/** What was done, in words: of a switch whether it went on or off, of a phase from which to which. */
function deedOf({ action, before, after }: Pick<AuditRow, 'action' | 'before' | 'after'>): string {
  const [was, is] = [factsOf(before), factsOf(after)]
  if (action === 'kill_switch.set') return is.isOn === true ? auditWords.stopped : auditWords.letGoOn
  const words = action
    .replaceAll('_', ' ')
    .replace('.', ': ')
    .replace(/^ai agent/, 'AI agent')
  const deed = words.charAt(0).toUpperCase() + words.slice(1)
  const isMoved = typeof was.phase === 'string' && typeof is.phase === 'string' && was.phase !== is.phase
  return isMoved ? auditWords.fromTo(deed, String(was.phase), String(is.phase)) : deed
}

/** `kill_switch.set` in words, and as it is written in filters. */
function What({ row }: { row: AuditRow }) {
  return (
    <>
      {deedOf(row)} <span className="block text-meta font-normal text-ink-2">{row.action}</span>
    </>
  )
}

/** Columns of the audit log: when, what, to what, why, by whom, before and after. */
export function auditColumns(link: SubjectLink = (subject) => subject): Column<AuditRow>[] {
  return [
    {
      id: 'what',
      head: auditWords.what,
      cell: (row) => <What row={row} />,
      value: (row) => row.action,
      also: [{ head: auditWords.inWords, value: deedOf }],
    },
    {
      id: 'subject',
      head: auditWords.subject,
      cell: (row) => <span className="wrap-anywhere">{link(row.subject)}</span>,
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
export function AuditList({ rows, link }: { rows: AuditRow[]; link: SubjectLink }) {
  const columns = auditColumns(link).filter((column) => column.id !== 'after')
  return <Table caption={auditWords.caption} isCaptionHidden columns={columns} rows={rows} rowKey={(row) => row.id} />
}
