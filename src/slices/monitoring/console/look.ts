import type { Status } from '#console/ui/status-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { getAlarm, listAlarms, listBaselines, listWatches } from '../contract.ts'

export type Alarm = OutputOf<typeof listAlarms>['items'][number]
export type AlarmDetail = OutputOf<typeof getAlarm>
export type Watch = OutputOf<typeof listWatches>['items'][number]
export type Baseline = OutputOf<typeof listBaselines>['items'][number]

/** What people call an AI agent in a team, or a team as a whole. */
export type PlaceName = (place: { team: string; aiAgent: string | null }) => string

export const isGoing = ({ state }: Alarm) => state === 'open' || state === 'acknowledged'

export const statusOf = ({ state }: Pick<Alarm, 'state'>): Status =>
  ({ open: 'act', acknowledged: 'watch', explained: 'none', fixed: 'ok' })[state] as Status

export const watchStatus = ({ state }: Watch): Status =>
  ({ watching: 'ok', gathering: 'none', no_baseline: 'none', no_data: 'watch', paused: 'info', alarm: 'act' })[state] as Status

/** Drift of values, such as times and costs, is looked for in what is typical of a day; drift of shares in a sum of hits. */
export const isOfValues = ({ unit }: { unit: Watch['unit'] }) => unit !== 'share' && unit !== 'cases'
