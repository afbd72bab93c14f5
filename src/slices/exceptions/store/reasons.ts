import type { Queryable } from '#kernel/db.ts'
import type { ReasonCell } from '../reasons.ts'
import { type Reachable, reachable } from './items.ts'

/** Why people decided as they did in a time, by team, AI agent and decision type. Drills are left out. */
export function reasonsBetween(db: Queryable, reach: Reachable, { from, to }: { from: Date; to: Date }): Promise<ReasonCell[]> {
  return db.query<ReasonCell>(
    `select e.team_id as team, e.ai_agent_id as "aiAgent", e.decision_type as "decisionType", e.reason_code as "reasonCode",
            count(*)::int as reviews
       from review e
      where ${reachable} and e.resolved_at >= $3 and e.resolved_at < $4 and e.drill_id is null
      group by 1, 2, 3, 4`,
    [reach.teams, reach.aiAgent ?? null, from, to],
  )
}
