import type { Queryable, Tx } from '#kernel/db.ts'
import type { Deployment, Phase, StartPhase } from '../deployment.ts'

type Row = {
  id: string
  ai_agent_id: string
  team_id: string
  process: string
  ai_agent_version: string
  phase: Phase
  paused_from: StartPhase | null
  etag: number
  changed_at: Date
}

const columns = 'd.id, d.ai_agent_id, d.team_id, d.process, d.ai_agent_version, d.phase, d.paused_from, d.etag, d.changed_at'

function fromRow(row: Row): Deployment {
  return {
    id: row.id,
    aiAgentId: row.ai_agent_id,
    teamId: row.team_id,
    process: row.process,
    aiAgentVersion: row.ai_agent_version,
    phase: row.phase,
    pausedFrom: row.paused_from,
    etag: row.etag,
    changedAt: row.changed_at,
  }
}

export async function findDeployment(db: Queryable, id: string): Promise<Deployment | null> {
  const [row] = await db.query<Row>(`select ${columns} from deployment d where d.id = $1`, [id])
  return row ? fromRow(row) : null
}

/** The deployment, held for a change until the transaction ends. */
export async function holdDeployment(tx: Tx, id: string): Promise<Deployment | null> {
  const [row] = await tx.query<Row>(`select ${columns} from deployment d where d.id = $1 for update`, [id])
  return row ? fromRow(row) : null
}

/** Writes deployments down, new ones and known ones. */
export async function saveDeployments(tx: Tx, deployments: readonly Deployment[]): Promise<void> {
  if (deployments.length === 0) return
  await tx.query(
    `insert into deployment (id, ai_agent_id, team_id, process, ai_agent_version, phase, paused_from, etag, changed_at)
     select r.id, r."aiAgentId", r."teamId", r.process, r."aiAgentVersion", r.phase, r."pausedFrom", r.etag, r."changedAt"
       from jsonb_to_recordset($1::jsonb) as r(
              id text, "aiAgentId" text, "teamId" text, process text, "aiAgentVersion" text, phase text, "pausedFrom" text,
              etag int, "changedAt" timestamptz)
     on conflict (id) do update set
       ai_agent_version = excluded.ai_agent_version, phase = excluded.phase, paused_from = excluded.paused_from,
       etag = excluded.etag, changed_at = excluded.changed_at`,
    [JSON.stringify(deployments)],
  )
}

export type DeploymentFilter = { aiAgent?: string; team?: string; phase?: Phase; after?: string; limit: number }

/** Deployments in the order of their ids. */
export async function deploymentsAfter(db: Queryable, filter: DeploymentFilter): Promise<Deployment[]> {
  const rows = await db.query<Row>(
    `select ${columns}
       from deployment d
      where d.id > $1
        and ($2::text is null or d.ai_agent_id = $2)
        and ($3::text is null or d.team_id = $3)
        and ($4::text is null or d.phase = $4)
      order by d.id
      limit $5`,
    [filter.after ?? '', filter.aiAgent ?? null, filter.team ?? null, filter.phase ?? null, filter.limit],
  )
  return rows.map(fromRow)
}

/** Every deployment of these AI agents, also the retired ones. */
export async function deploymentsOf(db: Queryable, aiAgentIds: readonly string[]): Promise<Deployment[]> {
  const rows = await db.query<Row>(`select ${columns} from deployment d where d.ai_agent_id = any($1) order by d.id`, [aiAgentIds])
  return rows.map(fromRow)
}

/**
 * Where AI agents are at work, by team and then AI agent; whether anything of theirs is live there, and whether people stopped all of it: paused, or
 * under a kill switch.
 */
export function placesAtWork(
  db: Queryable,
  filter: { teams: readonly string[] | null; aiAgentId?: string },
): Promise<{ team_id: string; ai_agent_id: string; is_live: boolean; is_stopped: boolean }[]> {
  return db.query(
    `select d.team_id, d.ai_agent_id, bool_or(d.phase = 'live') as is_live, bool_and(d.phase = 'paused' or s.target is not null) as is_stopped
       from deployment d
       left join lateral (
         select k.target from kill_switch k
          where k.is_on and (k.scope = 'all' or (k.scope = 'ai_agent' and k.target = d.ai_agent_id)
                             or (k.scope = 'deployment' and k.target = d.id))
          limit 1) s on true
      where d.phase <> 'retired' and ($1::text[] is null or d.team_id = any ($1)) and ($2::text is null or d.ai_agent_id = $2)
      group by d.team_id, d.ai_agent_id
      order by d.team_id, d.ai_agent_id`,
    [filter.teams, filter.aiAgentId ?? null],
  )
}

/** The ids of what is live in a team: of one AI agent, or of all. */
export async function liveIn(db: Queryable, place: { teamId: string; aiAgentId: string | null }): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select d.id from deployment d
      where d.phase = 'live' and d.team_id = $1 and ($2::text is null or d.ai_agent_id = $2)
      order by d.id`,
    [place.teamId, place.aiAgentId],
  )
  return rows.map((row) => row.id)
}

/** Every deployment of one AI agent for one team, also the retired ones. */
export async function deploymentsOfPair(db: Queryable, pair: { aiAgentId: string; teamId: string }): Promise<Deployment[]> {
  const rows = await db.query<Row>(`select ${columns} from deployment d where d.ai_agent_id = $1 and d.team_id = $2 order by d.id`, [
    pair.aiAgentId,
    pair.teamId,
  ])
  return rows.map(fromRow)
}
