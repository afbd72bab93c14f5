import type { OutputOf } from '#kernel/contract.ts'
import type { getAlarm } from './contract.ts'
import type { Place } from './watch.ts'

type Told = OutputOf<typeof getAlarm>
export type AlarmKind = Told['kind']
export type AlarmState = Told['state']
export type Cause = NonNullable<Told['cause']>
export type Evidence = Told['evidence']
export type Severity = Told['severity']

/** Something that a watch found in a place, or a queue over its limit. */
export type Alarm = Place & {
  id: string
  kind: AlarmKind
  measureId: string
  state: AlarmState
  severity: Severity
  ownerId: string | null
  ownerRole: Told['ownerRole']
  title: string
  says: string
  next: string
  evidence: Evidence
  /** When it is thought to have begun. */
  since: Date
  raisedAt: Date
  /** When it was last found. */
  seenAt: Date
  /** Found again soon after it had ended: so often in all. */
  times: number
  acknowledgedAt: Date | null
  endedAt: Date | null
  cause: Cause | null
  note: string | null
  escalationId: string | null
}

/** What a detector found, before anybody answers for it. */
export type Finding = Place & Pick<Alarm, 'kind' | 'measureId' | 'severity' | 'title' | 'says' | 'next' | 'evidence' | 'since'>

export const isGoing = ({ state }: Pick<Alarm, 'state'>): boolean => state === 'open' || state === 'acknowledged'

export const noEvidence: Evidence = {
  baseline: null,
  seen: null,
  values: null,
  excess: null,
  expected: null,
  waiting: null,
  waitingMax: null,
}

/** Causes that say that there was nothing to find. */
const unreal: readonly (Cause | null)[] = ['false_alarm', 'data_missing']
export const isConfirmed = ({ cause }: Pick<Alarm, 'cause'>): boolean => !unreal.includes(cause)

/** The same alarm with what was found now. */
export const seenAgain = (alarm: Alarm, found: Finding, at: Date): Alarm => ({
  ...alarm,
  severity: found.severity,
  title: found.title,
  says: found.says,
  evidence: found.evidence,
  seenAt: at,
})

/** One that had ended and is found again soon: it goes on, with what was said about it kept. */
export const reopened = (alarm: Alarm, found: Finding, at: Date): Alarm => ({
  ...seenAgain(alarm, found, at),
  state: 'open',
  endedAt: null,
  acknowledgedAt: null,
  times: alarm.times + 1,
})
