import type { Queryable, Tx } from '#kernel/db.ts'
import { sqlArray } from '#kernel/sql-array.ts'
import type { Contact, Pair } from '../contacts.ts'
import { blank, type Conversation, endedAt, type State } from '../conversation.ts'
import type { Key } from './events.ts'

/** A conversation as its row tells it. */
export type Row = Key & {
  conversation: Conversation
  nextContactAt: number | null
  state: State
  counted: number
  hit: number
  eventCount: number
  firstRecordedAt: Date
  changedAt: Date
}

type Known = Partial<typeof blank>

const named = new Set(['teamId', 'aiAgentId', 'reason', 'customer', 'begunAt'])

/** What has no column of its own, without what is not known. */
function knownOf(conversation: Conversation): string {
  const known: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(conversation)) if (value !== null && !named.has(name)) known[name] = value
  return JSON.stringify(known)
}

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

/** Times as milliseconds, which both sides read faster than words. */
const given = `(select g.team_id, g.source, g.external_id, g.state, g.ai_agent_id, g.reason, g.customer, to_timestamp(g.begun / 1000),
               to_timestamp(g.ended / 1000), to_timestamp(g.contact / 1000), g.counted, g.hit, g.event_count, to_timestamp(g.recorded / 1000), $15::timestamptz,
               g.known
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[],
                 $9::float8[], $10::float8[], $11::int[], $12::int[], $13::int[], $14::float8[], $16::jsonb[])
            as g (team_id, source, external_id, state, ai_agent_id, reason, customer, begun, ended, contact, counted, hit, event_count, recorded, known))`
const names = `team_id, source, external_id, state, ai_agent_id, reason, customer, begun_at, ended_at, next_contact_at, counted, hit, event_count,
              first_recorded_at, changed_at, known`

const valuesOf = (rows: readonly Row[]) => [
  sqlArray(rows.map((row) => row.conversation.teamId)),
  sqlArray(rows.map((row) => row.source)),
  sqlArray(rows.map((row) => row.externalId)),
  sqlArray(rows.map((row) => row.state)),
  sqlArray(rows.map((row) => row.conversation.aiAgentId ?? '')),
  sqlArray(rows.map((row) => row.conversation.reason ?? '')),
  sqlArray(rows.map((row) => row.conversation.customer)),
  sqlArray(rows.map((row) => row.conversation.begunAt)),
  sqlArray(rows.map((row) => endedAt(row.conversation))),
  sqlArray(rows.map((row) => row.nextContactAt)),
  sqlArray(rows.map((row) => row.counted)),
  sqlArray(rows.map((row) => row.hit)),
  sqlArray(rows.map((row) => row.eventCount)),
  sqlArray(rows.map((row) => row.firstRecordedAt.getTime())),
  rows[0]?.changedAt,
  sqlArray(rows.map((row) => knownOf(row.conversation))),
]

/** Rows that are not in their team yet; all of them changed at one instant. */
export async function addConversations(tx: Tx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(`insert into conversation (${names}) select * from ${given} g`, valuesOf(rows), 'conversations_add')
}

/** Rows that stay in their team; all of them changed at one instant. */
export async function changeConversations(tx: Tx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `update conversation c
        set state = g.state, ai_agent_id = g.ai_agent_id, reason = g.reason, customer = g.customer, begun_at = g.begun_at,
            ended_at = g.ended_at, next_contact_at = g.next_contact_at, counted = g.counted, hit = g.hit, event_count = g.event_count,
            changed_at = g.changed_at, known = g.known
       from ${given} as g (${names})
      where c.team_id = g.team_id and c.source = g.source and c.external_id = g.external_id`,
    valuesOf(rows),
    'conversations_change',
  )
}

/** Takes rows out of the teams that conversations have left. */
export async function removeFrom(tx: Tx, left: readonly (Key & { teamId: string })[]): Promise<void> {
  if (left.length === 0) return
  await tx.query(
    `delete from conversation c using unnest($1::text[], $2::text[], $3::text[]) as g (team_id, source, external_id)
      where c.team_id = g.team_id and c.source = g.source and c.external_id = g.external_id`,
    [left.map(({ teamId }) => teamId), left.map(({ source }) => source), left.map(({ externalId }) => externalId)],
    'conversations_remove',
  )
}

/** Conversations of these customers for these reasons that lie in the time of their pair. */
export async function contactsOf(db: Queryable, pairs: readonly Pair[]): Promise<Contact[]> {
  const rows = await db.query<{
    source: string
    external_id: string
    customer: string
    reason: string
    begun_ms: number
    ended_ms: number | null
    contact_ms: number | null
  }>(
    `select c.source, c.external_id, c.customer, c.reason, extract(epoch from c.begun_at)::float8 * 1000 as begun_ms,
            extract(epoch from c.ended_at)::float8 * 1000 as ended_ms, extract(epoch from c.next_contact_at)::float8 * 1000 as contact_ms
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as p (customer, reason, low, high)
       join conversation c on c.customer = p.customer and c.reason = p.reason and c.begun_at <= p.high
        and coalesce(c.ended_at, c.begun_at) >= p.low`,
    [
      sqlArray(pairs.map(({ customer }) => customer)),
      sqlArray(pairs.map(({ reason }) => reason)),
      sqlArray(pairs.map(({ low }) => instant(low))),
      sqlArray(pairs.map(({ high }) => instant(high))),
    ],
    'conversations_contacts',
  )
  const msOf = (ms: number | null) => (ms === null ? null : Math.round(ms))
  return rows.map((row) => ({
    source: row.source,
    externalId: row.external_id,
    customer: row.customer,
    reason: row.reason,
    begunAt: Math.round(row.begun_ms),
    endedAt: msOf(row.ended_ms),
    nextContactAt: msOf(row.contact_ms),
  }))
}

export function conversationsByTeam(db: Queryable): Promise<{ teamId: string; facts: number }[]> {
  return db.query('select c.team_id as "teamId", count(*) as facts from conversation c group by 1 order by 1')
}

export type RowColumns = {
  team_id: string
  source: string
  external_id: string
  first_team_id: string
  state: State
  ai_agent_id: string
  reason: string
  customer: string | null
  begun_at: Date
  next_contact_at: Date | null
  counted: number
  hit: number
  event_count: number
  first_recorded_at: Date
  changed_at: Date
  known: Known
}

/** What a row tells of its conversation. */
export const toRow = (row: RowColumns): Row & { firstTeamId: string } => ({
  source: row.source,
  externalId: row.external_id,
  firstTeamId: row.first_team_id,
  state: row.state,
  counted: row.counted,
  hit: row.hit,
  eventCount: row.event_count,
  firstRecordedAt: row.first_recorded_at,
  changedAt: row.changed_at,
  nextContactAt: row.next_contact_at?.getTime() ?? null,
  conversation: {
    ...blank,
    ...row.known,
    teamId: row.team_id,
    aiAgentId: row.ai_agent_id || null,
    reason: row.reason || null,
    customer: row.customer,
    begunAt: row.begun_at.getTime(),
  },
})
