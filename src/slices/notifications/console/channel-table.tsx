import { Ellipsis } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { timeOfDay } from '#console/messages/formats.ts'
import { useAct } from '#console/query.ts'
import { Button, IconButton } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Menu } from '#console/ui/menu.tsx'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { notify } from '#console/ui/toast.tsx'
import { changeChannel, deleteChannel, rotateSecret, testChannel } from '../contract.ts'
import { Secret } from './secret.tsx'
import type { Channel } from './target-form.ts'
import { channelWords } from './words.ts'

function leadsTo({ settings }: Channel): string {
  if (settings.kind === 'smtp') return `${settings.host}:${settings.port}`
  return settings.kind === 'slack' ? settings.host : settings.url
}

const now = () => new Date().toISOString()

function stateOf({ isOn, offBecause, restsUntil }: Channel): { status: Status; text: string } {
  if (!isOn) return { status: offBecause ? 'act' : 'none', text: offBecause ? channelWords.offBecause(offBecause) : channelWords.off }
  if (restsUntil && restsUntil > now()) return { status: 'watch', text: channelWords.rests(timeOfDay(new Date(restsUntil))) }
  return { status: 'ok', text: channelWords.on }
}

/** Only the host: the rest of an address may be its key. */
function hostOf({ settings }: Channel): string {
  return settings.kind === 'smtp' || settings.kind === 'slack' ? settings.host : new URL(settings.url).host
}

export const channelColumns = (nameOf: (team: string) => string): Column<Channel>[] => [
  { id: 'name', head: channelWords.name, cell: (row) => row.name, value: (row) => row.name },
  { id: 'kind', head: channelWords.kind, cell: (row) => channelWords.kinds(row.kind), value: (row) => channelWords.kinds(row.kind) },
  {
    id: 'to',
    head: channelWords.leadsTo,
    cell: (row) => <span className="block max-w-80 wrap-anywhere">{leadsTo(row)}</span>,
    value: hostOf,
  },
  {
    id: 'serves',
    head: channelWords.serves,
    cell: (row) => (row.teamId === null ? channelWords.everybody : nameOf(row.teamId)),
    value: (row) => (row.teamId === null ? channelWords.everybody : nameOf(row.teamId)),
  },
  { id: 'state', head: channelWords.state, cell: stateMark, value: (row) => stateOf(row).text },
]

function stateMark(row: Channel): ReactNode {
  const { status, text } = stateOf(row)
  return <StatusMark isPlain status={status} text={text} />
}

type ChannelTableProps = {
  channels: Channel[]
  nameOf: (team: string) => string
  mayWrite: (channel: Channel) => boolean
  onChange: (channel: Channel) => void
}

/** The channels, and what can be done with each. */
export function ChannelTable({ channels, nameOf, mayWrite, onChange }: ChannelTableProps) {
  const acts: Column<Channel> = {
    id: 'acts',
    head: channelWords.acts,
    cell: (row) => (mayWrite(row) ? <Acts channel={row} onChange={() => onChange(row)} /> : null),
  }
  const columns = channels.some(mayWrite) ? [...channelColumns(nameOf), acts] : channelColumns(nameOf)
  return <Table caption={channelWords.title} isCaptionHidden columns={columns} rows={channels} rowKey={(row) => row.id} />
}

function Acts({ channel, onChange }: { channel: Channel; onChange: () => void }) {
  const [open, setOpen] = useState<'remove' | 'rotate' | null>(null)
  const test = useAct(testChannel)
  const change = useAct(changeChannel, { ifMatch: channel.etag })
  const sendTest = () =>
    test.mutate(
      { channel: channel.id },
      {
        onSuccess: () => notify({ status: 'info', title: channelWords.testWaiting, text: channelWords.testWaitingHint }),
        onError: (error) => notify({ status: 'act', title: channelWords.testFailed, text: error.message }),
      },
    )
  const turn = () =>
    change.mutate(
      { channel: channel.id, isOn: !channel.isOn },
      {
        onSuccess: () => notify({ title: channelWords.switched }),
        onError: (error) => notify({ status: 'act', title: channelWords.switchFailed, text: error.message }),
      },
    )
  const rotate = { label: channelWords.rotate, onSelect: () => setOpen('rotate') }
  return (
    <span className="flex items-center gap-2">
      <Button size="small" aria-label={channelWords.testOf(channel.name)} busy={test.isPending} onClick={sendTest}>
        {channelWords.test}
      </Button>
      <Menu
        trigger={<IconButton label={channelWords.more(channel.name)} icon={Ellipsis} />}
        align="end"
        entries={[
          { label: channelWords.change, onSelect: onChange },
          { label: channel.isOn ? channelWords.switchOff : channelWords.switchOn, onSelect: turn },
          ...(channel.kind === 'webhook' ? [rotate] : []),
          'line',
          { label: channelWords.remove, onSelect: () => setOpen('remove') },
        ]}
      />
      {open === 'remove' ? <Remove channel={channel} onClose={() => setOpen(null)} /> : null}
      {open === 'rotate' ? <Rotate channel={channel} onClose={() => setOpen(null)} /> : null}
    </span>
  )
}

type PartProps = { channel: Channel; onClose: () => void }

function Remove({ channel, onClose }: PartProps) {
  const remove = useAct(deleteChannel, { ifMatch: channel.etag, also: ['escalation'] })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={channelWords.removeTitle(channel.name)}
      description={<p>{channelWords.removeText}</p>}
      confirmLabel={channelWords.remove}
      isDangerous
      needsReason={false}
      onConfirm={async () => {
        await remove.mutateAsync({ channel: channel.id })
        notify({ title: channelWords.removed })
      }}
    />
  )
}

function Rotate({ channel, onClose }: PartProps) {
  const rotate = useAct(rotateSecret)
  const isMade = useRef(false)
  if (rotate.data) return <Secret secret={rotate.data.secret} onClose={onClose} />
  return (
    <ConfirmDialog
      open
      onClose={() => {
        // It closes itself after the act; the secret must be seen first.
        if (!isMade.current) onClose()
      }}
      title={channelWords.rotateTitle}
      description={<p>{channelWords.rotateText}</p>}
      confirmLabel={channelWords.rotate}
      needsReason={false}
      onConfirm={async () => {
        await rotate.mutateAsync({ channel: channel.id })
        isMade.current = true
      }}
    />
  )
}
