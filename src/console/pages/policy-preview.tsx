import { day } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { useTeamNames } from '#console/team-choice.tsx'
import { Card } from '#console/ui/card.tsx'
import { ExternalLink } from '#console/ui/link.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { type Tier, TierMark, tierText } from '#console/ui/tier-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { preview } from '#slices/decisions/contract.ts'
import type { Tried } from '#slices/policy/console/editor.tsx'
import { policyPageWords as say } from './policy-words.ts'

type Preview = OutputOf<typeof preview>
type Change = Preview['changes'][number]

const decisionsMax = 200

function usePreview(tried: Tried) {
  return useCall(preview, { ...tried, limit: decisionsMax }, { keepPrevious: true, staleTime: 60_000 })
}

/** What recent decisions would get from a text: counts first, then each one that changes. */
export function RecentDecisions({ tried }: { tried: Tried }) {
  const found = usePreview(tried)
  return (
    <Card title={say.previewTitle}>
      {found.isPending ? <Skeleton lines={3} label={say.previewWaiting} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Found found={found.data} /> : null}
    </Card>
  )
}

function Found({ found }: { found: Preview }) {
  const nameOf = useTeamNames()
  if (found.considered === 0) return <p className="text-ink-2">{say.previewNone}</p>
  return (
    <div className="grid gap-3">
      <Sentence found={found} />
      <div className="-mx-4 border-y border-line">
        <Table caption={say.countsCaption} isCaptionHidden columns={countColumns(found)} rows={tiers} rowKey={(tier) => tier} />
      </div>
      {found.changes.length > 0 ? (
        <div className="-mx-4 max-h-96 overflow-y-auto">
          <Table caption={say.changesCaption} columns={changeColumns(nameOf)} rows={found.changes} rowKey={(row) => row.id} />
        </div>
      ) : null}
      {found.oldestAt ? <p className="text-meta text-ink-2">{say.previewDefinition(day(new Date(found.oldestAt)))}</p> : null}
    </div>
  )
}

/** The same in one sentence, for the question before publishing. */
export function Impact({ tried }: { tried: Tried }) {
  const { data } = usePreview(tried)
  if (!data) return null
  return data.considered === 0 ? <p>{say.previewNone}</p> : <Sentence found={data} />
}

function Sentence({ found }: { found: Preview }) {
  const { looser, stricter, unknown } = found
  const tried = found.considered - unknown
  if (looser + stricter === 0) return <p>{`${say.previewSame(tried)} ${unknown > 0 ? say.previewUnknown(unknown) : ''}`}</p>
  const freedom =
    looser > 0 ? [say.previewLooser(looser), stricter > 0 ? say.previewStricter(stricter) : ''] : [say.previewStricterOnly(stricter)]
  return (
    <div className="grid justify-items-start gap-1">
      <p className="font-medium">{say.previewChanges(looser + stricter, tried)}</p>
      <StatusMark status={looser > 0 ? 'watch' : 'info'} text={`${freedom.filter(Boolean).join(', ')}.`} />
      {unknown > 0 ? <p className="text-ink-2">{say.previewUnknown(unknown)}</p> : null}
    </div>
  )
}

const tiers: Tier[] = ['autonomous', 'review', 'human_only']

function countColumns(found: Preview): Column<Tier>[] {
  return [
    { id: 'tier', head: say.tier, cell: (tier) => <TierMark tier={tier} />, value: tierText },
    { id: 'was', head: say.was, isNumber: true, cell: (tier) => found.was[tier], value: (tier) => found.was[tier] },
    { id: 'would', head: say.would, isNumber: true, cell: (tier) => found.would[tier], value: (tier) => found.would[tier] },
  ]
}

function changeColumns(nameOf: (team: string) => string): Column<Change>[] {
  return [
    {
      id: 'at',
      head: say.decided,
      cell: (row) => (
        <ExternalLink href={`/decisions/${row.id}`} aria-label={say.open(row.id)}>
          <time dateTime={row.at} className="whitespace-nowrap">
            {day(new Date(row.at))}
          </time>
        </ExternalLink>
      ),
      value: (row) => row.at,
    },
    {
      id: 'change',
      head: say.change,
      cell: (row) => (
        <span className="grid whitespace-nowrap">
          <TierMark tier={row.was} />
          <span className="sr-only">{say.to}</span>
          <TierMark tier={row.would} isStrong />
        </span>
      ),
      value: (row) => `${tierText(row.was)} ${say.to} ${tierText(row.would)}`,
    },
    {
      id: 'because',
      head: say.because,
      cell: (row) => <span className="block min-w-48">{row.because}</span>,
      value: (row) => row.because,
    },
    { id: 'team', head: say.team, cell: (row) => nameOf(row.team), value: (row) => nameOf(row.team) },
  ]
}
