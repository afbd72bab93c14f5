import type { Queryable, Tx } from '#kernel/db.ts'
import type { Held, Item, NewItem } from '../item.ts'

/** Columns of an item under the names of our type. Content and what is held are read by those who need them. */
export const columns = `e.team_id as "teamId", e.id, e.origin, e.decision_id as "decisionId", e.ai_agent_id as "aiAgentId",
  e.decision_type as "decisionType", e.run_id as "runId", e.subject, e.title, e.proposal_key as "proposalKey", e.rejections, e.state,
  e.is_people_only as "isPeopleOnly", e.severity, e.is_high_risk as "isHighRisk", e.rank, e.triage as assessed, e.amount, e.currency,
  e.cause_id as "causeId", e.opened_at as "openedAt", e.due_at as "dueAt", e.expires_at as "expiresAt",
  e.deferred_until as "deferredUntil", e.claimed_by as "claimedBy", e.claimed_at as "claimedAt", e.claimed_until as "claimedUntil",
  e.held_by as "heldBy", e.held_until as "heldUntil", e.escalated_at as "escalatedAt", e.escalation_reason as "escalationReason",
  e.escalation_level as "escalationLevel", e.drill_id as "drillId", e.version, e.changed_at as "changedAt"`

/** Whose items: of these teams (null: all), and of one AI agent for a key that is bound to it. */
export type Reachable = { teams: string[] | null; aiAgent?: string }

/** True for an item that the reader may see: `$1` are the teams, `$2` is the AI agent. */
export const reachable = '($1::text[] is null or e.team_id = any($1)) and ($2::text is null or e.ai_agent_id = $2)'

export async function itemOfId(db: Queryable, reach: Reachable, id: string): Promise<Item | undefined> {
  const [item] = await db.query<Item>(`select ${columns} from exception e where ${reachable} and e.id = $3`, [
    reach.teams,
    reach.aiAgent ?? null,
    id,
  ])
  return item
}

/** The item, held for a change until the transaction ends. */
export async function holdItem(tx: Tx, reach: Reachable, id: string): Promise<Item | undefined> {
  const [item] = await tx.query<Item>(
    `select ${columns} from exception e where ${reachable} and e.id = $3 for update`,
    [reach.teams, reach.aiAgent ?? null, id],
    'exception_hold_item',
  )
  return item
}

export function itemsOfIds(db: Queryable, reach: Reachable, ids: readonly string[]): Promise<Item[]> {
  return db.query<Item>(`select ${columns} from exception e where ${reachable} and e.id = any($3)`, [
    reach.teams,
    reach.aiAgent ?? null,
    ids,
  ])
}

/** What an item keeps itself, and what is held over it. */
export async function contentOfItem(db: Queryable, { teamId, id }: Pick<Item, 'teamId' | 'id'>) {
  const [row] = await db.query<{ content: string | null; held: string | null }>(
    'select e.content, e.held from exception e where e.team_id = $1 and e.id = $2',
    [teamId, id],
  )
  return { content: row?.content ?? null, held: row?.held ? (JSON.parse(row.held) as Held) : null }
}

/** Writes new items; the ids of those that are on record already are left out of the answer. */
export async function insertItems(tx: Tx, items: readonly NewItem[]): Promise<Set<string>> {
  if (items.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `insert into exception (team_id, id, origin, decision_id, ai_agent_id, decision_type, run_id, subject, title, content, proposal_key,
                            rejections, state, is_people_only, severity, is_high_risk, rank, triage, amount, currency, cause_id,
                            opened_at, due_at, expires_at, drill_id, changed_at)
     select r."teamId", r.id, r.origin, r."decisionId", r."aiAgentId", r."decisionType", r."runId", r.subject, r.title, r.content,
            r."proposalKey", r.rejections, 'open', r."isPeopleOnly", r.severity, r."isHighRisk", r.rank, r.assessed, r.amount,
            r.currency, r."causeId", r."openedAt", r."dueAt", r."expiresAt", r."drillId", r."openedAt"
       from jsonb_to_recordset($1::jsonb) as r(
              "teamId" text, id uuid, origin text, "decisionId" uuid, "aiAgentId" text, "decisionType" text, "runId" text, subject text,
              title text, content text, "proposalKey" uuid, rejections int, "isPeopleOnly" boolean, severity text, "isHighRisk" boolean,
              rank double precision, assessed jsonb, amount double precision, currency text, "causeId" text, "openedAt" timestamptz,
              "dueAt" timestamptz, "expiresAt" timestamptz, "drillId" uuid)
     on conflict (team_id, id) do nothing
     returning id`,
    [JSON.stringify(items)],
  )
  return new Set(rows.map((row) => row.id))
}

/** Takes a drill out of the queue, with what was said to its items. */
export async function deleteDrill(tx: Tx, drillId: string): Promise<number> {
  await tx.query('delete from review where drill_id = $1', [drillId])
  const gone = await tx.query<{ id: string }>('delete from exception where drill_id = $1 returning id', [drillId])
  return gone.length
}

/** True once the item with this id was answered for good. */
export async function isResolved(db: Queryable, teamId: string, id: string): Promise<boolean> {
  const [row] = await db.query<{ state: string }>('select e.state from exception e where e.team_id = $1 and e.id = $2', [teamId, id])
  return row?.state === 'resolved'
}
