import * as z from 'zod/mini'
import { Empty, route } from '#kernel/contract.ts'

export const health = route({
  method: 'GET',
  path: '/api/health',
  scope: 'public',
  summary: 'Whether the server can record decisions',
  input: Empty,
  output: z.object({ status: z.enum(['ok']), version: z.string(), database: z.string() }),
})

export const openApi = route({
  method: 'GET',
  path: '/api/openapi.json',
  scope: 'public',
  summary: 'This API as an OpenAPI 3.1 document',
  input: Empty,
  output: z.record(z.string(), z.unknown()),
})

export const events = route({
  method: 'GET',
  path: '/api/v1/events',
  scope: 'signed_in',
  summary: 'What happens, as it happens (server-sent events)',
  description:
    'Each event is a hint: read the thing itself to see it. `decisions` says how many were recorded by tier, `change` that something moved (standard, tuning, deployment, kill_switch, ai_agent).',
  input: Empty,
  output: Empty,
  stream: 'text/event-stream',
})

export const getSample = route({
  method: 'GET',
  path: '/api/v1/sample',
  scope: 'signed_in',
  summary: 'Whether this installation is empty, and how far loading the public sample has come',
  input: Empty,
  output: z.object({
    state: z.enum(['empty', 'in_use', 'loading', 'loaded', 'failed']),
    runsDone: z.int(),
    runsTotal: z.int(),
    problem: z.nullable(z.string()),
  }),
})

export const loadSample = route({
  method: 'POST',
  path: '/api/v1/sample',
  scope: 'samples:write',
  summary: 'Look around with real public data: loads the sample that ships with Pilotage',
  input: z.strictObject({}),
  output: z.object({ state: z.enum(['loading']) }),
  status: 202,
})
