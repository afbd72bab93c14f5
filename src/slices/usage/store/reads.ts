import type { Queryable } from '#kernel/db.ts'
import type { ConfidenceBin, ConfidenceCount } from '../confidence.ts'

/** Teams and UTC days, both days included. Null teams: all. */
export type UseWindow = { teams: readonly string[] | null; from: string; to: string; aiAgentId?: string }

/** One person's use in one week from Monday on. Only for putting together: it is never shown, exported or answered. */
export type PersonWeek = {
  teamId: string
  pseudonym: string
  /** Monday. */
  week: string
  shown: number
  accepted: number
  edited: number
  overridden: number
  rejected: number
  /** Accepted, edited, or overridden with a reason, on tickets that the AI agent is meant for. */
  actions: number
  /** Days with such an act. */
  actionDays: number
  eligibleTickets: number
  /** Null where no day says how many. */
  assistedTickets: number | null
  /** Days of the week on which the person had tickets told of, fit for AI agents or not. */
  ticketDays: number
}

export type PersonDay = Omit<PersonWeek, 'week' | 'actionDays' | 'ticketDays'> & { day: string; hasTickets: boolean }

const windowOf = ({ teams, from, to, aiAgentId }: UseWindow) => [teams, from, to, aiAgentId ?? null]

/** Use and tickets of each person and day. Exposure is told for a team's tickets as a whole, use for each AI agent. */
const daysOfPeople = `with used as (
       select u.team_id, u.day, u.pseudonym, sum(u.shown) as shown, sum(u.accepted) as accepted, sum(u.edited) as edited,
              sum(u.overridden) as overridden, sum(u.rejected) as rejected, sum(u.actions) as actions
         from use_day u
        where ($1::text[] is null or u.team_id = any ($1)) and u.day between $2 and $3 and ($4::text is null or u.ai_agent_id = $4)
        group by 1, 2, 3
       having sum(u.shown) <> 0
     ), exposed as (
       select e.team_id, e.day, e.pseudonym, e.eligible_tickets, e.assisted_tickets
         from exposure e
        where ($1::text[] is null or e.team_id = any ($1)) and e.day between $2 and $3
     ), days as (
       select team_id, day, pseudonym, coalesce(u.shown, 0)::int as shown, coalesce(u.accepted, 0)::int as accepted,
              coalesce(u.edited, 0)::int as edited, coalesce(u.overridden, 0)::int as overridden,
              coalesce(u.rejected, 0)::int as rejected, coalesce(u.actions, 0)::int as actions,
              coalesce(e.eligible_tickets, 0) as eligible_tickets, e.assisted_tickets, e.team_id is not null as has_tickets
         from used u full join exposed e using (team_id, day, pseudonym)
     )`

const sums = `sum(d.shown)::int as shown, sum(d.accepted)::int as accepted, sum(d.edited)::int as edited,
       sum(d.overridden)::int as overridden, sum(d.rejected)::int as rejected, sum(d.actions)::int as actions`

export function personDays(db: Queryable, window: UseWindow): Promise<PersonDay[]> {
  return db.query<PersonDay>(
    `${daysOfPeople}
     select d.team_id as "teamId", d.pseudonym, d.day::text as day, d.shown, d.accepted, d.edited, d.overridden, d.rejected, d.actions,
            d.eligible_tickets as "eligibleTickets", d.assisted_tickets as "assistedTickets", d.has_tickets as "hasTickets"
       from days d order by 1, 2, 3`,
    windowOf(window),
  )
}

export function personWeeks(db: Queryable, window: UseWindow): Promise<PersonWeek[]> {
  return db.query<PersonWeek>(
    `${daysOfPeople}
     select d.team_id as "teamId", d.pseudonym, date_trunc('week', d.day::timestamp)::date::text as week, ${sums},
            count(*) filter (where d.actions > 0)::int as "actionDays", sum(d.eligible_tickets)::int as "eligibleTickets",
            sum(d.assisted_tickets)::int as "assistedTickets", count(*) filter (where d.has_tickets)::int as "ticketDays"
       from days d group by 1, 2, 3 order by 1, 2, 3`,
    windowOf(window),
  )
}

/** How many people of each team had suggestions or tickets in a window: what the group floor is held against. Teams without are left out. */
export async function peopleBehind(db: Queryable, window: UseWindow): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ team: string; people: number }>(
    `${daysOfPeople} select d.team_id as team, count(distinct d.pseudonym)::int as people from days d group by 1`,
    windowOf(window),
  )
  return new Map(rows.map(({ team, people }) => [team, people]))
}

export type SuggestionTotals = {
  teamId: string
  shown: number
  accepted: number
  edited: number
  overridden: number
  rejected: number
  actions: number
  people: number
}

/** What became of suggestions, team by team. Not for showing before the people behind it are held against the group floor. */
export function suggestionTotals(db: Queryable, window: UseWindow): Promise<SuggestionTotals[]> {
  return db.query<SuggestionTotals>(
    `${daysOfPeople}
     select d.team_id as "teamId", ${sums}, count(distinct d.pseudonym)::int as people from days d where d.shown > 0 group by 1 order by 1`,
    windowOf(window),
  )
}

export type RefusalTotal = { teamId: string; aiAgentId: string; reason: string; n: number }

/** Why suggestions were not taken, team by team. */
export function refusalTotals(db: Queryable, window: UseWindow): Promise<RefusalTotal[]> {
  return db.query<RefusalTotal>(
    `select r.team_id as "teamId", r.ai_agent_id as "aiAgentId", r.reason, sum(r.n)::int as n
       from refusal_day r
      where ($1::text[] is null or r.team_id = any ($1)) and r.day between $2 and $3 and ($4::text is null or r.ai_agent_id = $4)
      group by 1, 2, 3 having sum(r.n) <> 0 order by 1, 2, 3`,
    windowOf(window),
  )
}

export type ConfidenceQuery = UseWindow & {
  records: ConfidenceCount['records']
  aiAgentVersion?: string
  kind?: string
}

export type ConfidenceRow = ConfidenceBin & { team: string; aiAgentId: string; aiAgentVersion: string; kind: string }

/**
 * Answered suggestions or grades by the AI agent's own confidence, in hundredths, for each value of `by`; what is not in `by` is empty.
 * Of suggestions: not for showing before the people behind them are held against the group floor.
 */
export function confidenceBins(
  db: Queryable,
  query: ConfidenceQuery & { by?: readonly ('team' | 'aiAgentId' | 'aiAgentVersion' | 'kind')[] },
): Promise<ConfidenceRow[]> {
  const places = { team: 'r.team_id', aiAgentId: 'r.ai_agent_id', aiAgentVersion: 'r.ai_agent_version', kind: 'r.kind' }
  const by = Object.entries(places).map(([name, place]) => `${query.by?.includes(name as 'team') ? place : "''"} as "${name}"`)
  return db.query<ConfidenceRow>(
    `select ${by.join(', ')}, r.bin, sum(r.n)::bigint as n, sum(r.x)::bigint as x, sum(r.in_scope)::bigint as "inScope",
            sum(r.millionths)::bigint as millionths
       from confidence_day r
      where ($1::text[] is null or r.team_id = any ($1)) and r.day between $2 and $3 and ($4::text is null or r.ai_agent_id = $4)
        and r.records = $5 and ($6::text is null or r.ai_agent_version = $6) and ($7::text is null or r.kind = $7)
      group by 1, 2, 3, 4, 5 having sum(r.n) <> 0 order by 1, 2, 3, 4, 5`,
    [...windowOf(query), query.records, query.aiAgentVersion ?? null, query.kind ?? null],
  )
}
