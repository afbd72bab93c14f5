import * as z from 'zod/mini'
import { page, pageInput, route, Slug } from '#kernel/contract.ts'
import { Day, Figure } from '#slices/measures/contract.ts'

export const answers = ['keep', 'change', 'pause', 'stop'] as const
export const reasons = [
  'helps',
  'answers_wrong',
  'not_trusted',
  'too_slow',
  'does_not_fit',
  'more_work',
  'replaced',
  'people_changed',
  'not_trained',
  'other',
] as const

/** A figure of the AI agent in the team in its first eight weeks, and in the last eight. */
const Fact = z.object({ measure: z.string(), atFirst: Figure, lately: Figure })

export const Revisit = z.object({
  team: z.string(),
  aiAgent: z.string(),
  /** The UTC day on which it went live. */
  liveOn: z.string(),
  dueOn: z.string(),
  isDue: z.boolean(),
  /** What is known of its half year, so that it can be answered in minutes. Frozen with the answer. */
  facts: z.array(Fact),
  answer: z.nullable(z.enum(answers)),
  reason: z.nullable(z.enum(reasons)),
  said: z.nullable(z.string()),
  answeredAt: z.nullable(z.string()),
  etag: z.string(),
})

export const listRevisits = route({
  method: 'GET',
  path: '/api/v1/adoption/revisits',
  scope: 'adoption:read',
  summary: 'Six-month revisits: those to answer first, then those to come, then those answered',
  input: z.object({ ...pageInput, team: z.optional(Slug), aiAgent: z.optional(Slug), isDue: z.optional(z.stringbool()) }),
  output: page(Revisit),
})

export const answerRevisit = route({
  method: 'PUT',
  path: '/api/v1/adoption/revisits/:team/:aiAgent/:dueOn',
  scope: 'adoption:write',
  summary: 'Say whether an AI agent is still worth its place in a team, and why; needs If-Match',
  input: z.strictObject({
    team: Slug,
    aiAgent: Slug,
    dueOn: Day,
    answer: z.enum(answers),
    reason: z.enum(reasons),
    said: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(2000))),
  }),
  output: Revisit,
})

export const countRevisits = route({
  method: 'GET',
  path: '/api/v1/adoption/revisit-reasons',
  scope: 'adoption:read',
  summary: 'What teams answered after half a year, summed by answer and reason',
  input: z.object({ from: z.optional(Day), to: z.optional(Day) }),
  output: z.object({
    due: z.int(),
    answered: z.int(),
    rows: z.array(z.object({ answer: z.enum(answers), reason: z.enum(reasons), teams: z.int() })),
  }),
})
