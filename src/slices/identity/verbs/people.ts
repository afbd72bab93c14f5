import { teamsOf } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, requireMatch, write } from '#kernel/verb.ts'
import type { Identity } from '../auth/identity.ts'
import { invitationDays, invitationLink, type OneTimeToken, oneTimeToken } from '../link.ts'
import { checkedGrants, holdsAdministrator, type Person, personSubject, personToWire } from '../person.ts'
import type { Grant } from '../rights.ts'
import { insertPerson, lockPerson, otherAdministrators, peopleAfter, personById, replaceGrants, savePerson } from '../store/people.ts'
import { endInvitation, endSessionsOf, putInvitation } from '../store/sign-in.ts'
import { knownTeams } from '../store/teams.ts'
import { publicUrlOf } from './public-url.ts'
import { newPerson } from './set-up.ts'

const scope = 'people:write'

export const listPeople = read({
  scope: 'people:read',
  async run(db, input: { search?: string; after?: string; limit: number }, ctx) {
    const people = await peopleAfter(db, { ...input, teamIds: teamsOf(ctx.actor, 'people:read'), limit: input.limit + 1 })
    const shown = people.slice(0, input.limit)
    return { items: shown.map(personToWire), next: people.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
  },
})

export const getPerson = read({
  scope: 'people:read',
  async run(db, input: { person: string }, ctx) {
    const person = await personById(db, input.person)
    const teamIds = teamsOf(ctx.actor, 'people:read')
    const isVisible = teamIds === null || person?.roles.some(({ team }) => team !== null && teamIds.includes(team))
    if (!person || !isVisible) throw unknownPerson()
    return personToWire(person)
  },
})

const insertInvited = write({
  scope,
  action: 'person.add',
  async run(tx, input: { person: Person; link: OneTimeToken }, ctx) {
    const { person, link } = input
    await requireTeams(tx, person.roles)
    if (!(await insertPerson(tx, person, ctx.now)))
      throw new AppError('conflict', 'Somebody with this e-mail exists already.', { next: 'Look for them in the list of people.' })
    await replaceGrants(tx, person.id, person.roles)
    await putInvitation(tx, person.id, link)
    return {
      subject: personSubject(person),
      after: { roles: person.roles },
      result: { person: personToWire(person), expiresAt: link.expiresAt.toISOString() },
    }
  },
})

/** Adds a person. The link is in the first answer only: a repeated request gets the same answer without it. */
export async function addPerson(identity: Identity, ctx: Ctx, input: { name: string; email: string; roles: Grant[] }) {
  const person = newPerson(identity.chance, { ...input, roles: checkedGrants(input.roles) })
  const link = newLink(identity, ctx)
  const made = await insertInvited(ctx, { person, link })
  const isFirst = made.person.id === person.id
  const url = isFirst ? invitationLink(publicUrlOf(identity.config, ctx), link.token) : null
  return { person: made.person, invitation: { link: url, expiresAt: made.expiresAt } }
}

const keepInvitation = write({
  scope,
  action: 'person.invite',
  async run(tx, input: { personId: string; link: OneTimeToken }) {
    const person = await lockedPerson(tx, input.personId)
    if (person.disabledAt) throw new AppError('conflict', 'This person’s access has ended.', { next: 'Give them access again first.' })
    await putInvitation(tx, person.id, input.link)
    return {
      subject: personSubject(person),
      result: { hash: input.link.hash.toString('hex'), expiresAt: input.link.expiresAt.toISOString() },
    }
  },
})

export async function invitePerson(identity: Identity, ctx: Ctx, input: { person: string }) {
  const link = newLink(identity, ctx)
  const kept = await keepInvitation(ctx, { personId: input.person, link })
  const isFirst = kept.hash === link.hash.toString('hex')
  return { link: isFirst ? invitationLink(publicUrlOf(identity.config, ctx), link.token) : null, expiresAt: kept.expiresAt }
}

export const updatePerson = write({
  scope,
  action: 'person.update',
  async run(tx, input: { person: string; name?: string; roles?: Grant[] }, ctx) {
    const before = await lockedPerson(tx, input.person)
    requireMatch(ctx, String(before.version), 'person')
    const roles = input.roles === undefined ? before.roles : checkedGrants(input.roles)
    await requireTeams(tx, roles)
    if (!holdsAdministrator(roles)) await requireOtherAdministrator(tx, before)
    const after = { ...before, name: input.name ?? before.name, roles, version: before.version + 1 }
    await savePerson(tx, after, ctx.now)
    await replaceGrants(tx, after.id, roles)
    await bumpEpoch(tx, 'person', after.id)
    return {
      subject: personSubject(after),
      before: { roles: before.roles },
      after: { roles, isNameChanged: after.name !== before.name },
      result: personToWire(after),
    }
  },
})

export const disablePerson = write({
  scope,
  action: 'person.disable',
  async run(tx, input: { person: string }, ctx) {
    const before = await lockedPerson(tx, input.person)
    if (before.disabledAt) throw new AppError('conflict', 'This person’s access has ended already.', { next: 'Nothing is left to do.' })
    await requireOtherAdministrator(tx, before)
    const after = { ...before, disabledAt: ctx.now, version: before.version + 1 }
    await savePerson(tx, after, ctx.now)
    await endSessionsOf(tx, after.id)
    await endInvitation(tx, after.id)
    await bumpEpoch(tx, 'person', after.id)
    return { subject: personSubject(after), result: personToWire(after) }
  },
})

export const enablePerson = write({
  scope,
  action: 'person.enable',
  async run(tx, input: { person: string }, ctx) {
    const before = await lockedPerson(tx, input.person)
    if (!before.disabledAt) throw new AppError('conflict', 'This person has access already.', { next: 'Nothing is left to do.' })
    const after = { ...before, disabledAt: null, version: before.version + 1 }
    await savePerson(tx, after, ctx.now)
    await bumpEpoch(tx, 'person', after.id)
    return { subject: personSubject(after), after: { roles: after.roles }, result: personToWire(after) }
  },
})

function newLink(identity: Identity, ctx: Ctx): OneTimeToken {
  return oneTimeToken(identity.chance.bytes(32), ctx.now, invitationDays * 24)
}

async function lockedPerson(tx: Tx, id: string): Promise<Person> {
  const person = await lockPerson(tx, id)
  if (!person) throw unknownPerson()
  return person
}

async function requireTeams(tx: Tx, grants: readonly Grant[]): Promise<void> {
  const named = [...new Set(grants.flatMap((grant) => grant.team ?? []))]
  const known = new Set(await knownTeams(tx, named))
  const missing = named.find((team) => !known.has(team))
  if (missing !== undefined)
    throw new AppError('not_found', `There is no team ${missing}.`, { next: 'Add the team first, or correct its id.' })
}

/** Somebody must be left who can let others in. */
async function requireOtherAdministrator(tx: Tx, person: Person): Promise<void> {
  if (!holdsAdministrator(person.roles) || person.disabledAt) return
  if ((await otherAdministrators(tx, person.id)) > 0) return
  throw new AppError('conflict', 'This is the last administrator who can sign in.', { next: 'Make somebody else an administrator first.' })
}

function unknownPerson(): AppError {
  return new AppError('not_found', 'There is no such person, or you may not see them.', {
    next: 'See the list of people for those whom you may see.',
  })
}
