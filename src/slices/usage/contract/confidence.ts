import * as z from 'zod/mini'
import { route, Slug } from '#kernel/contract.ts'

const Day = z.iso.date('write a day like 2026-01-31').check(z.refine((on) => on >= '1900', 'write a day after 1900'))
const Name = z.string().check(z.maxLength(200))
const Share = z.coerce.number().check(z.minimum(0), z.maximum(1))
const Quarter = z.string().check(z.regex(/^\d{4}-Q[1-4]$/, 'write a quarter like 2026-Q1'))

/** A share with where the true one lies, 95 %. */
const Part = z.object({ share: z.nullable(z.number()), low: z.number(), high: z.number() })

const Version = z.object({ version: z.string(), answers: z.int(), from: z.string(), to: z.string() })

export const listConfidence = route({
  method: 'GET',
  path: '/api/v1/confidence',
  scope: 'measures:read',
  summary: 'AI agents whose confidence stands beside checked answers, with their versions, the newest first',
  input: z.object({}),
  output: z.object({ items: z.array(z.object({ aiAgent: z.string(), versions: z.array(Version), hasSuggestions: z.boolean() })) }),
})

const Threshold = z.object({
  threshold: z.number(),
  /** Answers that it would give itself, and their share of all. */
  alone: z.int(),
  coverage: z.number(),
  right: z.int(),
  wrong: z.int(),
  outOfScope: z.int(),
  /** Right answers that would wait for a person all the same. */
  heldRight: z.int(),
  precision: z.nullable(z.number()),
  low: z.number(),
  high: z.number(),
})

export const getConfidence = route({
  method: 'GET',
  path: '/api/v1/confidence/:aiAgent',
  scope: 'measures:read',
  summary: 'What would happen if an AI agent answered on its own above a confidence, by its checked answers',
  description:
    'Precision is the share of what it would answer itself that is right. `reached` is the smallest threshold at which that share reaches the goal in these answers; `safe` the smallest that can be vouched for beyond them.',
  input: z.object({
    aiAgent: Slug,
    /** The newest unless told. */
    version: z.optional(Name),
    team: z.optional(Slug),
    /** UTC days of the answer, both included. */
    from: z.optional(Day),
    to: z.optional(Day),
    /** The share of right answers that is good enough: a judgement of whoever asks. 0.95 unless told. */
    goal: z.optional(z.coerce.number().check(z.minimum(0.5), z.maximum(0.999))),
    /** From which confidence on it would answer itself; the safe threshold unless told, else the one that reaches the goal. */
    threshold: z.optional(Share),
    /** From which confidence on a person would review its answer; 0.3 unless told. */
    review: z.optional(Share),
  }),
  output: z.object({
    aiAgent: z.string(),
    version: z.nullable(z.string()),
    versions: z.array(Version),
    /** Checked answers with a confidence. */
    answers: z.int(),
    right: z.int(),
    outOfScope: z.int(),
    goal: z.number(),
    thresholds: z.array(Threshold),
    reached: z.nullable(Threshold),
    safe: z.nullable(Threshold),
    /** The threshold that the gate below is for. */
    chosen: z.nullable(Threshold),
    review: z.number(),
    gate: z.nullable(z.object({ alone: z.int(), review: z.int(), people: z.int() })),
    /** By what the AI agent took the case for, most first. */
    kinds: z.array(
      z.object({
        kind: z.string(),
        items: z.int(),
        alone: z.int(),
        review: z.int(),
        people: z.int(),
        right: z.int(),
        precision: z.nullable(z.number()),
        low: z.number(),
        high: z.number(),
      }),
    ),
    /** Ten bins of equal width: what it says, and how much of it is right. */
    calibration: z.array(
      z.object({ from: z.number(), answers: z.int(), right: z.int(), confidenceMean: z.nullable(z.number()), ...Part.shape }),
    ),
    /** Expected calibration error over these bins, 0 to 1. */
    calibrationError: z.nullable(z.number()),
    confidenceMean: z.nullable(z.number()),
    /** To within half a hundredth. */
    confidenceMedian: z.nullable(z.number()),
    /** How well confidence puts right answers before wrong ones: 0.5 not at all, 1 always. */
    ranking: z.nullable(z.number()),
  }),
})

export const compareVersions = route({
  method: 'GET',
  path: '/api/v1/confidence/:aiAgent/versions',
  scope: 'measures:read',
  summary: 'What changed between two versions of an AI agent: on the same cases, and in its confidence',
  input: z.object({
    aiAgent: Slug,
    /** The newest two unless told. */
    before: z.optional(Name),
    after: z.optional(Name),
    team: z.optional(Slug),
  }),
  output: z.object({
    before: z.nullable(z.string()),
    after: z.nullable(z.string()),
    /** Cases that both answered; null where none is known to be the same. */
    same: z.nullable(
      z.object({
        cases: z.int(),
        /** Wrong before, right after. */
        fixed: z.int(),
        /** Right before, wrong after. */
        broken: z.int(),
        /** Answered in other words than before; null where answers are not told. */
        changed: z.nullable(z.int()),
        /** Chance of so uneven a split if neither were better. */
        byChance: z.number(),
      }),
    ),
    /** Population stability index of the confidence, and what chance alone stays under in 95 of 100 cases. */
    drift: z.nullable(z.object({ psi: z.number(), byChance: z.number(), before: z.array(z.int()), after: z.array(z.int()) })),
  }),
})

export const getSuggestionConfidence = route({
  method: 'GET',
  path: '/api/v1/confidence/:aiAgent/suggestions',
  scope: 'adoption:read',
  summary:
    'Suggestions to teammates by the confidence of the AI agent: what is accepted, and what showing only the surer ones would cost and save',
  description:
    'For whole quarters that are over and all teams together, so that no two answers can be taken from each other. Teams of fewer people than the group floor are in it only where they are such a group together; neighbouring confidences are put together until enough people stand behind each.',
  input: z.object({
    aiAgent: Slug,
    /** The newest that is over unless told. */
    quarter: z.optional(Quarter),
  }),
  output: z.object({
    aiAgent: z.string(),
    quarter: z.nullable(z.string()),
    /** Those that are over and have suggestions, newest first. */
    quarters: z.array(z.string()),
    peopleMin: z.int(),
    /** Teams that are left out, for too few people. */
    teamsHeld: z.int(),
    /** Null where too few people stand behind it. */
    found: z.nullable(
      z.object({
        shown: z.int(),
        answered: z.int(),
        accepted: z.int(),
        ...Part.shape,
        /** Half are answered within so many seconds, to within 1 %. */
        answerSeconds: z.nullable(z.number()),
        /** Of those accepted whose fate is known: unchanged, and more than half rewritten. Null where too few people stand behind it. */
        taken: z.nullable(z.object({ known: z.int(), kept: z.int(), rewritten: z.int() })),
        /** Of one accepted and one not accepted, how often the accepted one had the higher confidence. */
        ranking: z.nullable(z.number()),
        /** Answered suggestions with a confidence, from one confidence to the next. */
        bins: z.array(z.object({ from: z.number(), to: z.number(), answered: z.int(), accepted: z.int(), ...Part.shape })),
        /** What showing only those at or above a threshold would keep, avoid and lose. */
        onlyAbove: z.array(
          z.object({
            threshold: z.number(),
            shown: z.int(),
            coverage: z.number(),
            accepted: z.int(),
            acceptedLost: z.int(),
            notAcceptedAvoided: z.int(),
            ...Part.shape,
          }),
        ),
      }),
    ),
  }),
})
