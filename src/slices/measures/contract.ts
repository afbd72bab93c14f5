import * as z from 'zod/mini'
import { page, route, Slug } from '#kernel/contract.ts'

export { beginRebuild, cancelRebuild, newestRebuild, Rebuild } from './contract/rebuild.ts'

/** A UTC day. */
export const Day = z.iso.date('write a day like 2026-01-31').check(z.refine((on) => on >= '1900', 'write a day after 1900'))

const Setting = z.object({ name: z.string(), value: z.number(), unit: z.string(), about: z.string(), min: z.number(), max: z.number() })

const Version = z.object({
  version: z.int(),
  settings: z.record(z.string(), z.number()),
  reason: z.string(),
  /** The first day counted by it; null for the one that ships with the product. */
  fromOn: z.nullable(z.string()),
})

export const Definition = z.object({
  id: z.string(),
  name: z.string(),
  form: z.enum(['share', 'mean', 'median', 'count']),
  unit: z.enum(['share', 'cases', 'seconds', 'times', 'cents', 'micros']),
  formula: z.string(),
  numerator: z.string(),
  denominator: z.string(),
  exclusions: z.string(),
  countedOn: z.string(),
  source: z.string(),
  records: z.enum(['conversations', 'decisions', 'suggestions', 'grades']),
  isGoodHigh: z.nullable(z.boolean()),
  isAboutPeople: z.boolean(),
  /** Who answers for what it means. */
  owner: z.string(),
  settings: z.array(Setting),
  version: z.int(),
  versions: z.array(Version),
})

/** A number with where it may lie, of how many, and whether it can be read. Shares 0 to 1, times in seconds. */
export const Figure = z.object({
  measure: z.string(),
  value: z.nullable(z.number()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  n: z.number(),
  x: z.nullable(z.number()),
  status: z.enum(['ok', 'few', 'too_few', 'immature', 'suppressed', 'none']),
})

export const listMeasures = route({
  method: 'GET',
  path: '/api/v1/measures',
  scope: 'measures:read',
  summary: 'What every figure means: formula, exclusions, settings and versions',
  input: z.object({}),
  output: page(Definition),
})

export const getMeasure = route({
  method: 'GET',
  path: '/api/v1/measures/:measure',
  scope: 'measures:read',
  summary: 'What one figure means, with its earlier versions',
  input: z.object({ measure: Slug }),
  output: Definition,
})

export const changeMeasure = route({
  method: 'POST',
  path: '/api/v1/measures/:measure/versions',
  scope: 'measures:write',
  summary: 'Change the settings of a measure: a new version, which counts days from tomorrow on',
  description: 'Days before keep the version that they were counted by, and a trend that crosses the change shows both.',
  input: z.strictObject({
    measure: Slug,
    settings: z.record(z.string().check(z.maxLength(64)), z.number()),
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(1000)),
  }),
  output: Definition,
})

export const setMeasureOwner = route({
  method: 'PUT',
  path: '/api/v1/measures/:measure/owner',
  scope: 'measures:write',
  summary: 'Say who answers for what a measure means: a function or a group, such as Finance',
  input: z.strictObject({
    measure: Slug,
    owner: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(1000)),
  }),
  output: Definition,
})

export const groupingIds = ['team', 'aiAgent', 'kind', 'day', 'week', 'month'] as const

export const getFigures = route({
  method: 'GET',
  path: '/api/v1/figures',
  scope: 'measures:read',
  summary: 'Figures of a window, grouped by team, AI agent, kind of case, day, week or month',
  description:
    'Each comes with its interval and its sample; one that cannot be known says so and has no value. Figures about teammates are held back where too few people stand behind them.',
  input: z.object({
    /** Ids of measures, separated by commas. */
    measures: z.string().check(z.regex(/^[a-z_]+(,[a-z_]+){0,19}$/, 'write ids of measures, separated by commas, 20 at most')),
    from: Day,
    to: Day,
    /** Groupings, separated by commas. */
    by: z.optional(
      z
        .string()
        .check(z.regex(/^(team|aiAgent|kind|day|week|month)(,(team|aiAgent|kind|day|week|month)){0,2}$/, `use ${groupingIds.join(', ')}`)),
    ),
    team: z.optional(Slug),
    aiAgent: z.optional(Slug),
    kind: z.optional(z.string().check(z.maxLength(200))),
  }),
  output: z.object({
    from: z.string(),
    to: z.string(),
    /** Until when what happened is in it. */
    asOf: z.nullable(z.string()),
    /** What was noted about the window after the day after it ended: how much of n and x came late. */
    restated: z.array(z.object({ measure: z.string(), n: z.number(), x: z.number(), notedOn: z.string() })),
    /** Measures whose newest days are too young to know, with the last day that is in their figures. */
    immature: z.array(z.object({ measure: z.string(), until: z.string() })),
    rows: z.array(
      z.object({
        ...Figure.shape,
        team: z.optional(z.string()),
        aiAgent: z.optional(z.string()),
        kind: z.optional(z.string()),
        /** The first day of the day, week or month. */
        on: z.optional(z.string()),
        /** The version of the definition that it was counted by: a window that crosses a change has a row for each. */
        version: z.int(),
      }),
    ),
  }),
})
