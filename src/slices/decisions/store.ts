import type { Connection, Queryable, Tx } from '#kernel/db.ts'
import type { Tier } from '#slices/policy/index.ts'

/** One decision as the batch carries it; names are the columns of the table. */
export type StoredRow = {
  id: string
  team_id: string
  key_hash: string
  ai_agent_id: string
  deployment_id: string | null
  decision_type: string
  standard_version: number | null
  policy_tier: Tier
  tier: Tier
  record_only: boolean
  run_id: string
  call_id: string
  arguments_hash: string
  confidence: number | null
  occurred_at: string | null
  recorded_at: Date
  entry: string
  content: string
  salt: string
}

const batchKey = 'all'

/** Writes a batch in one durable statement. `stored` is null when the house's epoch is another one: judge again. */
export async function storeBatch(
  client: Connection,
  epoch: number,
  rows: StoredRow[],
): Promise<{ epoch: number; stored: string[] | null }> {
  const result = await client.query<{ epoch: number; stored: string[] | null }>({
    name: 'record_decisions',
    text: 'select r.epoch, r.stored from record_decisions($1, $2, $3) r',
    values: [batchKey, epoch, JSON.stringify(rows)],
  })
  return result.rows[0] as { epoch: number; stored: string[] | null }
}

export type DecisionRow = {
  id: string
  team_id: string
  seq: number
  ai_agent_id: string
  deployment_id: string | null
  decision_type: string
  standard_version: number | null
  policy_tier: Tier
  tier: Tier
  record_only: boolean
  run_id: string
  call_id: string
  arguments_hash: string
  occurred_at: Date | null
  recorded_at: Date
  entry: string
  content: string | null
}

export const decisionColumns = `d.id, d.team_id, d.seq, d.ai_agent_id, d.deployment_id, d.decision_type, d.standard_version, d.policy_tier, d.tier,
  d.record_only, d.run_id, d.call_id, encode(d.arguments_hash, 'hex') as arguments_hash, d.occurred_at, d.recorded_at, d.entry, d.content`

/** The decision that is on record for an identity. */
export async function decisionOfKey(db: Queryable, teamId: string, keyHash: string): Promise<DecisionRow | undefined> {
  const [row] = await db.query<DecisionRow>(
    `select ${decisionColumns} from decision_key k join decision d on d.id = k.decision_id and d.team_id = k.team_id
      where k.team_id = $1 and k.key_hash = $2`,
    [teamId, keyHash],
  )
  return row
}

/** One decision by its id, in the teams that the reader may see (null: all). */
export async function decisionOfId(db: Queryable, teams: string[] | null, id: string): Promise<DecisionRow | undefined> {
  const [row] = await db.query<DecisionRow>(
    `select ${decisionColumns} from decision d where d.id = $1 and ($2::text[] is null or d.team_id = any($2))`,
    [id, teams],
  )
  return row
}

export type DecisionFilter = {
  teams: string[] | null
  aiAgent?: string
  decisionType?: string
  tier?: string
  uncovered?: boolean
  /** What it may be called by: the id of the system that it comes from, with that system's name in front or without. */
  conversation?: readonly string[]
  before: string
  limit: number
}

/** Decisions about one conversation, newest first. */
function aboutConversation(db: Queryable, filter: DecisionFilter): Promise<DecisionRow[]> {
  return db.query<DecisionRow>(
    `select ${decisionColumns} from decision_conversation c join decision d on d.id = c.decision_id and d.team_id = c.team_id
      where c.conversation = any ($8) and ($2::text[] is null or d.team_id = any ($2)) and ${wanted} order by d.id desc limit $7`,
    [...valuesOf(filter, filter.teams), filter.conversation],
  )
}

const valuesOf = (
  { before, aiAgent, decisionType, tier, uncovered, limit }: DecisionFilter,
  teams: string[] | string | null | undefined,
) => [before, teams, aiAgent ?? null, decisionType ?? null, tier ?? null, uncovered ?? null, limit]

/** Decisions older than an id, newest first. Of several teams each gives its newest: one index answers for one team. */
export function decisionsBefore(db: Queryable, filter: DecisionFilter): Promise<DecisionRow[]> {
  const { teams } = filter
  if (filter.conversation) return aboutConversation(db, filter)
  const isOne = teams?.length === 1
  const newest = (team: string) => `select * from decision d where ${team} ${wanted} order by d.id desc limit $7`
  const found =
    teams === null || isOne
      ? `(${newest(isOne ? 'd.team_id = $2 and' : '$2::text is null and')})`
      : `unnest($2::text[]) as team (id) cross join lateral (${newest('d.team_id = team.id and')})`
  return db.query<DecisionRow>(
    `select ${decisionColumns} from ${found} d order by d.id desc limit $7`,
    valuesOf(filter, isOne ? teams[0] : teams),
  )
}

/** Each value is known when the statement is planned, so what was not asked for costs nothing: tests/review/plans.test.ts. */
const wanted = `d.id < $1
        and ($3::text is null or d.ai_agent_id = $3)
        and ($4::text is null or d.decision_type = $4)
        and ($5::text is null or d.tier = $5)
        and ($6::boolean is distinct from true or d.standard_version is null)
        and ($6::boolean is distinct from false or d.standard_version is not null)`

/** `withdrawn`: a person overrode the decision, and the one execution was taken away. */
export type ExecutionRow = { basis: 'autonomous' | 'approval' | 'withdrawn'; arguments_hash: string; consumed_at: Date }

/** Takes the one execution of a decision; undefined when it was taken before, or when its outcome is on record. */
export async function takeExecution(
  tx: Tx,
  take: { team: string; decision: string; argumentsHash: string; basis: 'autonomous' | 'approval'; approval: string | null; at: Date },
): Promise<ExecutionRow | undefined> {
  const [row] = await tx.query<ExecutionRow>(
    `insert into execution (team_id, decision_id, arguments_hash, basis, approval_id, consumed_at)
     select $1, $2, decode($3, 'hex'), $4, $5, $6
      where not exists (select 1 from outcome o where o.team_id = $1 and o.decision_id = $2)
     on conflict (team_id, decision_id) do nothing
     returning basis, encode(arguments_hash, 'hex') as arguments_hash, consumed_at`,
    [take.team, take.decision, take.argumentsHash, take.basis, take.approval, take.at],
  )
  return row
}

export async function executionOf(db: Queryable, team: string, decision: string): Promise<ExecutionRow | undefined> {
  const [row] = await db.query<ExecutionRow>(
    `select e.basis, encode(e.arguments_hash, 'hex') as arguments_hash, e.consumed_at from execution e where e.team_id = $1 and e.decision_id = $2`,
    [team, decision],
  )
  return row
}

export type OutcomeRow = { result: 'succeeded' | 'failed' | 'not_executed'; detail: string | null; reported_at: Date }

export async function outcomeOf(db: Queryable, team: string, decision: string): Promise<OutcomeRow | undefined> {
  const [row] = await db.query<OutcomeRow>(
    'select o.result, o.detail, o.reported_at from outcome o where o.team_id = $1 and o.decision_id = $2',
    [team, decision],
  )
  return row
}

/** Writes the outcome of a decision once; undefined when there is one already. */
export async function addOutcome(
  tx: Tx,
  made: { team: string; decision: string; result: string; detail: string | null; at: Date; occurredAt: string | null },
): Promise<OutcomeRow | undefined> {
  const [row] = await tx.query<OutcomeRow>(
    `insert into outcome (team_id, decision_id, result, detail, reported_at, occurred_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (team_id, decision_id) do nothing returning result, detail, reported_at`,
    [made.team, made.decision, made.result, made.detail, made.at, made.occurredAt],
  )
  return row
}

export type RunOutcome = {
  team: string
  aiAgent: string
  run: string
  result: 'succeeded' | 'failed'
  detail?: string
  costUsd?: number
  durationSeconds?: number
  endedAt?: string
}

/** Writes the end of a run once, and returns what is on record. A later telling adds what was not known: its cost, its time. */
export async function addRunOutcome(
  tx: Tx,
  made: RunOutcome,
  at: Date,
): Promise<{ result: 'succeeded' | 'failed'; reported_at: Date; is_new: boolean }> {
  const values = [
    made.team,
    made.aiAgent,
    made.run,
    made.result,
    made.detail ?? null,
    made.costUsd ?? null,
    made.durationSeconds ?? null,
    made.endedAt ?? null,
    at,
  ]
  const [row] = await tx.query<{ result: 'succeeded' | 'failed'; reported_at: Date }>(
    `insert into run_outcome (team_id, ai_agent_id, run_id, result, detail, cost_usd, duration_seconds, ended_at, reported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (team_id, ai_agent_id, run_id) do nothing returning result, reported_at`,
    values,
  )
  if (row) return { ...row, is_new: true }
  const [known] = await tx.query<{ result: 'succeeded' | 'failed'; reported_at: Date }>(
    `update run_outcome r set cost_usd = coalesce(r.cost_usd, $4), duration_seconds = coalesce(r.duration_seconds, $5)
      where r.team_id = $1 and r.ai_agent_id = $2 and r.run_id = $3 returning r.result, r.reported_at`,
    [made.team, made.aiAgent, made.run, made.costUsd ?? null, made.durationSeconds ?? null],
  )
  return { ...(known as { result: 'succeeded' | 'failed'; reported_at: Date }), is_new: false }
}
