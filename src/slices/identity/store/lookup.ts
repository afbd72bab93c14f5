import { type Cache, cache } from '#kernel/cache.ts'
import type { Db, Queryable } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import type { Team } from '../team.ts'
import { knownPeople, knownPeopleByEmail } from './people.ts'
import { knownTeams, teamById } from './teams.ts'

/** Teams for the hot path: kept in memory, forgotten when a team is added or changed. */
export function teamBook(db: Db, watch: EpochWatch): Cache<Team> {
  return cache<Team>(watch, 'team', { limit: 20_000, load: async (id) => (await teamById(db, id)) ?? null })
}

export async function teamExists(db: Queryable, id: string): Promise<boolean> {
  return (await teamById(db, id)) !== undefined
}

/** True for somebody who exists and has access. */
export async function personExists(db: Queryable, id: string): Promise<boolean> {
  const [person] = await knownPeople(db, [id])
  return person?.isActive === true
}

/** What other slices ask about people and teams. Who is not known is left out. */
export const people = { byIds: knownPeople, byEmails: knownPeopleByEmail, teams: knownTeams }

/** The teams of a department, in the order of their ids. */
export async function teamsInDepartment(db: Queryable, department: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>('select t.id from team t where t.department_id = $1 order by t.id', [department])
  return rows.map(({ id }) => id)
}

/** How many teams there are. */
export async function countTeams(db: Queryable): Promise<number> {
  const [row] = await db.query<{ n: number }>('select count(*)::int as n from team')
  return row?.n ?? 0
}

/** How many people with access hold a role in each of these teams: for the group floor. */
export async function peopleByTeam(db: Queryable, teamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ team: string; people: number }>(
    `select g.team_id as team, count(distinct g.person_id)::int as people
       from role_grant g join person p on p.id = g.person_id and p.disabled_at is null
      where g.team_id = any($1) group by g.team_id`,
    [teamIds],
  )
  return new Map(rows.map((row) => [row.team, row.people]))
}
