import type { Queryable } from '#kernel/db.ts'
import type { Paired } from '../versions.ts'

export type GradedVersion = { aiAgentId: string; version: string; answers: number; from: string; to: string }

/** AI agents and versions with checked answers that have a confidence, newest first. Null teams: all. */
export function gradedVersions(db: Queryable, { teams, aiAgentId }: { teams: readonly string[] | null; aiAgentId?: string }) {
  return db.query<GradedVersion>(
    `select r.ai_agent_id as "aiAgentId", r.ai_agent_version as version, sum(r.n)::bigint as answers, min(r.day)::text as "from",
            max(r.day)::text as "to"
       from confidence_day r
      where r.records = 'grades' and r.n <> 0 and ($1::text[] is null or r.team_id = any ($1)) and ($2::text is null or r.ai_agent_id = $2)
      group by 1, 2 order by max(r.day) desc, 2 desc, 1`,
    [teams, aiAgentId ?? null],
  )
}

/** AI agents with answered suggestions that have a confidence, in all teams. */
export async function suggestingAiAgents(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select r.ai_agent_id as id from confidence_day r where r.records = 'suggestions' group by 1 having sum(r.n) <> 0 order by 1`,
  )
  return rows.map(({ id }) => id)
}

export type TwoVersions = { teams: readonly string[] | null; aiAgentId: string; before: string; after: string }

/** The cases that both versions answered, in their teams; of several answers to one case the latest counts. */
export async function pairedCases(db: Queryable, { teams, aiAgentId, before, after }: TwoVersions): Promise<Paired> {
  const latest = (version: string) => `select distinct on (s.team_id, s.case_id) s.team_id, s.case_id, s.is_right, s.answer
        from grade s
       where s.ai_agent_id = $1 and s.ai_agent_version = ${version} and s.case_id is not null and ($4::text[] is null or s.team_id = any ($4))
       order by s.team_id, s.case_id, s.at desc, s.grade_id desc`
  const rows = await db.query<Paired>(
    `select count(*)::int as cases, count(*) filter (where n.is_right and not o.is_right)::int as fixed,
            count(*) filter (where o.is_right and not n.is_right)::int as broken,
            case when count(o.answer) = 0 or count(n.answer) = 0 then null
                 else (count(*) filter (where o.answer <> n.answer))::int end as changed
       from (${latest('$2')}) o join (${latest('$3')}) n using (team_id, case_id)`,
    [aiAgentId, before, after, teams],
  )
  return rows[0] ?? { cases: 0, fixed: 0, broken: 0, changed: null }
}

export type SuggestionWindow = { aiAgentId: string; from: string; to: string }

/** The first days of quarters with suggestions of an AI agent. */
export async function quartersWith(db: Queryable, aiAgentId: string): Promise<string[]> {
  const rows = await db.query<{ on: string }>(
    `select distinct date_trunc('quarter', r.day::timestamp)::date::text as "on"
       from confidence_day r where r.records = 'suggestions' and r.ai_agent_id = $1 and r.n <> 0 order by 1 desc`,
    [aiAgentId],
  )
  return rows.map(({ on }) => on)
}

/** Who answered suggestions in which team. Only for counting heads: it is never shown, exported or answered. */
export function whoAnswered(db: Queryable, { aiAgentId, from, to }: SuggestionWindow): Promise<{ team: string; pseudonym: string }[]> {
  return db.query<{ team: string; pseudonym: string }>(
    `select u.team_id as team, u.pseudonym
       from use_day u
      where u.ai_agent_id = $1 and u.day between $2 and $3
      group by 1, 2 having sum(u.accepted + u.edited + u.overridden + u.rejected) > 0`,
    [aiAgentId, from, to],
  )
}

const answeredIn = `s.ai_agent_id = $1 and s.shown_at >= ($2::date)::timestamp at time zone 'UTC'
        and s.shown_at < ($3::date + 1)::timestamp at time zone 'UTC' and s.team_id = any ($4) and s.answered_at is not null`

/** Who answered at which confidence, in tenths. Only for counting heads. */
export function whoAnsweredAt(db: Queryable, { aiAgentId, from, to, teams }: SuggestionWindow & { teams: readonly string[] }) {
  return db.query<{ tenth: number; pseudonym: string }>(
    `select distinct least(9, s.confidence_millionths / 100000) as tenth, s.pseudonym
       from suggestion s where ${answeredIn} and s.confidence_millionths is not null`,
    [aiAgentId, from, to, teams],
  )
}

export type Taken = { known: number; kept: number; rewritten: number; people: number }

/** What became of suggestions that were taken. */
export async function takenIn(
  db: Queryable,
  { aiAgentId, from, to, teams }: SuggestionWindow & { teams: readonly string[] },
): Promise<Taken> {
  const rows = await db.query<Taken>(
    `select count(*)::int as known, count(*) filter (where s.kept_share = 1)::int as kept,
            count(*) filter (where s.kept_share < 0.5)::int as rewritten, count(distinct s.pseudonym)::int as people
       from suggestion s where ${answeredIn} and s.outcome in ('accepted', 'edited') and s.kept_share is not null`,
    [aiAgentId, from, to, teams],
  )
  return rows[0] ?? { known: 0, kept: 0, rewritten: 0, people: 0 }
}
