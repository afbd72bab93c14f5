import type { Queryable, Tx } from '#kernel/db.ts'
import { dayOf } from '#slices/measures/index.ts'

type OfTeam = { team: string }

/**
 * Notes that facts about the use of teams come in, which tell of the time from `since` on: an instant or a day (ISO 8601). The first thing that a
 * batch does: two of the same teams then wait for one another here.
 */
export async function moveMarks<T extends OfTeam>(tx: Tx, facts: readonly T[], since: (fact: T) => string): Promise<void> {
  const teams = [...new Set(facts.map(({ team }) => team))].sort()
  if (teams.length === 0) return
  await tx.query(
    `insert into use_mark as m (team_id, changes) select team, 1 from unnest($1::text[]) with ordinality as g (team, place) order by g.place
     on conflict (team_id) do update set changes = m.changes + 1`,
    [teams],
    'usage_move_marks',
  )
  await moveWeeks(tx, facts, since)
}

/** The same of more days, for teams whose marks were moved. */
export async function moveWeeks<T extends OfTeam>(tx: Tx, facts: readonly T[], since: (fact: T) => string): Promise<void> {
  if (facts.length === 0) return
  await tx.query(
    `insert into use_week as w (team_id, week, changes)
     select distinct g.team, date_trunc('week', g.day::timestamp)::date, 1 from unnest($1::text[], $2::date[]) as g (team, day)
     on conflict (team_id, week) do update set changes = w.changes + 1`,
    [facts.map(({ team }) => team), facts.map((fact) => dayOf(new Date(since(fact))))],
    'usage_move_weeks',
  )
}

/**
 * How often facts about the use of each team came in that tell of days up to one; teams of which nobody told anything are not in it. Null teams: all.
 * In the order of teams.
 */
export async function marksOfUse(
  db: Queryable,
  { teams, to }: { teams: readonly string[] | null; to: string },
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ team_id: string; changes: number }>(
    `select m.team_id, coalesce(sum(w.changes), 0)::bigint as changes from use_mark m left join use_week w on w.team_id = m.team_id and w.week <= $2::date
      where $1::text[] is null or m.team_id = any ($1) group by m.team_id order by m.team_id`,
    [teams, to],
  )
  return new Map(rows.map(({ team_id, changes }) => [team_id, changes]))
}
