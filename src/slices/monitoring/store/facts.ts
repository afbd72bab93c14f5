import type { Queryable, Tx } from '#kernel/db.ts'

const batchKey = 'all'

export type Mark = { decisionSeq: number; auditSeq: number }

/** How far the facts have been followed, held until the transaction ends: one follows them at a time. */
export async function holdMark(tx: Tx): Promise<Mark> {
  const [row] = await tx.query<{ decision_seq: number; audit_seq: number }>(
    'select m.decision_seq, m.audit_seq from monitoring_mark m where m.batch_key = $1 for update',
    [batchKey],
  )
  return { decisionSeq: row?.decision_seq ?? 0, auditSeq: row?.audit_seq ?? 0 }
}

export async function readMark(db: Queryable): Promise<Mark> {
  const [row] = await db.query<{ decision_seq: number; audit_seq: number }>(
    'select m.decision_seq, m.audit_seq from monitoring_mark m where m.batch_key = $1',
    [batchKey],
    'monitoring_read_mark',
  )
  return { decisionSeq: row?.decision_seq ?? 0, auditSeq: row?.audit_seq ?? 0 }
}

export async function moveMark(tx: Tx, { decisionSeq, auditSeq }: Mark): Promise<void> {
  await tx.query('update monitoring_mark set decision_seq = $2, audit_seq = $3 where batch_key = $1', [batchKey, decisionSeq, auditSeq])
}

/** Takes the turn to look for alarms; null when a server did since `before`. Says when the look before was. */
export async function takeLook(tx: Tx, { now, before }: { now: Date; before: Date }): Promise<{ last: Date | null } | null> {
  const [held] = await tx.query<{ looked_at: Date | null }>(
    'select m.looked_at from monitoring_mark m where m.batch_key = $1 for update skip locked',
    [batchKey],
  )
  // A time to come was noted by a clock that was set back since.
  if (!held || (held.looked_at !== null && held.looked_at > before && held.looked_at <= now)) return null
  await tx.query('update monitoring_mark set looked_at = $2 where batch_key = $1', [batchKey, now])
  return { last: held.looked_at !== null && held.looked_at <= now ? held.looked_at : null }
}

export type Gap = { from: Date; to: Date }

/** Stands for every place. */
export const everywhere = '*'

/** Notes that silence says nothing in a time, as one with the gap that ended when it begins. */
export async function addGap(tx: Tx, place: string, { from, to }: Gap): Promise<void> {
  const longer = await tx.query('update watch_gap set ended_at = $3 where place = $1 and ended_at = $2 returning place', [place, from, to])
  if (longer.length > 0) return
  await tx.query('insert into watch_gap (place, began_at, ended_at) values ($1, $2, $3) on conflict do nothing', [place, from, to])
}

/** Gaps of a place, and of all, that end after a time. */
export async function gapsSince(db: Queryable, place: string, from: Date): Promise<Gap[]> {
  const rows = await db.query<{ began_at: Date; ended_at: Date }>(
    'select g.began_at, g.ended_at from watch_gap g where g.place = any ($1) and g.ended_at > $2 order by g.began_at',
    [[place, everywhere], from],
  )
  return rows.map(({ began_at, ended_at }) => ({ from: began_at, to: ended_at }))
}

export type StoredFate = {
  team_id: string
  decision_id: string
  ai_agent_id: string
  decision_type: string
  recorded_at: Date
  is_executed: boolean
  failed_at: Date | null
  overridden_at: Date | null
  wrong_at: Date | null
}

const fateColumns =
  'f.team_id, f.decision_id, f.ai_agent_id, f.decision_type, f.recorded_at, f.is_executed, f.failed_at, f.overridden_at, f.wrong_at'

export function storedFates(db: Queryable, ids: readonly string[]): Promise<StoredFate[]> {
  return db.query<StoredFate>(`select ${fateColumns} from decision_fate f where f.decision_id = any ($1::uuid[])`, [ids])
}

export async function saveFates(tx: Tx, fates: readonly StoredFate[]): Promise<void> {
  const column = <K extends keyof StoredFate>(name: K) => fates.map((fate) => fate[name])
  await tx.query(
    `insert into decision_fate as f (team_id, decision_id, ai_agent_id, decision_type, recorded_at, is_executed, failed_at, overridden_at, wrong_at)
     select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::boolean[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
     on conflict (team_id, decision_id) do update set is_executed = excluded.is_executed, failed_at = excluded.failed_at,
       overridden_at = excluded.overridden_at, wrong_at = excluded.wrong_at`,
    [
      column('team_id'),
      column('decision_id'),
      column('ai_agent_id'),
      column('decision_type'),
      column('recorded_at'),
      column('is_executed'),
      column('failed_at'),
      column('overridden_at'),
      column('wrong_at'),
    ],
  )
}

export type PlaceKey = { teamId: string; aiAgentId: string }

export async function saveSeen(tx: Tx, seen: readonly (PlaceKey & { at: Date })[]): Promise<void> {
  await tx.query(
    `insert into place_seen as p (team_id, ai_agent_id, last_at)
     select * from unnest($1::text[], $2::text[], $3::timestamptz[])
     on conflict (team_id, ai_agent_id) do update set last_at = greatest(p.last_at, excluded.last_at)`,
    [seen.map((each) => each.teamId), seen.map((each) => each.aiAgentId), seen.map((each) => each.at)],
  )
}

export async function lastSeen(db: Queryable, { teamId, aiAgentId }: PlaceKey): Promise<Date | null> {
  const [row] = await db.query<{ last_at: Date }>('select p.last_at from place_seen p where p.team_id = $1 and p.ai_agent_id = $2', [
    teamId,
    aiAgentId,
  ])
  return row?.last_at ?? null
}

/** The newest errors of an AI agent in a team within a time: the records behind an alarm. */
export function wrongIn(
  db: Queryable,
  { teamId, aiAgentId }: PlaceKey,
  { from, to, limit }: Gap & { limit: number },
): Promise<StoredFate[]> {
  return db.query<StoredFate>(
    `select ${fateColumns} from decision_fate f
      where f.team_id = $1 and ($2 = '' or f.ai_agent_id = $2) and f.recorded_at >= $3 and f.recorded_at <= $4 and f.wrong_at is not null
      order by f.recorded_at desc limit $5`,
    [teamId, aiAgentId, from, to, limit],
  )
}

/** Whether each of the newest executed decisions since a time was an error, oldest first. */
export async function outcomesSince(db: Queryable, { teamId, aiAgentId }: PlaceKey, { from, limit }: { from: Date; limit: number }) {
  const rows = await db.query<{ recorded_at: Date; is_wrong: boolean }>(
    `select f.recorded_at, f.wrong_at is not null as is_wrong from decision_fate f
      where f.team_id = $1 and f.ai_agent_id = $2 and f.recorded_at >= $3 and f.is_executed
      order by f.recorded_at desc limit $4`,
    [teamId, aiAgentId, from, limit],
  )
  return rows.reverse()
}

/** Days from a decision to when its error was known, for 95 of 100 of those in a window. Null where there is none. */
export async function delayOfErrors(db: Queryable, { teamId, aiAgentId }: PlaceKey, { from, to }: Gap): Promise<number | null> {
  const [row] = await db.query<{ seconds: number | null }>(
    `select percentile_cont(0.95) within group (order by extract(epoch from f.wrong_at - f.recorded_at))::float8 as seconds
       from decision_fate f
      where f.team_id = $1 and ($2 = '' or f.ai_agent_id = $2) and f.recorded_at >= $3 and f.recorded_at < $4 and f.wrong_at is not null`,
    [teamId, aiAgentId, from, to],
  )
  return row?.seconds === null || row === undefined ? null : row.seconds / 86_400
}

/** What is known to have become of the decisions of a team, after one of them. */
export function fatesAfter(db: Queryable, page: { teamId: string; after: string; limit: number }): Promise<StoredFate[]> {
  return db.query<StoredFate>(
    `select ${fateColumns} from decision_fate f where f.team_id = $1 and f.decision_id > $2 order by f.decision_id limit $3`,
    [page.teamId, page.after, page.limit],
  )
}
