import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCallPages } from '#console/query.ts'
import { useMay, useMe } from '#console/shell/me.tsx'
import { useTeamChoice, useTeamNames } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { CsvButton } from '#console/ui/table.tsx'
import { ChannelTable, channelColumns } from '#slices/notifications/console/channel-table.tsx'
import { Deliveries } from '#slices/notifications/console/deliveries.tsx'
import type { Channel } from '#slices/notifications/console/target-form.ts'
import { channelWords } from '#slices/notifications/console/words.ts'
import { listChannels } from '#slices/notifications/contract.ts'

const ChannelDialog = later(async () => (await import('#slices/notifications/console/channel-dialog.tsx')).ChannelDialog)

const route = getRouteApi('/frame/settings/channels')

type Open = { channel?: Channel } | null

/** The ways by which Pilotage reaches people and systems, and how its messages went. */
export function ChannelsPage() {
  const { state } = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const may = useMay()
  const channels = useCallPages(listChannels, { limit: 100 })
  const choice = useTeamChoice(undefined, 'channels:write')
  const [open, setOpen] = useState<Open>(null)
  const nameOf = useTeamNames()
  const mayServeAll = me.rights['channels:write'] === 'all'
  const add = may('channels:write') ? () => setOpen({}) : undefined
  useKeys(add ? [{ keys: 'a', label: channelWords.add, run: add }] : [])
  const mayWrite = (channel: Channel) => (channel.teamId === null ? mayServeAll : may('channels:write', channel.teamId))
  const hasEmail = channels.items.some((one) => one.kind === 'smtp')
  return (
    <>
      <PageHeader
        title={screenWords.channels}
        question={channelWords.question}
        answer={channels.isPending || channels.isError || channels.hasMore ? undefined : answerOf(channels.items)}
        meta={channelWords.meta}
        actions={
          add ? (
            <Button icon={Plus} variant="primary" keyHint="a" onClick={add}>
              {channelWords.add}
            </Button>
          ) : undefined
        }
      />
      <Card
        title={channelWords.title}
        isFlush
        actions={
          <CsvButton name="channels" columns={channelColumns(nameOf)} rows={channels.items} about={[channelWords.title]} pages={channels} />
        }
      >
        <Rows channels={channels} nameOf={nameOf} mayWrite={mayWrite} onChange={(channel) => setOpen({ channel })} onAdd={add} />
      </Card>
      <Deliveries
        state={state}
        onState={(next) => void navigate({ search: { state: next }, replace: true })}
        mayWrite={may('channels:write')}
      />
      {open ? (
        <ChannelDialog
          channel={open.channel}
          teams={choice.teams}
          mayServeAll={mayServeAll}
          hasEmail={hasEmail}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  )
}

function answerOf(channels: Channel[]): string {
  if (channels.length === 0) return channelWords.answerNone
  const on = channels.filter((one) => one.isOn)
  const counts = channelWords.answer(on.length, channels.length - on.length)
  return on.some((one) => one.kind === 'smtp') ? counts : `${counts} ${channelWords.noEmail}`
}

type RowsProps = {
  channels: ReturnType<typeof useCallPages<typeof listChannels>>
  nameOf: (team: string) => string
  mayWrite: (channel: Channel) => boolean
  onChange: (channel: Channel) => void
  onAdd?: () => void
}

function Rows({ channels, nameOf, mayWrite, onChange, onAdd }: RowsProps) {
  if (channels.isPending) return <Skeleton lines={4} />
  if (channels.isError) return <ErrorState error={channels.error} onRetry={channels.retry} />
  if (channels.items.length === 0)
    return (
      <EmptyState kind="nothing-yet" action={onAdd ? <Button onClick={onAdd}>{channelWords.add}</Button> : undefined}>
        {channelWords.empty}
      </EmptyState>
    )
  return (
    <>
      <ChannelTable channels={channels.items} nameOf={nameOf} mayWrite={mayWrite} onChange={onChange} />
      <Pager shown={channels.items.length} hasMore={channels.hasMore} isLoading={channels.isLoadingMore} onMore={channels.more} />
    </>
  )
}
