import type { Status } from '#console/ui/status-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listDrills, listScenarios } from '../contract.ts'

export type Drill = OutputOf<typeof listDrills>['items'][number]
export type Scenario = OutputOf<typeof listScenarios>['items'][number]

export const verdictLook: { [verdict in NonNullable<Drill['verdict']>]: Status } = {
  kept: 'ok',
  late: 'watch',
  unanswered: 'act',
  unclear: 'none',
}
