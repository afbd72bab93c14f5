import type { Queryable, Tx } from '#kernel/db.ts'
import type { Place, Watch } from '../watch.ts'

type Row = {
  team_id: string
  id: string
  ai_agent_id: string
  kind: Watch['kind']
  measure_id: string
  direction: Watch['direction']
  sought_ratio: number
  lag_days: number
  from_on: string
  from_at: Date
  is_after_change: boolean
  paused_until: Date | null
  pause_reason: string | null
  state: Watch['state']
  design: Watch['design']
  seen_to: Date | null
  checked_at: Date | null
  etag: number
  made_at: Date
  currency: string | null
}

const columns = `w.team_id, w.id, w.ai_agent_id, w.kind, w.measure_id, w.direction, w.sought_ratio, w.lag_days, w.from_on::text, w.from_at,
  w.is_after_change, w.paused_until, w.pause_reason, w.state, w.design, w.seen_to, w.checked_at, w.etag, w.made_at,
  (select b.currency from baseline b where b.team_id = w.team_id and b.ai_agent_id = w.ai_agent_id and b.measure_id = w.measure_id and b.replaced_at is null) as currency`

const fromRow = (row: Row): Watch => ({
  teamId: row.team_id,
  id: row.id,
  aiAgentId: row.ai_agent_id,
  kind: row.kind,
  measureId: row.measure_id,
  direction: row.direction,
  soughtRatio: row.sought_ratio,
  lagDays: row.lag_days,
  fromOn: row.from_on,
  fromAt: row.from_at,
  isAfterChange: row.is_after_change,
  pausedUntil: row.paused_until,
  pauseReason: row.pause_reason,
  state: row.state,
  design: row.design,
  seenTo: row.seen_to,
  checkedAt: row.checked_at,
  etag: row.etag,
  madeAt: row.made_at,
  currency: row.currency,
})

export type WatchFilter = { teams: readonly string[] | null; aiAgentId?: string; after?: string; limit?: number }

/** What is watched, in the order of its making. */
export async function watchesIn(db: Queryable, { teams, aiAgentId, after, limit }: WatchFilter): Promise<Watch[]> {
  const rows = await db.query<Row>(
    `select ${columns} from watch w
      where w.stopped_at is null and ($1::text[] is null or w.team_id = any ($1)) and ($2::text is null or w.ai_agent_id = $2)
        and ($3::uuid is null or w.id > $3)
      order by w.id limit $4`,
    [teams, aiAgentId ?? null, after ?? null, limit ?? null],
  )
  return rows.map(fromRow)
}

export async function findWatch(db: Queryable, teams: readonly string[] | null, id: string): Promise<Watch | null> {
  const [row] = await db.query<Row>(
    `select ${columns} from watch w where w.id = $2 and w.stopped_at is null and ($1::text[] is null or w.team_id = any ($1))`,
    [teams, id],
  )
  return row ? fromRow(row) : null
}

type Of = Place & Pick<Watch, 'kind' | 'measureId'>

/** The watch of a thing, held until the transaction ends. */
export async function holdWatch(tx: Tx, of: Of): Promise<Watch | null> {
  const [row] = await tx.query<Row>(
    `select ${columns} from watch w
      where w.team_id = $1 and w.ai_agent_id = $2 and w.kind = $3 and w.measure_id = $4 and w.stopped_at is null for update`,
    [of.teamId, of.aiAgentId, of.kind, of.measureId],
  )
  return row ? fromRow(row) : null
}

export async function watchOf(db: Queryable, of: Of): Promise<Watch | null> {
  const [row] = await db.query<Row>(
    `select ${columns} from watch w
      where w.team_id = $1 and w.ai_agent_id = $2 and w.kind = $3 and w.measure_id = $4 and w.stopped_at is null`,
    [of.teamId, of.aiAgentId, of.kind, of.measureId],
  )
  return row ? fromRow(row) : null
}

/** False when that is watched already. */
export async function insertWatch(tx: Tx, watch: Watch): Promise<boolean> {
  const rows = await tx.query(
    `insert into watch (team_id, id, ai_agent_id, kind, measure_id, direction, sought_ratio, lag_days, from_on, from_at, is_after_change, state,
                        seen_to, etag, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (team_id, ai_agent_id, kind, measure_id) where stopped_at is null do nothing returning id`,
    [
      watch.teamId,
      watch.id,
      watch.aiAgentId,
      watch.kind,
      watch.measureId,
      watch.direction,
      watch.soughtRatio,
      watch.lagDays,
      watch.fromOn,
      watch.fromAt,
      watch.isAfterChange,
      watch.state,
      watch.seenTo,
      watch.etag,
      watch.madeAt,
    ],
  )
  return rows.length > 0
}

export async function saveWatch(tx: Tx, watch: Watch): Promise<void> {
  await tx.query(
    `update watch set direction = $3, sought_ratio = $4, lag_days = $5, from_on = $6, from_at = $7, is_after_change = $8, paused_until = $9,
            pause_reason = $10, state = $11, seen_to = $12, checked_at = $13, etag = $14, design = $15
      where team_id = $1 and id = $2`,
    [
      watch.teamId,
      watch.id,
      watch.direction,
      watch.soughtRatio,
      watch.lagDays,
      watch.fromOn,
      watch.fromAt,
      watch.isAfterChange,
      watch.pausedUntil,
      watch.pauseReason,
      watch.state,
      watch.seenTo,
      watch.checkedAt,
      watch.etag,
      watch.design === null ? null : JSON.stringify(watch.design),
    ],
  )
}

export async function endWatch(tx: Tx, { teamId, id }: Pick<Watch, 'teamId' | 'id'>, at: Date): Promise<void> {
  await tx.query('update watch set stopped_at = $3, etag = etag + 1 where team_id = $1 and id = $2', [teamId, id, at])
}
