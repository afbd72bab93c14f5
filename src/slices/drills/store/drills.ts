import type { Queryable, Tx } from '#kernel/db.ts'
import type { Drill } from '../drill.ts'

const columns = `d.team_id as "teamId", d.id, d.scenario, d.ai_agent_id as "aiAgentId", d.severity, d.hypothesis, d.note, d.state,
  d.started_at as "startedAt", d.ends_at as "endsAt", d.ended_at as "endedAt", d.forced_because as "forcedBecause",
  d.aborted_because as "abortedBecause", d.learned, d.detected_at as "detectedAt", d.told_at as "toldAt", d.told_role as "toldRole",
  d.acknowledged_at as "acknowledgedAt", d.acknowledged_role as "acknowledgedRole", d.contained_at as "containedAt",
  d.promise_seconds as "promiseSeconds", d.promised_until as "promisedUntil", d.items_injected as "itemsInjected",
  d.items_answered as "itemsAnswered", d.escalations, d.verdict`

export type DrillReach = { teams: readonly string[] | null; aiAgentId?: string }

const reachable = '($1::text[] is null or d.team_id = any ($1)) and ($2::text is null or d.ai_agent_id = $2)'

export async function drillOfId(db: Queryable, reach: DrillReach, id: string): Promise<Drill | undefined> {
  const [drill] = await db.query<Drill>(`select ${columns} from drill d where ${reachable} and d.id = $3`, [
    reach.teams,
    reach.aiAgentId ?? null,
    id,
  ])
  return drill
}

/** The drill, held for a change until the transaction ends. */
export async function holdDrill(tx: Tx, reach: DrillReach, id: string): Promise<Drill | undefined> {
  const [drill] = await tx.query<Drill>(`select ${columns} from drill d where ${reachable} and d.id = $3 for update`, [
    reach.teams,
    reach.aiAgentId ?? null,
    id,
  ])
  return drill
}

export type DrillFilter = { reach: DrillReach; scenario?: string; isRunning?: boolean; after?: string; limit: number }

/** Drills, newest first. */
export function drillsBefore(db: Queryable, filter: DrillFilter): Promise<Drill[]> {
  return db.query<Drill>(
    `select ${columns} from drill d
      where ${reachable} and ($3::text is null or d.scenario = $3) and ($4::boolean is null or (d.state = 'running') = $4)
        and ($5::uuid is null or d.id < $5)
      order by d.id desc limit $6`,
    [
      filter.reach.teams,
      filter.reach.aiAgentId ?? null,
      filter.scenario ?? null,
      filter.isRunning ?? null,
      filter.after ?? null,
      filter.limit,
    ],
  )
}

export function runningDrills(db: Queryable): Promise<Drill[]> {
  return db.query<Drill>(`select ${columns} from drill d where d.state = 'running' order by d.id`)
}

/** False when a drill runs in the team already. */
export async function insertDrill(tx: Tx, drill: Drill): Promise<boolean> {
  const rows = await tx.query(
    `insert into drill (team_id, id, scenario, ai_agent_id, severity, hypothesis, note, state, started_at, ends_at, forced_because,
                        detected_at, promise_seconds, promised_until, items_injected, items_answered, escalations)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, '{}')
     on conflict (team_id) where state = 'running' do nothing returning id`,
    [
      drill.teamId,
      drill.id,
      drill.scenario,
      drill.aiAgentId,
      drill.severity,
      drill.hypothesis,
      drill.note,
      drill.state,
      drill.startedAt,
      drill.endsAt,
      drill.forcedBecause,
      drill.detectedAt,
      drill.promiseSeconds,
      drill.promisedUntil,
      drill.itemsInjected,
    ],
  )
  return rows.length > 0
}

/** Writes down what was seen of a drill that runs. Several nodes may: they see the same, and what is there stays. */
export async function saveSeen(db: Queryable, drill: Drill): Promise<void> {
  await db.query(
    `update drill d
        set told_at = coalesce(d.told_at, $3), told_role = coalesce(d.told_role, $4), acknowledged_at = coalesce(d.acknowledged_at, $5),
            acknowledged_role = coalesce(d.acknowledged_role, $6), contained_at = coalesce(d.contained_at, $7),
            promised_until = coalesce(d.promised_until, $8), items_answered = greatest(d.items_answered, $9), escalations = $10
      where d.team_id = $1 and d.id = $2 and d.state = 'running'`,
    [
      drill.teamId,
      drill.id,
      drill.toldAt,
      drill.toldRole,
      drill.acknowledgedAt,
      drill.acknowledgedRole,
      drill.containedAt,
      drill.promisedUntil,
      drill.itemsAnswered,
      drill.escalations,
    ],
  )
}

export async function saveDetected(tx: Tx, { teamId, id }: Drill, at: Date): Promise<void> {
  await tx.query('update drill set detected_at = $3 where team_id = $1 and id = $2 and detected_at is null', [teamId, id, at])
}

export async function saveEnd(tx: Tx, { teamId, id, state, endedAt, abortedBecause, learned, verdict }: Drill): Promise<void> {
  await tx.query(
    'update drill set state = $3, ended_at = $4, aborted_because = $5, learned = $6, verdict = $7 where team_id = $1 and id = $2',
    [teamId, id, state, endedAt, abortedBecause, learned, verdict],
  )
}

/** The newest drill of each scenario in a team. */
export function newestByScenario(db: Queryable, asked: { teamId: string; aiAgentId?: string }) {
  return db.query<Pick<Drill, 'scenario' | 'id' | 'startedAt'>>(
    `select distinct on (d.scenario) d.scenario, d.id, d.started_at as "startedAt" from drill d
      where d.team_id = $1 and ($2::text is null or d.ai_agent_id = $2)
      order by d.scenario, d.id desc`,
    [asked.teamId, asked.aiAgentId ?? null],
  )
}

export type Trouble = { critical: number; escalated: number }

/** What became serious in the real queue of a team since a time. */
export async function troubleSince(db: Queryable, { teamId, since }: { teamId: string; since: Date }): Promise<Trouble> {
  const [row] = await db.query<Trouble>(
    `select count(*) filter (where o.severity = 'critical' and o.opened_at >= $2) as critical,
            count(*) filter (where o.escalated_at >= $2) as escalated
       from pub_exception_open o
      where o.team_id = $1 and o.drill_id is null and (o.opened_at >= $2 or o.escalated_at >= $2)`,
    [teamId, since],
  )
  return row ?? { critical: 0, escalated: 0 }
}
