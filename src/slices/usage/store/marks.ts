import type { Queryable, Tx } from '#kernel/db.ts'

/** Notes that facts about the use of teams come in. The first thing that a batch does: two of the same teams then wait for one another here. */
export async function moveMarks(tx: Tx, facts: readonly { team: string }[]): Promise<void> {
  const teams = [...new Set(facts.map(({ team }) => team))].sort()
  if (teams.length === 0) return
  await tx.query(
    `insert into use_mark as m (team_id, changes) select team, 1 from unnest($1::text[]) with ordinality as g (team, place) order by g.place
     on conflict (team_id) do update set changes = m.changes + 1`,
    [teams],
    'usage_move_marks',
  )
}

/** How often facts about the use of each team came in; teams of which nobody told anything are not in it. Null teams: all. In the order of teams. */
export async function marksOfUse(db: Queryable, teams: readonly string[] | null): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ team_id: string; changes: number }>(
    'select m.team_id, m.changes from use_mark m where $1::text[] is null or m.team_id = any ($1) order by m.team_id',
    [teams],
  )
  return new Map(rows.map(({ team_id, changes }) => [team_id, changes]))
}
