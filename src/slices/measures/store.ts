import type { Queryable, Tx } from '#kernel/db.ts'
import type { Version } from './definition.ts'
import type { CountQuery } from './store/sums.ts'

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
    `select t.measure_id as id, (select max(r.day) from rollup_place r where r.facts = t.facts and r.n[t.slot] is not null)::text as day
       from rollup_slot t where t.measure_id = any ($1) and t.is_counted`,
    [measureIds],
  )
  return new Map(rows.flatMap(({ id, day }): [string, string][] => (day === null ? [] : [[id, day]])))
}

/** The newest day that anything is counted on, null where nothing is. */
export async function newestDay(db: Queryable, measureIds: readonly string[]): Promise<string | null> {
  return [...(await newestDays(db, measureIds)).values()].sort().at(-1) ?? null
}
