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

/** What has no column of its own, without what is not known. */
function knownOf({ conversation: { teamId: _t, aiAgentId: _a, reason: _r, customer: _c, begunAt: _b, ...rest } }: Row): string {
  return JSON.stringify(rest, (_name, value) => value ?? undefined)
}

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

const given = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
              $9::timestamptz[], $10::timestamptz[], $11::int[], $12::int[], $13::int[], $14::timestamptz[], $15::timestamptz[], $16::jsonb[])`
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
  sqlArray(rows.map((row) => instant(row.conversation.begunAt))),
  sqlArray(rows.map((row) => instant(endedAt(row.conversation)))),
  sqlArray(rows.map((row) => instant(row.nextContactAt))),
  sqlArray(rows.map((row) => row.counted)),
  sqlArray(rows.map((row) => row.hit)),
  sqlArray(rows.map((row) => row.eventCount)),
  sqlArray(rows.map((row) => row.firstRecordedAt.toISOString())),
  sqlArray(rows.map((row) => row.changedAt.toISOString())),
  sqlArray(rows.map(knownOf)),
]

/** Rows that are not in their team yet. */
export async function addConversations(tx: Tx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(`insert into conversation (${names}) select * from ${given}`, valuesOf(rows), 'conversations_add')
}

/** Rows that stay in their team. */
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
    begun_at: Date
    ended_at: Date | null
    next_contact_at: Date | null
  }>(
    `select c.source, c.external_id, c.customer, c.reason, c.begun_at, c.ended_at, c.next_contact_at
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
  return rows.map((row) => ({
    source: row.source,
    externalId: row.external_id,
    customer: row.customer,
    reason: row.reason,
    begunAt: row.begun_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    nextContactAt: row.next_contact_at?.getTime() ?? null,
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
