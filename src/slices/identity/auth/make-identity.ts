import { type Actor, nobody } from '#kernel/actor.ts'
import { AppError } from '#kernel/errors.ts'
import { teamExists } from '../store/lookup.ts'
import { personById } from '../store/people.ts'
import { forgetOldSessions, keepSessionSecret } from '../store/sign-in.ts'
import { makeSetupLink } from '../verbs/set-up.ts'
import { makeIdentify, personActor } from './authenticate.ts'
import type { Identity, IdentityParts } from './identity.ts'
import { asSelf, houseCtx, recordSignIn } from './record.ts'
import { makeSignIn } from './sign-in.ts'
import { countTries } from './tries.ts'

export function makeIdentity(parts: IdentityParts): Identity {
  const { db, clock, chance, config } = parts
  const signIn = makeSignIn({
    db,
    clock,
    chance,
    config,
    secret: () => keepSessionSecret(db, chance.bytes(48).toString('base64url')),
    beforeSession: (id) => admitSession(parts, id),
  })
  return {
    identify: makeIdentify({ ...parts, signIn }),
    signIn,
    tries: countTries(clock),
    chance,
    config,
    setupLink: (baseUrl) => makeSetupLink(parts, { chance, baseUrl }),
    requireTeam: async (id) => {
      if (!(await teamExists(db, id)))
        throw new AppError('not_found', `There is no team ${id}.`, { next: 'Add the team first, or check its id.' })
    },
  }
}

/** Nobody who is disabled gets a session, and no session begins without its entry in the log. */
async function admitSession(parts: IdentityParts, personId: string): Promise<boolean> {
  const person = await personById(parts.db, personId)
  const actor: Actor = person && !person.disabledAt ? personActor(person) : nobody
  if (actor.kind === 'nobody') return false
  await forgetOldSessions(parts.db, parts.clock.now())
  await recordSignIn(asSelf(houseCtx(parts, actor), actor), { pseudonym: actor.pseudonym })
  return true
}
