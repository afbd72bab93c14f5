import type { Db, Queryable, Tx } from '#kernel/db.ts'

const batchKey = 'all'
const stepMax = 20_000

/**
 * Adds the decisions that were recorded since the last call to the counts that pages read, at most `stepMax` at a time.
 * Returns how many were added. One caller at a time: the watermark's row is locked until the commit.
 */
export async function projectDecisions(db: Db): Promise<number> {
  return db.tx(async (tx) => {
    const [mark] = await tx.query<{ seq: number }>('select p.seq from decision_projected p where p.batch_key = $1 for update', [batchKey])
    const [head] = await tx.query<{ seq: number }>('select h.seq from decision_head h where h.batch_key = $1', [batchKey])
    const from = mark?.seq ?? 0
    const to = Math.min(head?.seq ?? 0, from + stepMax)
    if (to === from) return 0
    await addCounts(tx, from, to)
    await addConversations(tx, from, to)
    await tx.query('update decision_projected set seq = $2 where batch_key = $1', [batchKey, to])
    return to - from
  })
}

/** Makes all counts anew from the decisions themselves. Nothing may differ afterwards. */
export async function rebuildRollups(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    await tx.query('select p.seq from decision_projected p where p.batch_key = $1 for update', [batchKey])
    await tx.query('delete from decision_rollup')
    await tx.query('delete from decision_conversation')
    await tx.query('update decision_projected set seq = 0 where batch_key = $1', [batchKey])
  })
  while ((await projectDecisions(db)) > 0);
}

async function addCounts(tx: Tx, from: number, to: number): Promise<void> {
  await tx.query(
    `insert into decision_rollup as r (team_id, ai_agent_id, decision_type, hour, policy_tier, tier, is_covered, record_only, decisions)
     select d.team_id, d.ai_agent_id, d.decision_type, date_trunc('hour', d.recorded_at, 'UTC'), d.policy_tier, d.tier,
            d.standard_version is not null, d.record_only, count(*)
       from decision d
      where d.seq > $1 and d.seq <= $2
      group by 1, 2, 3, 4, 5, 6, 7, 8
     on conflict (team_id, ai_agent_id, decision_type, hour, policy_tier, tier, is_covered, record_only)
     do update set decisions = r.decisions + excluded.decisions`,
    [from, to],
  )
}

/** Notes which decisions are about a conversation. An id that JSON would have to escape is nobody's. */
async function addConversations(tx: Tx, from: number, to: number): Promise<void> {
  await tx.query(
    `insert into decision_conversation (team_id, conversation, decision_id)
     select d.team_id, s.conversation, d.id
       from decision d cross join lateral (select substring(left(d.content, 300) from $3) as conversation) s
      where d.seq > $1 and d.seq <= $2 and s.conversation is not null
     on conflict (team_id, conversation, decision_id) do nothing`,
    [from, to, '^{"subject":"conversation:([^"\\\\]+)"'],
  )
}

export type RollupRow = {
  team_id: string
  ai_agent_id: string
  decision_type: string
  policy_tier: 'autonomous' | 'review' | 'human_only'
  tier: 'autonomous' | 'review' | 'human_only'
  is_covered: boolean
  record_only: boolean
  decisions: number
}

/** Counts since an hour, summed over the hours, with what was recorded since the counts were last added to. */
export function rollupsSince(db: Queryable, filter: { teams: string[] | null; aiAgent?: string; from: Date }): Promise<RollupRow[]> {
  return db.query<RollupRow>(
    `with counted as (
       select r.team_id, r.ai_agent_id, r.decision_type, r.policy_tier, r.tier, r.is_covered, r.record_only, r.hour as at, r.decisions
         from decision_rollup r
        where r.hour >= $1
       union all
       select d.team_id, d.ai_agent_id, d.decision_type, d.policy_tier, d.tier, d.standard_version is not null, d.record_only, d.recorded_at, 1
         from decision d
        where d.seq > (select p.seq from decision_projected p where p.batch_key = $4)
          and d.seq <= (select p.seq + $5 from decision_projected p where p.batch_key = $4)
          and d.recorded_at >= $1
     )
     select c.team_id, c.ai_agent_id, c.decision_type, c.policy_tier, c.tier, c.is_covered, c.record_only, sum(c.decisions)::bigint as decisions
       from counted c
      where ($2::text[] is null or c.team_id = any($2)) and ($3::text is null or c.ai_agent_id = $3)
      group by 1, 2, 3, 4, 5, 6, 7`,
    [filter.from, filter.teams, filter.aiAgent ?? null, batchKey, stepMax],
  )
}

export type Attempts = { team_id: string; ai_agent_id: string; attempts: number; for_people: number }

/**
 * How many acts AI agents attempted in these teams since an hour, and how many of them the policy alone leaves to people:
 * independent of the phase of their deployments and of switches. What is only recorded is no attempt.
 */
export function attemptsSince(db: Queryable, filter: { teams: readonly string[]; from: Date }): Promise<Attempts[]> {
  return db.query<Attempts>(
    `with counted as (
       select r.team_id, r.ai_agent_id, r.policy_tier, r.decisions
         from decision_rollup r
        where r.hour >= $1 and not r.record_only and r.team_id = any ($2)
       union all
       select d.team_id, d.ai_agent_id, d.policy_tier, 1
         from decision d
        where d.seq > (select p.seq from decision_projected p where p.batch_key = $3)
          and d.seq <= (select p.seq + $4 from decision_projected p where p.batch_key = $3)
          and d.recorded_at >= $1 and not d.record_only and d.team_id = any ($2)
     )
     select c.team_id, c.ai_agent_id, sum(c.decisions)::bigint as attempts,
            coalesce(sum(c.decisions) filter (where c.policy_tier <> 'autonomous'), 0)::bigint as for_people
       from counted c
      group by 1, 2`,
    [filter.from, filter.teams, batchKey, stepMax],
  )
}

/** Pairs of AI agent and team that asked without a deployment since a number, for the registry to take note of. */
export function undeployedAfter(db: Queryable, after: number, upTo: number) {
  return db.query<{ ai_agent_id: string; team_id: string }>(
    `select distinct d.ai_agent_id, d.team_id from decision d where d.seq > $1 and d.seq <= $2 and d.deployment_id is null`,
    [after, upTo],
  )
}

/** The number of the newest recorded decision. */
export async function newestSeq(db: Queryable): Promise<number> {
  const [row] = await db.query<{ seq: number }>('select h.seq from decision_head h where h.batch_key = $1', [batchKey])
  return row?.seq ?? 0
}

export type TickRow = { id: string; seq: number; team_id: string; ai_agent_id: string; tier: string }

/** Decisions after a number, oldest first: what live pages are told of. */
export function decisionsAfterSeq(db: Queryable, after: number, limit: number): Promise<TickRow[]> {
  return db.query<TickRow>(
    'select d.id, d.seq, d.team_id, d.ai_agent_id, d.tier from decision d where d.seq > $1 order by d.seq limit $2',
    [after, limit],
  )
}
