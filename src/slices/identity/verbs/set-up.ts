import { systemActor } from '#kernel/actor.ts'
import type { Chance, Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, type WriteAudit, write } from '#kernel/verb.ts'
import type { Identity } from '../auth/identity.ts'
import { hashPassword } from '../auth/passwords.ts'
import { houseCtx } from '../auth/record.ts'
import { hashLinkToken, type OneTimeToken, oneTimeToken, setupLink, setupLinkHours } from '../link.ts'
import { checkPassword, type Person, personSubject } from '../person.ts'
import { randomId } from '../random-id.ts'
import { hasAdministrator, insertPerson, personById, replaceGrants } from '../store/people.ts'
import {
  endSessionsOf,
  invitedPerson,
  isSetupLinkOpen,
  putPassword,
  putSetupLink,
  spendInvitation,
  spendSetupLink,
} from '../store/sign-in.ts'
import { refuseForeignBrowser, signInAfresh } from './session.ts'

const scope = 'people:write'
const linkActor = systemActor('one-time-link', [scope])

const keepSetupLink = write({
  scope,
  action: 'setup_link.make',
  async run(tx, link: OneTimeToken, ctx) {
    const isKept = await putSetupLink(tx, link, ctx.now)
    return { subject: 'installation', after: { isKept }, result: isKept }
  },
})

/** A new link for the first administrator, or null when there is one already. Older links stop working. */
export async function makeSetupLink(
  house: { db: Db; clock: Clock; audit: WriteAudit },
  { chance, baseUrl }: { chance: Chance; baseUrl: string },
): Promise<string | null> {
  if (await hasAdministrator(house.db)) return null
  const link = oneTimeToken(chance.bytes(32), house.clock.now(), setupLinkHours)
  const isKept = await keepSetupLink(houseCtx(house, systemActor('start', [scope])), link)
  return isKept ? setupLink(baseUrl, link.token) : null
}

export async function readSetup(ctx: Ctx) {
  return { isComplete: await hasAdministrator(ctx.db) }
}

type FirstAdministrator = { person: Person; linkHash: Buffer; passwordHash: string; accountId: string }

const makeFirstAdministrator = write({
  scope,
  action: 'installation.set_up',
  async run(tx, input: FirstAdministrator, ctx) {
    const { person } = input
    if (!(await spendSetupLink(tx, input.linkHash, ctx.now))) throw deadSetupLink()
    if (!(await insertPerson(tx, person, ctx.now)))
      throw new AppError('conflict', 'Somebody with this e-mail exists already.', { next: 'Use another e-mail.' })
    await replaceGrants(tx, person.id, person.roles)
    await putPassword(tx, { id: input.accountId, personId: person.id, passwordHash: input.passwordHash }, ctx.now)
    return { subject: personSubject(person), after: { roles: person.roles }, result: {} }
  },
})

export type SetupInput = { token: string; name: string; email: string; password: string }

export async function completeSetup(identity: Identity, ctx: Ctx, input: SetupInput) {
  refuseForeignBrowser(ctx)
  const linkHash = hashLinkToken(input.token)
  if (!(await isSetupLinkOpen(ctx.db, linkHash, ctx.now))) throw deadSetupLink()
  checkPassword(input.password, input.email)
  const passwordHash = await hashPassword(input.password)
  const { name, email } = input
  const person = newPerson(identity.chance, { name, email, roles: [{ role: 'administrator', team: null }] })
  await makeFirstAdministrator(asLink(ctx), { person, linkHash, passwordHash, accountId: randomId(identity.chance) })
  return signInAfresh(identity, ctx, input)
}

/** Somebody who does not exist yet: random id and pseudonym, which nothing but their row connects. */
export function newPerson(chance: Chance, given: Pick<Person, 'name' | 'email' | 'roles'>): Person {
  const pseudonym = `p_${chance.bytes(15).toString('hex')}`
  return { ...given, id: randomId(chance), pseudonym, hasPassword: false, disabledAt: null, version: 1 }
}

type Acceptance = { person: Person; linkHash: Buffer; passwordHash: string; accountId: string }

const choosePassword = write({
  scope,
  action: 'person.choose_password',
  async run(tx, input: Acceptance, ctx) {
    const { person } = input
    if (!(await spendInvitation(tx, input.linkHash, ctx.now))) throw deadInvitation()
    await putPassword(tx, { id: input.accountId, personId: person.id, passwordHash: input.passwordHash }, ctx.now)
    await endSessionsOf(tx, person.id)
    await bumpEpoch(tx, 'person', person.id)
    return { subject: personSubject(person), result: {} }
  },
})

export async function acceptInvitation(identity: Identity, ctx: Ctx, input: { token: string; password: string }) {
  refuseForeignBrowser(ctx)
  const linkHash = hashLinkToken(input.token)
  const personId = await invitedPerson(ctx.db, linkHash, ctx.now)
  const person = personId === undefined ? undefined : await personById(ctx.db, personId)
  if (!person || person.disabledAt) throw deadInvitation()
  checkPassword(input.password, person.email)
  const passwordHash = await hashPassword(input.password)
  await choosePassword(asLink(ctx), { person, linkHash, passwordHash, accountId: randomId(identity.chance) })
  return signInAfresh(identity, ctx, { email: person.email, password: input.password })
}

/** Nothing of a request that carries a password is kept, not even the digest that belongs to an Idempotency-Key. */
function asLink(ctx: Ctx): Ctx {
  return { ...ctx, actor: linkActor, idempotency: undefined }
}

function deadSetupLink(): AppError {
  return new AppError('conflict', 'This set-up link does not work any more.', {
    next: 'Start the server again for a new link. If somebody has set it up already, sign in instead.',
  })
}

function deadInvitation(): AppError {
  return new AppError('conflict', 'This invitation does not work any more.', { next: 'Ask an administrator for a new link.' })
}
