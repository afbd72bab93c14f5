import * as z from 'zod/mini'
import { Empty, route } from '#kernel/contract.ts'
import { Email, Me, Name, NewPassword, Token } from './shapes.ts'

export const RightsTable = z.object({
  roles: z.array(
    z.object({ id: z.string(), title: z.string(), about: z.string(), reach: z.enum(['team', 'organisation', 'installation']) }),
  ),
  scopes: z.array(z.object({ scope: z.string(), about: z.string(), roles: z.array(z.string()), forKeys: z.boolean() })),
})

export const getSetup = route({
  method: 'GET',
  path: '/api/v1/setup',
  scope: 'public',
  summary: 'Whether this installation has its first administrator',
  input: z.object({}),
  output: z.object({ isComplete: z.boolean() }),
})

export const completeSetup = route({
  method: 'POST',
  path: '/api/v1/setup',
  scope: 'public',
  summary: 'Make the first administrator with the link that the server printed',
  description: 'Works once. The answer signs the administrator in with a cookie.',
  input: z.strictObject({ token: Token, name: Name, email: Email, password: NewPassword }),
  output: Me,
  status: 201,
})

export const signIn = route({
  method: 'POST',
  path: '/api/v1/session',
  scope: 'public',
  summary: 'Sign in with e-mail and password',
  description: 'The answer sets an http-only session cookie.',
  input: z.strictObject({
    email: z.string('write your e-mail address').check(z.trim(), z.toLowerCase(), z.maxLength(254)),
    password: z.string('write your password').check(z.maxLength(200)),
  }),
  output: Me,
})

export const signOut = route({
  method: 'DELETE',
  path: '/api/v1/session',
  scope: 'signed_in',
  summary: 'Sign out',
  input: z.object({}),
  output: Empty,
})

export const me = route({
  method: 'GET',
  path: '/api/v1/me',
  scope: 'signed_in',
  summary: 'Who I am and what I may do',
  input: z.object({}),
  output: Me,
})

export const listRights = route({
  method: 'GET',
  path: '/api/v1/rights',
  scope: 'signed_in',
  summary: 'The rights table: every scope, what it allows, and the roles that hold it',
  input: z.object({}),
  output: RightsTable,
})

export const acceptInvitation = route({
  method: 'POST',
  path: '/api/v1/invitations',
  scope: 'public',
  summary: 'Choose a password with an invitation link',
  description: 'Works once. The answer signs the person in with a cookie and ends their other sessions.',
  input: z.strictObject({ token: Token, password: NewPassword }),
  output: Me,
  status: 201,
})
