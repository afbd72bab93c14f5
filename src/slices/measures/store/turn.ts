import type { Tx } from '#kernel/db.ts'
import { sqlArray } from '#kernel/sql-array.ts'
import type { Count, Tally } from '../counts.ts'
import { addTally } from '../store.ts'

/**
 * Adds to the counts like `addTally`, for a writer who makes sure that nobody else writes these measures meanwhile: half the cost
 * where most counts are new, which is what an import is made of.
 */
export async function addTallyInTurn(tx: Tx, { counts, spreads, hours }: Tally, at: Date): Promise<void> {
  if (counts.length > 0) await addDays(tx, counts, at)
  await addTally(tx, { counts: [], spreads, hours }, at)
}

/** A row that is new today restates nothing, so only those that were there before are looked at for that. */
async function addDays(tx: Tx, counts: readonly Count[], at: Date): Promise<void> {
  const column = (name: 'teamId' | 'measureId' | 'day' | 'aiAgentId' | 'kind' | 'version' | 'n' | 'x') =>
    sqlArray(counts.map((row) => row[name]))
  await tx.query(
    `with given as (
       select * from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bigint[], $9::numeric[], $10::numeric[])
         as g (team_id, measure_id, day, ai_agent_id, kind, version, n, x, total, squares)
     ), changed as (
       update rollup_day r
          set n = r.n + g.n, x = r.x + g.x, total = r.total + g.total, squares = r.squares + g.squares, changed_at = $12
         from given g
        where r.team_id = g.team_id and r.measure_id = g.measure_id and r.day = g.day and r.ai_agent_id = g.ai_agent_id and r.kind = g.kind
          and r.version = g.version
       returning r.team_id, r.measure_id, r.day, r.ai_agent_id, r.kind, r.version, r.made_on, g.n, g.x
     ), added as (
       insert into rollup_day (team_id, measure_id, day, ai_agent_id, kind, version, n, x, total, squares, made_on, changed_at)
       select g.*, $11::date, $12
         from given g
         left join changed c using (team_id, measure_id, day, ai_agent_id, kind, version)
        where c.team_id is null
     )
     insert into restatement as s (team_id, measure_id, day, noted_on, n, x)
     select c.team_id, c.measure_id, c.day, $11::date, sum(c.n)::bigint, sum(c.x)::bigint
       from changed c
      where c.made_on < $11::date and c.day < $11::date - 1
      group by 1, 2, 3
     on conflict (team_id, measure_id, day, noted_on) do update set n = s.n + excluded.n, x = s.x + excluded.x`,
    [
      column('teamId'),
      column('measureId'),
      column('day'),
      column('aiAgentId'),
      column('kind'),
      column('version'),
      column('n'),
      column('x'),
      sqlArray(counts.map(({ total }) => String(total))),
      sqlArray(counts.map(({ squares }) => String(squares))),
      at.toISOString().slice(0, 10),
      at,
    ],
    'measures_add_days_in_turn',
  )
}
