import * as z from 'zod/mini'
import { page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { Etag, Name, TimeZone } from './shapes.ts'

export const Department = z.object({ id: Slug, name: z.string(), etag: Etag })

export const Team = z.object({
  id: Slug,
  name: z.string(),
  department: z.nullable(Slug),
  timeZone: z.string(),
  lead: z.nullable(z.object({ id: Uuid, name: z.string() })),
  etag: Etag,
})

export const listDepartments = route({
  method: 'GET',
  path: '/api/v1/departments',
  scope: 'teams:read',
  summary: 'Departments, by id',
  input: z.object({ ...pageInput, after: z.optional(Slug) }),
  output: page(Department),
})

export const createDepartment = route({
  method: 'POST',
  path: '/api/v1/departments',
  scope: 'teams:write',
  summary: 'Add a department',
  input: z.strictObject({ id: Slug, name: Name }),
  output: Department,
  status: 201,
})

export const updateDepartment = route({
  method: 'PATCH',
  path: '/api/v1/departments/:department',
  scope: 'teams:write',
  summary: 'Rename a department',
  input: z.strictObject({ department: Slug, name: Name }),
  output: Department,
})

export const listTeams = route({
  method: 'GET',
  path: '/api/v1/teams',
  scope: 'teams:read',
  summary: 'Teams that you may see, by id',
  input: z.object({ ...pageInput, after: z.optional(Slug), department: z.optional(Slug) }),
  output: page(Team),
})

export const getTeam = route({
  method: 'GET',
  path: '/api/v1/teams/:team',
  scope: 'teams:read',
  summary: 'One team',
  input: z.object({ team: Slug }),
  output: Team,
})

export const createTeam = route({
  method: 'POST',
  path: '/api/v1/teams',
  scope: 'teams:write',
  summary: 'Add a team',
  input: z.strictObject({
    id: Slug,
    name: Name,
    department: z._default(z.nullable(Slug), null),
    timeZone: TimeZone,
    lead: z._default(z.nullable(Uuid), null),
  }),
  output: Team,
  status: 201,
})

export const updateTeam = route({
  method: 'PATCH',
  path: '/api/v1/teams/:team',
  scope: 'teams:write',
  summary: 'Change a team',
  description: 'What is left out stays as it is.',
  input: z.strictObject({
    team: Slug,
    name: z.optional(Name),
    department: z.optional(z.nullable(Slug)),
    timeZone: z.optional(TimeZone),
    lead: z.optional(z.nullable(Uuid)),
  }),
  output: Team,
})
