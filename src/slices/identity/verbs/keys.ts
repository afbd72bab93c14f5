import { teamsOf } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { type ApiKey, hashToken, keyToWire, refuseMoreThanMaker, tokenOf } from '../api-key.ts'
import type { Identity } from '../auth/identity.ts'
import type { Scope } from '../rights.ts'
import { insertKey, keysAfter, lockKey, saveRevocation } from '../store/keys.ts'
import { knownTeams } from '../store/teams.ts'

const scope = 'keys:write'
const dayMs = 86_400_000

export const listKeys = read({
  scope: 'keys:read',
  async run(db, input: { after?: string; limit: number }, ctx) {
    const keys = await keysAfter(db, { teamIds: teamsOf(ctx.actor, 'keys:read'), after: input.after, limit: input.limit + 1 })
    const shown = keys.slice(0, input.limit)
    return { items: shown.map((key) => keyToWire(key, ctx.now)), next: keys.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
  },
})

const keepKey = write({
  scope,
  action: 'api_key.create',
  async run(tx, key: ApiKey, ctx) {
    refuseMoreThanMaker(ctx.actor, key.scopes, key.teamIds)
    await requireTeams(tx, key.teamIds ?? [])
    await insertKey(tx, key, ctx.actor.pseudonym)
    return { subject: `api_key:${key.id}`, after: forAudit(key), result: keyToWire(key, ctx.now) }
  },
})

type NewKey = { name: string; scopes: Scope[]; teams: string[] | null; aiAgent: string | null; expiresInDays: number | null }

/** Makes a key. The token is in the first answer only: a repeated request gets the same answer without it. */
export async function createKey(identity: Identity, ctx: Ctx, input: NewKey) {
  const id = identity.chance.bytes(8).toString('hex')
  const token = tokenOf(id, identity.chance.bytes(32))
  const key: ApiKey = {
    id,
    name: input.name,
    hash: hashToken(token),
    scopes: [...new Set(input.scopes)].sort(),
    teamIds: input.teams && [...new Set(input.teams)].sort(),
    aiAgentId: input.aiAgent,
    madeAt: ctx.now,
    expiresAt: input.expiresInDays === null ? null : new Date(ctx.now.getTime() + input.expiresInDays * dayMs),
    revokedAt: null,
    lastUsedAt: null,
  }
  const kept = await keepKey(ctx, key)
  return { key: kept, token: kept.id === id ? token : null }
}

export const revokeKey = write({
  scope,
  action: 'api_key.revoke',
  async run(tx, input: { key: string }, ctx) {
    const key = await lockKey(tx, input.key)
    if (!key) throw new AppError('not_found', `There is no API key ${input.key}.`, { next: 'See the list of keys for what there is.' })
    if (key.revokedAt) throw new AppError('conflict', 'This API key is revoked already.', { next: 'Nothing is left to do.' })
    await saveRevocation(tx, key.id, ctx.now)
    await bumpEpoch(tx, 'api_key', key.id)
    return { subject: `api_key:${key.id}`, before: forAudit(key), result: keyToWire({ ...key, revokedAt: ctx.now }, ctx.now) }
  },
})

function forAudit(key: ApiKey) {
  const { name, scopes, teamIds, aiAgentId, expiresAt } = key
  return { name, scopes, teams: teamIds, aiAgent: aiAgentId, expiresAt }
}

async function requireTeams(tx: Tx, ids: readonly string[]): Promise<void> {
  const known = new Set(await knownTeams(tx, ids))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined)
    throw new AppError('not_found', `There is no team ${missing}.`, { next: 'Add the team first, or correct its id.' })
}
