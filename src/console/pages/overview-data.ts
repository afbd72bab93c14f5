import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { countRevisits, getAdoption, listRevisits } from '#slices/adoption/contract.ts'
import { listRuns } from '#slices/capacity/contract.ts'
import { listEscalations } from '#slices/escalation/contract.ts'
import { countExceptions } from '#slices/exceptions/contract.ts'
import { listLimits } from '#slices/limits/contract.ts'
import { listAlarms } from '#slices/monitoring/contract.ts'
import { getDivergence, listInvestigations } from '#slices/quality/contract.ts'
import type { Known } from './overview-decisions.ts'
import type { PartId } from './overview-words.ts'

const LOOK_MS = 60_000
const limit = 200
/** So many revisits are named; of the others only how many there are is told. */
const revisitsNamed = 3

/** Everything that the overview shows. Each part is asked for by itself, so that one that fails takes no other with it. */
export function useOverview() {
  const may = useMay()
  const settings = (scope: string) => ({ enabled: may(scope), refetchInterval: LOOK_MS })
  const quality = useCall(getDivergence, {}, { enabled: may('quality:read'), staleTime: LOOK_MS })
  const investigations = useCall(listInvestigations, { limit, isOpen: 'true' }, { enabled: may('quality:read'), staleTime: LOOK_MS })
  const adoption = useCall(getAdoption, {}, { enabled: may('adoption:read'), staleTime: LOOK_MS })
  const alarms = useCall(listAlarms, { limit, isGoing: 'true' }, settings('alarms:read'))
  const limits = useCall(listLimits, { limit, isBreached: 'true' }, settings('limits:read'))
  const escalations = useCall(listEscalations, { limit, isRunning: 'true' }, settings('escalation:read'))
  const revisits = useCall(listRevisits, { limit: revisitsNamed, isDue: 'true' }, settings('adoption:read'))
  const revisitSums = useCall(countRevisits, {}, settings('adoption:read'))
  const waiting = useCall(countExceptions, {}, settings('exceptions:read'))
  const runs = useCall(listRuns, { limit }, { enabled: may('capacity:read'), staleTime: LOOK_MS })
  const known: Known = {
    quality: quality.data,
    investigations: investigations.data?.items,
    adoption: adoption.data,
    alarms: alarms.data?.items,
    limits: limits.data?.items,
    escalations: escalations.data?.items,
    revisits: revisits.data && revisitSums.data && { due: revisitSums.data.due, first: revisits.data.items },
  }
  const parts = { quality, adoption, alarms, limits, escalations, revisits: revisits.data ? revisitSums : revisits }
  const ids = Object.keys(parts) as PartId[]
  return {
    ...parts,
    waiting,
    runs,
    /** The oldest of the answers on screen. */
    asOf: oldest([quality.dataUpdatedAt, adoption.dataUpdatedAt]),
    known,
    /** Parts that are on their way, and parts that did not come. */
    pending: ids.filter((id) => parts[id].isLoading),
    failed: ids.filter((id) => parts[id].isError),
    retry: () => {
      for (const id of ids) if (parts[id].isError) void parts[id].refetch()
    },
  }
}

/** The first of several instants in milliseconds; zero is none. */
function oldest(instants: number[]): Date | undefined {
  const known = instants.filter((at) => at > 0)
  return known.length > 0 ? new Date(Math.min(...known)) : undefined
}

export type Overview = ReturnType<typeof useOverview>
