import * as z from 'zod/mini'
import { page, pageInput, route, Slug } from '#kernel/contract.ts'
import { Origin, ReasonCode, Severity } from './shapes.ts'

const points = z.number().check(z.minimum(0), z.maximum(10_000))
const harm = z.int().check(z.minimum(0), z.maximum(3))
const minutes = z.int().check(z.minimum(1), z.maximum(60 * 24 * 30))
const Reason = z.string().check(z.minLength(1), z.maxLength(1000))
const names = z.array(z.string().check(z.minLength(1), z.maxLength(64))).check(z.maxLength(50))

/** The organisation's triage standard: what makes an item come first, and how soon it is promised. */
export const TriageStandard = z.strictObject({
  /** Points per level of harm, per hour of time that is used up, and so on; see the README for the formula. */
  weights: z.strictObject({
    harm: points,
    timePerHour: points,
    amount: points,
    customerTier: points,
    agePerHour: points,
    knownCause: points,
  }),
  /** How bad a wrong or late answer is for the customer, 0 to 3, by decision type or its beginning ending in `*`. */
  harm: z.strictObject({ otherwise: harm, byType: z.record(z.string(), harm) }),
  /** Inputs that hold the amount at stake, and the amount that gives all of its points. */
  amount: z.strictObject({ inputs: names, full: z.number().check(z.minimum(1), z.maximum(1e12)) }),
  /** Inputs that hold the customer's tier, and what each tier gives, 0 to 1. */
  customerTier: z.strictObject({ inputs: names, shares: z.record(z.string(), z.number().check(z.minimum(0), z.maximum(1))) }),
  /** Promised minutes by what opened the item, and shorter ones by severity. */
  promiseMinutes: z.strictObject({ byOrigin: z.record(Origin, minutes), bySeverity: z.record(Severity, minutes) }),
  /** After how long the asking AI agent is told that nobody came. */
  expireMinutes: minutes,
  /** How long an approval may be used. */
  approvalMinutes: minutes,
  /** From which level of harm and from which amount an item is never part of a bulk approval. */
  highRisk: z.strictObject({ harm, amount: z.number().check(z.minimum(0), z.maximum(1e12)) }),
})

export const PublishedTriage = z.object({
  version: z.int(),
  /** Version 0 is what ships with Pilotage. */
  standard: TriageStandard,
  reason: z.nullable(z.string()),
  publishedAt: z.nullable(z.iso.datetime()),
})

export const getTriage = route({
  method: 'GET',
  path: '/api/v1/triage',
  scope: 'exceptions:read',
  summary: 'The triage standard in force',
  input: z.object({}),
  output: PublishedTriage,
})

export const publishTriage = route({
  method: 'POST',
  path: '/api/v1/triage',
  scope: 'triage:write',
  summary: 'Publish a new version of the triage standard; open items are ordered anew',
  description: 'Send the version that you read as If-Match.',
  input: z.strictObject({ standard: TriageStandard, reason: Reason }),
  output: PublishedTriage,
  status: 201,
})

/** What an item must have to belong to a cause; everything that is given must hold. */
export const CauseMatch = z.strictObject({
  decisionType: z.optional(Slug),
  aiAgent: z.optional(Slug),
  /** The rule of the standard that sent it here. */
  rule: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  /** Words of which at least half stand in title or subject. */
  words: z.optional(names),
})

export const Cause = z.object({
  id: Slug,
  team: z.nullable(z.string()),
  title: z.string(),
  nextStep: z.string(),
  matches: CauseMatch,
  openedAt: z.iso.datetime(),
  closedAt: z.nullable(z.iso.datetime()),
  openItems: z.int(),
  etag: z.int(),
})

export const listCauses = route({
  method: 'GET',
  path: '/api/v1/causes',
  scope: 'exceptions:read',
  summary: 'Known causes of exceptions',
  input: z.object({ ...pageInput, team: z.optional(Slug), closed: z.optional(z.enum(['true'])) }),
  output: page(Cause),
})

export const openCause = route({
  method: 'POST',
  path: '/api/v1/causes',
  scope: 'causes:write',
  summary: 'Name a cause that is known and being worked on',
  input: z.strictObject({ id: Slug, team: z.nullable(Slug), title: Reason, nextStep: Reason, matches: CauseMatch }),
  output: Cause,
  status: 201,
})

export const closeCause = route({
  method: 'POST',
  path: '/api/v1/causes/:id/close',
  scope: 'causes:write',
  summary: 'Say that a cause is mended',
  input: z.strictObject({ id: Slug, what: Reason }),
  output: Cause,
})

export const countReasons = route({
  method: 'GET',
  path: '/api/v1/exceptions/reasons',
  scope: 'exceptions:read',
  summary: 'Why people decided otherwise, by AI agent and decision type; never who',
  description:
    'Counts are withheld for a team of fewer people than the group floor, and where they could be subtracted out of a shown total.',
  input: z.object({
    team: z.optional(Slug),
    aiAgent: z.optional(Slug),
    days: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(366)), 28),
  }),
  output: z.object({
    from: z.iso.datetime(),
    asOf: z.iso.datetime(),
    status: z.enum(['ok', 'suppressed']),
    reviews: z.nullable(z.int()),
    byReason: z.array(z.object({ reasonCode: ReasonCode, reviews: z.int() })),
    byType: z.array(
      z.object({ aiAgent: z.nullable(z.string()), decisionType: z.nullable(z.string()), reasonCode: ReasonCode, reviews: z.int() }),
    ),
  }),
})
