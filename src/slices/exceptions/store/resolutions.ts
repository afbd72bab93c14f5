import type { Queryable, Tx } from '#kernel/db.ts'
import { claimMs, type Held, holdMs, type Item } from '../item.ts'
import { columns, type Reachable, reachable } from './items.ts'

export type Holding = { reach: Reachable; id: string; held: Held; isBulk: boolean; pseudonym: string; now: Date }

/**
 * Puts a resolution over an item in one statement, if it is open, not held by somebody else, and takes this verb now: the same
 * that `resolvingVerbs` says. Undefined when not; a second look says why.
 */
export async function holdResolution(tx: Tx, { reach, id, held, isBulk, pseudonym, now }: Holding): Promise<Date | undefined> {
  const isApproval = held.verb === 'approve' || held.verb === 'edit'
  const [row] = await tx.query<{ until: Date }>(
    `update exception e
        set state = 'held', held = $4, held_by = $5, held_until = $7, version = e.version + 1, changed_at = $6
      where ${reachable} and e.id = $3 and e.state = 'open' and (e.claimed_by is null or e.claimed_by = $5 or e.claimed_until < $6)
        and case when $8 then e.origin = 'review' and not e.is_people_only and (e.expires_at is null or e.expires_at > $6)
                 when $9 then e.origin in ('review', 'human_only')
                 else true end
        and not ($10 and e.is_high_risk)
      returning e.held_until as until`,
    [
      reach.teams,
      reach.aiAgent ?? null,
      id,
      JSON.stringify(held),
      pseudonym,
      now,
      new Date(now.getTime() + holdMs),
      isApproval,
      held.verb === 'reject',
      isBulk && isApproval,
    ],
    'exception_hold_resolution',
  )
  return row?.until
}

/** Takes back what one's own resolution has not done yet; the item is open again and held by whoever took it back. */
export async function undoHeld(tx: Tx, { item, pseudonym, now }: { item: Item; pseudonym: string; now: Date }): Promise<void> {
  await tx.query(
    `update exception e
        set state = 'open', held = null, held_by = null, held_until = null, claimed_by = $3,
            claimed_at = case when e.claimed_by = $3 then coalesce(e.claimed_at, $4) else $4 end, claimed_until = $5,
            version = e.version + 1, changed_at = $4
      where e.team_id = $1 and e.id = $2`,
    [item.teamId, item.id, pseudonym, now, new Date(now.getTime() + claimMs)],
  )
}

/** Puts an item off, and lets it go. */
export async function deferItem(tx: Tx, { item, until, now }: { item: Item; until: Date; now: Date }): Promise<Item> {
  const [row] = await tx.query<Item>(
    `update exception e
        set state = 'deferred', deferred_until = $3, claimed_by = null, claimed_at = null, claimed_until = null,
            version = e.version + 1, changed_at = $4
      where e.team_id = $1 and e.id = $2
      returning ${columns}`,
    [item.teamId, item.id, until, now],
  )
  return row as Item
}

/** Brings back one item that was put off. */
export async function wakeItem(tx: Tx, { item, now }: { item: Item; now: Date }): Promise<void> {
  await tx.query(
    `update exception e set state = 'open', deferred_until = null, version = e.version + 1, changed_at = $3
      where e.team_id = $1 and e.id = $2`,
    [item.teamId, item.id, now],
  )
}

/** Brings back what was put off until now. */
export async function wakeDue(db: Queryable, now: Date): Promise<number> {
  const rows = await db.query<{ id: string }>(
    `update exception e set state = 'open', deferred_until = null, version = e.version + 1, changed_at = $1
      where e.state = 'deferred' and e.deferred_until <= $1
      returning e.id`,
    [now],
  )
  return rows.length
}

export async function escalateItem(tx: Tx, { item, reason, now }: { item: Item; reason: string; now: Date }): Promise<Item> {
  const [row] = await tx.query<Item>(
    `update exception e
        set escalated_at = $4, escalation_reason = $3, escalation_level = e.escalation_level + 1, version = e.version + 1, changed_at = $4
      where e.team_id = $1 and e.id = $2
      returning ${columns}`,
    [item.teamId, item.id, reason, now],
  )
  return row as Item
}

export type HeldItem = Item & { held: Held }

/** Items whose resolution takes effect now, held for this transaction; what another node is at is left to it. */
export async function takeReleasable(tx: Tx, now: Date, limit: number): Promise<HeldItem[]> {
  const rows = await tx.query<Item & { held: string }>(
    `select ${columns}, e.held from exception e
      where e.state = 'held' and e.held_until <= $1
      order by e.held_until limit $2
      for update skip locked`,
    [now, limit],
  )
  return rows.map((row) => ({ ...row, held: JSON.parse(row.held) as Held }))
}

/** Items that end, and those that go on as people only: rejected often enough. Nobody's name stays in either. */
export async function saveReleased(tx: Tx, items: readonly HeldItem[], { isAgain, now }: { isAgain: boolean; now: Date }): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `update exception e
        set state = $3, is_people_only = e.is_people_only or $4, rejections = e.rejections + (r.rejected)::int,
            held = null, held_by = null, held_until = null, claimed_by = null, claimed_at = null, claimed_until = null,
            expires_at = null, version = e.version + 1, changed_at = $5
       from unnest($1::text[], $2::uuid[], $6::boolean[]) as r (team_id, id, rejected)
      where e.team_id = r.team_id and e.id = r.id`,
    [
      items.map((item) => item.teamId),
      items.map((item) => item.id),
      isAgain ? 'open' : 'resolved',
      isAgain,
      now,
      items.map((item) => item.held.verb === 'reject'),
    ],
  )
}

export type NewReview = Pick<
  Item,
  'teamId' | 'decisionId' | 'origin' | 'aiAgentId' | 'decisionType' | 'proposalKey' | 'openedAt' | 'dueAt' | 'drillId'
> & {
  id: string
  exceptionId: string
  editedDecisionId: string | null
  verb: Held['verb'] | 'override'
  reasonCode: string
  note: string | null
  handleSeconds: number | null
  resolvedAt: Date
}

/** Writes reviews down, each once. */
export async function insertReviews(tx: Tx, reviews: readonly NewReview[]): Promise<void> {
  if (reviews.length === 0) return
  await tx.query(
    `insert into review (team_id, id, exception_id, decision_id, edited_decision_id, origin, ai_agent_id, decision_type, proposal_key,
                         verb, reason_code, note, handle_seconds, opened_at, due_at, resolved_at, drill_id)
     select r."teamId", r.id, r."exceptionId", r."decisionId", r."editedDecisionId", r.origin, r."aiAgentId", r."decisionType",
            r."proposalKey", r.verb, r."reasonCode", r.note, r."handleSeconds", r."openedAt", r."dueAt", r."resolvedAt", r."drillId"
       from jsonb_to_recordset($1::jsonb) as r(
              "teamId" text, id uuid, "exceptionId" uuid, "decisionId" uuid, "editedDecisionId" uuid, origin text, "aiAgentId" text,
              "decisionType" text, "proposalKey" uuid, verb text, "reasonCode" text, note text, "handleSeconds" double precision,
              "openedAt" timestamptz, "dueAt" timestamptz, "resolvedAt" timestamptz, "drillId" uuid)
     on conflict (team_id, id) do nothing`,
    [JSON.stringify(reviews)],
  )
}

/** Makes those who release rejections of the same proposal follow one another, in one order for all. */
export async function lockProposals(tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of [...new Set(keys)].sort()) await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key])
}

/** How often each of these proposals was rejected. */
export async function rejectionsOf(db: Queryable, keys: readonly { teamId: string; proposalKey: string }[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const rows = await db.query<{ key: string; n: number }>(
    `select v.proposal_key as key, count(*)::int as n
       from review v join unnest($1::text[], $2::uuid[]) as k (team_id, proposal_key)
         on v.team_id = k.team_id and v.proposal_key = k.proposal_key
      where v.verb = 'reject'
      group by 1`,
    [keys.map((each) => each.teamId), keys.map((each) => each.proposalKey)],
  )
  return new Map(rows.map((row) => [row.key, row.n]))
}

export type Expiring = Pick<Item, 'teamId' | 'id' | 'decisionId' | 'aiAgentId'>

/** Items whose AI agent waited in vain become people only; nothing waits for them any more. */
export function expireDue(tx: Tx, now: Date, limit: number): Promise<Expiring[]> {
  return tx.query<Expiring>(
    `with over as (
       select n.team_id, n.id from exception n
        where n.state in ('open', 'deferred') and n.expires_at is not null and n.expires_at <= $1
        limit $2
        for update skip locked
     )
     update exception e set is_people_only = true, expires_at = null, version = e.version + 1, changed_at = $1
       from over
      where e.team_id = over.team_id and e.id = over.id
      returning e.team_id as "teamId", e.id, e.decision_id as "decisionId", e.ai_agent_id as "aiAgentId"`,
    [now, limit],
  )
}
