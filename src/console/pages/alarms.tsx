import { getRouteApi } from '@tanstack/react-router'
import { useLiveRefresh } from '#console/live.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall, useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { TeamSelect, useTeamChoice } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { listMeasures } from '#slices/measures/contract.ts'
import { AlarmTable } from '#slices/monitoring/console/alarm-table.tsx'
import type { Alarm } from '#slices/monitoring/console/look.ts'
import { alarmWords } from '#slices/monitoring/console/words.ts'
import { listAlarms } from '#slices/monitoring/contract.ts'
import { lookBackWords } from '#slices/quality/console/look-back-words.ts'
import { listLevelChanges } from '#slices/quality/contract.ts'
import { changeTold, type LevelChange, LookingBack, type Names } from './looking-back.tsx'
import { usePlaceNames } from './place-names.ts'

const route = getRouteApi('/frame/alarms')
const LOOK_MS = 30_000

/** What the watches found: alarms with their owners and next steps. */
export function AlarmsPage() {
  const { team, agent, shown } = route.useSearch()
  const navigate = route.useNavigate()
  const choice = useTeamChoice(team, 'alarms:read')
  const placeName = usePlaceNames()
  const isGoing = shown !== 'over'
  const alarms = useCallPages(listAlarms, { team, aiAgent: agent, isGoing }, { keepPrevious: true, refetchInterval: LOOK_MS })
  useLiveRefresh('change', 'monitoring')
  const { changes, names, mayLookBack } = useLookingBack(choice.teams)
  return (
    <>
      <PageHeader
        title={screenWords.alarms}
        question={alarmWords.question}
        answer={
          alarms.isPending || alarms.isError || alarms.isStale || !isGoing
            ? undefined
            : [answerOf(alarms.items), backTold(changes.data?.items, names)].filter(Boolean).join(' ')
        }
        meta={alarmWords.meta}
        actions={
          <TeamSelect
            choice={choice}
            all
            asked={team}
            onChoose={(id) => void navigate({ search: (before) => ({ ...before, team: id }), replace: true })}
          />
        }
      />
      <AlarmTable
        placeName={placeName}
        alarms={alarms.items}
        linkOf={(alarm) => (
          <Link to="/alarms/$id" params={{ id: alarm.id }} look="ink">
            {alarm.title}
          </Link>
        )}
        actions={
          <SegmentedControl
            label={alarmWords.shown}
            options={[
              { value: 'going', label: alarmWords.going },
              { value: 'over', label: alarmWords.over },
            ]}
            value={isGoing ? 'going' : 'over'}
            onChange={(next) =>
              void navigate({ search: (before) => ({ ...before, shown: next === 'over' ? 'over' : undefined }), replace: true })
            }
          />
        }
      >
        {insteadOf(alarms, isGoing)}
      </AlarmTable>
      <Pager shown={alarms.items.length} hasMore={alarms.hasMore} isLoading={alarms.isLoadingMore} onMore={alarms.more} />
      {mayLookBack ? <LookingBack changes={changes} names={names} /> : null}
    </>
  )
}

function useLookingBack(teams: { id: string; name: string }[]) {
  const mayLookBack = useMay()('quality:read')
  const changes = useCall(listLevelChanges, {}, { enabled: mayLookBack })
  const measures = useCall(listMeasures, {}, { enabled: mayLookBack })
  const names: Names = {
    team: (id) => teams.find((team) => team.id === id)?.name ?? id,
    measure: (id) => measures.data?.items.find((measure) => measure.id === id)?.name ?? id,
  }
  return { changes, names, mayLookBack }
}

/** The greatest change in all that was counted, in a sentence. */
function backTold([greatest]: LevelChange[] = [], names: Names): string | undefined {
  return greatest && lookBackWords.answer(changeTold(greatest, names))
}

function answerOf(alarms: Alarm[]): string {
  const open = alarms.filter(({ state }) => state === 'open').length
  if (open > 0) return alarmWords.answerOpen(open)
  return alarms.length === 0 ? alarmWords.answerNone : alarmWords.answerLooked(alarms.length)
}

/** What stands in place of the table: waiting, failed, empty; undefined once there are rows. */
function insteadOf(alarms: ReturnType<typeof useCallPages<typeof listAlarms>>, isGoing: boolean) {
  if (alarms.isPending) return <Skeleton lines={4} />
  if (alarms.isError) return <ErrorState error={alarms.error} onRetry={alarms.retry} />
  if (alarms.items.length > 0) return undefined
  return (
    <EmptyState kind={isGoing ? 'nothing-left' : 'nothing-yet'} title={isGoing ? alarmWords.noneGoing : undefined}>
      {isGoing ? alarmWords.noneGoingHint : alarmWords.noneOver}
    </EmptyState>
  )
}
