import type { Queryable, Tx } from '#kernel/db.ts'
import type { Channel, ChannelKind, EventType, Secret, Settings } from '../channel.ts'

type Row = {
  id: string
  team_id: string | null
  kind: ChannelKind
  name: string
  settings: Settings
  secret: Secret
  events: EventType[]
  ai_agent_id: string | null
  is_on: boolean
  off_because: string | null
  rests_until: Date | null
  failures: number
  etag: number
}

const columns =
  'c.id, c.team_id, c.kind, c.name, c.settings, c.secret, c.events, c.ai_agent_id, c.is_on, c.off_because, c.rests_until, c.failures, c.etag'

function fromRow(row: Row): Channel {
  return {
    id: row.id,
    teamId: row.team_id,
    kind: row.kind,
    name: row.name,
    settings: row.settings,
    secret: row.secret,
    events: row.events,
    aiAgentId: row.ai_agent_id,
    isOn: row.is_on,
    offBecause: row.off_because,
    restsUntil: row.rests_until,
    failures: row.failures,
    etag: row.etag,
  }
}

export async function channelById(db: Queryable, id: string): Promise<Channel | undefined> {
  const [row] = await db.query<Row>(`select ${columns} from channel c where c.id = $1`, [id])
  return row && fromRow(row)
}

/** Holds the row, so that two edits of one channel follow one another. */
export async function lockChannel(tx: Tx, id: string): Promise<Channel | undefined> {
  const [row] = await tx.query<Row>(`select ${columns} from channel c where c.id = $1 for update`, [id])
  return row && fromRow(row)
}

export type ChannelFilter = {
  /** Teams that may be seen; null for all. What is for the whole organisation may be seen by all of them. */
  teamIds: string[] | null
  aiAgentId?: string
  team?: string
  kind?: ChannelKind
  after?: string
  limit: number
}

export async function channelsAfter(db: Queryable, filter: ChannelFilter): Promise<Channel[]> {
  const rows = await db.query<Row>(
    `select ${columns}
       from channel c
      where ($1::text[] is null or c.team_id is null or c.team_id = any ($1))
        and ($2::text is null or c.ai_agent_id = $2)
        and ($3::text is null or c.team_id is null or c.team_id = $3)
        and ($4::text is null or c.kind = $4)
        and ($5::uuid is null or c.id > $5)
      order by c.id
      limit $6`,
    [filter.teamIds, filter.aiAgentId ?? null, filter.team ?? null, filter.kind ?? null, filter.after ?? null, filter.limit],
  )
  return rows.map(fromRow)
}

/** What a team can be told through, for those who put messages in line. */
export type KnownChannel = { id: string; name: string; kind: ChannelKind; isOn: boolean }

/** The channels that a team may use: its own and those of the whole organisation. */
export function channelsFor(db: Queryable, { teamId }: { teamId: string }): Promise<KnownChannel[]> {
  return db.query<KnownChannel>(
    `select c.id, c.name, c.kind, c.is_on as "isOn" from channel c where c.team_id is null or c.team_id = $1 order by c.id`,
    [teamId],
  )
}

/** Webhooks that want to hear of such an event. */
export async function webhooksFor(db: Queryable, event: { teamId: string; aiAgentId?: string; type: EventType }): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select c.id
       from channel c
      where c.kind = 'webhook' and c.is_on
        and (c.team_id is null or c.team_id = $1)
        and (c.ai_agent_id is null or c.ai_agent_id = $2)
        and $3 = any (c.events)`,
    [event.teamId, event.aiAgentId ?? null, event.type],
  )
  return rows.map((row) => row.id)
}

/** False when the organisation has an e-mail channel already. */
export async function insertChannel(tx: Tx, channel: Channel, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into channel (id, team_id, kind, name, settings, secret, events, ai_agent_id, is_on, etag, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (kind) where kind = 'smtp' do nothing returning id`,
    [
      channel.id,
      channel.teamId,
      channel.kind,
      channel.name,
      JSON.stringify(channel.settings),
      JSON.stringify(channel.secret),
      channel.events,
      channel.aiAgentId,
      channel.isOn,
      channel.etag,
      at,
    ],
  )
  return rows.length === 1
}

/** Writes the channel down. Whoever changed it expects a try at once, so its rest ends. */
export async function saveChannel(tx: Tx, channel: Channel): Promise<void> {
  await tx.query(
    `update channel
        set name = $2, settings = $3, secret = $4, events = $5, ai_agent_id = $6, is_on = $7, off_because = $8, etag = $9,
            failures = 0, rests_until = null
      where id = $1`,
    [
      channel.id,
      channel.name,
      JSON.stringify(channel.settings),
      JSON.stringify(channel.secret),
      channel.events,
      channel.aiAgentId,
      channel.isOn,
      channel.offBecause,
      channel.etag,
    ],
  )
}

export async function removeChannel(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from channel where id = $1', [id])
}

/** Lets the other side alone until then; the number of failures tells how long. */
export async function restChannel(db: Queryable, id: string, rest: { failures: number; until: Date }): Promise<void> {
  await db.query('update channel set failures = $2, rests_until = $3 where id = $1', [id, rest.failures, rest.until])
}

export async function wakeChannel(db: Queryable, id: string): Promise<void> {
  await db.query('update channel set failures = 0, rests_until = null where id = $1 and (failures > 0 or rests_until is not null)', [id])
}
