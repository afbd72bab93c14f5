import { systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { closeAlarm, raiseAlarm, runningAbout } from '#slices/escalation/index.ts'
import { teamOf } from '#slices/identity/index.ts'
import { accountableOwnerOf } from '#slices/registry/index.ts'
import { type Alarm, type Finding, isGoing, reopened, seenAgain } from '../alarm.ts'
import { holdNewest, insertAlarm, saveAlarm } from '../store/alarms.ts'
import type { MonitoringParts } from '../verbs/parts.ts'
import { type Place, subjectOf } from '../watch.ts'

const actor = systemActor('monitoring', [])

type Raise = { found: Finding; foldHours: number; now: Date /** False where somebody else tells people. */; tells?: boolean }

/**
 * Puts what was found on record: what goes on already is brought up to date, what ended a short while ago goes on, and anything else is a new
 * alarm with an owner, told by the team's procedure.
 */
export async function raiseFound(tx: Tx, parts: MonitoringParts, { found, foldHours, now, tells = true }: Raise): Promise<void> {
  const newest = await holdNewest(tx, found)
  if (newest && isGoing(newest)) return saveAlarm(tx, seenAgain(newest, found, now))
  const isSoon = newest?.endedAt && now.getTime() - newest.endedAt.getTime() < foldHours * 3_600_000
  const alarm =
    newest && isSoon ? reopened(newest, found, now) : { ...begun(found, now), ...(await ownerOf(tx, found)), id: parts.chance.uuid(now) }
  const escalationId = tells ? await tell(tx, alarm, now) : await runningAbout(tx, { teamId: alarm.teamId, subject: subjectOf(alarm) })
  const told = { ...alarm, escalationId }
  if (newest && isSoon) await saveAlarm(tx, told)
  else if (!(await insertAlarm(tx, told))) return
  const after = { kind: alarm.kind, measure: alarm.measureId, team: alarm.teamId, aiAgent: alarm.aiAgentId || null, times: alarm.times }
  await parts.audit(tx, { actor, action: 'alarm.raise', subject: `alarm:${alarm.id}`, at: now, after })
}

const begun = (found: Finding, now: Date): Omit<Alarm, 'id' | 'ownerId' | 'ownerRole'> => ({
  ...found,
  state: 'open',
  raisedAt: now,
  seenAt: now,
  times: 1,
  acknowledgedAt: null,
  endedAt: null,
  cause: null,
  note: null,
  escalationId: null,
})

/** Who answers: the accountable owner of the AI agent, else the lead of the team. */
async function ownerOf(tx: Tx, { teamId, aiAgentId }: Place): Promise<Pick<Alarm, 'ownerId' | 'ownerRole'>> {
  const owner = aiAgentId === '' ? null : await accountableOwnerOf(tx, aiAgentId)
  if (owner !== null) return { ownerId: owner, ownerRole: 'accountable_owner' }
  return { ownerId: (await teamOf(tx, teamId))?.lead?.id ?? null, ownerRole: 'team_lead' }
}

function tell(tx: Tx, alarm: Alarm, at: Date): Promise<string> {
  const { teamId, severity, title, says: text } = alarm
  return raiseAlarm(tx, {
    teamId,
    severity,
    kind: 'alarm',
    subject: subjectOf(alarm),
    title,
    text: `${text} ${alarm.next}`,
    link: `/alarms/${alarm.id}`,
    drillId: null,
    at,
  })
}

/** Ends an alarm whose reason is gone without anybody's doing. */
export async function endedByItself(tx: Tx, parts: MonitoringParts, { alarm, now }: { alarm: Alarm; now: Date }): Promise<void> {
  const cause = alarm.cause ?? 'over_by_itself'
  await saveAlarm(tx, { ...alarm, state: 'fixed', endedAt: now, cause })
  await closeAlarm(tx, { teamId: alarm.teamId, subject: subjectOf(alarm), at: now })
  await parts.audit(tx, { actor, action: 'alarm.end', subject: `alarm:${alarm.id}`, at: now, after: { cause } })
}
