import * as z from 'zod/mini'
import { page, pageInput, route, Uuid } from '#kernel/contract.ts'
import { Email, Etag, Grant, Grants, Name, OneTimeLink } from './shapes.ts'

/** A person as others see them: a name, an address and roles. Never a figure, never a pseudonym. */
export const Person = z.object({
  id: Uuid,
  name: z.string(),
  email: z.string(),
  state: z.enum(['invited', 'active', 'disabled']),
  roles: z.array(Grant),
  etag: Etag,
})

export const listPeople = route({
  method: 'GET',
  path: '/api/v1/people',
  scope: 'people:read',
  summary: 'People that you may see, by name',
  input: z.object({ ...pageInput, after: z.optional(Uuid), search: z.optional(z.string().check(z.trim(), z.maxLength(100))) }),
  output: page(Person),
})

export const getPerson = route({
  method: 'GET',
  path: '/api/v1/people/:person',
  scope: 'people:read',
  summary: 'One person',
  input: z.object({ person: Uuid }),
  output: Person,
})

export const addPerson = route({
  method: 'POST',
  path: '/api/v1/people',
  scope: 'people:write',
  summary: 'Add a person and get the link with which they choose a password',
  input: z.strictObject({ name: Name, email: Email, roles: Grants }),
  output: z.object({ person: Person, invitation: OneTimeLink }),
  status: 201,
})

export const updatePerson = route({
  method: 'PATCH',
  path: '/api/v1/people/:person',
  scope: 'people:write',
  summary: 'Change a person’s name or roles',
  description: 'Roles replace the ones held before. What is left out stays as it is.',
  input: z.strictObject({ person: Uuid, name: z.optional(Name), roles: z.optional(Grants) }),
  output: Person,
})

export const disablePerson = route({
  method: 'POST',
  path: '/api/v1/people/:person/disable',
  scope: 'people:write',
  summary: 'End a person’s access at once, in every open session',
  input: z.strictObject({ person: Uuid }),
  output: Person,
})

export const enablePerson = route({
  method: 'POST',
  path: '/api/v1/people/:person/enable',
  scope: 'people:write',
  summary: 'Give a disabled person their access back',
  input: z.strictObject({ person: Uuid }),
  output: Person,
})

export const invitePerson = route({
  method: 'POST',
  path: '/api/v1/people/:person/invitation',
  scope: 'people:write',
  summary: 'Make a new link with which a person chooses a password',
  description: 'Also for a forgotten password. Older links stop working.',
  input: z.strictObject({ person: Uuid }),
  output: OneTimeLink,
  status: 201,
})
