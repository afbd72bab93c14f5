import { later } from '#console/later.tsx'
import { useCall } from '#console/query.ts'
import { useTeamNames } from '#console/team-choice.tsx'
import { Link } from '#console/ui/link.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { AlarmTable } from '#slices/monitoring/console/alarm-table.tsx'
import { listAlarms } from '#slices/monitoring/contract.ts'
import { aiAgentWeeks } from '#slices/weeks/contract.ts'
import { usePlaceNames } from './place-names.ts'

const Weeks = later(async () => (await import('#slices/weeks/console/weeks.tsx')).Weeks)

/** How one AI agent does: what goes wrong now, and week by week against its frozen baseline. */
export function AiAgentWeeks({ aiAgent }: { aiAgent: string }) {
  const weeks = useCall(aiAgentWeeks, { aiAgent })
  const nameOf = useTeamNames()
  const placeName = usePlaceNames()
  const alarms = useCall(listAlarms, { aiAgent, isGoing: true })
  if (weeks.isPending) return <Skeleton lines={6} />
  if (weeks.isError) return <ErrorState error={weeks.error} onRetry={() => void weeks.refetch()} />
  const going = alarms.data?.items ?? []
  return (
    <>
      {going.length > 0 ? (
        <AlarmTable
          placeName={placeName}
          alarms={going}
          linkOf={(alarm) => (
            <Link to="/alarms/$id" params={{ id: alarm.id }} look="ink">
              {alarm.title}
            </Link>
          )}
        />
      ) : null}
      <Weeks
        answer={weeks.data}
        partsOf="team"
        nameOf={nameOf}
        partLink={(id) => (
          <Link to="/weeks" search={{ team: id }} look="ink">
            {nameOf(id)}
          </Link>
        )}
      />
    </>
  )
}
