import type { Queryable, Tx } from '#kernel/db.ts'
import type { Item, Verb } from '../item.ts'

type Key = Pick<Item, 'teamId' | 'id'>

/** What ended an item. */
export async function lastAnswer(db: Queryable, { teamId, id }: Key): Promise<Verb | 'override' | null> {
  const [row] = await db.query<{ verb: Verb | 'override' }>(
    'select v.verb from review v where v.team_id = $1 and v.exception_id = $2 order by v.resolved_at desc, v.id desc limit 1',
    [teamId, id],
  )
  return row?.verb ?? null
}

/** Ends an item in the moment in which it was opened. */
export async function closeAtOnce(tx: Tx, { teamId, id }: Key, at: Date): Promise<void> {
  await tx.query("update exception e set state = 'resolved', version = e.version + 1, changed_at = $3 where e.team_id = $1 and e.id = $2", [
    teamId,
    id,
    at,
  ])
}
