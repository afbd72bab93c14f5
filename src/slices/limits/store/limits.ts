import type { Queryable, Tx } from '#kernel/db.ts'
import type { Limit, Place } from '../limit.ts'

type Row = {
  team_id: string
  ai_agent_id: string
  rate_max: number
  depth_max: number
  window_hours: number
  on_breach: Limit['onBreach']
  reason: string
  set_at: Date
  is_before_live: boolean
  loosened_at: Date | null
  etag: number
}

const columns =
  'l.team_id, l.ai_agent_id, l.rate_max, l.depth_max, l.window_hours, l.on_breach, l.reason, l.set_at, l.is_before_live, l.loosened_at, l.etag'

export type PlacedLimit = { place: Place; limit: Limit }

export const allOf = '*'
const orNull = (aiAgentId: string) => (aiAgentId === allOf ? null : aiAgentId)

function fromRow(row: Row): PlacedLimit {
  const limit = {
    rateMax: row.rate_max,
    depthMax: row.depth_max,
    windowHours: row.window_hours,
    onBreach: row.on_breach,
    reason: row.reason,
    setAt: row.set_at,
    isBeforeLive: row.is_before_live,
    loosenedAt: row.loosened_at,
    etag: row.etag,
  }
  return { place: { teamId: row.team_id, aiAgentId: orNull(row.ai_agent_id) }, limit }
}

export type PlaceFilter = { teams: readonly string[] | null; aiAgentId?: string }

/** Every limit that is set, in the order of its place. */
export async function limitsIn(db: Queryable, { teams, aiAgentId }: PlaceFilter): Promise<PlacedLimit[]> {
  const rows = await db.query<Row>(
    `select ${columns} from exception_limit l
      where ($1::text[] is null or l.team_id = any ($1)) and ($2::text is null or l.ai_agent_id = $2)
      order by l.team_id, l.ai_agent_id`,
    [teams, aiAgentId ?? null],
  )
  return rows.map(fromRow)
}

export async function findLimit(db: Queryable, { teamId, aiAgentId }: Place): Promise<Limit | null> {
  const [row] = await db.query<Row>(`select ${columns} from exception_limit l where l.team_id = $1 and l.ai_agent_id = $2`, [
    teamId,
    aiAgentId ?? allOf,
  ])
  return row ? fromRow(row).limit : null
}

/** The limit, held until the transaction ends, so that a change and a look at it follow one another. */
export async function holdLimit(tx: Tx, { teamId, aiAgentId }: Place): Promise<Limit | null> {
  const [row] = await tx.query<Row>(`select ${columns} from exception_limit l where l.team_id = $1 and l.ai_agent_id = $2 for update`, [
    teamId,
    aiAgentId ?? allOf,
  ])
  return row ? fromRow(row).limit : null
}

/** False when somebody set the first limit of the place at the same moment. */
export async function saveLimit(tx: Tx, { teamId, aiAgentId }: Place, { limit, before }: { limit: Limit; before: Limit | null }) {
  const rows = await tx.query(
    `insert into exception_limit as l (team_id, ai_agent_id, rate_max, depth_max, window_hours, on_breach, reason, set_at, is_before_live,
                                       loosened_at, etag)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (team_id, ai_agent_id) do update set
       rate_max = excluded.rate_max, depth_max = excluded.depth_max, window_hours = excluded.window_hours,
       on_breach = excluded.on_breach, reason = excluded.reason, set_at = excluded.set_at, is_before_live = excluded.is_before_live,
       loosened_at = excluded.loosened_at, etag = excluded.etag
     where l.etag = $12
     returning etag`,
    [
      teamId,
      aiAgentId ?? allOf,
      limit.rateMax,
      limit.depthMax,
      limit.windowHours,
      limit.onBreach,
      limit.reason,
      limit.setAt,
      limit.isBeforeLive,
      limit.loosenedAt,
      limit.etag,
      before?.etag ?? 0,
    ],
  )
  return rows.length > 0
}

export async function deleteLimit(tx: Tx, { teamId, aiAgentId }: Place): Promise<void> {
  await tx.query('delete from exception_limit where team_id = $1 and ai_agent_id = $2', [teamId, aiAgentId ?? allOf])
}

export type Changed = { isRemoval: boolean; isLoosened: boolean; wasLive: boolean }

/** The number of the next change of the place. */
export async function nextVersion(db: Queryable, { teamId, aiAgentId }: Place): Promise<number> {
  const [row] = await db.query<{ version: number }>(
    'select coalesce(max(c.version), 0) + 1 as version from exception_limit_change c where c.team_id = $1 and c.ai_agent_id = $2',
    [teamId, aiAgentId ?? allOf],
  )
  return row?.version ?? 1
}

export async function addChange(
  tx: Tx,
  place: Place,
  { limit, isRemoval, isLoosened, wasLive }: Changed & { limit: Limit },
): Promise<void> {
  await tx.query(
    `insert into exception_limit_change (team_id, ai_agent_id, version, body, is_removal, is_loosened, was_live)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [place.teamId, place.aiAgentId ?? allOf, limit.etag, JSON.stringify(limit), isRemoval, isLoosened, wasLive],
  )
}

type ChangeRow = { body: Omit<Limit, 'setAt' | 'loosenedAt'> & { setAt: string; loosenedAt: string | null } } & {
  is_removal: boolean
  is_loosened: boolean
  was_live: boolean
}

/** How the limit of a place was changed, newest first. */
export async function changesOf(db: Queryable, { teamId, aiAgentId }: Place): Promise<(Changed & { limit: Limit })[]> {
  const rows = await db.query<ChangeRow>(
    `select c.body, c.is_removal, c.is_loosened, c.was_live from exception_limit_change c
      where c.team_id = $1 and c.ai_agent_id = $2 order by c.version desc limit 100`,
    [teamId, aiAgentId ?? allOf],
  )
  return rows.map(({ body, is_removal, is_loosened, was_live }) => {
    const limit = { ...body, setAt: new Date(body.setAt), loosenedAt: body.loosenedAt === null ? null : new Date(body.loosenedAt) }
    return { limit, isRemoval: is_removal, isLoosened: is_loosened, wasLive: was_live }
  })
}

/** Takes the turn to hold limits against the figures; false when a node did since `before`. */
export async function takeLook(db: Queryable, { now, before }: { now: Date; before: Date }): Promise<boolean> {
  const rows = await db.query('update limit_watch set looked_at = $1 where looked_at <= $2 returning batch_key', [now, before])
  return rows.length > 0
}
