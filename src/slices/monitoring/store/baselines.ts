import type { Queryable, Tx } from '#kernel/db.ts'
import type { Baseline } from '../baseline.ts'
import type { Place } from '../watch.ts'

type Row = {
  team_id: string
  id: string
  ai_agent_id: string
  measure_id: string
  from_on: string
  to_on: string
  n: number
  x: number
  total: number
  squares: number
  days: number
  per_day: number
  clumping: number
  reason: string
  frozen_at: Date
  replaced_at: Date | null
  shape: Baseline['shape']
  currency: string | null
}

const columns = `b.team_id, b.id, b.ai_agent_id, b.measure_id, b.from_on::text, b.to_on::text, b.n, b.x, b.total::float8, b.squares::float8, b.days,
  b.per_day, b.clumping, b.reason, b.frozen_at, b.replaced_at, b.shape, b.currency`

const fromRow = (row: Row): Baseline => ({
  teamId: row.team_id,
  id: row.id,
  aiAgentId: row.ai_agent_id,
  measureId: row.measure_id,
  from: row.from_on,
  to: row.to_on,
  n: row.n,
  x: row.x,
  total: row.total,
  squares: row.squares,
  days: row.days,
  perDay: row.per_day,
  clumping: row.clumping,
  reason: row.reason,
  frozenAt: row.frozen_at,
  isCurrent: row.replaced_at === null,
  shape: row.shape,
  currency: row.currency,
})

/** Freezes it in the place of the one before. */
export async function putBaseline(tx: Tx, made: Baseline): Promise<void> {
  await tx.query(
    `update baseline set replaced_at = $4 where team_id = $1 and ai_agent_id = $2 and measure_id = $3 and replaced_at is null`,
    [made.teamId, made.aiAgentId, made.measureId, made.frozenAt],
  )
  await tx.query(
    `insert into baseline (team_id, id, ai_agent_id, measure_id, from_on, to_on, n, x, total, squares, days, per_day, clumping, reason, frozen_at,
                           shape, currency)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      made.teamId,
      made.id,
      made.aiAgentId,
      made.measureId,
      made.from,
      made.to,
      made.n,
      made.x,
      made.total,
      made.squares,
      made.days,
      made.perDay,
      made.clumping,
      made.reason,
      made.frozenAt,
      made.shape === null ? null : JSON.stringify(made.shape),
      made.currency,
    ],
  )
}

export async function currentBaseline(db: Queryable, { teamId, aiAgentId }: Place, measureId: string): Promise<Baseline | null> {
  const [row] = await db.query<Row>(
    `select ${columns} from baseline b where b.team_id = $1 and b.ai_agent_id = $2 and b.measure_id = $3 and b.replaced_at is null`,
    [teamId, aiAgentId, measureId],
  )
  return row ? fromRow(row) : null
}

export type BaselineFilter = { teams: readonly string[] | null; aiAgentId?: string; measureId?: string; isCurrent?: boolean }

/** Baselines, newest first; `after` is the id of the last one seen. */
export async function baselinesOf(db: Queryable, filter: BaselineFilter & { after?: string; limit: number }): Promise<Baseline[]> {
  const rows = await db.query<Row>(
    `select ${columns} from baseline b
      where ($1::text[] is null or b.team_id = any ($1)) and ($2::text is null or b.ai_agent_id = $2)
        and ($3::text is null or b.measure_id = $3) and ($4::boolean is not true or b.replaced_at is null)
        and ($5::uuid is null or b.id < $5)
      order by b.id desc limit $6`,
    [filter.teams, filter.aiAgentId ?? null, filter.measureId ?? null, filter.isCurrent ?? false, filter.after ?? null, filter.limit],
  )
  return rows.map(fromRow)
}
