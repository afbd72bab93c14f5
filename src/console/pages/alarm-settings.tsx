import { useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useMay, useMe } from '#console/shell/me.tsx'
import { useTeamChoice } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { BaselineTable } from '#slices/monitoring/console/baseline-table.tsx'
import { type AlarmSettings, BudgetForm } from '#slices/monitoring/console/budget-form.tsx'
import { WatchTable } from '#slices/monitoring/console/watch-table.tsx'
import { watchWords } from '#slices/monitoring/console/words.ts'
import { getAlarmSettings, listBaselines, listWatches } from '#slices/monitoring/contract.ts'
import { listAiAgents } from '#slices/registry/contract.ts'
import { usePlaceNames } from './place-names.ts'

const FreezeDialog = later(async () => (await import('#slices/monitoring/console/freeze-dialog.tsx')).FreezeDialog)

/** What is watched, how often it may be wrong, what is usual. */
export function AlarmSettingsPage() {
  const me = useMe()
  const may = useMay()
  const settings = useCall(getAlarmSettings, {})
  const mayWrite = (team: string) => may('alarms:write', team)
  return (
    <>
      <PageHeader
        title={screenWords.alarmSettings}
        question={watchWords.question}
        answer={settings.data ? answerOf(settings.data) : undefined}
        meta={settings.data ? <Lately settings={settings.data} /> : watchWords.meta}
      />
      <Watches mayWrite={mayWrite} />
      <Baselines />
      <Budget settings={settings} mayWrite={me.rights['alarms:write'] === 'all'} />
    </>
  )
}

const answerOf = ({ watched }: AlarmSettings) => watchWords.answer(watched.falseAlarmsPerYear, watched.aiAgents)

function Lately({ settings }: { settings: AlarmSettings }) {
  const { alarms, days, withCause, confirmed, medianDays } = settings.lately
  const said = [
    watchWords.meta,
    watchWords.lately(alarms, days),
    withCause > 0 ? watchWords.latelyCause(confirmed, withCause) : '',
    medianDays === null ? '' : watchWords.latelyDelay(medianDays),
  ]
  return <p>{said.filter(Boolean).join(' ')}</p>
}

function Budget({ settings, mayWrite }: { settings: ReturnType<typeof useCall<typeof getAlarmSettings>>; mayWrite: boolean }) {
  if (settings.isPending) return <Skeleton lines={4} />
  if (settings.isError) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
  return <BudgetForm key={settings.data.etag} settings={settings.data} mayWrite={mayWrite} />
}

function Watches({ mayWrite }: { mayWrite: (team: string) => boolean }) {
  const watches = useCallPages(listWatches, {})
  const placeName = usePlaceNames()
  if (watches.isPending) return <Skeleton lines={4} />
  if (watches.isError) return <ErrorState error={watches.error} onRetry={watches.retry} />
  return (
    <>
      <WatchTable watches={watches.items} placeName={placeName} mayWrite={mayWrite} />
      <Pager shown={watches.items.length} hasMore={watches.hasMore} isLoading={watches.isLoadingMore} onMore={watches.more} />
    </>
  )
}

function Baselines() {
  const may = useMay()
  const choice = useTeamChoice(undefined, 'alarms:write')
  const aiAgents = useCall(listAiAgents, { limit: 200 })
  const baselines = useCallPages(listBaselines, {})
  const placeName = usePlaceNames()
  const [isFreezing, setIsFreezing] = useState(false)
  if (baselines.isPending) return <Skeleton lines={4} />
  if (baselines.isError) return <ErrorState error={baselines.error} onRetry={baselines.retry} />
  const audit = may('audit:read') ? (
    <Link to="/audit" search={{ what: 'baseline.freeze' }} look="button">
      {watchWords.toAudit}
    </Link>
  ) : null
  return (
    <>
      <BaselineTable
        baselines={baselines.items}
        placeName={placeName}
        actions={
          <>
            {audit}
            {choice.teams.length > 0 ? <Button onClick={() => setIsFreezing(true)}>{watchWords.freeze}</Button> : null}
          </>
        }
      />
      <Pager shown={baselines.items.length} hasMore={baselines.hasMore} isLoading={baselines.isLoadingMore} onMore={baselines.more} />
      {isFreezing ? <FreezeDialog teams={choice.teams} aiAgents={aiAgents.data?.items ?? []} onClose={() => setIsFreezing(false)} /> : null}
    </>
  )
}
