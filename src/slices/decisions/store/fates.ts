import type { Queryable } from '#kernel/db.ts'

export type Asked = {
  team_id: string
  ai_agent_id: string
  decision_type: string
  hour: Date
  decisions: number
  /** In force as autonomous. */
  alone: number
  /** Not only recorded, and those of them that went to a person. */
  asked: number
  for_people: number
  last_at: Date
}

const asked = `select d.team_id, d.ai_agent_id, d.decision_type, date_trunc('hour', d.recorded_at, 'UTC') as hour, count(*) as decisions,
            count(*) filter (where d.tier = 'autonomous') as alone,
            count(*) filter (where not d.record_only) as asked,
            count(*) filter (where not d.record_only and d.tier <> 'autonomous') as for_people,
            max(d.recorded_at) as last_at
       from decision d`

/** What AI agents asked between two numbers of decisions, the second included, by place, type and hour of recording. */
export function askedBetween(db: Queryable, after: number, upTo: number): Promise<Asked[]> {
  return db.query<Asked>(`${asked} where d.seq > $1 and d.seq <= $2 group by 1, 2, 3, 4`, [after, upTo], 'decisions_asked_between')
}

/** The same of one team, up to a number of decisions. */
export function askedOf(db: Queryable, teamId: string, upTo: number): Promise<Asked[]> {
  return db.query<Asked>(`${asked} where d.team_id = $1 and d.seq <= $2 group by 1, 2, 3, 4`, [teamId, upTo])
}

export function decisionsByTeam(db: Queryable): Promise<{ teamId: string; facts: number }[]> {
  return db.query('select d.team_id as "teamId", count(*) as facts from decision d group by 1 order by 1')
}

export type Fate = {
  id: string
  team_id: string
  ai_agent_id: string
  decision_type: string
  recorded_at: Date
  /** The one permission was used, or the AI agent reported how it went. */
  is_executed: boolean
  failed_at: Date | null
}

/** What became of these decisions as far as AI agents say; what people said afterwards is not in it. */
export function fatesOf(db: Queryable, ids: readonly string[]): Promise<Fate[]> {
  return db.query<Fate>(
    `select d.id, d.team_id, d.ai_agent_id, d.decision_type, d.recorded_at,
            coalesce(e.basis <> 'withdrawn', false) or coalesce(o.result <> 'not_executed', false) as is_executed,
            case when o.result = 'failed' then o.reported_at end as failed_at
       from decision d
       left join execution e on e.team_id = d.team_id and e.decision_id = d.id
       left join outcome o on o.team_id = d.team_id and o.decision_id = d.id
      where d.id = any ($1::uuid[]) and not d.record_only`,
    [ids],
  )
}

/** When an AI agent asked in a team, newest first. */
export async function askedAt(db: Queryable, { teamId, aiAgentId }: { teamId: string; aiAgentId: string }, limit: number): Promise<Date[]> {
  const rows = await db.query<{ recorded_at: Date }>(
    'select d.recorded_at from decision d where d.ai_agent_id = $2 and d.team_id = $1 order by d.id desc limit $3',
    [teamId, aiAgentId, limit],
  )
  return rows.map(({ recorded_at }) => recorded_at)
}

export type EndedRun = {
  team_id: string
  ai_agent_id: string
  run_id: string
  reported_at: Date
  /** Null where nobody told it. */
  duration_seconds: number | null
  /** In US dollars, as it was told; null where nobody told it. */
  cost_usd: string | null
}

/** What was told of the ends of these runs, in whichever teams they ran. */
export function endedRuns(db: Queryable, runs: readonly { aiAgentId: string; runId: string }[]): Promise<EndedRun[]> {
  return db.query<EndedRun>(
    `select r.team_id, r.ai_agent_id, r.run_id, r.reported_at, r.duration_seconds, r.cost_usd::text as cost_usd
       from run_outcome r
       join unnest($1::text[], $2::text[]) as told (ai_agent_id, run_id) on told.ai_agent_id = r.ai_agent_id and told.run_id = r.run_id`,
    [runs.map(({ aiAgentId }) => aiAgentId), runs.map(({ runId }) => runId)],
  )
}
