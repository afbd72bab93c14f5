import * as z from 'zod/mini'
import { route } from '#kernel/contract.ts'
import { Day } from '#slices/measures/contract.ts'

const Around = z.object({ value: z.number(), low: z.number(), high: z.number() })
const Limits = z.object({ low998: z.number(), low95: z.number(), high95: z.number(), high998: z.number() })

export const verdicts = ['differs', 'watch', 'as_expected', 'too_few', 'not_adjusted'] as const

const Team = z.object({
  team: z.string(),
  /** As counted. */
  hits: z.number(),
  of: z.number(),
  share: z.nullable(z.number()),
  low: z.number(),
  high: z.number(),
  /** What the organisation would reach with this team's cases. */
  expected: z.nullable(z.number()),
  /** What this team would reach with the organisation's cases. */
  adjusted: z.nullable(z.number()),
  /** The number to show beside the name: moved towards what teams reach in general, the more the fewer its cases. */
  estimate: z.nullable(Around),
  /** Where to draw it: cases by how much they can tell. */
  weight: z.number(),
  widened: z.nullable(Limits),
  p: z.nullable(z.number()),
  /** Share of false flags to expect among those that are at least as clear. */
  q: z.nullable(z.number()),
  verdict: z.enum(verdicts),
  /** The Monday of the week since when it runs outside of what is expected, where it is flagged. */
  since: z.nullable(z.string()),
})

export const ReviewedMeasure = z.object({
  measure: z.string(),
  /** The window that it was looked at in. */
  from: z.string(),
  to: z.string(),
  overall: z.nullable(z.number()),
  /** The middle of the teams, which the funnel is drawn around. */
  centre: z.nullable(z.number()),
  /** Standard deviation of the true shares of teams around the middle; null below ten teams. */
  spread: z.nullable(Around),
  /** Teams with enough cases to be judged. */
  judged: z.int(),
  teams: z.array(Team),
})

export const getDivergence = route({
  method: 'GET',
  path: '/api/v1/quality/divergence',
  scope: 'quality:read',
  summary: 'Which teams really differ, after their mix of cases, and since when',
  description:
    'Without a window: the twelve weeks up to the newest counted day or, where too few teams have enough cases in them, the newest twelve in which enough had; a figure that ended long before the others has a window of its own. All measures asked for are judged together, so that at most one flag in twenty is false. Meant for a monthly look; drift from day to day is the matter of alarms.',
  input: z.object({
    /** Ids of measures that are shares, separated by commas. */
    measures: z.optional(z.string().check(z.regex(/^[a-z_]+(,[a-z_]+){0,9}$/, 'write ids of measures, separated by commas, 10 at most'))),
    from: z.optional(Day),
    to: z.optional(Day),
  }),
  output: z.object({
    /** The window of the figure that was counted last; each figure has its own. */
    from: z.nullable(z.string()),
    to: z.nullable(z.string()),
    /** The newest day that anything is counted on. */
    newest: z.nullable(z.string()),
    /** Limits of the review: all are judgement. */
    settings: z.object({ casesMin: z.int(), teamsMin: z.int(), typeCasesMin: z.int(), differsAt: z.number(), watchAt: z.number() }),
    measures: z.array(ReviewedMeasure),
  }),
})
