import * as z from 'zod/mini'
import { page, pageInput, route, Slug } from '#kernel/contract.ts'
import { At, Name, Scope, scopeIds } from './shapes.ts'

export const Key = z.object({
  id: z.string(),
  name: z.string(),
  /** How the key begins, to tell keys apart. */
  prefix: z.string(),
  scopes: z.array(z.string()),
  /** Null reaches every team. */
  teams: z.nullable(z.array(z.string())),
  aiAgent: z.nullable(z.string()),
  state: z.enum(['active', 'expired', 'revoked']),
  madeAt: At,
  expiresAt: z.nullable(At),
  /** To the hour. */
  lastUsedAt: z.nullable(At),
})

const KeyId = z.string().check(z.regex(/^[0-9a-f]{16}$/, 'use the id of a key as the list gives it'))

export const listKeys = route({
  method: 'GET',
  path: '/api/v1/keys',
  scope: 'keys:read',
  summary: 'API keys, newest first',
  input: z.object({ ...pageInput, after: z.optional(KeyId) }),
  output: page(Key),
})

export const createKey = route({
  method: 'POST',
  path: '/api/v1/keys',
  scope: 'keys:write',
  summary: 'Make an API key',
  description:
    'The token is shown with this answer and never again; only its hash is stored. A key cannot be given more than its maker holds.',
  input: z.strictObject({
    name: Name,
    scopes: z.array(Scope).check(z.minLength(1, 'give at least one scope'), z.maxLength(scopeIds.length)),
    teams: z._default(z.nullable(z.array(Slug).check(z.minLength(1, 'name at least one team, or null for all'), z.maxLength(500))), null),
    aiAgent: z._default(z.nullable(Slug), null),
    expiresInDays: z._default(z.nullable(z.int('write whole days').check(z.minimum(1), z.maximum(3650))), 365),
  }),
  output: z.object({ key: Key, token: z.nullable(z.string()) }),
  status: 201,
})

export const revokeKey = route({
  method: 'DELETE',
  path: '/api/v1/keys/:key',
  scope: 'keys:write',
  summary: 'Revoke an API key at once',
  input: z.object({ key: KeyId }),
  output: Key,
})
