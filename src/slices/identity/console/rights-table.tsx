import { Check } from 'lucide-react'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listRights } from '../contract.ts'
import { settingsWords } from './settings-words.ts'

export type Rights = OutputOf<typeof listRights>
type ScopeRow = Rights['scopes'][number]

const mark = (isHeld: boolean) =>
  isHeld ? <Check size={16} role="img" aria-label={settingsWords.yes} /> : <span className="sr-only">{settingsWords.no}</span>

/** Columns of the table: the right, each role, keys. */
export function rightsColumns(rights: Rights): Column<ScopeRow>[] {
  return [
    {
      id: 'right',
      head: settingsWords.right,
      cell: (row) => (
        <>
          {row.about} <span className="block text-meta font-normal text-ink-2">{row.scope}</span>
        </>
      ),
      value: (row) => row.scope,
    },
    ...rights.roles.map((role) => ({
      id: role.id,
      head: role.title,
      cell: (row: ScopeRow) => mark(row.roles.includes(role.id)),
      value: (row: ScopeRow) => (row.roles.includes(role.id) ? settingsWords.yes : settingsWords.no),
    })),
    {
      id: 'keys',
      head: settingsWords.forKeys,
      cell: (row) => mark(row.forKeys),
      value: (row) => (row.forKeys ? settingsWords.yes : settingsWords.no),
    },
  ]
}

/** Every right and every role, as the server checks them. */
export function RightsTable({ rights }: { rights: Rights }) {
  return (
    <>
      <Card title={settingsWords.rightsCaption} isFlush>
        <Table
          caption={settingsWords.rightsCaption}
          isCaptionHidden
          columns={rightsColumns(rights)}
          rows={rights.scopes}
          rowKey={(row) => row.scope}
        />
      </Card>
      <Card title={settingsWords.rolesTitle}>
        <FactList facts={rights.roles.map((role) => ({ name: role.title, value: role.about }))} />
      </Card>
    </>
  )
}
