import type { Queryable, Tx } from '#kernel/db.ts'
import { sqlArray } from '#kernel/sql-array.ts'
import type { Step } from '../event.ts'
import { pack, unpack } from '../pack.ts'

/** A conversation by the other system's name for it. */
export type Key = { source: string; externalId: string }

/** A conversation that is on record, with all of its steps, in the order in which they came. */
export type OnRecord = Key & {
  teamId: string
  firstTeamId: string
  firstRecordedAt: Date
  nextContactAt: number | null
  parts: number
  steps: Step[]
}

/** Lets one writer at a time change conversations: a new one can change what earlier ones of the same customer count. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(7104025)')
}

/** Times as milliseconds and parts as lines of one text: an import reads tens of thousands of them, and the driver takes long over both. */
const recorded = `select h.source, h.external_id, h.team_id, h.first_team_id, extract(epoch from c.first_recorded_at)::float8 * 1000 as recorded_ms,
            extract(epoch from c.next_contact_at)::float8 * 1000 as contact_ms,
            (select string_agg(e.events, E'\\n' order by e.part) from conversation_event e
              where e.team_id = h.first_team_id and e.source = h.source and e.external_id = h.external_id) as parts`

type RecordRow = {
  source: string
  external_id: string
  team_id: string
  first_team_id: string
  recorded_ms: number
  contact_ms: number | null
  parts: string
}

function toOnRecord(row: RecordRow): OnRecord {
  const parts = row.parts.split('\n')
  return {
    source: row.source,
    externalId: row.external_id,
    teamId: row.team_id,
    firstTeamId: row.first_team_id,
    firstRecordedAt: new Date(Math.round(row.recorded_ms)),
    nextContactAt: row.contact_ms === null ? null : Math.round(row.contact_ms),
    parts: parts.length,
    steps: parts.flatMap(unpack),
  }
}

/** Those of the conversations that are on record. */
export async function onRecord(db: Queryable, keys: readonly Key[]): Promise<OnRecord[]> {
  const rows = await db.query<RecordRow>(
    `${recorded}
       from unnest($1::text[], $2::text[]) as k (source, external_id)
       join conversation_home h on h.source = k.source and h.external_id = k.external_id
       join conversation c on c.team_id = h.team_id and c.source = h.source and c.external_id = h.external_id`,
    [sqlArray(keys.map(({ source }) => source)), sqlArray(keys.map(({ externalId }) => externalId))],
    'conversations_on_record',
  )
  return rows.map(toOnRecord)
}

/** The next conversations of a team after one of them, for whoever goes through all of them. */
export async function onRecordAfter(db: Queryable, teamId: string, page: { after: Key; limit: number }): Promise<OnRecord[]> {
  const rows = await db.query<RecordRow>(
    `${recorded}
       from conversation c
       join conversation_home h on h.source = c.source and h.external_id = c.external_id
      where c.team_id = $1 and (c.source, c.external_id) > ($2, $3)
      order by c.source, c.external_id
      limit $4`,
    [teamId, page.after.source, page.after.externalId, page.limit],
  )
  return rows.map(toOnRecord)
}

export type Place = Key & { teamId: string; firstTeamId: string }

export async function addHomes(tx: Tx, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  await tx.query(
    `insert into conversation_home (source, external_id, team_id, first_team_id)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [...columnsOf(places), sqlArray(places.map(({ firstTeamId }) => firstTeamId))],
    'conversations_add_homes',
  )
}

/** Notes that conversations went to other teams. */
export async function moveHomes(tx: Tx, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  await tx.query(
    `update conversation_home h set team_id = g.team_id
       from unnest($1::text[], $2::text[], $3::text[]) as g (source, external_id, team_id)
      where h.source = g.source and h.external_id = g.external_id`,
    columnsOf(places),
    'conversations_move_homes',
  )
}

const columnsOf = (places: readonly Place[]) => [
  sqlArray(places.map(({ source }) => source)),
  sqlArray(places.map(({ externalId }) => externalId)),
  sqlArray(places.map(({ teamId }) => teamId)),
]

export type Part = Place & { part: number; steps: readonly Step[] }

export async function addParts(tx: Tx, parts: readonly Part[], at: Date): Promise<void> {
  await tx.query(
    `insert into conversation_event (team_id, source, external_id, part, recorded_at, events)
     select g.team_id, g.source, g.external_id, g.part, $6, g.events
       from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[]) as g (team_id, source, external_id, part, events)`,
    [
      sqlArray(parts.map(({ firstTeamId }) => firstTeamId)),
      sqlArray(parts.map(({ source }) => source)),
      sqlArray(parts.map(({ externalId }) => externalId)),
      sqlArray(parts.map(({ part }) => part)),
      sqlArray(parts.map(({ steps }) => pack(steps))),
      at,
    ],
    'conversations_add_parts',
  )
}

export type Said = Place & { event: string; saidBy: string; redacted: string; raw: string | null }

export async function addTexts(tx: Tx, texts: readonly Said[]): Promise<void> {
  if (texts.length === 0) return
  await tx.query(
    `insert into conversation_text (team_id, source, external_id, event, said_by, redacted, raw)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
    [
      texts.map(({ firstTeamId }) => firstTeamId),
      texts.map(({ source }) => source),
      texts.map(({ externalId }) => externalId),
      texts.map(({ event }) => event),
      texts.map(({ saidBy }) => saidBy),
      texts.map(({ redacted }) => redacted),
      texts.map(({ raw }) => raw),
    ],
    'conversations_add_texts',
  )
}

/** The parts of one conversation as they came, until an instant. */
export async function partsOf(db: Queryable, { firstTeamId, source, externalId }: Omit<Place, 'teamId'>, asOf: Date | null) {
  const rows = await db.query<{ recorded_at: Date; events: string }>(
    `select recorded_at, events from conversation_event
      where team_id = $1 and source = $2 and external_id = $3 and ($4::timestamptz is null or recorded_at <= $4)
      order by part`,
    [firstTeamId, source, externalId, asOf],
  )
  return rows.map((row) => ({ recordedAt: row.recorded_at, steps: unpack(row.events) }))
}

/** What was said in a conversation, redacted, by event. What it was before is never read. */
export async function textsOf(db: Queryable, { firstTeamId, source, externalId }: Omit<Place, 'teamId'>) {
  const rows = await db.query<{ event: string; said_by: 'customer' | 'ai_agent' | 'teammate'; redacted: string }>(
    'select event, said_by, redacted from conversation_text where team_id = $1 and source = $2 and external_id = $3',
    [firstTeamId, source, externalId],
  )
  return new Map(rows.map(({ event, said_by, redacted }) => [event, { from: said_by, text: redacted }]))
}

/** Where a conversation is and where its events are; undefined where it was never heard of. */
export async function placeOf(db: Queryable, { source, externalId }: Key): Promise<Place | undefined> {
  const [row] = await db.query<{ team_id: string; first_team_id: string }>(
    'select team_id, first_team_id from conversation_home where source = $1 and external_id = $2',
    [source, externalId],
  )
  return row && { source, externalId, teamId: row.team_id, firstTeamId: row.first_team_id }
}

/** What was on record of these conversations at an instant, in the order in which it came. */
export async function stepsAt(db: Queryable, places: readonly Place[], asOf: Date): Promise<ReadonlyMap<string, Step[]>> {
  const rows = await db.query<{ key: string; parts: string[] }>(
    `select e.source || ':' || e.external_id as key, array_agg(e.events order by e.part) as parts
       from unnest($1::text[], $2::text[], $3::text[]) as g (team_id, source, external_id)
       join conversation_event e on e.team_id = g.team_id and e.source = g.source and e.external_id = g.external_id
      where e.recorded_at <= $4
      group by 1`,
    [places.map(({ firstTeamId }) => firstTeamId), places.map(({ source }) => source), places.map(({ externalId }) => externalId), asOf],
  )
  return new Map(rows.map(({ key, parts }) => [key, parts.flatMap(unpack)]))
}
