import type { Queryable } from '#kernel/db.ts'

export type Opened = { team_id: string; ai_agent_id: string | null; about: number; instead: number }

/** Items that were opened in these teams since a time for another reason than that the policy says so. */
export function openedSince(db: Queryable, { teams, from }: { teams: readonly string[]; from: Date }): Promise<Opened[]> {
  return db.query<Opened>(
    `select a.team_id, a.ai_agent_id,
            count(*) filter (where a.origin in ('failed', 'disagreement')) as about,
            count(*) filter (where a.origin in ('customer_asked', 'by_hand')) as instead
       from pub_exception_arrival a
      where a.opened_at >= $2 and a.team_id = any ($1) and a.origin in ('failed', 'disagreement', 'customer_asked', 'by_hand')
      group by a.team_id, a.ai_agent_id`,
    [teams, from],
  )
}

export type Waiting = { team_id: string; ai_agent_id: string | null; depth: number }

/** How many items wait in these teams now. */
export function waitingIn(db: Queryable, teams: readonly string[]): Promise<Waiting[]> {
  return db.query<Waiting>(
    `select o.team_id, o.ai_agent_id, count(*) as depth
       from pub_exception_open o
      where o.team_id = any ($1) and o.drill_id is null
      group by o.team_id, o.ai_agent_id`,
    [teams],
  )
}
