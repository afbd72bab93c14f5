import type { Queryable } from '#kernel/db.ts'

/** How many items of a drill are there, and how many of them were answered, also if that can still be undone. */
export async function drillItems(db: Queryable, drillId: string): Promise<{ injected: number; answered: number }> {
  const [row] = await db.query<{ injected: number; answered: number }>(
    `select count(*)::int as injected, (count(*) filter (where e.state in ('held', 'resolved')))::int as answered
       from exception e where e.drill_id = $1`,
    [drillId],
  )
  return row ?? { injected: 0, answered: 0 }
}
