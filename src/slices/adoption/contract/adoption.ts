import * as z from 'zod/mini'
import { route, Slug } from '#kernel/contract.ts'
import { Day } from '#slices/measures/contract.ts'

/** In the order in which a page shows them: those that ask for something first. */
export const stateIds = [
  'quiet_rejection',
  'overridden',
  'blocked',
  'slow_start',
  'unknown',
  'onboarding',
  'adopted',
  'over_reliant',
  'not_exposed',
  'not_enough_people',
] as const

export const signalIds = ['reach', 'training', 'first_use', 'stopping', 'override', 'unfit_reasons', 'active'] as const

/** What helps, by state: the remedies of a slow start and of quiet rejection are opposite. */
export const remedyIds = ['wait', 'grant_access', 'keep', 'check_quality', 'fix_the_tool', 'enable', 'investigate'] as const

const Part = z.object({ share: z.number(), low: z.number(), high: z.number(), of: z.int() })

export const Signal = z.object({
  signal: z.enum(signalIds),
  reading: z.enum(['low', 'high', 'unclear', 'no_data', 'not_applicable']),
  hits: z.int(),
  of: z.int(),
  /** Log-odds that it adds for rejection; below zero it speaks for a slow start. */
  weight: z.number(),
})

export const TeamAdoption = z.object({
  team: z.string(),
  state: z.enum(stateIds),
  /** Chance that the team turns it down rather than starts slowly; null where it is not asked. */
  rejection: z.nullable(z.number()),
  /** Evidence for and against. Empty where too few people stand behind it. */
  signals: z.array(Signal),
  remedy: z.enum(remedyIds),
  /** People, each in what comes before as well; null where too few people stand behind it. */
  funnel: z.nullable(
    z.object({
      access: z.int(),
      trained: z.int(),
      reached: z.int(),
      tried: z.int(),
      activated: z.int(),
      active: z.int(),
      retained: z.nullable(z.int()),
    }),
  ),
  /** Of people with work for it, week by week: those active. A week with too few people has no share. */
  weeks: z.array(z.object({ on: z.string(), active: z.nullable(Part) })),
  /** Suggestions accepted, edited or not, of those answered. */
  accepted: z.nullable(Part),
  /** Tickets fit for it that it helped with. */
  assisted: z.nullable(Part),
  /** Share of those who ever used it that still do, by days since; only while enough people are observed. */
  survival: z.array(z.object({ days: z.int(), share: z.number(), low: z.number(), high: z.number(), atRisk: z.int() })),
})

const Cohort = z.object({
  /** First days of the first and the last month in which its teams began. */
  from: z.string(),
  to: z.string(),
  /** It may hold teams that began even before. */
  isOrBefore: z.boolean(),
  teams: z.array(z.string()),
  /** Those who ever used it. */
  people: z.int(),
  survival: TeamAdoption.shape.survival,
})

export const Rules = z.object({
  ticketsMin: z.int().check(z.minimum(1), z.maximum(100)),
  ticketDaysMin: z.int().check(z.minimum(1), z.maximum(7)),
  actionsMin: z.int().check(z.minimum(1), z.maximum(100)),
  actionDaysMin: z.int().check(z.minimum(1), z.maximum(7)),
  activeShareMin: z.number().check(z.minimum(0.05), z.maximum(1)),
  weeksMin: z.int().check(z.minimum(1), z.maximum(4)),
  assistedShareMin: z.number().check(z.minimum(0), z.maximum(1)),
})

export const getAdoption = route({
  method: 'GET',
  path: '/api/v1/adoption',
  scope: 'adoption:read',
  summary: 'How teams take AI agents up: their state with the evidence for and against, never a person',
  description:
    'Four whole weeks, Monday to Sunday, up to the newest with use, or up to the one that `until` lies in. Weeks and teams with fewer people than the floor are left out of everything, so nothing follows from the difference of two answers.',
  input: z.object({ team: z.optional(Slug), aiAgent: z.optional(Slug), until: z.optional(Day) }),
  output: z.object({
    from: z.nullable(z.string()),
    to: z.nullable(z.string()),
    rules: z.object({ ...Rules.shape, version: z.int() }),
    /** People below which nothing is shown. */
    peopleMin: z.int(),
    /** Teams that are adopted, of those with access that are shown. */
    adopted: z.int(),
    teams: z.array(TeamAdoption),
    /**
     * Whole teams that are shown, by the month in which they began: when as many people as may be shown had used it once. At most three, oldest
     * first; earlier months stand together.
     */
    cohorts: z.array(Cohort),
  }),
})

export const changeRules = route({
  method: 'POST',
  path: '/api/v1/adoption/rules',
  scope: 'adoption:write',
  summary: 'Say what counts as active use: a new version for the whole organisation',
  input: z.strictObject({ ...Rules.shape, reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(1000)) }),
  output: z.object({ ...Rules.shape, version: z.int() }),
})
