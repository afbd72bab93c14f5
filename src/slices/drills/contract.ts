import * as z from 'zod/mini'
import { page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { Drill, Evidence, itemsOf, minutesMaxOf, Scenario, ScenarioId, Severity, Words } from './contract/shapes.ts'

export { Drill, DrillState, Evidence, Moment, MomentReached, Scenario, ScenarioId, Verdict } from './contract/shapes.ts'

export const listScenarios = route({
  method: 'GET',
  path: '/api/v1/drills/scenarios',
  scope: 'drills:read',
  summary: 'What can be made to fail, and what happens then',
  input: z.object({}),
  output: z.object({ items: z.array(Scenario) }),
})

export const readiness = route({
  method: 'GET',
  path: '/api/v1/drills/readiness',
  scope: 'drills:read',
  summary: 'Whether a team can be drilled now, and when each scenario was last run',
  input: z.object({ team: Slug, aiAgent: z.optional(Slug) }),
  output: z.object({
    isOpenNow: z.boolean(),
    /** When business hours begin next; null when they are now, or never. */
    opensAt: z.nullable(z.string()),
    /** The drill that is running in the team; there is at most one. */
    running: z.nullable(Uuid),
    last: z.array(z.object({ scenario: ScenarioId, drill: z.nullable(Uuid), startedAt: z.nullable(z.iso.datetime()) })),
  }),
})

export const startDrill = route({
  method: 'POST',
  path: '/api/v1/drills',
  scope: 'drills:write',
  summary: 'Inject a labelled failure and let the real procedure run',
  description:
    'Only in the business hours of the team, unless `force` says why not. Every message says that it is a drill, no real figure is touched, and it ends by itself.',
  input: z.strictObject({
    scenario: ScenarioId,
    team: Slug,
    aiAgent: z.optional(Slug),
    severity: z._default(Severity, 'high'),
    hypothesis: Words(500),
    note: z.optional(Words(1000)),
    /** Labelled items to open, for the flood. */
    items: z.optional(itemsOf),
    minutesMax: z.optional(minutesMaxOf),
    force: z.optional(Words(500)),
  }),
  output: Drill,
  status: 201,
})

export const listDrills = route({
  method: 'GET',
  path: '/api/v1/drills',
  scope: 'drills:read',
  summary: 'Drills, newest first',
  input: z.object({
    ...pageInput,
    after: z.optional(Uuid),
    team: z.optional(Slug),
    aiAgent: z.optional(Slug),
    scenario: z.optional(ScenarioId),
    isRunning: z.optional(z.stringbool()),
  }),
  output: page(Drill),
})

const byId = { drill: Uuid }

export const getDrill = route({
  method: 'GET',
  path: '/api/v1/drills/:drill',
  scope: 'drills:read',
  summary: 'One drill with its time line',
  input: z.object(byId),
  output: Drill,
})

export const abortDrill = route({
  method: 'POST',
  path: '/api/v1/drills/:drill/abort',
  scope: 'drills:write',
  summary: 'Stop a drill at once and remove what it injected',
  input: z.strictObject({ ...byId, reason: Words(500) }),
  output: Drill,
})

export const endDrill = route({
  method: 'POST',
  path: '/api/v1/drills/:drill/end',
  scope: 'drills:write',
  summary: 'End a drill that has shown enough, or add what was learned from one that is over',
  input: z.strictObject({ ...byId, learned: z.optional(Words(2000)) }),
  output: Drill,
})

export const getEvidence = route({
  method: 'GET',
  path: '/api/v1/drills/:drill/evidence',
  scope: 'drills:read',
  summary: 'What a drill proves, for a gate',
  description: 'Only once it is over.',
  input: z.object(byId),
  output: Evidence,
})
