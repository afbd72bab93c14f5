import type { Queryable, Tx } from '#kernel/db.ts'
import type { Evidence, Investigation, Read, Voice } from '../investigation.ts'

type Row = {
  team_id: string
  id: string
  measure_id: string
  question: string
  from_on: string
  to_on: string
  opened_at: Date
  sample: Investigation['sample']
  finding: string | null
  cause: Investigation['cause']
  remedy: Investigation['remedy']
  plan: string | null
  starts_on: string | null
  closed_at: Date | null
  outcome: string | null
  etag: number
}

const columns = `i.team_id, i.id, i.measure_id, i.question, i.from_on::text as from_on, i.to_on::text as to_on, i.opened_at, i.sample, i.finding, i.cause,
  i.remedy, i.plan, i.starts_on::text as starts_on, i.closed_at, i.outcome, i.etag`

function fromRow(row: Row): Investigation {
  return {
    teamId: row.team_id,
    id: row.id,
    measureId: row.measure_id,
    question: row.question,
    fromOn: row.from_on,
    toOn: row.to_on,
    openedAt: row.opened_at,
    sample: row.sample,
    finding: row.finding,
    cause: row.cause,
    remedy: row.remedy,
    plan: row.plan,
    startsOn: row.starts_on,
    closedAt: row.closed_at,
    outcome: row.outcome,
    etag: row.etag,
  }
}

export async function insertInvestigation(tx: Tx, made: Investigation): Promise<void> {
  await tx.query(
    `insert into investigation (team_id, id, measure_id, question, from_on, to_on, opened_at, sample, etag)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [made.teamId, made.id, made.measureId, made.question, made.fromOn, made.toOn, made.openedAt, JSON.stringify(made.sample), made.etag],
  )
}

/** The investigation, held for a change. `teams` null: any. */
export async function holdInvestigation(tx: Tx, teams: readonly string[] | null, id: string): Promise<Investigation | undefined> {
  const rows = await tx.query<Row>(
    `select ${columns} from investigation i where i.id = $1 and ($2::text[] is null or i.team_id = any ($2)) for update`,
    [id, teams],
  )
  return rows.map(fromRow)[0]
}

export async function investigationOf(db: Queryable, teams: readonly string[] | null, id: string): Promise<Investigation | undefined> {
  const rows = await db.query<Row>(
    `select ${columns} from investigation i where i.id = $1 and ($2::text[] is null or i.team_id = any ($2))`,
    [id, teams],
  )
  return rows.map(fromRow)[0]
}

export async function saveInvestigation(tx: Tx, changed: Investigation, now: Date): Promise<void> {
  await tx.query(
    `update investigation
        set finding = $3, cause = $4, remedy = $5, plan = $6, starts_on = $7, closed_at = $8, outcome = $9, etag = etag + 1,
            found_at = case when $3::text is null then null else coalesce(found_at, $10) end,
            chosen_at = case when $5::text is null then null else coalesce(chosen_at, $10) end
      where team_id = $1 and id = $2`,
    [
      changed.teamId,
      changed.id,
      changed.finding,
      changed.cause,
      changed.remedy,
      changed.plan,
      changed.startsOn,
      changed.closedAt,
      changed.outcome,
      now,
    ],
  )
}

export type ListFilter = { teams: readonly string[] | null; isOpen?: boolean; after?: string; limit: number }

/** Newest first; ids are made in the order of time. */
export async function investigationsIn(db: Queryable, { teams, isOpen, after, limit }: ListFilter): Promise<Investigation[]> {
  const rows = await db.query<Row>(
    `select ${columns} from investigation i
      where ($1::text[] is null or i.team_id = any ($1)) and ($2::boolean is null or (i.closed_at is null) = $2) and ($3::uuid is null or i.id < $3)
      order by i.id desc limit $4`,
    [teams, isOpen ?? null, after ?? null, limit],
  )
  return rows.map(fromRow)
}

export async function insertRead(tx: Tx, { teamId, id }: Pick<Investigation, 'teamId' | 'id'>, read: Read & { at: Date }): Promise<void> {
  await tx.query(
    `insert into investigation_read (team_id, investigation_id, source, external_id, note, read_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (team_id, investigation_id, source, external_id) do update set note = excluded.note`,
    [teamId, id, read.source, read.conversation, read.note, read.at],
  )
}

export async function insertVoices(
  tx: Tx,
  { teamId, id }: Pick<Investigation, 'teamId' | 'id'>,
  voice: Voice & { id: string },
): Promise<void> {
  await tx.query(
    'insert into investigation_voice (team_id, investigation_id, id, people, said, heard_at) values ($1, $2, $3, $4, $5, $6)',
    [teamId, id, voice.id, voice.people, voice.said, voice.heardAt],
  )
}

/** What was read and heard, for each of these investigations. */
export async function evidenceOf(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Evidence>> {
  const reads = await db.query<{ investigation_id: string; source: string; external_id: string; note: string | null }>(
    'select r.investigation_id, r.source, r.external_id, r.note from investigation_read r where r.investigation_id = any ($1)',
    [ids],
  )
  const voices = await db.query<{ investigation_id: string; people: number; said: string; heard_at: Date }>(
    'select v.investigation_id, v.people, v.said, v.heard_at from investigation_voice v where v.investigation_id = any ($1) order by v.heard_at',
    [ids],
  )
  return new Map(
    ids.map((id) => [
      id,
      {
        reads: reads
          .filter((row) => row.investigation_id === id)
          .map(({ source, external_id, note }) => ({ source, conversation: external_id, note })),
        voices: voices
          .filter((row) => row.investigation_id === id)
          .map(({ people, said, heard_at }) => ({ people, said, heardAt: heard_at })),
      },
    ]),
  )
}

/** Teams with a remedy for a figure: nobody is compared with them. */
export async function treatedTeams(db: Queryable, measureId: string): Promise<string[]> {
  const rows = await db.query<{ team_id: string }>(
    "select distinct i.team_id from investigation i where i.measure_id = $1 and i.remedy is not null and i.remedy <> 'leave_alone'",
    [measureId],
  )
  return rows.map(({ team_id }) => team_id)
}
