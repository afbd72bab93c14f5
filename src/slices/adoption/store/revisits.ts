import type { Queryable, Tx } from '#kernel/db.ts'
import type { Answer, Reason, Revisit } from '../revisit.ts'

type Row = {
  team_id: string
  ai_agent_id: string
  live_on: string
  due_on: string
  facts: unknown[] | null
  answer: Answer | null
  reason: Reason | null
  said: string | null
  answered_at: Date | null
  etag: number
}

const columns =
  'r.team_id, r.ai_agent_id, r.live_on::text as live_on, r.due_on::text as due_on, r.facts, r.answer, r.reason, r.said, r.answered_at, r.etag'

const fromRow = (row: Row): Revisit => ({
  teamId: row.team_id,
  aiAgentId: row.ai_agent_id,
  liveOn: row.live_on,
  dueOn: row.due_on,
  facts: row.facts,
  answer: row.answer,
  reason: row.reason,
  said: row.said,
  answeredAt: row.answered_at,
  etag: row.etag,
})

type Scheduled = Pick<Revisit, 'teamId' | 'aiAgentId' | 'liveOn' | 'dueOn'>

/** Writes revisits for AI agents and teams that have none yet. */
export async function scheduleFirst(tx: Tx, scheduled: readonly Scheduled[]): Promise<void> {
  await tx.query(
    `insert into revisit (team_id, ai_agent_id, live_on, due_on, etag)
     select g.team_id, g.ai_agent_id, g.live_on, g.due_on, 1
       from unnest($1::text[], $2::text[], $3::date[], $4::date[]) as g (team_id, ai_agent_id, live_on, due_on)
      where not exists (select 1 from revisit r where r.team_id = g.team_id and r.ai_agent_id = g.ai_agent_id)
     on conflict (team_id, ai_agent_id, due_on) do nothing`,
    [
      scheduled.map(({ teamId }) => teamId),
      scheduled.map(({ aiAgentId }) => aiAgentId),
      scheduled.map(({ liveOn }) => liveOn),
      scheduled.map(({ dueOn }) => dueOn),
    ],
  )
}

export async function scheduleNext(tx: Tx, { teamId, aiAgentId, liveOn, dueOn }: Scheduled): Promise<void> {
  await tx.query(
    `insert into revisit (team_id, ai_agent_id, live_on, due_on, etag) values ($1, $2, $3, $4, 1)
     on conflict (team_id, ai_agent_id, due_on) do nothing`,
    [teamId, aiAgentId, liveOn, dueOn],
  )
}

/** Pairs of team and AI agent that have a revisit. */
export async function knownPairs(db: Queryable): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ pair: string }>("select distinct r.team_id || '/' || r.ai_agent_id as pair from revisit r")
  return new Set(rows.map(({ pair }) => pair))
}

export type RevisitFilter = {
  teams: readonly string[] | null
  aiAgentId?: string
  today: string
  isDue?: boolean
  after?: number
  limit: number
}

/** Those to answer first, then those to come, then those answered, each by day. */
export async function revisitsIn(db: Queryable, { teams, aiAgentId, today, isDue, after = 0, limit }: RevisitFilter): Promise<Revisit[]> {
  const rows = await db.query<Row>(
    `select ${columns} from revisit r
      where ($1::text[] is null or r.team_id = any ($1)) and ($2::text is null or r.ai_agent_id = $2)
        and ($4::boolean is null or (r.answered_at is null and r.due_on <= $3) = $4)
      order by r.answered_at is not null, r.due_on > $3, r.due_on, r.team_id, r.ai_agent_id
      limit $5 offset $6`,
    [teams, aiAgentId ?? null, today, isDue ?? null, limit, after],
  )
  return rows.map(fromRow)
}

export async function holdRevisit(
  tx: Tx,
  { teamId, aiAgentId, dueOn }: Pick<Revisit, 'teamId' | 'aiAgentId' | 'dueOn'>,
): Promise<Revisit | undefined> {
  const [row] = await tx.query<Row>(
    `select ${columns} from revisit r where r.team_id = $1 and r.ai_agent_id = $2 and r.due_on = $3 for update`,
    [teamId, aiAgentId, dueOn],
  )
  return row && fromRow(row)
}

export async function saveAnswer(tx: Tx, answered: Revisit): Promise<void> {
  await tx.query(
    `update revisit set facts = $4, answer = $5, reason = $6, said = $7, answered_at = $8, etag = etag + 1
      where team_id = $1 and ai_agent_id = $2 and due_on = $3`,
    [
      answered.teamId,
      answered.aiAgentId,
      answered.dueOn,
      JSON.stringify(answered.facts),
      answered.answer,
      answered.reason,
      answered.said,
      answered.answeredAt,
    ],
  )
}

export type AnswerCount = { answer: Answer; reason: Reason; teams: number }

/** Teams by what they answered and why, of answers in a window. */
export function countAnswers(
  db: Queryable,
  { teams, from, to }: { teams: readonly string[] | null; from?: string; to?: string },
): Promise<AnswerCount[]> {
  return db.query<AnswerCount>(
    `select r.answer, r.reason, count(distinct r.team_id)::int as teams from revisit r
      where r.answered_at is not null and ($1::text[] is null or r.team_id = any ($1))
        and ($2::date is null or r.answered_at >= $2::date) and ($3::date is null or r.answered_at < $3::date + 1)
      group by 1, 2 order by 3 desc, 1, 2`,
    [teams, from ?? null, to ?? null],
  )
}

export async function countWaiting(db: Queryable, { teams, today }: { teams: readonly string[] | null; today: string }): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from revisit r where r.answered_at is null and r.due_on <= $2 and ($1::text[] is null or r.team_id = any ($1))`,
    [teams, today],
  )
  return row?.n ?? 0
}
