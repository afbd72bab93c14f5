import * as z from 'zod/mini'
import { page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { Day } from '#slices/measures/contract.ts'

const words = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))

export const causeIds = ['training', 'tool', 'knowledge', 'policy', 'case_mix', 'chance', 'other'] as const
export const remedyIds = ['train', 'fix_tool', 'fix_knowledge', 'change_policy', 'leave_alone'] as const

const Source = z.string().check(z.minLength(1), z.maxLength(64))
const ExternalId = z.string().check(z.minLength(1), z.maxLength(200))

export const Investigation = z.object({
  id: z.string(),
  team: z.string(),
  /** The figure that asked the question; null when a person did. */
  measure: z.nullable(z.string()),
  question: z.string(),
  from: z.string(),
  to: z.string(),
  openedAt: z.string(),
  state: z.enum(['open', 'found', 'treated', 'closed']),
  /** What is still to be done before a remedy can be chosen; empty when nothing is. */
  missing: z.array(z.enum(['read', 'listen', 'find'])),
  toRead: z.array(z.object({ source: z.string(), conversation: z.string(), isRead: z.boolean(), note: z.nullable(z.string()) })),
  readsNeeded: z.int(),
  heard: z.array(z.object({ people: z.int(), said: z.string(), at: z.string() })),
  finding: z.nullable(z.string()),
  cause: z.nullable(z.enum(causeIds)),
  remedy: z.nullable(z.enum(remedyIds)),
  plan: z.nullable(z.string()),
  startsOn: z.nullable(z.string()),
  closedAt: z.nullable(z.string()),
  outcome: z.nullable(z.string()),
  etag: z.string(),
})

const id = { investigation: Uuid }

export const listInvestigations = route({
  method: 'GET',
  path: '/api/v1/investigations',
  scope: 'quality:read',
  summary: 'Investigations, newest first',
  input: z.object({ ...pageInput, after: z.optional(Uuid), team: z.optional(Slug), isOpen: z.optional(z.stringbool()) }),
  output: page(Investigation),
})

export const getInvestigation = route({
  method: 'GET',
  path: '/api/v1/investigations/:investigation',
  scope: 'quality:read',
  summary: 'One investigation: what was read and heard, what was found, which remedy was chosen',
  input: z.object(id),
  output: Investigation,
})

export const openInvestigation = route({
  method: 'POST',
  path: '/api/v1/investigations',
  scope: 'quality:write',
  summary: 'Ask why a team differs, before anything is done about it',
  description: 'Picks conversations of the window at random, half of them hits of the measure where it has hits, for somebody to read.',
  input: z.strictObject({ team: Slug, measure: z.optional(Slug), question: words(500), from: Day, to: Day }),
  output: Investigation,
  status: 201,
})

export const recordRead = route({
  method: 'POST',
  path: '/api/v1/investigations/:investigation/reads',
  scope: 'quality:write',
  summary: 'Say that a conversation of the sample was read, with what stood out',
  input: z.strictObject({ ...id, source: Source, conversation: ExternalId, note: z.optional(words(2000)) }),
  output: Investigation,
})

export const recordVoices = route({
  method: 'POST',
  path: '/api/v1/investigations/:investigation/voices',
  scope: 'quality:write',
  summary: 'Say what people of the team said, and how many were heard; no names',
  input: z.strictObject({ ...id, people: z.int().check(z.minimum(1), z.maximum(10_000)), said: words(4000) }),
  output: Investigation,
})

export const recordFinding = route({
  method: 'PUT',
  path: '/api/v1/investigations/:investigation/finding',
  scope: 'quality:write',
  summary: 'Write down what it is; needs If-Match',
  input: z.strictObject({ ...id, finding: words(4000), cause: z.enum(causeIds) }),
  output: Investigation,
})

export const chooseRemedy = route({
  method: 'PUT',
  path: '/api/v1/investigations/:investigation/remedy',
  scope: 'quality:write',
  summary: 'Choose what is done about it; only after reading, listening and a finding; needs If-Match',
  input: z.strictObject({ ...id, remedy: z.enum(remedyIds), plan: words(2000), startsOn: Day }),
  output: Investigation,
})

export const closeInvestigation = route({
  method: 'POST',
  path: '/api/v1/investigations/:investigation/closure',
  scope: 'quality:write',
  summary: 'Say what came of it; needs If-Match',
  input: z.strictObject({ ...id, outcome: words(2000) }),
  output: Investigation,
})

export const getEffect = route({
  method: 'GET',
  path: '/api/v1/investigations/:investigation/effect',
  scope: 'quality:read',
  summary: 'What the remedy changed: the team against the others, before and after, in a form that may be looked at every day',
  input: z.object(id),
  output: z.object({
    status: z.enum(['no_remedy', 'too_early', 'no_comparison', 'unknown_yet', 'better', 'worse', 'changed']),
    /** Change of the team less the change of the others, in the unit of the measure. */
    change: z.nullable(z.number()),
    low: z.nullable(z.number()),
    high: z.nullable(z.number()),
    /** Share of teams whose change is at least as large, the team itself among them. */
    p: z.nullable(z.number()),
    teamsCompared: z.int(),
    daysBefore: z.int(),
    daysAfter: z.int(),
    days: z.array(z.object({ on: z.string(), team: z.nullable(z.number()), others: z.nullable(z.number()) })),
  }),
})
