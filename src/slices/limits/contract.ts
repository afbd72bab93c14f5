import * as z from 'zod/mini'
import { page, pageInput, route, Uuid } from '#kernel/contract.ts'
import { Breach, ExtraWork, ExtraWorkKind, Limit, LimitView, OnBreach, Place, Rate, Words } from './contract/shapes.ts'

export { Breach, BreachKind, ExtraWork, ExtraWorkKind, Figures, Limit, LimitView, OnBreach, Rate } from './contract/shapes.ts'

export const listLimits = route({
  method: 'GET',
  path: '/api/v1/limits',
  scope: 'limits:read',
  summary: 'Every AI agent in every team where it is deployed, with its limits, its figures and what is broken now',
  description:
    'Teams as a whole (aiAgent null) are listed where a limit is set for them. Where no limit is set, figures are those of the last 24 hours.',
  input: z.object({ ...pageInput, team: z.optional(Place.team), aiAgent: Place.aiAgent, isBreached: z.optional(z.stringbool()) }),
  output: page(LimitView),
})

export const getLimit = route({
  method: 'GET',
  path: '/api/v1/limits/of',
  scope: 'limits:read',
  summary: 'The limits and figures of one place, and how its limits were changed, newest first',
  input: z.object(Place),
  output: z.object({
    ...LimitView.shape,
    history: z.array(z.object({ ...Limit.shape, isRemoval: z.boolean(), isLoosened: z.boolean(), wasLive: z.boolean() })),
  }),
})

export const setLimit = route({
  method: 'PUT',
  path: '/api/v1/limits',
  scope: 'limits:write',
  summary: 'Fix the acceptable exception rate and the greatest queue depth; needs If-Match (0 while none is set)',
  description: 'Do it before the AI agent goes live: it cannot without. A limit that is loosened while something is live is marked so.',
  input: z.strictObject({
    ...Place,
    /** A share, 0 to 1. */
    rateMax: z.number().check(z.minimum(0), z.maximum(1)),
    depthMax: z.int().check(z.minimum(0), z.maximum(1_000_000)),
    windowHours: z._default(z.int().check(z.minimum(1), z.maximum(24 * 28)), 24),
    onBreach: z._default(OnBreach, 'pause_launches'),
    reason: Words(1000),
  }),
  output: LimitView,
})

export const removeLimit = route({
  method: 'DELETE',
  path: '/api/v1/limits',
  scope: 'limits:write',
  summary: 'Take a limit away, where nothing is live; needs If-Match',
  input: z.object(Place),
  output: LimitView,
})

export const listBreaches = route({
  method: 'GET',
  path: '/api/v1/limits/breaches',
  scope: 'limits:read',
  summary: 'When a limit was broken and what happened then, newest first',
  input: z.object({
    ...pageInput,
    after: z.optional(Uuid),
    team: z.optional(Place.team),
    aiAgent: Place.aiAgent,
    isOpen: z.optional(z.stringbool()),
  }),
  output: page(Breach),
})

export const closeBreach = route({
  method: 'POST',
  path: '/api/v1/limits/breaches/:breach/closure',
  scope: 'limits:write',
  summary: 'Say what was done about a breach, so that launches may go on',
  description: 'If the limit is still broken after its window has passed once more, a new breach begins.',
  input: z.strictObject({ breach: Uuid, what: Words(1000) }),
  output: Breach,
})

const minutes = z.int().check(z.minimum(1), z.maximum(24 * 60))

export const recordExtraWork = route({
  method: 'POST',
  path: '/api/v1/extra-work',
  scope: 'extra-work:write',
  summary: 'Record work that an AI agent made or left: babysitting, cases handled outside, cases out of scope',
  description: 'Nothing says who recorded it. `babysitting` needs minutes, the others need cases.',
  input: z.strictObject({
    ...Place,
    kind: ExtraWorkKind,
    minutes: z.optional(minutes),
    cases: z.optional(z.int().check(z.minimum(1), z.maximum(10_000))),
    /** The day of the work; today in the team's time zone unless told. */
    on: z.optional(z.iso.date('write a day as YYYY-MM-DD')),
  }),
  output: z.object({ id: Uuid, team: z.string(), aiAgent: z.nullable(z.string()), kind: ExtraWorkKind, on: z.string() }),
  status: 201,
})

export const takeBackExtraWork = route({
  method: 'DELETE',
  path: '/api/v1/extra-work/:work',
  scope: 'extra-work:write',
  summary: 'Take back what was recorded by mistake, by the id that recording it gave',
  input: z.object({ work: Uuid }),
  output: z.object({}),
})

export const countExtraWork = route({
  method: 'GET',
  path: '/api/v1/extra-work',
  scope: 'limits:read',
  summary: 'Extra work by AI agent and team over some days, with the exception rate without it and with it',
  input: z.object({
    team: z.optional(Place.team),
    aiAgent: Place.aiAgent,
    days: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(366)), 28),
  }),
  output: z.object({
    from: z.iso.datetime(),
    asOf: z.iso.datetime(),
    /** One for each AI agent in each team that has decisions or extra work; aiAgent null: recorded for the team alone. */
    items: z.array(
      z.object({ team: z.string(), aiAgent: z.nullable(z.string()), rate: Rate, rateWithExtraWork: Rate, extraWork: ExtraWork }),
    ),
  }),
})
