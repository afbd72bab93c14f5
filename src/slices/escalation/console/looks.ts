import type { Status } from '#console/ui/status-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listEscalations } from '../contract.ts'

export type Summary = OutputOf<typeof listEscalations>['items'][number]

export const looks: { [state in Summary['state']]: Status } = { open: 'act', acknowledged: 'ok', handed_over: 'watch', closed: 'none' }
