import type { Queryable, Tx } from '#kernel/db.ts'
import type { Breach, BreachKind } from '../breach.ts'
import { grouped } from '../grouped.ts'
import { type Place, placeKey } from '../limit.ts'
import { allOf } from './limits.ts'

type Row = {
  team_id: string
  id: string
  ai_agent_id: string
  kind: BreachKind
  value: number
  attempts: number | null
  limit_value: number
  began_at: Date
  ended_at: Date | null
  ended_because: Breach['endedBecause']
  what: string | null
  dropped: string[]
}

const columns =
  'b.team_id, b.id, b.ai_agent_id, b.kind, b.value, b.attempts, b.limit_value, b.began_at, b.ended_at, b.ended_because, b.what, b.dropped'

function fromRow(row: Row): Breach {
  return {
    teamId: row.team_id,
    aiAgentId: row.ai_agent_id === allOf ? null : row.ai_agent_id,
    id: row.id,
    kind: row.kind,
    value: row.value,
    attempts: row.attempts,
    limit: row.limit_value,
    beganAt: row.began_at,
    endedAt: row.ended_at,
    endedBecause: row.ended_because,
    what: row.what,
    dropped: row.dropped,
  }
}

export type BreachFilter = { teams: readonly string[] | null; aiAgentId?: string; isOpen?: boolean; after?: string; limit: number }

/** Breaches, newest first. */
export async function breachesBefore(db: Queryable, filter: BreachFilter): Promise<Breach[]> {
  const rows = await db.query<Row>(
    `select ${columns} from limit_breach b
      where ($1::text[] is null or b.team_id = any ($1)) and ($2::text is null or b.ai_agent_id = $2)
        and ($3::boolean is null or (b.ended_at is null) = $3) and ($4::uuid is null or b.id < $4)
      order by b.id desc limit $5`,
    [filter.teams, filter.aiAgentId ?? null, filter.isOpen ?? null, filter.after ?? null, filter.limit],
  )
  return rows.map(fromRow)
}

/** Breaches that go on in these teams (null: in all), by place. */
export async function openBreaches(db: Queryable, teams: readonly string[] | null): Promise<Map<string, Breach[]>> {
  const rows = await db.query<Row>(
    `select ${columns} from limit_breach b where b.ended_at is null and ($1::text[] is null or b.team_id = any ($1)) order by b.id`,
    [teams],
  )
  return grouped(rows.map(fromRow), placeKey)
}

/** A breach that stands against launching an AI agent in a team: its own anywhere, or any in that team. */
export async function breachAgainst(db: Queryable, { teamId, aiAgentId }: { teamId: string; aiAgentId: string }): Promise<Breach | null> {
  const [row] = await db.query<Row>(
    `select ${columns} from limit_breach b where b.ended_at is null and (b.team_id = $1 or b.ai_agent_id = $2) order by b.id limit 1`,
    [teamId, aiAgentId],
  )
  return row ? fromRow(row) : null
}

export async function holdBreach(tx: Tx, teams: readonly string[] | null, id: string): Promise<Breach | null> {
  const [row] = await tx.query<Row>(
    `select ${columns} from limit_breach b where b.id = $2 and ($1::text[] is null or b.team_id = any ($1)) for update`,
    [teams, id],
  )
  return row ? fromRow(row) : null
}

/** False when a breach of the kind goes on in the place already. */
export async function addBreach(tx: Tx, breach: Breach): Promise<boolean> {
  const rows = await tx.query(
    `insert into limit_breach (team_id, id, ai_agent_id, kind, value, attempts, limit_value, began_at, dropped)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (team_id, ai_agent_id, kind) where ended_at is null do nothing returning id`,
    [
      breach.teamId,
      breach.id,
      breach.aiAgentId ?? allOf,
      breach.kind,
      breach.value,
      breach.attempts,
      breach.limit,
      breach.beganAt,
      breach.dropped,
    ],
  )
  return rows.length > 0
}

export async function endBreach(tx: Tx, breach: Breach): Promise<void> {
  await tx.query('update limit_breach set ended_at = $3, ended_because = $4, what = $5 where team_id = $1 and id = $2', [
    breach.teamId,
    breach.id,
    breach.endedAt,
    breach.endedBecause,
    breach.what,
  ])
}

export async function addDropped(tx: Tx, breach: Pick<Breach, 'teamId' | 'id'>, dropped: readonly string[]): Promise<void> {
  await tx.query('update limit_breach set dropped = dropped || $3::text[] where team_id = $1 and id = $2', [
    breach.teamId,
    breach.id,
    dropped,
  ])
}

/** When somebody last closed a breach of the kind in the place. */
export async function lastClosed(db: Queryable, { teamId, aiAgentId }: Place, kind: BreachKind): Promise<Date | null> {
  const [row] = await db.query<{ ended_at: Date }>(
    `select b.ended_at from limit_breach b
      where b.team_id = $1 and b.ai_agent_id = $2 and b.kind = $3 and b.ended_because = 'closed'
      order by b.ended_at desc limit 1`,
    [teamId, aiAgentId ?? allOf, kind],
  )
  return row?.ended_at ?? null
}
