import type { Queryable, Tx } from '#kernel/db.ts'
import type { ConfidenceCount } from '../confidence.ts'
import type { Refusal, UseDay } from '../suggestion.ts'
import { column } from './shelf.ts'

/** What facts add to the counts of this slice; to take it away again, the negative. */
export type Added = { days: UseDay[]; refusals: Refusal[]; confidences: ConfidenceCount[] }

export async function addCounts(tx: Tx, { days, refusals, confidences }: Added): Promise<void> {
  if (days.length > 0) await addDays(tx, days)
  if (refusals.length > 0) await addRefusals(tx, refusals)
  if (confidences.length > 0) await addConfidences(tx, confidences)
}

async function addDays(tx: Tx, days: readonly UseDay[]): Promise<void> {
  await tx.query(
    `insert into use_day as r (team_id, day, pseudonym, ai_agent_id, shown, accepted, edited, overridden, rejected, actions)
     select g.team_id, g.day, g.pseudonym, g.ai_agent_id, sum(g.shown), sum(g.accepted), sum(g.edited), sum(g.overridden), sum(g.rejected),
            sum(g.actions)
       from unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[])
         as g (team_id, day, pseudonym, ai_agent_id, shown, accepted, edited, overridden, rejected, actions)
      group by 1, 2, 3, 4 order by 1, 2, 3, 4
     on conflict (team_id, day, pseudonym, ai_agent_id) do update
       set shown = r.shown + excluded.shown, accepted = r.accepted + excluded.accepted, edited = r.edited + excluded.edited,
           overridden = r.overridden + excluded.overridden, rejected = r.rejected + excluded.rejected, actions = r.actions + excluded.actions`,
    [
      column(days, 'teamId'),
      column(days, 'day'),
      column(days, 'pseudonym'),
      column(days, 'aiAgentId'),
      column(days, 'shown'),
      column(days, 'accepted'),
      column(days, 'edited'),
      column(days, 'overridden'),
      column(days, 'rejected'),
      column(days, 'actions'),
    ],
  )
}

async function addRefusals(tx: Tx, refusals: readonly Refusal[]): Promise<void> {
  await tx.query(
    `insert into refusal_day as r (team_id, day, ai_agent_id, reason, n)
     select g.team_id, g.day, g.ai_agent_id, g.reason, sum(g.n)
       from unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::int[]) as g (team_id, day, ai_agent_id, reason, n)
      group by 1, 2, 3, 4 order by 1, 2, 3, 4
     on conflict (team_id, day, ai_agent_id, reason) do update set n = r.n + excluded.n`,
    [column(refusals, 'teamId'), column(refusals, 'day'), column(refusals, 'aiAgentId'), column(refusals, 'reason'), column(refusals, 'n')],
  )
}

async function addConfidences(tx: Tx, counts: readonly ConfidenceCount[]): Promise<void> {
  await tx.query(
    `insert into confidence_day as r (team_id, day, records, ai_agent_id, ai_agent_version, kind, bin, n, x, in_scope, millionths)
     select g.team_id, g.day, g.records, g.ai_agent_id, g.ai_agent_version, g.kind, g.bin, sum(g.n), sum(g.x), sum(g.in_scope),
            sum(g.millionths)
       from unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::bigint[], $9::bigint[],
              $10::bigint[], $11::bigint[])
         as g (team_id, day, records, ai_agent_id, ai_agent_version, kind, bin, n, x, in_scope, millionths)
      group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
     on conflict (team_id, day, records, ai_agent_id, ai_agent_version, kind, bin) do update
       set n = r.n + excluded.n, x = r.x + excluded.x, in_scope = r.in_scope + excluded.in_scope,
           millionths = r.millionths + excluded.millionths`,
    [
      column(counts, 'teamId'),
      column(counts, 'day'),
      column(counts, 'records'),
      column(counts, 'aiAgentId'),
      column(counts, 'aiAgentVersion'),
      column(counts, 'kind'),
      column(counts, 'bin'),
      column(counts, 'n'),
      column(counts, 'x'),
      column(counts, 'inScope'),
      column(counts, 'millionths'),
    ],
  )
}

/** All that is counted of a team in the counts of this slice. */
export async function countsOfTeam(db: Queryable, teamId: string): Promise<Added> {
  const days = await db.query<UseDay>(
    `select team_id as "teamId", day::text as day, pseudonym, ai_agent_id as "aiAgentId", shown, accepted, edited, overridden, rejected, actions
       from use_day where team_id = $1`,
    [teamId],
  )
  const refusals = await db.query<Refusal>(
    'select team_id as "teamId", day::text as day, ai_agent_id as "aiAgentId", reason, n from refusal_day where team_id = $1',
    [teamId],
  )
  const confidences = await db.query<ConfidenceCount>(
    `select team_id as "teamId", day::text as day, records, ai_agent_id as "aiAgentId", ai_agent_version as "aiAgentVersion", kind, bin, n, x,
            in_scope as "inScope", millionths
       from confidence_day where team_id = $1`,
    [teamId],
  )
  return { days, refusals, confidences }
}

/** Suggestions and grades of each team, and teams that have counts of them. */
export function factsOfUseByTeam(db: Queryable): Promise<{ teamId: string; facts: number }[]> {
  return db.query(
    `select f.team_id as "teamId", sum(f.n)::bigint as facts
       from (select team_id, count(*) as n from suggestion group by 1 union all select team_id, count(*) from grade group by 1
             union all select distinct team_id, 0 from use_day) f
      group by 1 order by 1`,
  )
}
