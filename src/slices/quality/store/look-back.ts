import type { Queryable } from '#kernel/db.ts'
import type { Level } from '../level-change.ts'

type Counts = { n: number; x: number }

/** A team in the four weeks before and after, and whether it moved with all. */
export type TeamMove = { team: string; before: Counts; after: Counts; hasMoved: boolean }

export type FoundChange = { since: string; before: Level; after: Level; teams: TeamMove[] }

export type LookBack = { measureId: string; lookedAt: Date; lastOn: string; changes: FoundChange[] }

export async function lookBacks(db: Queryable): Promise<LookBack[]> {
  const rows = await db.query<{
    measure_id: string
    looked_at: Date
    last_on: string
    changes: FoundChange[]
  }>('select measure_id, looked_at, last_on::text, changes from look_back')
  return rows.map((row) => ({
    measureId: row.measure_id,
    lookedAt: row.looked_at,
    lastOn: row.last_on,
    changes: row.changes,
  }))
}

/** Of two that look at once the later one stays. */
export async function saveLookBack(db: Queryable, { measureId, lookedAt, lastOn, changes }: LookBack): Promise<void> {
  await db.query(
    `insert into look_back as l (measure_id, looked_at, last_on, changes) values ($1, $2, $3, $4)
     on conflict (measure_id) do update
       set looked_at = excluded.looked_at, last_on = excluded.last_on, changes = excluded.changes
     where l.looked_at <= excluded.looked_at`,
    [measureId, lookedAt, lastOn, JSON.stringify(changes)],
  )
}
