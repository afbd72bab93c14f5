import type { Queryable } from '#kernel/db.ts'
import type { Counted } from '../figure.ts'
import { slotsOf } from '../slots.ts'
import { slotSums } from './slot-sums.ts'

/** Days of one AI agent in one team, both included. */
export type CountWindow = { teamId: string; aiAgentId: string; from: string; to: string }

/** Sums over each of many windows, by measure, in the order of the windows: one look for a whole list. */
export async function readWindows(
  db: Queryable,
  measureIds: readonly string[],
  windows: readonly CountWindow[],
): Promise<ReadonlyMap<string, Counted>[]> {
  const column = (name: keyof CountWindow) => windows.map((each) => each[name])
  const found = windows.map(() => new Map<string, Counted>())
  for (const [facts, slots] of slotsOf(measureIds)) {
    const { sums, rows: values } = slotSums(slots)
    const rows = await db.query<Counted & { place: number; measure_id: string }>(
      `select w.place, c.measure_id, c.n, c.x, c.total, c.squares
         from unnest($2::text[], $3::text[], $4::date[], $5::date[]) with ordinality as w (team_id, ai_agent_id, from_on, to_on, place)
        cross join lateral (
          select ${sums}
            from rollup_place r
           where r.team_id = w.team_id and r.facts = $6 and r.day between w.from_on and w.to_on and r.ai_agent_id = w.ai_agent_id) g
        cross join lateral (values ${values}) as c (measure_id, n, x, total, squares)
        where c.n is not null`,
      [slots.map(({ measureId }) => measureId), column('teamId'), column('aiAgentId'), column('from'), column('to'), facts],
    )
    for (const { place, measure_id, ...counted } of rows) found[place - 1]?.set(measure_id, counted)
  }
  return found
}
