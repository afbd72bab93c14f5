import { useState } from 'react'
import { day } from '#console/messages/formats.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
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

export function KeyTable({ keys, mayChange }: { keys: Key[]; mayChange: boolean }) {
  const columns: Column<Key>[] = [
    { id: 'name', head: settingsWords.keyName, cell: (row) => row.name },
    {
      id: 'state',
      head: settingsWords.state,
      cell: (row) => <StatusMark status={states[row.state].status} text={states[row.state].text()} isPlain />,
    },
    { id: 'prefix', head: settingsWords.keyStart, cell: (row) => <span className="font-mono text-meta">{row.prefix}</span> },
    { id: 'scopes', head: settingsWords.keyCovers, cell: (row) => row.scopes.join(', ') },
    { id: 'teams', head: settingsWords.keyTeams, cell: (row) => row.teams?.join(', ') ?? settingsWords.allTeams },
    { id: 'aiAgent', head: settingsWords.keyAiAgent, cell: (row) => row.aiAgent ?? settingsWords.anyAiAgent },
    { id: 'ends', head: settingsWords.keyEnds, cell: (row) => (row.expiresAt ? day(new Date(row.expiresAt)) : settingsWords.keyNever) },
    {
      id: 'used',
      head: settingsWords.keyUsed,
      cell: (row) => (row.lastUsedAt ? <TimeAgo at={row.lastUsedAt} /> : settingsWords.keyUnused),
    },
    ...(mayChange ? [{ id: 'acts', head: settingsWords.acts, cell: (row: Key) => <Revoke apiKey={row} /> }] : []),
  ]
  return <Table caption={settingsWords.keysCaption} isCaptionHidden columns={columns} rows={keys} rowKey={(row) => row.id} />
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
