import type { Queryable, Tx } from '#kernel/db.ts'

const batchKey = 'all'

export type RebuildState = 'running' | 'done' | 'cancelled' | 'interrupted' | 'failed'

export type Rebuild = {
  id: string
  state: RebuildState
  factsRead: number
  /** Null until they are counted. */
  factsTotal: number | null
  problem: string | null
  beganAt: Date
  beatsAt: Date
  endedAt: Date | null
}

const columns = `r.id, r.state, r.facts_read as "factsRead", r.facts_total as "factsTotal", r.problem, r.began_at as "beganAt",
  r.beats_at as "beatsAt", r.ended_at as "endedAt"`

/** Ends those whose node has been silent since. */
export async function endSilent(db: Queryable, silentSince: Date): Promise<void> {
  await db.query(
    `update rebuild_run set state = 'interrupted', ended_at = beats_at where batch_key = $1 and state = 'running' and beats_at < $2`,
    [batchKey, silentSince],
  )
}

/** False while another goes on. */
export async function addRebuild(tx: Tx, { id, at }: { id: string; at: Date }): Promise<boolean> {
  const rows = await tx.query(
    `insert into rebuild_run (id, batch_key, state, is_taken, facts_read, began_at, beats_at) values ($1, $2, 'running', false, 0, $3, $3)
     on conflict (batch_key) where state = 'running' do nothing returning id`,
    [id, batchKey, at],
  )
  return rows.length > 0
}

/** Takes a rebuild that has just begun; false when it was taken or ended. */
export async function takeRebuild(db: Queryable, id: string): Promise<boolean> {
  const rows = await db.query(`update rebuild_run set is_taken = true where id = $1 and state = 'running' and not is_taken returning id`, [
    id,
  ])
  return rows.length > 0
}

/** Writes down how far it is; false when it does not go on. */
export async function saveRead(db: Queryable, id: string, { read, total, at }: { read: number; total: number | null; at: Date }) {
  const rows = await db.query(
    `update rebuild_run set facts_read = $2, facts_total = $3, beats_at = $4 where id = $1 and state = 'running' returning id`,
    [id, read, total, at],
  )
  return rows.length > 0
}

/** Keeps it from being ended until the transaction is over; false when it does not go on. */
export async function holdGoing(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(`select r.id from rebuild_run r where r.id = $1 and r.state = 'running' for update`, [id])
  return rows.length > 0
}

export type RebuildEnd = { state: Exclude<RebuildState, 'running'>; problem: string | null; at: Date }

/** Ends one that goes on; false when it did not. */
export async function endRebuild(tx: Queryable, id: string, { state, problem, at }: RebuildEnd): Promise<boolean> {
  const rows = await tx.query(
    `update rebuild_run set state = $2, problem = $3, ended_at = $4 where id = $1 and state = 'running' returning id`,
    [id, state, problem, at],
  )
  return rows.length > 0
}

export async function addDifferences(tx: Tx, { id, teamId }: { id: string; teamId: string }, differs: Readonly<Record<string, number>>) {
  await tx.query(
    `insert into rebuild_difference as d (team_id, rebuild_id, count_name, places) select $1, $2, * from unnest($3::text[], $4::int[])
     on conflict (team_id, rebuild_id, count_name) do update set places = d.places + excluded.places`,
    [teamId, id, Object.keys(differs), Object.values(differs)],
  )
}

/** The newest, or the newest in a state; undefined where there was none. */
export async function newestRebuild(db: Queryable, state: RebuildState | null): Promise<Rebuild | undefined> {
  const [row] = await db.query<Rebuild>(
    `select ${columns} from rebuild_run r where ($1::text is null or r.state = $1) order by r.began_at desc limit 1`,
    [state],
  )
  return row
}

export type Difference = { team: string; counts: string; places: number }

/** What differed, team by team. */
export function differencesOf(db: Queryable, id: string): Promise<Difference[]> {
  return db.query<Difference>(
    `select d.team_id as team, d.count_name as counts, d.places from rebuild_difference d where d.rebuild_id = $1 order by 1, 2`,
    [id],
  )
}
