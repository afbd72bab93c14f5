import type { Queryable, Tx } from '#kernel/db.ts'
import type { Run } from './run.ts'

const batchKey = 'all'

export async function readMark(db: Queryable): Promise<number> {
  const [row] = await db.query<{ audit_seq: number }>(
    'select m.audit_seq from run_mark m where m.batch_key = $1',
    [batchKey],
    'runs_read_mark',
  )
  return row?.audit_seq ?? 0
}

/** How far runs have been followed, held until the transaction ends: one follows them at a time. */
export async function holdMark(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ audit_seq: number }>('select m.audit_seq from run_mark m where m.batch_key = $1 for update', [batchKey])
  return row?.audit_seq ?? 0
}

export async function moveMark(tx: Tx, auditSeq: number): Promise<void> {
  await tx.query('update run_mark set audit_seq = $2 where batch_key = $1', [batchKey, auditSeq])
}

type Row = {
  team_id: string
  ai_agent_id: string
  run_id: string
  reported_at: Date
  duration_seconds: number | null
  cost_micros: number | null
}

const columns = 'c.team_id, c.ai_agent_id, c.run_id, c.reported_at, c.duration_seconds, c.cost_micros'

const fromRow = (row: Row): Run => ({
  teamId: row.team_id,
  aiAgentId: row.ai_agent_id,
  runId: row.run_id,
  reportedAt: row.reported_at,
  durationSeconds: row.duration_seconds,
  costMicros: row.cost_micros,
})

type Named = Pick<Run, 'aiAgentId' | 'runId'>

/** These runs as they were counted last. */
export async function countedRuns(tx: Tx, runs: readonly Named[]): Promise<Run[]> {
  const rows = await tx.query<Row>(
    `select ${columns}
       from run_counted c
       join unnest($1::text[], $2::text[]) as told (ai_agent_id, run_id) on told.ai_agent_id = c.ai_agent_id and told.run_id = c.run_id`,
    [runs.map(({ aiAgentId }) => aiAgentId), runs.map(({ runId }) => runId)],
  )
  return rows.map(fromRow)
}

export async function saveCounted(tx: Tx, runs: readonly Run[]): Promise<void> {
  const column = <K extends keyof Run>(name: K) => runs.map((run) => run[name])
  await tx.query(
    `insert into run_counted as c (team_id, ai_agent_id, run_id, reported_at, duration_seconds, cost_micros)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::bigint[])
     on conflict (team_id, ai_agent_id, run_id) do update set duration_seconds = excluded.duration_seconds, cost_micros = excluded.cost_micros`,
    [column('teamId'), column('aiAgentId'), column('runId'), column('reportedAt'), column('durationSeconds'), column('costMicros')],
  )
}

/** How many runs are counted, team by team. */
export function countedByTeam(db: Queryable): Promise<{ teamId: string; facts: number }[]> {
  return db.query('select c.team_id as "teamId", count(*) as facts from run_counted c group by 1 order by 1')
}

type Page = { teamId: string; after: Named; limit: number }

/** Runs of a team after one of them, as they were counted. */
export async function countedAfter(db: Queryable, { teamId, after, limit }: Page): Promise<Run[]> {
  const rows = await db.query<Row>(
    `select ${columns} from run_counted c where c.team_id = $1 and (c.ai_agent_id, c.run_id) > ($2, $3) order by c.ai_agent_id, c.run_id limit $4`,
    [teamId, after.aiAgentId, after.runId, limit],
  )
  return rows.map(fromRow)
}
