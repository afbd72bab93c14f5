import type { Queryable, Tx } from '#kernel/db.ts'
import type { ChannelKind } from '../channel.ts'
import type { Attempt, Delivery, DeliveryState } from '../delivery.ts'
import type { StoredMessage } from '../message.ts'

type Row = {
  team_id: string
  id: string
  channel_id: string
  channel_name: string
  channel_kind: ChannelKind
  kind: string
  subject: string
  state: DeliveryState
  tries: number
  next_try_at: Date | null
  last_status: number | null
  last_problem: string | null
  created_at: Date
  delivered_at: Date | null
  is_drill: boolean
}

const columns = `d.team_id, d.id, d.channel_id, d.channel_name, d.channel_kind, d.kind, d.subject, d.state, d.tries, d.next_try_at,
       d.last_status, d.last_problem, d.created_at, d.delivered_at, d.is_drill`

function fromRow(row: Row): Delivery {
  return {
    teamId: row.team_id,
    id: row.id,
    channelId: row.channel_id,
    channelName: row.channel_name,
    channelKind: row.channel_kind,
    kind: row.kind,
    subject: row.subject,
    state: row.state,
    tries: row.tries,
    nextTryAt: row.next_try_at,
    lastStatus: row.last_status,
    lastProblem: row.last_problem,
    createdAt: row.created_at,
    deliveredAt: row.delivered_at,
    isDrill: row.is_drill,
  }
}

export type NewDelivery = {
  teamId: string
  id: string
  channelId: string
  kind: string
  subject: string
  message: StoredMessage
  isDrill: boolean
  at: Date
  givesUpAt: Date
}

/**
 * Puts a message in line, in the transaction of the caller. Nothing happens when the channel is gone, off or another team's, and
 * none is said to Alertmanager that somebody looks after something: it has no word for it. True when it is in line.
 */
export async function insertDelivery(tx: Tx, made: NewDelivery): Promise<boolean> {
  const rows = await tx.query(
    `insert into delivery (team_id, id, channel_id, channel_name, channel_kind, kind, subject, message, state, next_try_at, gives_up_at,
                           created_at, is_drill)
     select $1, $2, c.id, c.name, c.kind, $4, $5, $6::jsonb, 'waiting', $8, $9, $8, $7
       from channel c
      where c.id = $3 and c.is_on and (c.team_id is null or c.team_id = $1)
        and not (c.kind = 'alertmanager' and $6::jsonb ->> 'action' = 'acknowledge')
     on conflict (team_id, id) do nothing
     returning id`,
    [made.teamId, made.id, made.channelId, made.kind, made.subject, JSON.stringify(made.message), made.isDrill, made.at, made.givesUpAt],
  )
  return rows.length === 1
}

export type DeliveryFilter = {
  teamIds: string[] | null
  aiAgentId?: string
  team?: string
  channelId?: string
  state?: DeliveryState
  before?: string
  limit: number
}

/** Deliveries, newest first. */
export async function deliveriesBefore(db: Queryable, filter: DeliveryFilter): Promise<Delivery[]> {
  const rows = await db.query<Row>(
    `select ${columns}
       from delivery d
      where ($1::text[] is null or d.team_id = any ($1))
        and ($2::text is null or exists (select 1 from channel c where c.id = d.channel_id and c.ai_agent_id = $2))
        and ($3::text is null or d.team_id = $3)
        and ($4::uuid is null or d.channel_id = $4)
        and ($5::text is null or d.state = $5)
        and ($6::uuid is null or d.id < $6)
      order by d.id desc
      limit $7`,
    [
      filter.teamIds,
      filter.aiAgentId ?? null,
      filter.team ?? null,
      filter.channelId ?? null,
      filter.state ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  )
  return rows.map(fromRow)
}

export async function deliveryById(db: Queryable, id: string): Promise<Delivery | undefined> {
  const [row] = await db.query<Row>(`select ${columns} from delivery d where d.id = $1`, [id])
  return row && fromRow(row)
}

/** Puts it in line again. False when it was delivered meanwhile. */
export async function putBack(tx: Tx, delivery: Pick<Delivery, 'teamId' | 'id'>, times: { at: Date; givesUpAt: Date }): Promise<boolean> {
  const rows = await tx.query(
    `update delivery set state = 'waiting', next_try_at = $3, gives_up_at = $4
      where team_id = $1 and id = $2 and state <> 'delivered' returning id`,
    [delivery.teamId, delivery.id, times.at, times.givesUpAt],
  )
  return rows.length === 1
}

/** Ends what waits for a channel. */
export async function giveUpChannel(tx: Tx, channelId: string, because: string): Promise<void> {
  await tx.query(
    "update delivery set state = 'given_up', next_try_at = null, last_problem = $2 where channel_id = $1 and state = 'waiting'",
    [channelId, because],
  )
}

/** Ends what was tried for long enough. */
export async function giveUpOld(db: Queryable, now: Date): Promise<void> {
  await db.query(
    `update delivery
        set state = 'given_up', next_try_at = null,
            last_problem = coalesce(last_problem, 'The channel was off or the other side did not answer the messages before it.')
      where state = 'waiting' and gives_up_at <= $1`,
    [now],
  )
}

/** Forgets what ended long ago. */
export async function forgetOld(db: Queryable, before: Date): Promise<void> {
  await db.query("delete from delivery where state <> 'waiting' and created_at < $1", [before])
}

export type DuePair = { channelId: string; teamId: string; failures: number }

/** Where something is due: channels that are on and not left alone, with the teams whose messages wait there. */
export function duePairs(db: Queryable, now: Date): Promise<DuePair[]> {
  return db.query<DuePair>(
    `select c.id as "channelId", w.team_id as "teamId", c.failures
       from channel c
      cross join lateral (select distinct d.team_id from delivery d
                           where d.channel_id = c.id and d.state = 'waiting' and d.next_try_at <= $1) w
      where c.is_on and (c.rests_until is null or c.rests_until <= $1)`,
    [now],
  )
}

/** Takes the oldest due messages of one team for one channel, until the lease ends. What another node holds is passed over. */
export async function leaseDue(db: Queryable, pair: DuePair, lease: { now: Date; until: Date; limit: number }): Promise<Attempt[]> {
  return db.query<Attempt>(
    `with due as (
       select d.team_id, d.id from delivery d
        where d.team_id = $1 and d.channel_id = $2 and d.state = 'waiting' and d.next_try_at <= $3
        order by d.next_try_at, d.id
        limit $5
        for update skip locked)
     update delivery t set next_try_at = $4, tries = t.tries + 1
       from due
      where t.team_id = due.team_id and t.id = due.id
     returning t.team_id as "teamId", t.id, t.channel_id as "channelId", t.kind, t.subject, t.tries, t.is_drill as "isDrill", t.message`,
    [pair.teamId, pair.channelId, lease.now, lease.until, lease.limit],
  )
}

type Try = Pick<Attempt, 'teamId' | 'id' | 'tries'>

/** What it said and to whom is not kept from here on. */
export async function markDelivered(db: Queryable, attempt: Try, done: { status: number | null; at: Date }): Promise<void> {
  await db.query(
    `update delivery
        set state = 'delivered', message = '{}', next_try_at = null, last_status = $4, last_problem = null, delivered_at = $5
      where team_id = $1 and id = $2 and tries = $3 and state = 'waiting'`,
    [attempt.teamId, attempt.id, attempt.tries, done.status, done.at],
  )
}

/** Notes what went wrong. Without a next try it failed for good. A try that came back after its lease ended changes nothing. */
export async function markFailed(db: Queryable, attempt: Try, seen: { status: number | null; problem: string; nextTryAt: Date | null }) {
  await db.query(
    `update delivery
        set state = case when $6::timestamptz is null then 'failed' else 'waiting' end,
            last_status = $4, last_problem = $5, next_try_at = $6
      where team_id = $1 and id = $2 and tries = $3 and state = 'waiting'`,
    [attempt.teamId, attempt.id, attempt.tries, seen.status, seen.problem, seen.nextTryAt],
  )
}
