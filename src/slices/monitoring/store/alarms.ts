import type { Queryable, Tx } from '#kernel/db.ts'
import { type Alarm, type AlarmKind, type AlarmState, noEvidence } from '../alarm.ts'
import type { Place } from '../watch.ts'

type Row = {
  team_id: string
  id: string
  ai_agent_id: string
  kind: AlarmKind
  measure_id: string
  state: AlarmState
  severity: Alarm['severity']
  owner_id: string | null
  owner_role: Alarm['ownerRole']
  title: string
  says: string
  next_step: string
  evidence: Alarm['evidence']
  since: Date
  raised_at: Date
  seen_at: Date
  times: number
  acknowledged_at: Date | null
  ended_at: Date | null
  cause: Alarm['cause']
  note: string | null
  escalation_id: string | null
}

const columns = `a.team_id, a.id, a.ai_agent_id, a.kind, a.measure_id, a.state, a.severity, a.owner_id, a.owner_role, a.title, a.says, a.next_step,
  a.evidence, a.since, a.raised_at, a.seen_at, a.times, a.acknowledged_at, a.ended_at, a.cause, a.note, a.escalation_id`

const fromRow = (row: Row): Alarm => ({
  teamId: row.team_id,
  id: row.id,
  aiAgentId: row.ai_agent_id,
  kind: row.kind,
  measureId: row.measure_id,
  state: row.state,
  severity: row.severity,
  ownerId: row.owner_id,
  ownerRole: row.owner_role,
  title: row.title,
  says: row.says,
  next: row.next_step,
  evidence: { ...noEvidence, ...row.evidence },
  since: row.since,
  raisedAt: row.raised_at,
  seenAt: row.seen_at,
  times: row.times,
  acknowledgedAt: row.acknowledged_at,
  endedAt: row.ended_at,
  cause: row.cause,
  note: row.note,
  escalationId: row.escalation_id,
})

export type AlarmFilter = {
  teams: readonly string[] | null
  aiAgentId?: string
  kind?: AlarmKind
  state?: AlarmState
  isGoing?: boolean
  after?: string
  limit: number
}

/** Alarms, newest first; `after` is the id of the last one seen. */
export async function alarmsOf(db: Queryable, filter: AlarmFilter): Promise<Alarm[]> {
  const rows = await db.query<Row>(
    `select ${columns} from alarm a
      where ($1::text[] is null or a.team_id = any ($1)) and ($2::text is null or a.ai_agent_id = $2)
        and ($3::text is null or a.kind = $3) and ($4::text is null or a.state = $4)
        and ($5::boolean is null or (a.state in ('open', 'acknowledged')) = $5)
        and ($6::uuid is null or a.id < $6)
      order by a.id desc limit $7`,
    [
      filter.teams,
      filter.aiAgentId ?? null,
      filter.kind ?? null,
      filter.state ?? null,
      filter.isGoing ?? null,
      filter.after ?? null,
      filter.limit,
    ],
  )
  return rows.map(fromRow)
}

export async function findAlarm(db: Queryable, teams: readonly string[] | null, id: string): Promise<Alarm | null> {
  const [row] = await db.query<Row>(`select ${columns} from alarm a where a.id = $2 and ($1::text[] is null or a.team_id = any ($1))`, [
    teams,
    id,
  ])
  return row ? fromRow(row) : null
}

export async function holdAlarm(tx: Tx, teams: readonly string[] | null, id: string): Promise<Alarm | null> {
  const [row] = await tx.query<Row>(
    `select ${columns} from alarm a where a.id = $2 and ($1::text[] is null or a.team_id = any ($1)) for update`,
    [teams, id],
  )
  return row ? fromRow(row) : null
}

type Of = Place & Pick<Alarm, 'kind' | 'measureId'>

/** The newest alarm of a cause, held until the transaction ends. */
export async function holdNewest(tx: Tx, of: Of): Promise<Alarm | null> {
  const [row] = await tx.query<Row>(
    `select ${columns} from alarm a where a.team_id = $1 and a.ai_agent_id = $2 and a.kind = $3 and a.measure_id = $4
      order by a.raised_at desc limit 1 for update`,
    [of.teamId, of.aiAgentId, of.kind, of.measureId],
  )
  return row ? fromRow(row) : null
}

/** Alarms that go on, all of them: there are few, one for each cause and place. */
export async function goingAlarms(db: Queryable): Promise<Alarm[]> {
  const rows = await db.query<Row>(`select ${columns} from alarm a where a.state in ('open', 'acknowledged') order by a.id`)
  return rows.map(fromRow)
}

/** False when one of its cause goes on already. */
export async function insertAlarm(tx: Tx, alarm: Alarm): Promise<boolean> {
  const rows = await tx.query(
    `insert into alarm (team_id, id, ai_agent_id, kind, measure_id, state, severity, owner_id, owner_role, title, says, next_step, evidence, since,
                        raised_at, seen_at, times, escalation_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (team_id, ai_agent_id, kind, measure_id) where state in ('open', 'acknowledged') do nothing returning id`,
    [
      alarm.teamId,
      alarm.id,
      alarm.aiAgentId,
      alarm.kind,
      alarm.measureId,
      alarm.state,
      alarm.severity,
      alarm.ownerId,
      alarm.ownerRole,
      alarm.title,
      alarm.says,
      alarm.next,
      JSON.stringify(alarm.evidence),
      alarm.since,
      alarm.raisedAt,
      alarm.seenAt,
      alarm.times,
      alarm.escalationId,
    ],
  )
  return rows.length > 0
}

export async function saveAlarm(tx: Tx, alarm: Alarm): Promise<void> {
  await tx.query(
    `update alarm set state = $3, severity = $4, title = $5, says = $6, evidence = $7, seen_at = $8, times = $9, acknowledged_at = $10,
            ended_at = $11, cause = $12, note = $13, escalation_id = $14
      where team_id = $1 and id = $2`,
    [
      alarm.teamId,
      alarm.id,
      alarm.state,
      alarm.severity,
      alarm.title,
      alarm.says,
      JSON.stringify(alarm.evidence),
      alarm.seenAt,
      alarm.times,
      alarm.acknowledgedAt,
      alarm.endedAt,
      alarm.cause,
      alarm.note,
      alarm.escalationId,
    ],
  )
}

/** Causes and delays of the alarms that were raised since a time, for how good the watches are. */
export function raisedSince(db: Queryable, from: Date): Promise<{ cause: Alarm['cause']; since: Date; raised_at: Date }[]> {
  return db.query('select a.cause, a.since, a.raised_at from alarm a where a.raised_at >= $1 limit 10000', [from])
}

/** When a place was silent before, from when it began to when it ended. */
export async function silencesOf(db: Queryable, { teamId, aiAgentId }: Place, from: Date): Promise<{ from: Date; to: Date }[]> {
  const rows = await db.query<{ since: Date; ended_at: Date | null; seen_at: Date }>(
    `select a.since, a.ended_at, a.seen_at from alarm a
      where a.team_id = $1 and a.ai_agent_id = $2 and a.kind = 'silence' and coalesce(a.ended_at, a.seen_at) > $3`,
    [teamId, aiAgentId, from],
  )
  return rows.map(({ since, ended_at, seen_at }) => ({ from: since, to: ended_at ?? seen_at }))
}
