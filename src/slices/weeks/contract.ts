import * as z from 'zod/mini'
import { route, Slug } from '#kernel/contract.ts'
import { Figure } from '#slices/measures/contract.ts'

/** A figure of a week. Money is told one currency at a time. */
const WeekFigure = z.object({
  ...Figure.shape,
  currency: z.nullable(z.string()),
  /** Of times and costs: all of them added up, in the unit of the measure. */
  total: z.nullable(z.number()),
  /** Of times and costs: how many runs or conversations there were; of `n` of them it is known. */
  of: z.nullable(z.int()),
})

const Weeks = z.object({
  from: z.string(),
  to: z.string(),
  /** The frozen values that the weeks are held against. `perWeek` for what is only counted, where all at work have one. */
  baselines: z.array(
    z.object({
      measure: z.string(),
      currency: z.nullable(z.string()),
      value: z.nullable(z.number()),
      low: z.nullable(z.number()),
      high: z.nullable(z.number()),
      perWeek: z.nullable(z.number()),
      from: z.string(),
      to: z.string(),
      /** It was frozen for so many AI agents in teams, of those at work in these weeks. */
      places: z.int(),
      ofPlaces: z.int(),
    }),
  ),
  weeks: z.array(
    z.object({
      /** Its Monday, UTC. */
      on: z.string(),
      isOver: z.boolean(),
      /** Decisions, errors, exceptions, time and cost of runs, handling time and cost of conversations. */
      figures: z.array(WeekFigure),
      /** Hours of the week with decisions, of those in which each AI agent’s own rhythm expects at least three; null where none has a rhythm yet. */
      uptime: z.nullable(z.object({ hours: z.int(), expected: z.int() })),
    }),
  ),
  /** The same window, part by part: an AI agent’s teams, a team’s AI agents, the teams of a department or of all. */
  parts: z.array(
    z.object({ id: z.string(), figures: z.array(WeekFigure), uptime: z.nullable(z.object({ hours: z.int(), expected: z.int() })) }),
  ),
})

const weeksInput = { weeks: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(104)), 13) }

export const aiAgentWeeks = route({
  method: 'GET',
  path: '/api/v1/ai-agents/:aiAgent/weeks',
  scope: 'measures:read',
  summary: 'One AI agent week by week, against its frozen baseline, and its teams',
  input: z.object({ aiAgent: Slug, team: z.optional(Slug), ...weeksInput }),
  output: Weeks,
})

export const teamWeeks = route({
  method: 'GET',
  path: '/api/v1/teams/:team/weeks',
  scope: 'measures:read',
  summary: 'One team week by week, against its frozen baseline, and its AI agents',
  input: z.object({ team: Slug, ...weeksInput }),
  output: Weeks,
})

export const departmentWeeks = route({
  method: 'GET',
  path: '/api/v1/departments/:department/weeks',
  scope: 'measures:read',
  summary: 'The teams of a department that one may see, together and apart, week by week',
  input: z.object({ department: Slug, ...weeksInput }),
  output: Weeks,
})

export const organisationWeeks = route({
  method: 'GET',
  path: '/api/v1/organisation/weeks',
  scope: 'measures:read',
  summary: 'Every team that one may see, together and apart, week by week',
  input: z.object(weeksInput),
  output: Weeks,
})
