import type { Queryable } from '#kernel/db.ts'

export type AgreementAsked = { aiAgentId: string; decisionType: string; since: Date }

/** What people said to proposals of one kind, by team. Drills are left out. */
export function answersByTeam(db: Queryable, asked: AgreementAsked) {
  return db.query<{ team: string; approved: number; reviews: number }>(
    `select v.team_id as team, (count(*) filter (where v.verb = 'approve'))::int as approved, count(*)::int as reviews
       from review v
      where v.ai_agent_id = $1 and v.decision_type = $2 and v.resolved_at >= $3 and v.verb in ('approve', 'edit', 'reject')
        and v.drill_id is null
      group by v.team_id`,
    [asked.aiAgentId, asked.decisionType, asked.since],
  )
}
