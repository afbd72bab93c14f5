import type { Queryable, Tx } from '#kernel/db.ts'
import type { Escalation, LogLine } from '../escalation.ts'
import type { StepRole } from '../procedure.ts'

type Key = Pick<Escalation, 'teamId' | 'id'>

/** Adds lines to the log. The escalation is held by the caller, so the numbers follow one another. */
export async function appendLog(tx: Tx, { teamId, id }: Key, lines: readonly LogLine[]): Promise<void> {
  if (lines.length === 0) return
  await tx.query(
    `insert into escalation_log (team_id, escalation_id, seq, at, what, role, channel_id, channel_name, channel_kind, delivery_id, says)
     select $1, $2, (select coalesce(max(l.seq), 0) from escalation_log l where l.team_id = $1 and l.escalation_id = $2) + r.place,
            (r.line ->> 'at')::timestamptz, r.line ->> 'what', r.line ->> 'role', (r.line ->> 'channelId')::uuid, r.line ->> 'channelName',
            r.line ->> 'channelKind', (r.line ->> 'deliveryId')::uuid, r.line ->> 'says'
       from jsonb_array_elements($3::jsonb) with ordinality as r (line, place)`,
    [teamId, id, JSON.stringify(lines)],
  )
}

type Row = {
  at: Date
  what: LogLine['what']
  role: StepRole | 'other' | null
  channel_name: string | null
  channel_kind: string | null
  delivery_id: string | null
  says: string
}

export async function logOf(db: Queryable, { teamId, id }: Key) {
  const rows = await db.query<Row>(
    `select l.at, l.what, l.role, l.channel_name, l.channel_kind, l.delivery_id, l.says
       from escalation_log l where l.team_id = $1 and l.escalation_id = $2 order by l.seq limit 500`,
    [teamId, id],
  )
  return rows.map((row) => ({
    at: row.at.toISOString(),
    what: row.what,
    role: row.role,
    channelName: row.channel_name,
    channelKind: row.channel_kind,
    deliveryId: row.delivery_id,
    says: row.says,
  }))
}

/** Through which channels which roles were told. */
export function toldOf(db: Queryable, { teamId, id }: Key): Promise<{ channelId: string; channelKind: string; role: StepRole }[]> {
  return db.query(
    `select distinct l.channel_id as "channelId", l.channel_kind as "channelKind", l.role
       from escalation_log l
      where l.team_id = $1 and l.escalation_id = $2 and l.what = 'told' and l.channel_id is not null`,
    [teamId, id],
  )
}

export type Link = { hash: Buffer; teamId: string; escalationId: string; role: StepRole; expiresAt: Date }

export async function insertLink(tx: Tx, link: Link): Promise<void> {
  await tx.query('insert into escalation_link (hash, team_id, escalation_id, role, expires_at) values ($1, $2, $3, $4, $5)', [
    link.hash,
    link.teamId,
    link.escalationId,
    link.role,
    link.expiresAt,
  ])
}

export async function linkOf(db: Queryable, hash: Buffer, now: Date): Promise<{ teamId: string; id: string; role: StepRole } | undefined> {
  const [row] = await db.query<{ teamId: string; id: string; role: StepRole }>(
    `select l.team_id as "teamId", l.escalation_id as id, l.role from escalation_link l where l.hash = $1 and l.expires_at > $2`,
    [hash, now],
  )
  return row
}

export async function forgetLinks(tx: Tx, now: Date): Promise<void> {
  await tx.query('delete from escalation_link where expires_at <= $1', [now])
}

export type DrillLine = {
  escalationId: string
  at: Date
  what: LogLine['what']
  role: string | null
  channelKind: string | null
  deliveredAt: Date | null
}

/** What happened in the escalations of a drill, with the time at which each message arrived. */
export function linesOfDrill(db: Queryable, drillId: string): Promise<DrillLine[]> {
  return db.query<DrillLine>(
    `select l.escalation_id as "escalationId", l.at, l.what, l.role, l.channel_kind as "channelKind", d.delivered_at as "deliveredAt"
       from escalation e
       join escalation_log l on l.team_id = e.team_id and l.escalation_id = e.id
       left join pub_delivery d on d.team_id = l.team_id and d.id = l.delivery_id
      where e.drill_id = $1
      order by l.escalation_id, l.seq`,
    [drillId],
  )
}
