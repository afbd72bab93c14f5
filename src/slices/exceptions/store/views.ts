import type { Queryable, Tx } from '#kernel/db.ts'
import type { View } from '../view.ts'

const columns = 'v.id, v.screen, v.person_id as "personId", v.team_id as "teamId", v.name, v.query, v.is_default as "isDefault"'

/** Whose views: a person's own (null: nobody's), and those of these teams (null: of all). */
export type Viewer = { personId: string | null; teams: readonly string[] | null }

const isSeen = '(v.person_id = $1 or ($2::text[] is null and v.team_id is not null) or v.team_id = any ($2))'

export function viewsFor(db: Queryable, viewer: Viewer, screen: string): Promise<View[]> {
  return db.query<View>(
    `select ${columns} from saved_view v where ${isSeen} and v.screen = $3 order by v.team_id nulls first, lower(v.name), v.id limit 500`,
    [viewer.personId, viewer.teams, screen],
  )
}

export async function viewOfId(db: Queryable, viewer: Viewer, id: string): Promise<View | undefined> {
  const [view] = await db.query<View>(`select ${columns} from saved_view v where ${isSeen} and v.id = $3`, [
    viewer.personId,
    viewer.teams,
    id,
  ])
  return view
}

export type Owner = Pick<View, 'screen' | 'personId' | 'teamId'>

/** The views of one owner for one screen. Others who save for the same owner wait until the transaction ends. */
export async function holdViewsOf(tx: Tx, { screen, personId, teamId }: Owner): Promise<View[]> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`saved_view/${screen}/${personId ?? ''}/${teamId ?? ''}`])
  return tx.query<View>(
    `select ${columns} from saved_view v
      where v.screen = $1 and v.person_id is not distinct from $2 and v.team_id is not distinct from $3`,
    [screen, personId, teamId],
  )
}

/** Writes a view over one of the same id. An owner has one default for each screen: the newest. */
export async function putView(tx: Tx, view: View, at: Date): Promise<void> {
  const { id, screen, personId, teamId, name, query, isDefault } = view
  if (isDefault)
    await tx.query(
      `update saved_view set is_default = false
        where screen = $1 and person_id is not distinct from $2 and team_id is not distinct from $3 and id <> $4 and is_default`,
      [screen, personId, teamId, id],
    )
  await tx.query(
    `insert into saved_view (id, screen, person_id, team_id, name, query, is_default, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set name = excluded.name, query = excluded.query, is_default = excluded.is_default,
                                    changed_at = excluded.changed_at`,
    [id, screen, personId, teamId, name, query, isDefault, at],
  )
}

export async function deleteView(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from saved_view where id = $1', [id])
}
