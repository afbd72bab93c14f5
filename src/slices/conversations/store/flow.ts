import type { Queryable } from '#kernel/db.ts'

/** Teams that had a conversation one after the other, and how many conversations went that way. */
export type Path = { teams: readonly string[]; n: number }

export type FlowWindow = { teams: readonly string[] | null; from: string; to: string }

/** Conversations that began on these UTC days, both included, in these teams; null for all. */
const begunIn = `($1::text[] is null or c.team_id = any ($1)) and c.begun_at >= ($2::date)::timestamp at time zone 'UTC'
        and c.begun_at < ($3::date + 1)::timestamp at time zone 'UTC'`

export type HourOfWeek = { weekday: number; hour: number; n: number }

/** By the clock of a time zone. */
export function hoursOfWeek(db: Queryable, { teams, from, to, timeZone }: FlowWindow & { timeZone: string }): Promise<HourOfWeek[]> {
  return db.query<HourOfWeek>(
    `select extract(isodow from c.begun_at at time zone $4)::int as weekday, extract(hour from c.begun_at at time zone $4)::int as hour,
            count(*)::int as n
       from conversation c where ${begunIn} group by 1, 2 order by 1, 2`,
    [teams, from, to, timeZone],
  )
}

export function busiestHours(db: Queryable, { teams, from, to }: FlowWindow, limit: number): Promise<{ at: Date; n: number }[]> {
  return db.query<{ at: Date; n: number }>(
    `select date_trunc('hour', c.begun_at, 'UTC') as at, count(*)::int as n
       from conversation c where ${begunIn} group by 1 order by 2 desc, 1 limit $4`,
    [teams, from, to, limit],
  )
}

/** The ways of conversations that more than one team had. */
export function pathsIn(db: Queryable, { teams, from, to }: FlowWindow): Promise<Path[]> {
  return db.query<Path>(
    `select c.known -> 'path' as teams, count(*)::int as n from conversation c where c.known ? 'path' and ${begunIn} group by 1`,
    [teams, from, to],
  )
}
