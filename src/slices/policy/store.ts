import type { Queryable, Tx } from '#kernel/db.ts'
import type { Tuning } from './standard.ts'

export type StandardRow = { id: string; title: string; published: number | null; latest: number; changed_at: Date }

export type StandardState = 'published' | 'draft' | 'withdrawn'

export type ListedStandard = StandardRow & { state: StandardState; has_draft: boolean; parameters: number; tunings: number }

export type VersionRow = {
  standard_id: string
  version: number
  state: 'draft' | 'published' | 'withdrawn'
  text: string
  reason: string
  made_by: string
  made_at: Date
  published_at: Date | null
}

export type TuningRow = {
  team_id: string
  standard_id: string
  version: number
  document: Tuning
  reason: string
  made_by: string
  made_at: Date
}

export async function standardOfId(db: Queryable, id: string, lock = ''): Promise<StandardRow | undefined> {
  const [row] = await db.query<StandardRow>(
    `select s.id, s.title, s.published, s.latest, s.changed_at from standard s where s.id = $1 ${lock}`,
    [id],
  )
  return row
}

/** The same, held until the transaction ends, so that two edits cannot both pass their check. */
export const lockStandard = (tx: Tx, id: string) => standardOfId(tx, id, 'for update')

const stateOf = `case when s.published is not null then 'published'
  when exists (select from standard_version v where v.standard_id = s.id and v.published_at is not null) then 'withdrawn' else 'draft' end`

export type StandardFilter = { after: string; q?: string; ids?: string[]; limit: number }

export function standardsAfter(db: Queryable, filter: StandardFilter): Promise<ListedStandard[]> {
  return db.query<ListedStandard>(
    `select s.id, s.title, s.published, s.latest, s.changed_at, s.parameters, ${stateOf} as state,
            exists (select from standard_version v where v.standard_id = s.id and v.version = s.latest and v.state = 'draft') as has_draft,
            (select count(*) from tuning t where t.standard_id = s.id and t.is_current)::int as tunings
       from standard s
      where s.id > $1 and ($2::text is null or s.id ilike $2 or s.title ilike $2) and ($3::text[] is null or s.id = any($3))
      order by s.id
      limit $4`,
    [filter.after, filter.q === undefined ? null : `%${filter.q.replace(/[%_\\]/g, '\\$&')}%`, filter.ids ?? null, filter.limit],
  )
}

/** How many standards there are of each state. */
export async function countStandards(db: Queryable): Promise<Record<StandardState, number>> {
  const rows = await db.query<{ state: StandardState; n: number }>(
    `select c.state, count(*)::int as n from (select ${stateOf} as state from standard s) c group by c.state`,
  )
  return { published: 0, draft: 0, withdrawn: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.n])) }
}

const versionColumns = 'v.standard_id, v.version, v.state, v.text, v.reason, v.made_by, v.made_at, v.published_at'

export async function versionOf(db: Queryable, id: string, version: number): Promise<VersionRow | undefined> {
  const [row] = await db.query<VersionRow>(`select ${versionColumns} from standard_version v where v.standard_id = $1 and v.version = $2`, [
    id,
    version,
  ])
  return row
}

/** The newest versions of a standard, newest first. */
export function versionsOf(db: Queryable, id: string, limit = 50): Promise<VersionRow[]> {
  return db.query<VersionRow>(
    `select ${versionColumns} from standard_version v where v.standard_id = $1 order by v.version desc limit $2`,
    [id, limit],
  )
}

export type NewVersion = { id: string; title: string; parameters: number; text: string; reason: string; by: string; at: Date }

/** Adds the next version as a draft and returns its number. The caller holds the standard's row. */
export async function addVersion(tx: Tx, made: NewVersion): Promise<number> {
  const [row] = await tx.query<{ latest: number }>(
    `insert into standard (id, title, parameters, latest, changed_at) values ($1, $2, $3, 1, $4)
     on conflict (id) do update set latest = standard.latest + 1, title = excluded.title, parameters = excluded.parameters,
                                    changed_at = excluded.changed_at
     returning latest`,
    [made.id, made.title, made.parameters, made.at],
  )
  const version = row?.latest as number
  await tx.query(
    `insert into standard_version (standard_id, version, state, text, reason, made_by, made_at)
     values ($1, $2, 'draft', $3, $4, $5, $6)`,
    [made.id, version, made.text, made.reason, made.by, made.at],
  )
  return version
}

/** Puts a version in force; the one before keeps its text and its dates. */
export async function setPublished(tx: Tx, id: string, put: { version: number | null; at: Date }): Promise<void> {
  await tx.query(`update standard_version set state = 'withdrawn' where standard_id = $1 and state = 'published'`, [id])
  if (put.version !== null)
    await tx.query(`update standard_version set state = 'published', published_at = $3 where standard_id = $1 and version = $2`, [
      id,
      put.version,
      put.at,
    ])
  await tx.query('update standard set published = $2, changed_at = $3 where id = $1', [id, put.version, put.at])
}

/** The text in force, or undefined. */
export async function publishedText(db: Queryable, id: string): Promise<{ version: number; text: string } | undefined> {
  const [row] = await db.query<{ version: number; text: string }>(
    'select v.version, v.text from standard s join standard_version v on v.standard_id = s.id and v.version = s.published where s.id = $1',
    [id],
  )
  return row
}

const tuningColumns = 't.team_id, t.standard_id, t.version, t.document, t.reason, t.made_by, t.made_at'

export async function tuningOf(db: Queryable, team: string, standard: string): Promise<TuningRow | undefined> {
  const [row] = await db.query<TuningRow>(
    `select ${tuningColumns} from tuning t where t.team_id = $1 and t.standard_id = $2 and t.is_current`,
    [team, standard],
  )
  return row
}

/** What a team tuned, by standard. */
export async function tuningsOfTeam(db: Queryable, team: string): Promise<Map<string, Tuning>> {
  const rows = await db.query<{ standard_id: string; document: Tuning }>(
    'select t.standard_id, t.document from tuning t where t.team_id = $1 and t.is_current',
    [team],
  )
  return new Map(rows.map((row) => [row.standard_id, row.document]))
}

/** Tunings of these teams, of all of them where it is null. */
export function tuningsOf(
  db: Queryable,
  standard: string,
  window: { teams: string[] | null; after: string; limit: number },
): Promise<TuningRow[]> {
  return db.query<TuningRow>(
    `select ${tuningColumns} from tuning t
      where t.standard_id = $1 and t.is_current and t.team_id > $2 and ($4::text[] is null or t.team_id = any($4))
      order by t.team_id limit $3`,
    [standard, window.after, window.limit, window.teams],
  )
}

/** Ends the current tuning and, unless the document is null, begins the next. */
export async function replaceTuning(tx: Tx, made: Omit<TuningRow, 'document'> & { document: Tuning | null }): Promise<void> {
  await tx.query('update tuning set is_current = false where team_id = $1 and standard_id = $2 and is_current', [
    made.team_id,
    made.standard_id,
  ])
  if (made.document === null) return
  await tx.query(
    `insert into tuning (team_id, standard_id, version, document, reason, made_by, made_at, is_current)
     values ($1, $2, $3, $4, $5, $6, $7, true)`,
    [made.team_id, made.standard_id, made.version, JSON.stringify(made.document), made.reason, made.made_by, made.made_at],
  )
}

/** The number that the next tuning of a team takes: history is kept, so it goes on counting after a removal. */
export async function nextTuningVersion(tx: Tx, team: string, standard: string): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    'select coalesce(max(t.version), 0)::int + 1 as version from tuning t where t.team_id = $1 and t.standard_id = $2',
    [team, standard],
  )
  return row?.version as number
}
