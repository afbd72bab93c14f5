import type { Queryable, Tx } from '#kernel/db.ts'

/** Notes that somebody looked that day. False when somebody had done so already. */
export async function insertCheck(tx: Tx, check: { aiAgentId: string; on: string; by: string; at: Date }): Promise<boolean> {
  const rows = await tx.query(
    `insert into daily_check (ai_agent_id, "on", by, at) values ($1, $2, $3, $4)
     on conflict (ai_agent_id, "on") do nothing
     returning ai_agent_id`,
    [check.aiAgentId, check.on, check.by, check.at],
  )
  return rows.length > 0
}

/** The latest day on which each of them was checked. */
export async function lastChecks(db: Queryable, aiAgentIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; last_on: string }>(
    `select c.ai_agent_id as id, max(c."on")::text as last_on from daily_check c where c.ai_agent_id = any($1) group by c.ai_agent_id`,
    [aiAgentIds],
  )
  return new Map(rows.map((row) => [row.id, row.last_on]))
}
