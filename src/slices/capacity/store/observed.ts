import type { Queryable } from '#kernel/db.ts'

export type Window = { from: Date; to: Date }

/** When the first exception of a team arrived after an instant; null when none did. */
export async function firstArrival(db: Queryable, teamId: string, from: Date): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>(
    'select min(a.opened_at) as at from pub_exception_arrival a where a.team_id = $1 and a.opened_at >= $2',
    [teamId, from],
  )
  return row?.at ?? null
}

export type ArrivalCount = { on: string; halfHour: number; count: number }

/** Arrivals by day and half hour in local time. Drills are not among them. */
export function arrivalsIn(db: Queryable, teamId: string, { from, to, timeZone }: Window & { timeZone: string }): Promise<ArrivalCount[]> {
  return db.query<ArrivalCount>(
    `with local as (
       select (a.opened_at at time zone $4) as at from pub_exception_arrival a
        where a.team_id = $1 and a.opened_at >= $2 and a.opened_at < $3
     )
     select to_char(l.at, 'YYYY-MM-DD') as on, (date_part('hour', l.at) * 2 + floor(date_part('minute', l.at) / 30))::int as "halfHour",
            count(*)::int as count
       from local l
      group by 1, 2`,
    [teamId, from, to, timeZone],
  )
}

/** Teams in which reviews were timed. */
export async function timedTeams(db: Queryable, from: Date): Promise<string[]> {
  const rows = await db.query<{ team: string }>(
    'select distinct h.team_id as team from pub_review_handling h where h.resolved_at >= $1 and h.handle_seconds > 0',
    [from],
  )
  return rows.map(({ team }) => team)
}

export type HandlingCount = { n: number; mean: number; variance: number; p50: number; p90: number }

/** How long reviews took in these teams together, in seconds. Never by person: the view has none. */
export async function handlingIn(db: Queryable, teams: readonly string[], from: Date): Promise<HandlingCount> {
  const [row] = await db.query<HandlingCount>(
    `select count(*)::int as n, coalesce(avg(h.handle_seconds), 0)::float as mean,
            coalesce(var_samp(h.handle_seconds), 0)::float as variance,
            coalesce(percentile_cont(0.5) within group (order by h.handle_seconds), 0)::float as p50,
            coalesce(percentile_cont(0.9) within group (order by h.handle_seconds), 0)::float as p90
       from pub_review_handling h
      where h.team_id = any ($1) and h.resolved_at >= $2 and h.handle_seconds > 0`,
    [teams, from],
  )
  return row ?? { n: 0, mean: 0, variance: 0, p50: 0, p90: 0 }
}
