import { type Actor, nobody } from '#kernel/actor.ts'
import { cache } from '#kernel/cache.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import type { Headers, Identified } from '#kernel/http.ts'
import { type ApiKey, hashText, keyActor, tokenId } from '../api-key.ts'
import type { Person } from '../person.ts'
import { operatorRights, rightsOf } from '../rights.ts'
import { keyById, saveLastUse } from '../store/keys.ts'
import { personOfSession } from '../store/people.ts'
import type { SignIn } from './sign-in.ts'

export type Identify = (headers: Headers) => Identified | Promise<Identified>

export type IdentifyParts = { db: Db; clock: Clock; watch: EpochWatch; signIn: SignIn; operatorKey?: string }

const keysKept = 20_000
const hourMs = 3_600_000

/** A key as the hot path wants it: everything that can be computed once is. */
type ReadyKey = { id: string; hash: string; identified: Identified; endsAtMs: number; usedAtMs: number }

const unknown: Identified = { actor: nobody, byCookie: false }

/**
 * Says who sent a request. A bearer token is a key or a refusal, never a reason to look at the cookie. Known keys are
 * answered without waiting; what is revoked leaves the cache with the epoch, on every node at once.
 */
export function makeIdentify(parts: IdentifyParts): Identify {
  const keys = cache<ReadyKey>(parts.watch, 'api_key', {
    limit: keysKept,
    load: async (id) => readyKey(await keyById(parts.db, id)),
  })
  const operator = parts.operatorKey === undefined ? undefined : readyOperator(parts.operatorKey)

  function admit(ready: ReadyKey | null, token: string): Identified {
    // Compared plainly: nobody can choose a token by its hash, so how long this takes tells nothing.
    if (ready === null || ready.hash !== hashText(token)) throw refusal('This API key is not known here, or it was revoked.')
    const nowMs = parts.clock.now().getTime()
    if (ready.endsAtMs <= nowMs) throw refusal('This API key has expired.')
    if (nowMs - ready.usedAtMs >= hourMs) noteUse(parts.db, ready, nowMs)
    return ready.identified
  }

  function byToken(header: string): Identified | Promise<Identified> {
    const token = header.startsWith('Bearer ') ? header.slice(7) : header.replace(/^bearer\s+/i, '')
    const id = tokenId(token)
    if (id === undefined) throw refusal('The authorization header does not hold an API key of this server.')
    if (id === 'operator') return admit(operator ?? null, token)
    const ready = keys.peek(id)
    return ready === undefined ? keys.load(id).then((loaded) => admit(loaded, token)) : admit(ready, token)
  }

  return function identify(headers) {
    if (headers.authorization !== undefined) return byToken(headers.authorization)
    return headers.cookie?.includes('pilotage_session') ? bySession(parts, headers.cookie) : unknown
  }
}

function readyKey(key: ApiKey | undefined): ReadyKey | null {
  if (!key || key.revokedAt) return null
  const identified = { actor: keyActor(key), byCookie: false }
  const endsAtMs = key.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY
  return { id: key.id, hash: key.hash.toString('base64'), identified, endsAtMs, usedAtMs: key.lastUsedAt?.getTime() ?? 0 }
}

function readyOperator(token: string): ReadyKey {
  const actor: Actor = { kind: 'operator', id: 'operator', pseudonym: 'operator', rights: operatorRights() }
  const never = Number.POSITIVE_INFINITY
  return { id: 'operator', hash: hashText(token), identified: { actor, byCookie: false }, endsAtMs: never, usedAtMs: never }
}

/** Once an hour for each key and node. When it fails the next hour does it. */
function noteUse(db: Db, ready: ReadyKey, nowMs: number): void {
  const hour = nowMs - (nowMs % hourMs)
  ready.usedAtMs = hour
  saveLastUse(db, ready.id, new Date(hour)).catch(() => {})
}

/** Sessions are read from the database each time, so that one that ended is over at once on every node. */
async function bySession(parts: IdentifyParts, cookieHeader: string): Promise<Identified> {
  const token = await parts.signIn.tokenIn(cookieHeader)
  const person = token === undefined ? undefined : await personOfSession(parts.db, token, parts.clock.now())
  return { actor: person && !person.disabledAt ? personActor(person) : nobody, byCookie: true }
}

export function personActor(person: Person): Actor {
  return { kind: 'person', id: person.id, pseudonym: person.pseudonym, rights: rightsOf(person.roles) }
}

function refusal(sentence: string): AppError {
  return new AppError('not_signed_in', sentence, {
    next: 'Send "authorization: Bearer plt_…" with a key that is active. An administrator or engineer makes keys under /api/v1/keys.',
  })
}
