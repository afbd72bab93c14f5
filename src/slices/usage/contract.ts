import * as z from 'zod/mini'
import { page, pageInput, route, Slug } from '#kernel/contract.ts'
import { AccessFact, ExposureFact, GradeFact, SuggestionFact, TrainingFact } from './contract/facts.ts'

export { compareVersions, getConfidence, getSuggestionConfidence, listConfidence } from './contract/confidence.ts'
export { AccessFact, ExposureFact, GradeFact, outcomes, SuggestionFact, TrainingFact, useReasons } from './contract/facts.ts'

const scope = 'usage:write'
const batch = <T extends z.ZodMiniType>(fact: T) => z.array(fact).check(z.minLength(1), z.maxLength(1000))
const bodyLimitBytes = 2 * 1024 * 1024

const output = z.object({
  /** Those that are new or changed what was known. */
  recorded: z.int(),
  /** Those that were known already. */
  unchanged: z.int(),
})

const description =
  'In any order, and again at will: what is known already changes nothing. All of a request is recorded, or none. People are kept only as pseudonyms, and no list or figure about one of them can be read.'

export const recordSuggestions = route({
  method: 'POST',
  path: '/api/v1/usage/suggestions',
  scope,
  summary: 'Report suggestions shown to teammates and what became of them, up to 1,000 at once',
  description,
  input: z.strictObject({ suggestions: batch(SuggestionFact) }),
  output,
  bodyLimitBytes,
})

export const recordTraining = route({
  method: 'POST',
  path: '/api/v1/usage/training',
  scope,
  summary: 'Report who was trained, up to 1,000 at once',
  description,
  input: z.strictObject({ training: batch(TrainingFact) }),
  output,
  bodyLimitBytes,
})

export const recordAccess = route({
  method: 'POST',
  path: '/api/v1/usage/access',
  scope,
  summary: 'Report who can use AI agents in a team and until when, up to 1,000 at once',
  description: `${description} An end that was told once stays; of two ends the later counts.`,
  input: z.strictObject({ access: batch(AccessFact) }),
  output,
  bodyLimitBytes,
})

export const recordExposure = route({
  method: 'POST',
  path: '/api/v1/usage/exposure',
  scope,
  summary: 'Report how many tickets fit for AI agents each person had on a day, up to 1,000 at once',
  description: `${description} Of two numbers for one day the greater counts, so a day may be told before it is over.`,
  input: z.strictObject({ exposure: batch(ExposureFact) }),
  output,
  bodyLimitBytes,
})

export const recordGrades = route({
  method: 'POST',
  path: '/api/v1/grades',
  scope,
  summary: 'Report answers of AI agents that were checked, up to 1,000 at once',
  description: 'In any order, and again at will; of two grades with one id the one that was made later counts.',
  input: z.strictObject({ grades: batch(GradeFact) }),
  output,
  bodyLimitBytes,
})

const Day = z.iso.date('write a day like 2026-01-31').check(z.refine((on) => on >= '1900', 'write a day after 1900'))

export const listGrades = route({
  method: 'GET',
  path: '/api/v1/grades',
  scope: 'measures:read',
  summary: 'Checked answers, newest first: the records behind the figures of what is right',
  input: z.object({
    ...pageInput,
    after: z.optional(z.string().check(z.maxLength(400))),
    team: z.optional(Slug),
    aiAgent: z.optional(Slug),
    aiAgentVersion: z.optional(z.string().check(z.maxLength(200))),
    kind: z.optional(z.string().check(z.maxLength(200))),
    isRight: z.optional(z.stringbool('write true or false')),
    isInScope: z.optional(z.stringbool('write true or false')),
    /** Confidence of at least, and under. */
    confidenceFrom: z.optional(z.coerce.number().check(z.minimum(0), z.maximum(1))),
    confidenceBelow: z.optional(z.coerce.number().check(z.minimum(0), z.maximum(1))),
    /** UTC days of the answer, both included. */
    from: z.optional(Day),
    to: z.optional(Day),
  }),
  output: page(
    z.object({
      team: z.string(),
      id: z.string(),
      aiAgent: z.string(),
      aiAgentVersion: z.string(),
      kind: z.string(),
      case: z.nullable(z.string()),
      answer: z.nullable(z.string()),
      confidence: z.nullable(z.number()),
      isRight: z.boolean(),
      isInScope: z.boolean(),
      at: z.string(),
      gradedAt: z.string(),
    }),
  ),
})
