import type { Queryable } from '#kernel/db.ts'
import { claimMs, type Item } from '../item.ts'
import { columns, type Reachable, reachable } from './items.ts'

export type Claimant = { pseudonym: string; now: Date }

/**
 * A claim that a crash forgets is one that ended early, so nobody waits until it is on disk. What rests on it is safe: an answer
 * looks at the item again and is durable. The setting holds for the one statement, which is a transaction of its own.
 */
const lease = "lease as materialized (select set_config('synchronous_commit', 'off', true) as set)"

const until = (now: Date) => new Date(now.getTime() + claimMs)

/** Claims or renews in one statement; undefined when it is not open, held by somebody else, or out of reach. */
export async function claimItem(db: Queryable, asked: { reach: Reachable; id: string } & Claimant): Promise<Date | undefined> {
  const { reach, id, pseudonym, now } = asked
  const [row] = await db.query<{ until: Date }>(
    `with ${lease}
     update exception e
        set claimed_by = $4, claimed_until = $6,
            claimed_at = case when e.claimed_by = $4 and e.claimed_until >= $5 then e.claimed_at else $5 end,
            changed_at = case when e.claimed_by = $4 and e.claimed_until >= $5 then e.changed_at else $5 end
       from lease
      where lease.set is not null and ${reachable} and e.id = $3 and e.state = 'open'
        and (e.claimed_by is null or e.claimed_by = $4 or e.claimed_until < $5)
      returning e.claimed_until as until`,
    [reach.teams, reach.aiAgent ?? null, id, pseudonym, now, until(now)],
    'exception_claim',
  )
  return row?.until
}

/** The most urgent item of a team that nobody holds: several who ask at once never get the same one. */
export async function claimFirst(db: Queryable, { teamId, pseudonym, now }: { teamId: string } & Claimant): Promise<Item | undefined> {
  const [item] = await db.query<Item>(
    `with ${lease}, first as (
       select n.id from exception n
        where n.team_id = $1 and n.state = 'open' and (n.claimed_until is null or n.claimed_until < $3)
        order by n.rank desc, n.id
        limit 1
        for update skip locked
     )
     update exception e set claimed_by = $2, claimed_at = $3, claimed_until = $4, changed_at = $3
       from first, lease
      where lease.set is not null and e.team_id = $1 and e.id = first.id
      returning ${columns}`,
    [teamId, pseudonym, now, until(now)],
    'exception_claim_first',
  )
  return item
}

/** Lets go of what is one's own. */
export async function releaseClaim(db: Queryable, asked: { reach: Reachable; id: string } & Claimant): Promise<void> {
  const { reach, id, pseudonym, now } = asked
  await db.query(
    `update exception e set claimed_by = null, claimed_at = null, claimed_until = null, changed_at = $5
      where ${reachable} and e.id = $3 and e.state = 'open' and e.claimed_by = $4`,
    [reach.teams, reach.aiAgent ?? null, id, pseudonym, now],
  )
}
