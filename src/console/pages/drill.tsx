import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { DrillView } from '#slices/drills/console/drill-view.tsx'
import type { Drill } from '#slices/drills/console/look.ts'
import { drillWords } from '#slices/drills/console/words.ts'
import { getDrill } from '#slices/drills/contract.ts'

const route = getRouteApi('/frame/drills/$id')
const RUNNING_MS = 1_000

const isRunning = (query: { state: { data?: unknown } }) =>
  (query.state.data as Drill | undefined)?.state === 'running' ? RUNNING_MS : false

/** One drill, as it runs and afterwards. */
export function DrillPage() {
  const { id } = route.useParams()
  const may = useMay()
  const navigate = useNavigate()
  const [isAborting, setIsAborting] = useState(false)
  const drill = useCall(getDrill, { drill: id }, { refetchInterval: isRunning })
  const canAbort = drill.data?.state === 'running' && may('drills:write', drill.data.team)
  useKeys([
    { keys: 'Esc', label: drillWords.back, run: () => void navigate({ to: '/drills' }) },
    ...(canAbort ? [{ keys: 'x', label: drillWords.abort, run: () => setIsAborting(true) }] : []),
  ])
  const back = (
    <Link to="/drills" look="button" icon={ArrowLeft}>
      {drillWords.back}
    </Link>
  )
  if (drill.isPending) return <Skeleton lines={8} />
  if (drill.isError)
    return (
      <>
        <PageHeader title={drillWords.what} question={drillWords.what} />
        <ErrorState error={drill.error} onRetry={() => void drill.refetch()} action={back} />
      </>
    )
  const name = drillWords.scenarios(drill.data.scenario)
  return (
    <>
      <PageHeader title={name} question={drillWords.startTitle(name, drill.data.team)} meta={drillWords.meta} actions={back} />
      <DrillView
        drill={drill.data}
        mayWrite={may('drills:write', drill.data.team)}
        isAborting={isAborting}
        onAborting={setIsAborting}
        escalationsLink={
          <Link to="/escalation" search={{ team: drill.data.team }}>
            {drillWords.toEscalations}
          </Link>
        }
      />
    </>
  )
}
