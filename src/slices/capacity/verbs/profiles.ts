import { requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read, write } from '#kernel/verb.ts'
import { teamExists } from '#slices/identity/index.ts'
import type * as contract from '../contract.ts'
import type { Profile } from '../profile.ts'
import { addProfile, profileOf, profilesBefore } from '../store/profiles.ts'
import { profileToWire, summaryToWire } from '../wire.ts'
import type { CapacityParts } from './parts.ts'

const scope = 'capacity:write'

export async function requireProfile(db: Queryable, id: string, teams: string[] | null): Promise<Profile> {
  const found = await profileOf(db, id, teams)
  if (found) return found
  throw new AppError('not_found', `There is no profile ${id} here.`, { next: 'See /api/v1/capacity/profiles for those that there are.' })
}

export const listProfiles = read({
  scope: 'capacity:read',
  async run(db, input: InputOf<typeof contract.listProfiles>, ctx) {
    const filter = { teams: teamsOf(ctx.actor, 'capacity:read'), team: input.team, after: input.after, limit: input.limit + 1 }
    const found = await profilesBefore(db, filter)
    const items = found.slice(0, input.limit).map(summaryToWire)
    return { items, next: found.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  },
})

export const getProfile = read({
  scope: 'capacity:read',
  async run(db, input: { profile: string }, ctx) {
    return profileToWire(await requireProfile(db, input.profile, teamsOf(ctx.actor, 'capacity:read')))
  },
})

export function createProfile({ chance }: Pick<CapacityParts, 'chance'>) {
  return write({
    scope,
    action: 'capacity_profile.create',
    async run(tx, input: InputOf<typeof contract.createProfile>, ctx) {
      requireScope(ctx.actor, scope, input.team)
      await requireTeam(tx, input.team)
      const { team, ...fields } = input
      const profile: Profile = { ...fields, teamId: team, id: chance.uuid(ctx.now), madeAt: ctx.now }
      await addProfile(tx, profile)
      const { name, source, counts } = profile
      return {
        subject: `capacity_profile:${profile.id}`,
        after: { team, name, source, counts, loggedDays: profile.days.length },
        result: profileToWire(profile),
      }
    },
  })
}

export async function requireTeam(db: Queryable, team: string): Promise<void> {
  if (await teamExists(db, team)) return
  throw new AppError('not_found', `There is no team ${team}.`, { next: 'See /api/v1/teams for the teams that there are.' })
}
