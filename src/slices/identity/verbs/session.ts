import { AppError } from '#kernel/errors.ts'
import { refuseForeignPages } from '#kernel/http.ts'
import { must } from '#kernel/must.ts'
import type { Ctx } from '#kernel/verb.ts'
import type { Identity } from '../auth/identity.ts'
import { asSelf, closeSession, recordRefusal } from '../auth/record.ts'
import type { Credentials } from '../auth/sign-in.ts'
import type { Person } from '../person.ts'
import { rightsOf, rightsToWire } from '../rights.ts'
import { personByEmail, personById } from '../store/people.ts'
import { publicUrlOf } from './public-url.ts'

/** Before a cookie is given out: a browser must be on one of our own pages. Programs send neither of these headers. */
export function refuseForeignBrowser(ctx: Ctx): void {
  const headers = ctx.exchange?.headers
  if (headers?.origin !== undefined || headers?.['sec-fetch-site'] !== undefined) refuseForeignPages(headers)
}

/** Signs in, or refuses in the same words and about the same time whether or not the e-mail is known. */
export async function signIn(identity: Identity, ctx: Ctx, credentials: Credentials) {
  refuseForeignBrowser(ctx)
  const who = { email: credentials.email, address: ctx.exchange?.address ?? '' }
  identity.tries.begin(who)
  const cookies = await identity.signIn.open(credentials)
  const person = await personByEmail(ctx.db, credentials.email)
  if (!cookies || !person) {
    await recordRefusal(asSelf(ctx, { kind: 'nobody', id: '', pseudonym: 'nobody' }), { pseudonym: person?.pseudonym })
    throw new AppError('not_signed_in', 'The e-mail or the password is not right.', {
      next: 'Check both. An administrator can give you a link for a new password.',
    })
  }
  identity.tries.succeeded(who)
  for (const cookie of cookies) ctx.exchange?.setCookie(cookie)
  return personMe(identity, ctx, person)
}

/** Signs in somebody who has just chosen their password. */
export async function signInAfresh(identity: Identity, ctx: Ctx, credentials: Credentials) {
  const cookies = await identity.signIn.open(credentials)
  const person = await personByEmail(ctx.db, credentials.email)
  if (!cookies || !person)
    throw new AppError('conflict', 'Your password is set, but your access ended at the same moment.', { next: 'Ask an administrator.' })
  for (const cookie of cookies) ctx.exchange?.setCookie(cookie)
  return personMe(identity, ctx, person)
}

export async function signOut(identity: Identity, ctx: Ctx) {
  if (ctx.actor.kind !== 'person')
    throw new AppError('conflict', 'An API key has no session to end.', { next: 'To stop a key from working, revoke it.' })
  const header = ctx.exchange?.headers.cookie
  const token = typeof header === 'string' ? await identity.signIn.tokenIn(header) : undefined
  await closeSession(asSelf(ctx, ctx.actor), { token, personId: ctx.actor.id })
  ctx.exchange?.setCookie(identity.signIn.close())
  return {}
}

export async function describeMe(identity: Identity, ctx: Ctx) {
  const { kind, id, rights } = ctx.actor
  if (kind === 'api_key' || kind === 'operator')
    return { kind, person: null, roles: [], rights: rightsToWire(rights), installation: facts(identity, ctx) }
  const person = await personById(ctx.db, id)
  must(person, 'whoever is signed in exists')
  return personMe(identity, ctx, person)
}

function personMe(identity: Identity, ctx: Ctx, person: Person) {
  const { id, name, email, roles } = person
  return {
    kind: 'person' as const,
    person: { id, name, email },
    roles,
    rights: rightsToWire(rightsOf(roles)),
    installation: facts(identity, ctx),
  }
}

function facts({ config }: Identity, ctx: Ctx) {
  return { groupFloorPeople: config.groupFloorPeople, publicUrl: publicUrlOf(config, ctx) }
}
