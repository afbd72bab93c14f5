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
