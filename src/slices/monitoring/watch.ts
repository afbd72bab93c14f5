import type { OutputOf } from '#kernel/contract.ts'
import { aiAgentMark, teamMark } from '#slices/registry/index.ts'
import type { getWatch } from './contract.ts'

/** One AI agent in a team; '' for the team as a whole. */
export type Place = { teamId: string; aiAgentId: string }

export type WatchKind = 'drift' | 'spike' | 'silence'
/** Which change is bad: more hits, or fewer. */
export type Direction = 'up' | 'down'

/** What a watch is made for, as pages tell it. */
export type Design = NonNullable<OutputOf<typeof getWatch>['design']>

/** One thing that is watched in one place, from a day on. */
export type Watch = Place & {
  id: string
  kind: WatchKind
  measureId: string
  direction: Direction
  soughtRatio: number
  lagDays: number
  fromOn: string
  fromAt: Date
  /** It begins half way up to its limit: after a fix, so that one that did not help is found sooner. */
  isAfterChange: boolean
  pausedUntil: Date | null
  pauseReason: string | null
  state: 'watching' | 'gathering' | 'no_baseline' | 'no_data' | 'paused' | 'alarm'
  design: Design | null
  /** Of money: the currency of its baseline. */
  currency: string | null
  seenTo: Date | null
  checkedAt: Date | null
  etag: number
  madeAt: Date
}

export const placeKey = ({ teamId, aiAgentId }: Place): string => `${teamId}/${aiAgentId || '*'}`

/** What people call it: an AI agent in a team, or the team; with marks for the names. */
export const placeTold = ({ teamId, aiAgentId }: Place): string =>
  aiAgentId === '' ? `team ${teamMark(teamId)}` : `${aiAgentMark(aiAgentId)} in ${teamMark(teamId)}`

/** A title with marks, also one of before, which told ids. */
export function titleOf({ title, teamId, aiAgentId }: Place & { title: string }): string {
  const before = aiAgentId === '' ? `team ${teamId}` : `${aiAgentId} in ${teamId}`
  return title.replace(before, placeTold({ teamId, aiAgentId }))
}

/** What people are told about under this name: at most one goes on. Of a queue they are told by its limit, under the limit's name. */
export const subjectOf = ({ kind, measureId, ...place }: Place & { kind: string; measureId: string }): string =>
  kind === 'queue' ? `limit:${placeKey(place)}/depth` : `alarm:${placeKey(place)}/${kind}/${measureId}`

type Wanted = Place & Pick<Watch, 'kind' | 'measureId'> & Partial<Pick<Watch, 'direction' | 'soughtRatio' | 'lagDays'>>

/** A watch that begins now. */
export function newWatch(wanted: Wanted, { id, now }: { id: string; now: Date }): Watch {
  return {
    direction: 'up',
    soughtRatio: 1.5,
    lagDays: 0,
    ...wanted,
    id,
    fromOn: now.toISOString().slice(0, 10),
    fromAt: now,
    isAfterChange: false,
    pausedUntil: null,
    pauseReason: null,
    state: 'gathering',
    design: null,
    currency: null,
    seenTo: now,
    checkedAt: null,
    etag: 1,
    madeAt: now,
  }
}

/** The same watch, begun anew at a time. */
export function restarted(watch: Watch, at: Date, { isAfterChange }: { isAfterChange: boolean }): Watch {
  const fromOn = at.toISOString().slice(0, 10)
  return { ...watch, fromOn, fromAt: at, isAfterChange, state: 'watching', seenTo: at, checkedAt: null, etag: watch.etag + 1 }
}
