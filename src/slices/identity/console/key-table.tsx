import { useState } from 'react'
import { day } from '#console/messages/formats.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import type { Rest } from '#console/ui/exports.ts'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { type listKeys, revokeKey } from '../contract.ts'
import { settingsWords } from './settings-words.ts'

type Key = OutputOf<typeof listKeys>['items'][number]

const states = {
  active: { status: 'ok' as const, text: () => settingsWords.keyActive },
  expired: { status: 'none' as const, text: () => settingsWords.keyExpired },
  revoked: { status: 'none' as const, text: () => settingsWords.keyRevoked },
}

type KeyTableProps = {
  keys: Key[]
  mayChange: boolean
  /** What a team and what an AI agent is called. */
  teamName: (id: string) => string
  aiAgentName: (id: string) => string
  pages: Rest
}

/** Keys, never more of one than how it begins. */
export function KeyTable({ keys, mayChange, teamName, aiAgentName, pages }: KeyTableProps) {
  const teamsText = ({ teams }: Key) => teams?.map(teamName).join(', ') ?? settingsWords.allTeams
  const aiAgentText = ({ aiAgent }: Key) => (aiAgent === null ? settingsWords.anyAiAgent : aiAgentName(aiAgent))
  const columns: Column<Key>[] = [
    { id: 'name', head: settingsWords.keyName, cell: (row) => row.name, value: (row) => row.name },
    {
      id: 'state',
      head: settingsWords.state,
      cell: (row) => <StatusMark status={states[row.state].status} text={states[row.state].text()} isPlain />,
      value: (row) => states[row.state].text(),
    },
    {
      id: 'prefix',
      head: settingsWords.keyStart,
      cell: (row) => <span className="font-mono text-meta">{row.prefix}</span>,
      value: (row) => row.prefix,
    },
    { id: 'scopes', head: settingsWords.keyCovers, cell: (row) => row.scopes.join(', '), value: (row) => row.scopes.join(', ') },
    { id: 'teams', head: settingsWords.keyTeams, cell: teamsText, value: teamsText },
    { id: 'aiAgent', head: settingsWords.keyAiAgent, cell: aiAgentText, value: aiAgentText },
    {
      id: 'ends',
      head: settingsWords.keyEnds,
      cell: (row) => (row.expiresAt ? day(new Date(row.expiresAt)) : settingsWords.keyNever),
      value: (row) => row.expiresAt ?? settingsWords.keyNever,
    },
    {
      id: 'used',
      head: settingsWords.keyUsed,
      cell: (row) => (row.lastUsedAt ? <TimeAgo at={row.lastUsedAt} /> : settingsWords.keyUnused),
      value: (row) => row.lastUsedAt ?? settingsWords.keyUnused,
    },
    ...(mayChange ? [{ id: 'acts', head: settingsWords.acts, cell: (row: Key) => <Revoke apiKey={row} /> }] : []),
  ]
  return (
    <Table
      caption={settingsWords.keysCaption}
      isCaptionHidden
      columns={columns}
      rows={keys}
      rowKey={(row) => row.id}
      csv={{ file: 'api-keys', about: [settingsWords.keysAnswer], pages }}
    />
  )
}

function Revoke({ apiKey }: { apiKey: Key }) {
  const [isOpen, setIsOpen] = useState(false)
  const act = useAct(revokeKey)
  if (apiKey.state !== 'active') return null
  return (
    <>
      <Button size="small" onClick={() => setIsOpen(true)}>
        {settingsWords.revoke}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title={settingsWords.revokeTitle(apiKey.name)}
        description={<p>{settingsWords.revokeText}</p>}
        confirmLabel={settingsWords.revoke}
        isDangerous
        needsReason={false}
        onConfirm={() => act.mutateAsync({ key: apiKey.id })}
      />
    </>
  )
}
