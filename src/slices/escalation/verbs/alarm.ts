import type { Tx } from '#kernel/db.ts'
import { derivedId, publishEvent } from '#slices/notifications/index.ts'
import { closed, type Escalation, type EscalationKind, type LogLine } from '../escalation.ts'
import type { Severity } from '../procedure.ts'
import { insertEscalation, lockRunning, saveEscalation } from '../store/escalations.ts'
import { appendLog } from '../store/log.ts'
import { withName } from './named.ts'
import { tellAfter } from './tell.ts'

export type Alarm = {
  teamId: string
  severity: Severity
  kind: Extract<EscalationKind, 'alarm' | 'drill'>
  /** What it is about, such as `limit:refund-bot/billing`: while one runs about it, raising it again does nothing. */
  subject: string
  title: string
  text: string
  /** A path of the console. */
  link: string | null
  drillId: string | null
  at: Date
}

/**
 * Raises an alarm in the caller's transaction: the team's procedure begins within a second of the commit. Returns the id of
 * the escalation that runs about the subject, the new one or the one before.
 */
export async function raiseAlarm(tx: Tx, alarm: Alarm): Promise<string> {
  const running = await lockRunning(tx, alarm)
  if (running) return running.id
  const made = begin(alarm)
  if (await open(tx, made)) return made.id
  return (await lockRunning(tx, alarm))?.id ?? made.id
}

/** An escalation before anybody was told. */
export function begin(alarm: Omit<Alarm, 'kind'> & { kind: EscalationKind; itemsCount?: number }): Escalation {
  const { at, itemsCount = 0, ...rest } = alarm
  return {
    ...rest,
    id: derivedId(at, [alarm.teamId, alarm.subject, alarm.kind]),
    state: 'open',
    step: 0,
    stepsCount: 0,
    waitsFor: null,
    hasProcedure: true,
    itemsCount,
    nextAt: at,
    openedAt: at,
    acknowledgedAt: null,
    closedAt: null,
  }
}

/** Writes it down and tells webhooks. False when one runs about the same already. */
export async function open(tx: Tx, made: Escalation): Promise<boolean> {
  if (!(await insertEscalation(tx, made))) return false
  const { id, severity, kind, title, teamId, drillId, itemsCount, openedAt } = await withName(tx, made)
  const data = { escalation: id, severity, kind, title, items: itemsCount }
  await publishEvent(tx, { teamId, type: 'escalation.raised', data, at: openedAt, isDrill: drillId !== null })
  return true
}

/** Ends the alarm about a subject, when one runs: everybody who was told hears that it is over. */
export async function closeAlarm(tx: Tx, { teamId, subject, at }: { teamId: string; subject: string; at: Date }): Promise<void> {
  const running = await lockRunning(tx, { teamId, subject })
  if (running) await end(tx, running, { at, role: null, says: 'It ended: the reason for it is gone.' })
}

/** The escalation that runs about a subject; null where none does. */
export async function runningAbout(tx: Tx, about: { teamId: string; subject: string }): Promise<string | null> {
  return (await lockRunning(tx, about))?.id ?? null
}

type End = { at: Date; role: LogLine['role']; says: string }

export async function end(tx: Tx, before: Escalation, { at, role, says }: End): Promise<Escalation> {
  const after = closed(before, at)
  await saveEscalation(tx, after)
  await appendLog(tx, before, [{ at, what: 'closed', role, says }])
  await tellAfter(tx, after, { action: 'resolve', at })
  return after
}
