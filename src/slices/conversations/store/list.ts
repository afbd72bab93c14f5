import type { Queryable } from '#kernel/db.ts'
import type { State } from '../conversation.ts'
import { type RowColumns, toRow } from './conversations.ts'
import type { Key } from './events.ts'

/** Where a page of the list ended. */
export type Cursor = Key & { begunAt: Date }

export type Query = {
  /** Null for all. */
  teams: readonly string[] | null
  aiAgentId?: string
  state?: State
  reason?: string
  /** Instants; `to` is not included. */
  from?: Date
  to?: Date
  /** Which day `from` and `to` are about. */
  on: 'begun' | 'ended'
  /** The bit of a measure that counts them, and whether as a hit. */
  bit?: number
  isHit?: boolean
  recordedUntil?: Date
  after?: Cursor
  /** Only those that stand before the end of a page, with its last one. */
  until?: Cursor
  limit: number
}

export const columns = `c.team_id, c.source, c.external_id, c.state, c.ai_agent_id, c.reason, c.customer, c.begun_at, c.next_contact_at, c.counted,
            c.hit, c.event_count, c.first_recorded_at, c.changed_at, c.known,
            (select h.first_team_id from conversation_home h where h.source = c.source and h.external_id = c.external_id) as first_team_id`

/** Conversations, those that began last first. */
export async function listRows(db: Queryable, query: Query) {
  const { where, params } = filterOf(query)
  params.push(query.limit)
  const rows = await db.query<RowColumns>(
    `select ${columns}
       from conversation c
      where ${where}
      order by c.begun_at desc, c.source desc, c.external_id desc
      limit $${params.length}`,
    params,
  )
  return rows.map(toRow)
}

/** How many there are. */
export async function countRows(db: Queryable, query: Query): Promise<number> {
  const { where, params } = filterOf(query)
  const [row] = await db.query<{ n: number }>(`select count(*) as n from conversation c where ${where}`, params)
  return row?.n ?? 0
}

function filterOf(query: Query): { where: string; params: unknown[] } {
  const params: unknown[] = []
  const conditions = conditionsOf(query).map(([sql, ...values]) =>
    values.reduce<string>((text, value) => text.replace('?', `$${params.push(value)}`), sql),
  )
  return { where: ['true', ...conditions].join(' and '), params }
}

const hourMs = 3_600_000
/** Clocks of other systems run ahead by minutes at most. */
const beginsBefore = (recorded: Date) => new Date(recorded.getTime() + hourMs)

type Condition = [sql: string, ...values: unknown[]]

/** Only conditions that are asked for stand in the statement, so that it can be planned for what it is. */
function conditionsOf({ teams, aiAgentId, state, reason, recordedUntil, after, until, ...rest }: Query): Condition[] {
  const team: Condition = teams?.length === 1 ? ['c.team_id = ?', teams[0]] : ['c.team_id = any (?)', teams]
  const all: (Condition | false)[] = [
    teams !== null && team,
    aiAgentId !== undefined && ['c.ai_agent_id = ?', aiAgentId],
    state !== undefined && ['c.state = ?', state],
    reason !== undefined && ['c.reason = ?', reason],
    // Nothing is recorded long before it begins, which lets the index on the beginning help.
    recordedUntil !== undefined && ['c.first_recorded_at <= ? and c.begun_at < ?', recordedUntil, beginsBefore(recordedUntil)],
    after !== undefined && ['(c.begun_at, c.source, c.external_id) < (?, ?, ?)', after.begunAt, after.source, after.externalId],
    until !== undefined && ['(c.begun_at, c.source, c.external_id) >= (?, ?, ?)', until.begunAt, until.source, until.externalId],
    ...whenAndBehind(rest),
  ]
  return all.filter((each) => each !== false)
}

/** What began after a window cannot have ended in it, which lets the index on the beginning help. */
function whenAndBehind({ from, to, on, bit, isHit }: Pick<Query, 'from' | 'to' | 'on' | 'bit' | 'isHit'>): (Condition | false)[] {
  const at = on === 'begun' ? 'c.begun_at' : 'c.ended_at'
  return [
    from !== undefined && [`${at} >= ?`, from],
    to !== undefined && [`${at} < ? and c.begun_at < ?`, to, to],
    bit !== undefined && ['c.counted & ?::int <> 0', bit],
    bit !== undefined && isHit !== undefined && [`c.hit & ?::int ${isHit ? '<>' : '='} 0`, bit],
  ]
}

export async function rowOf(db: Queryable, { teamId, source, externalId }: Key & { teamId: string }) {
  const [row] = await db.query<RowColumns>(
    `select ${columns} from conversation c where c.team_id = $1 and c.source = $2 and c.external_id = $3`,
    [teamId, source, externalId],
  )
  return row && toRow(row)
}

export type Left = { customer: string; reason: string; endedAt: Date }

/** When customers next came back, among what was on record at an instant; one answer for each, in their order. */
export async function contactsAt(
  db: Queryable,
  left: readonly Left[],
  { asOf, withinMs }: { asOf: Date; withinMs: number },
): Promise<(Date | null)[]> {
  const rows = await db.query<{ next_at: Date | null }>(
    `select (select min(c.begun_at) from conversation c
              where c.customer = g.customer and c.reason = g.reason and c.begun_at > g.ended_at
                and c.begun_at <= g.ended_at + $5 * interval '1 millisecond' and c.first_recorded_at <= $4) as next_at
       from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality as g (customer, reason, ended_at, place)
      order by g.place`,
    [left.map(({ customer }) => customer), left.map(({ reason }) => reason), left.map(({ endedAt }) => endedAt), asOf, withinMs],
  )
  return rows.map(({ next_at }) => next_at)
}
