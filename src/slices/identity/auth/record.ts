import type { Actor } from '#kernel/actor.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import { type Ctx, type WriteAudit, write } from '#kernel/verb.ts'
import { personSubject } from '../person.ts'
import { endSession, endSessionsOf } from '../store/sign-in.ts'

const scope = 'session:write'

/** The same act by somebody who holds nothing but their own session. */
export function asSelf(ctx: Ctx, who: Pick<Actor, 'kind' | 'id' | 'pseudonym'>): Ctx {
  return { ...ctx, idempotency: undefined, actor: { ...who, rights: new Map([[scope, 'all']]) } }
}

/** The surroundings of an act that no request carries. */
export function houseCtx(house: { db: Db; clock: Clock; audit: WriteAudit }, actor: Actor): Ctx {
  return { actor, now: house.clock.now(), db: house.db, audit: house.audit, requestId: actor.id }
}

/** The session itself is written by better-auth; this stands in the log before it exists, or it never comes to exist. */
export const recordSignIn = write({
  scope,
  action: 'person.sign_in',
  run: async (_tx, input: { pseudonym: string }) => ({ subject: personSubject(input), result: {} }),
})

/** What was typed as e-mail is not kept: it may be a password. */
export const recordRefusal = write({
  scope,
  action: 'person.sign_in_refused',
  run: async (_tx, input: { pseudonym: string | undefined }) => ({
    subject: input.pseudonym === undefined ? 'person:unknown' : personSubject({ pseudonym: input.pseudonym }),
    result: {},
  }),
})

export const closeSession = write({
  scope,
  action: 'person.sign_out',
  async run(tx, input: { token: string | undefined; personId: string }, ctx) {
    // Without a cookie it cannot be told which session is meant: all of them end.
    if (input.token === undefined) await endSessionsOf(tx, input.personId)
    else await endSession(tx, input.token)
    return { subject: personSubject(ctx.actor), result: {} }
  },
})
