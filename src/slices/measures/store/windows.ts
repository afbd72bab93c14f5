import type { Queryable } from '#kernel/db.ts'
import type { Counted } from '../figure.ts'
import { valuesOf } from './sums.ts'

/** Days of one AI agent in one team, both included. */
export type CountWindow = { teamId: string; aiAgentId: string; from: string; to: string }

/** Sums over each of many windows, by measure, in the order of the windows: one look for a whole list. */
export async function readWindows(
  db: Queryable,
  measureIds: readonly string[],
  windows: readonly CountWindow[],
): Promise<ReadonlyMap<string, Counted>[]> {
  const column = (name: keyof CountWindow) => windows.map((each) => each[name])
  const rows = await db.query<Counted & { place: number; measure_id: string }>(
    `select w.place, s.*
       from unnest($2::text[], $3::text[], $4::date[], $5::date[]) with ordinality as w (team_id, ai_agent_id, from_on, to_on, place)
      cross join lateral (
        select r.measure_id, sum(r.n)::bigint as n, sum(r.x)::bigint as x, ${valuesOf(measureIds)}
          from rollup_day r
         where r.team_id = w.team_id and r.measure_id = any ($1) and r.day between w.from_on and w.to_on and r.ai_agent_id = w.ai_agent_id
         group by 1) s`,
    [measureIds, column('teamId'), column('aiAgentId'), column('from'), column('to')],
  )
  const found = windows.map(() => new Map<string, Counted>())
  for (const { place, measure_id, ...counted } of rows) found[place - 1]?.set(measure_id, counted)
  return found
}
