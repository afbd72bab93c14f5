import type { Queryable, Tx } from '#kernel/db.ts'
import type { Drill, Node } from '../drill.ts'

/** Says that this server runs. */
export async function beat(db: Queryable, node: string, now: Date): Promise<void> {
  await db.query(
    'insert into drill_host as h (node, seen_at) values ($1, $2) on conflict (node) do update set seen_at = excluded.seen_at',
    [node, now],
  )
}

/** Forgets servers that were not seen since. */
export async function forgetSilent(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from drill_host where seen_at < $1', [before])
}

/** Expects an answer of every server that was seen since, and of this one. */
export async function expectNodes(
  tx: Tx,
  drill: Pick<Drill, 'teamId' | 'id'>,
  { own, since }: { own: string; since: Date },
): Promise<void> {
  await tx.query(
    `insert into drill_node (team_id, drill_id, node)
     select $1, $2::uuid, h.node from drill_host h where h.seen_at >= $3
      union select $1, $2::uuid, $4`,
    [drill.teamId, drill.id, since, own],
  )
}

/** Says when this server first refused; what it said before stays. */
export async function sayInForce(
  db: Queryable,
  drill: Pick<Drill, 'teamId' | 'id'>,
  { node, at }: { node: string; at: Date },
): Promise<void> {
  await db.query(
    `insert into drill_node as n (team_id, drill_id, node, in_force_at) values ($1, $2, $3, $4)
     on conflict (team_id, drill_id, node) do update set in_force_at = coalesce(n.in_force_at, excluded.in_force_at)`,
    [drill.teamId, drill.id, node, at],
  )
}

/** The servers of these drills and when each refused. */
export async function nodesOf(db: Queryable, drillIds: readonly string[]): Promise<Map<string, Node[]>> {
  const found = new Map<string, Node[]>()
  if (drillIds.length === 0) return found
  const rows = await db.query<Node & { drillId: string }>(
    `select n.drill_id as "drillId", n.node, n.in_force_at as "inForceAt" from drill_node n where n.drill_id = any ($1) order by n.node`,
    [drillIds],
  )
  for (const { drillId, ...node } of rows) found.set(drillId, [...(found.get(drillId) ?? []), node])
  return found
}
