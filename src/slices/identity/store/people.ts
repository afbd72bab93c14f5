import type { Queryable, Tx } from '#kernel/db.ts'
import type { Person } from '../person.ts'
import type { Grant } from '../rights.ts'

type PersonRow = {
  id: string
  name: string
  email: string
  pseudonym: string
  has_password: boolean
  disabled_at: Date | null
  version: number
  roles: Grant[]
}

const columns = `p.id, p.name, p.email, p.pseudonym, p.disabled_at, p.version,
       exists (select 1 from account a where a.user_id = p.id and a.password is not null) as has_password,
       coalesce((select json_agg(json_build_object('role', g.role, 'team', g.team_id) order by g.role, g.team_id)
                   from role_grant g where g.person_id = p.id), '[]') as roles`

function fromRow(row: PersonRow): Person {
  const { id, name, email, pseudonym, version, roles } = row
  return { id, name, email, pseudonym, version, roles, hasPassword: row.has_password, disabledAt: row.disabled_at }
}

export async function personById(db: Queryable, id: string): Promise<Person | undefined> {
  const [row] = await db.query<PersonRow>(`select ${columns} from person p where p.id = $1`, [id])
  return row && fromRow(row)
}

/** Holds the row, so that two edits of one person follow one another. */
export async function lockPerson(tx: Tx, id: string): Promise<Person | undefined> {
  await tx.query('select id from person where id = $1 for update', [id])
  return personById(tx, id)
}

export async function personByEmail(db: Queryable, email: string): Promise<Person | undefined> {
  const [row] = await db.query<PersonRow>(`select ${columns} from person p where p.email = $1`, [email])
  return row && fromRow(row)
}

/** The person of a session that has not ended, whether or not they may still act. */
export async function personOfSession(db: Queryable, token: string, now: Date): Promise<Person | undefined> {
  const [row] = await db.query<PersonRow>(
    `select ${columns} from session s join person p on p.id = s.user_id where s.token = $1 and s.expires_at > $2`,
    [token, now],
  )
  return row && fromRow(row)
}

export type PeopleFilter = { teamIds: string[] | null; search?: string; after?: string; limit: number }

/** People by name, after the one that the cursor names. */
export async function peopleAfter(db: Queryable, filter: PeopleFilter): Promise<Person[]> {
  const rows = await db.query<PersonRow>(
    `select ${columns}
       from person p
      where ($1::text[] is null or exists (select 1 from role_grant m where m.person_id = p.id and m.team_id = any ($1)))
        and ($2::text is null or position(lower($2) in lower(p.name)) > 0 or position(lower($2) in p.email) > 0)
        and ($3::uuid is null or (lower(p.name), p.id) > (select lower(c.name), c.id from person c where c.id = $3))
      order by lower(p.name), p.id
      limit $4`,
    [filter.teamIds, filter.search || null, filter.after ?? null, filter.limit],
  )
  return rows.map(fromRow)
}

/** False when somebody with this e-mail exists already. */
export async function insertPerson(tx: Tx, person: Person, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into person (id, name, email, pseudonym, version, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (email) do nothing returning id`,
    [person.id, person.name, person.email, person.pseudonym, person.version, now],
  )
  return rows.length === 1
}

export async function savePerson(tx: Tx, person: Person, now: Date): Promise<void> {
  await tx.query('update person set name = $2, disabled_at = $3, version = $4, updated_at = $5 where id = $1', [
    person.id,
    person.name,
    person.disabledAt,
    person.version,
    now,
  ])
}

export async function replaceGrants(tx: Tx, personId: string, grants: readonly Grant[]): Promise<void> {
  await tx.query('delete from role_grant where person_id = $1', [personId])
  await tx.query('insert into role_grant (person_id, role, team_id) select $1, r, t from unnest($2::text[], $3::text[]) as g (r, t)', [
    personId,
    grants.map((grant) => grant.role),
    grants.map((grant) => grant.team),
  ])
}

/**
 * Administrators who can sign in, other than one person. Their grants stay locked until the commit: of two administrators
 * who remove each other at once, the second sees what the first did.
 */
export async function otherAdministrators(tx: Tx, personId: string): Promise<number> {
  await tx.query("select person_id from role_grant where role = 'administrator' order by person_id for update")
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count
       from role_grant g
       join person p on p.id = g.person_id and p.disabled_at is null
      where g.role = 'administrator' and g.person_id <> $1
        and exists (select 1 from account a where a.user_id = p.id and a.password is not null)`,
    [personId],
  )
  return row?.count ?? 0
}

export async function hasAdministrator(db: Queryable): Promise<boolean> {
  const rows = await db.query("select 1 from role_grant where role = 'administrator' limit 1")
  return rows.length > 0
}

/** Somebody who can answer for something, when they have access. The time zone is that of a team of theirs. */
export type KnownPerson = { id: string; name: string; email: string; isActive: boolean; timeZone: string }

const known = `p.id, p.name, p.email, p.disabled_at is null as "isActive",
       coalesce((select t.time_zone
                   from team t
                  where t.lead_person_id = p.id
                     or exists (select 1 from role_grant g where g.person_id = p.id and g.team_id = t.id)
                  order by t.lead_person_id is not distinct from p.id desc, t.id
                  limit 1), 'UTC') as "timeZone"`

export function knownPeople(db: Queryable, ids: readonly string[]): Promise<KnownPerson[]> {
  return db.query<KnownPerson>(`select ${known} from person p where p.id = any ($1::uuid[])`, [ids])
}

/** Letters count the same in either case. */
export function knownPeopleByEmail(db: Queryable, emails: readonly string[]): Promise<KnownPerson[]> {
  return db.query<KnownPerson>(`select ${known} from person p where p.email = any ($1)`, [emails.map((email) => email.toLowerCase())])
}

/** Everybody who administers this installation and has access. */
export function knownAdministrators(db: Queryable): Promise<KnownPerson[]> {
  return db.query<KnownPerson>(
    `select ${known}
       from person p
      where p.disabled_at is null
        and exists (select 1 from role_grant r where r.person_id = p.id and r.role = 'administrator')
      order by p.email`,
  )
}
