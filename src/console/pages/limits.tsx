import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { useLiveRefresh } from '#console/live.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { TeamSelect, useTeamChoice, useTeamNames } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { MorePages } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { Breaches } from '#slices/limits/console/breaches.tsx'
import { ExtraWork } from '#slices/limits/console/extra-work.tsx'
import { LimitTable, type LimitView } from '#slices/limits/console/limit-table.tsx'
import type { PlaceNames } from '#slices/limits/console/place.ts'
import { limitWords } from '#slices/limits/console/words.ts'
import { listLimits } from '#slices/limits/contract.ts'
import { useAiAgentNames } from './ai-agent-names.ts'

const LimitDialog = later(async () => (await import('#slices/limits/console/limit-dialog.tsx')).LimitDialog)
const RecordDialog = later(async () => (await import('#slices/limits/console/record-dialog.tsx')).RecordDialog)

const route = getRouteApi('/frame/limits')
const LOOK_MS = 15_000

/** Which share may end with a person, how much may wait, and whether it is kept. */
export function LimitsPage() {
  const { team } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const choice = useTeamChoice(team, 'limits:read')
  const names = { team: useTeamNames(), aiAgent: useAiAgentNames() }
  const limits = useCallPages(listLimits, { team, limit: 100 }, { keepPrevious: true, refetchInterval: LOOK_MS })
  const [changing, setChanging] = useState<LimitView | null>(null)
  const [isRecording, setIsRecording] = useState(false)
  useLiveRefresh('change', 'limits')
  const writable = choice.teams.filter((one) => may('extra-work:write', one.id))
  const record = writable.length > 0 ? () => setIsRecording(true) : undefined
  useKeys(record ? [{ keys: 'w', label: limitWords.record, run: record }] : [])
  const mayWrite = (of: string) => may('limits:write', of)
  return (
    <>
      <PageHeader
        title={screenWords.limits}
        question={limitWords.question}
        answer={limits.isPending || limits.isError || limits.hasMore ? undefined : answerOf(limits.items)}
        meta={limitWords.meta}
        actions={<TeamSelect choice={choice} all onChoose={(id) => void navigate({ search: { team: id }, replace: true })} asked={team} />}
      />
      <Places limits={limits} names={names} mayWrite={mayWrite} onChange={setChanging} />
      <Breaches team={team} names={names} mayWrite={mayWrite} />
      <ExtraWork team={team} names={names} onRecord={record} />
      {changing ? <LimitDialog view={changing} names={names} onClose={() => setChanging(null)} /> : null}
      {isRecording ? (
        <RecordDialog teams={writable} places={limits.items} nameOf={names.aiAgent} onClose={() => setIsRecording(false)} />
      ) : null}
    </>
  )
}

function answerOf(views: LimitView[]): string {
  if (views.length === 0) return limitWords.answerNone
  const broken = views.filter((view) => view.breaches.length > 0).length
  const unset = views.filter((view) => !view.limit).length
  const set = views.length - unset
  const kept = set > 0 ? limitWords.answerKept(set) : ''
  return [broken > 0 ? limitWords.answerBroken(broken) : kept, unset > 0 ? limitWords.answerUnset(unset) : ''].filter(Boolean).join(' ')
}

type PlacesProps = {
  limits: ReturnType<typeof useCallPages<typeof listLimits>>
  names: PlaceNames
  mayWrite: (team: string) => boolean
  onChange: (view: LimitView) => void
}

function Places({ limits, names, mayWrite, onChange }: PlacesProps) {
  if (limits.isPending) return <Skeleton lines={6} />
  if (limits.isError) return <ErrorState error={limits.error} onRetry={limits.retry} />
  if (limits.items.length === 0)
    return (
      <div className="rounded-l border border-line bg-card">
        <EmptyState
          kind="nothing-yet"
          action={
            <Link to="/ai-agents" look="button">
              {limitWords.toAiAgents}
            </Link>
          }
        >
          {limitWords.empty}
        </EmptyState>
      </div>
    )
  return (
    <div className="grid gap-2">
      <LimitTable views={limits.items} names={names} pages={limits} mayWrite={mayWrite} onChange={onChange} />
      <MorePages pages={limits} />
    </div>
  )
}
