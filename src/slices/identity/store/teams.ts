import type { Queryable, Tx } from '#kernel/db.ts'
import type { Department, Team } from '../team.ts'

type TeamRow = {
  id: string
  name: string
  department_id: string | null
  time_zone: string
  lead_id: string | null
  lead_name: string | null
  version: number
}

const columns = 't.id, t.name, t.department_id, t.time_zone, t.version, p.id as lead_id, p.name as lead_name'

function fromRow(row: TeamRow): Team {
  const lead = row.lead_id !== null && row.lead_name !== null ? { id: row.lead_id, name: row.lead_name } : null
  return { id: row.id, name: row.name, departmentId: row.department_id, timeZone: row.time_zone, lead, version: row.version }
}

export async function teamById(db: Queryable, id: string): Promise<Team | undefined> {
  const [row] = await db.query<TeamRow>(`select ${columns} from team t left join person p on p.id = t.lead_person_id where t.id = $1`, [id])
  return row && fromRow(row)
}

/** Holds the row, so that two edits of one team follow one another. */
export async function lockTeam(tx: Tx, id: string): Promise<Team | undefined> {
  await tx.query('select id from team where id = $1 for update', [id])
  return teamById(tx, id)
}

export type TeamFilter = { teamIds: string[] | null; department?: string; after?: string; limit: number }

export async function teamsAfter(db: Queryable, filter: TeamFilter): Promise<Team[]> {
  const rows = await db.query<TeamRow>(
    `select ${columns}
       from team t left join person p on p.id = t.lead_person_id
      where ($1::text[] is null or t.id = any ($1))
        and ($2::text is null or t.department_id = $2)
        and ($3::text is null or t.id > $3)
      order by t.id
      limit $4`,
    [filter.teamIds, filter.department ?? null, filter.after ?? null, filter.limit],
  )
  return rows.map(fromRow)
}

/** False when a team with this id exists already. */
export async function insertTeam(tx: Tx, team: Team): Promise<boolean> {
  const rows = await tx.query(
    `insert into team (id, name, department_id, time_zone, lead_person_id, version) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do nothing returning id`,
    [team.id, team.name, team.departmentId, team.timeZone, team.lead?.id ?? null, team.version],
  )
  return rows.length === 1
}

export async function saveTeam(tx: Tx, team: Team): Promise<void> {
  await tx.query('update team set name = $2, department_id = $3, time_zone = $4, lead_person_id = $5, version = $6 where id = $1', [
    team.id,
    team.name,
    team.departmentId,
    team.timeZone,
    team.lead?.id ?? null,
    team.version,
  ])
}

/** Those of the ids that name a team. */
export async function knownTeams(db: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ id: string }>('select t.id from team t where t.id = any ($1)', [ids])
  return rows.map((row) => row.id)
}

/** What teams are called, by their ids; who is not known is left out. */
export async function teamNames(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ id: string; name: string }>('select t.id, t.name from team t where t.id = any ($1)', [ids])
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function departmentById(db: Queryable, id: string): Promise<Department | undefined> {
  const [row] = await db.query<Department>('select d.id, d.name, d.version from department d where d.id = $1', [id])
  return row
}

export async function lockDepartment(tx: Tx, id: string): Promise<Department | undefined> {
  const [row] = await tx.query<Department>('select d.id, d.name, d.version from department d where d.id = $1 for update', [id])
  return row
}

export type DepartmentFilter = { teamIds: string[] | null; after?: string; limit: number }

/** Departments by id; with teams given, those that one of them belongs to. */
export function departmentsAfter(db: Queryable, filter: DepartmentFilter): Promise<Department[]> {
  return db.query<Department>(
    `select d.id, d.name, d.version
       from department d
      where ($1::text[] is null or exists (select 1 from team t where t.department_id = d.id and t.id = any ($1)))
        and ($2::text is null or d.id > $2)
      order by d.id
      limit $3`,
    [filter.teamIds, filter.after ?? null, filter.limit],
  )
}

/** False when a department with this id exists already. */
export async function insertDepartment(tx: Tx, department: Department): Promise<boolean> {
  const rows = await tx.query('insert into department (id, name, version) values ($1, $2, $3) on conflict (id) do nothing returning id', [
    department.id,
    department.name,
    department.version,
  ])
  return rows.length === 1
}

export async function saveDepartment(tx: Tx, department: Department): Promise<void> {
  await tx.query('update department set name = $2, version = $3 where id = $1', [department.id, department.name, department.version])
}
