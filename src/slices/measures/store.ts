import type { Queryable, Tx } from '#kernel/db.ts'
import type { Count, HourCount, Spread, Tally } from './counts.ts'
import type { Version } from './definition.ts'
import type { CountQuery } from './store/sums.ts'

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** Adds to the counts that pages read, and notes what thereby changes about days that were counted before. */
export async function addTally(tx: Tx, { counts, spreads, hours }: Tally, at: Date): Promise<void> {
  if (counts.length > 0) await addDays(tx, counts, at)
  if (spreads.length > 0) await addSpreads(tx, spreads)
  if (hours.length > 0) await addHours(tx, hours)
}

const column = <T, K extends keyof T>(rows: readonly T[], name: K) => rows.map((row) => row[name])

async function addDays(tx: Tx, counts: readonly Count[], at: Date): Promise<void> {
  await tx.query(
    `with given as (
       select * from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bigint[], $9::numeric[], $10::numeric[])
         as g (team_id, measure_id, day, ai_agent_id, kind, version, n, x, total, squares)
     ), added as (
       insert into rollup_day as r (team_id, measure_id, day, ai_agent_id, kind, version, n, x, total, squares, made_on, changed_at)
       select g.team_id, g.measure_id, g.day, g.ai_agent_id, g.kind, g.version, g.n, g.x, g.total, g.squares, $11::date, $12 from given g
       on conflict (team_id, measure_id, day, ai_agent_id, kind, version) do update
         set n = r.n + excluded.n, x = r.x + excluded.x, total = r.total + excluded.total, squares = r.squares + excluded.squares,
             changed_at = excluded.changed_at
       returning r.team_id, r.measure_id, r.day, r.ai_agent_id, r.kind, r.version, r.made_on
     )
     insert into restatement as s (team_id, measure_id, day, noted_on, n, x)
     select g.team_id, g.measure_id, g.day, $11::date, sum(g.n)::bigint, sum(g.x)::bigint
       from given g
       join added a using (team_id, measure_id, day, ai_agent_id, kind, version)
      where a.made_on < $11::date and a.day < $11::date - 1
      group by 1, 2, 3
     on conflict (team_id, measure_id, day, noted_on) do update set n = s.n + excluded.n, x = s.x + excluded.x`,
    [
      column(counts, 'teamId'),
      column(counts, 'measureId'),
      column(counts, 'day'),
      column(counts, 'aiAgentId'),
      column(counts, 'kind'),
      column(counts, 'version'),
      column(counts, 'n'),
      column(counts, 'x'),
      column(counts, 'total').map(String),
      column(counts, 'squares').map(String),
      dayOf(at),
      at,
    ],
    'measures_add_days',
  )
}

async function addSpreads(tx: Tx, spreads: readonly Spread[]): Promise<void> {
  await tx.query(
    `insert into rollup_spread as r (team_id, measure_id, day, ai_agent_id, kind, bucket, n)
     select * from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::int[], $7::bigint[])
     on conflict (team_id, measure_id, day, ai_agent_id, kind, bucket) do update set n = r.n + excluded.n`,
    [
      column(spreads, 'teamId'),
      column(spreads, 'measureId'),
      column(spreads, 'day'),
      column(spreads, 'aiAgentId'),
      column(spreads, 'kind'),
      column(spreads, 'bucket'),
      column(spreads, 'n'),
    ],
    'measures_add_spreads',
  )
}

async function addHours(tx: Tx, hours: readonly HourCount[]): Promise<void> {
  await tx.query(
    `insert into rollup_hour as r (team_id, measure_id, hour, ai_agent_id, n, x)
     select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::bigint[], $6::bigint[])
     on conflict (team_id, measure_id, hour, ai_agent_id) do update set n = r.n + excluded.n, x = r.x + excluded.x`,
    [
      column(hours, 'teamId'),
      column(hours, 'measureId'),
      column(hours, 'hour'),
      column(hours, 'aiAgentId'),
      column(hours, 'n'),
      column(hours, 'x'),
    ],
    'measures_add_hours',
  )
}

/** Empties all counts of these measures, for whoever counts them anew from the facts in the same transaction. */
export async function clearCounts(tx: Tx, measureIds: readonly string[]): Promise<void> {
  for (const table of ['rollup_day', 'rollup_spread', 'rollup_hour'])
    await tx.query(`delete from ${table} where measure_id = any ($1)`, [measureIds])
}

export type HourQuery = { measureIds: readonly string[]; teams: readonly string[] | null; from: Date; to: Date; aiAgentId?: string }
export type HourRow = { teamId: string; measureId: string; aiAgentId: string; hour: Date; n: number; x: number }

/** Hours from `from` on, before `to`. */
export async function readHours(db: Queryable, { measureIds, from, to, teams, aiAgentId }: HourQuery): Promise<HourRow[]> {
  const rows = await db.query<{ team_id: string; measure_id: string; ai_agent_id: string; hour: Date; n: number; x: number }>(
    `select r.team_id, r.measure_id, r.ai_agent_id, r.hour, r.n, r.x
       from rollup_hour r
      where r.measure_id = any ($1) and r.hour >= $2 and r.hour < $3 and ($4::text[] is null or r.team_id = any ($4))
        and ($5::text is null or r.ai_agent_id = $5) and r.n <> 0
      order by r.hour`,
    [measureIds, from, to, teams, aiAgentId ?? null],
  )
  return rows.map(({ team_id, measure_id, ai_agent_id, ...row }) => ({
    teamId: team_id,
    measureId: measure_id,
    aiAgentId: ai_agent_id,
    ...row,
  }))
}

/** What changed about a window after an instant's day, summed by measure. */
export function restatedSince(db: Queryable, { measureIds, teams, from, to }: Omit<CountQuery, 'by'>, notedAfter: string) {
  return db.query<{ measure_id: string; n: number; x: number; noted_on: string }>(
    `select s.measure_id, sum(s.n)::bigint as n, sum(s.x)::bigint as x, max(s.noted_on)::text as noted_on
       from restatement s
      where s.measure_id = any ($1) and s.day between $2 and $3 and ($4::text[] is null or s.team_id = any ($4)) and s.noted_on > $5
      group by 1`,
    [measureIds, from, to, teams, notedAfter],
  )
}

export async function laterVersions(db: Queryable): Promise<Version[]> {
  const rows = await db.query<{
    measure_id: string
    version: number
    settings: Record<string, number>
    reason: string
    from_on: string
    made_at: Date
  }>('select v.measure_id, v.version, v.settings, v.reason, v.from_on::text as from_on, v.made_at from measure_version v order by 1, 2')
  return rows.map((row) => ({
    measureId: row.measure_id,
    version: row.version,
    settings: row.settings,
    reason: row.reason,
    fromOn: row.from_on,
    madeAt: row.made_at,
  }))
}

/** False when that version was made by somebody else meanwhile. */
export async function addVersion(tx: Tx, { measureId, version, settings, reason, fromOn, madeAt }: Version): Promise<boolean> {
  const rows = await tx.query(
    `insert into measure_version (measure_id, version, settings, reason, from_on, made_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (measure_id, version) do nothing returning version`,
    [measureId, version, JSON.stringify(settings), reason, fromOn, madeAt],
  )
  return rows.length > 0
}

/** The newest day that each measure counts anything on; one that counts nothing is left out. */
export async function newestDays(db: Queryable, measureIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ id: string; day: string | null }>(
    'select id, (select max(r.day) from rollup_day r where r.measure_id = id)::text as day from unnest($1::text[]) as id',
    [measureIds],
  )
  return new Map(rows.flatMap(({ id, day }): [string, string][] => (day === null ? [] : [[id, day]])))
}

/** The newest day that anything is counted on, null where nothing is. */
export async function newestDay(db: Queryable, measureIds: readonly string[]): Promise<string | null> {
  return [...(await newestDays(db, measureIds)).values()].sort().at(-1) ?? null
}
