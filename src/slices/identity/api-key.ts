import { hash } from 'node:crypto'
import type { Actor, Reach } from '#kernel/actor.ts'
import { AppError } from '#kernel/errors.ts'
import { rightsTable, type Scope } from './rights.ts'

/** A secret by which an AI agent or another system acts. Only its hash is stored. */
export type ApiKey = {
  id: string
  name: string
  hash: Buffer
  scopes: Scope[]
  /** Null reaches every team. */
  teamIds: string[] | null
  /** The only AI agent that this key may speak for. */
  aiAgentId: string | null
  madeAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

const shape = /^plt_([0-9a-f]{16}|operator)_[A-Za-z0-9_-]{43}$/

/** `plt_<id>_<256 bits>`: the id finds the key, the rest proves it. */
export function tokenOf(id: string, secret: Buffer): string {
  return `plt_${id}_${secret.toString('base64url')}`
}

/** The id inside a token, or undefined when this cannot be a token of ours. */
export function tokenId(token: string): string | undefined {
  return token.length < 100 ? shape.exec(token)?.[1] : undefined
}

/** A plain hash is enough, because a token has 256 random bits: there is nothing to guess. */
export function hashToken(token: string): Buffer {
  return Buffer.from(hashText(token), 'base64')
}

/** The same hash as text, which Node makes three times as fast. */
export function hashText(token: string): string {
  return hash('sha256', token, 'base64')
}

export function keyState(key: ApiKey, now: Date): 'active' | 'expired' | 'revoked' {
  if (key.revokedAt) return 'revoked'
  return key.expiresAt && key.expiresAt <= now ? 'expired' : 'active'
}

export function keyToWire(key: ApiKey, now: Date) {
  return {
    id: key.id,
    name: key.name,
    prefix: `plt_${key.id}`,
    scopes: key.scopes,
    teams: key.teamIds,
    aiAgent: key.aiAgentId,
    state: keyState(key, now),
    madeAt: key.madeAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  }
}

/** The actor that a key stands for. */
export function keyActor(key: ApiKey): Actor {
  const reach: Reach = key.teamIds ? new Set(key.teamIds) : 'all'
  return {
    kind: 'api_key',
    id: `key:${key.id}`,
    pseudonym: `key:${key.id}`,
    rights: new Map(key.scopes.map((scope) => [scope, reach])),
    aiAgentId: key.aiAgentId ?? undefined,
  }
}

/** Refuses a key that could do more than its maker, or what no key may do. */
export function refuseMoreThanMaker(maker: Actor, scopes: readonly Scope[], teamIds: readonly string[] | null): void {
  for (const scope of scopes) {
    if (!rightsTable[scope].forKeys)
      throw new AppError('invalid', `No API key can be given ${scope}.`, {
        next: 'Leave it out; the rights table says what keys may hold.',
      })
    const reach = maker.rights.get(scope)
    const reaches = reach === 'all' || (reach && teamIds?.every((team) => reach.has(team)))
    if (!reaches)
      throw new AppError(
        'not_allowed',
        `You cannot give ${scope}${teamIds ? ' in these teams' : ' in all teams'}, because you do not hold it.`,
        {
          next: 'Ask somebody who holds it to make this key, or leave the scope out.',
        },
      )
  }
}
