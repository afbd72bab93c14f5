import * as z from 'zod/mini'
import { Instant, Slug } from '#kernel/contract.ts'

/** An id or a word of the other system: any visible characters. */
const OwnId = z.string().check(z.regex(/^\P{C}{1,200}$/u, 'use 1 to 200 visible characters'))

/** The person's id in the other system; kept only as a pseudonym under a key of this installation. */
const person = OwnId
const Share = z.number().check(z.minimum(0), z.maximum(1))
const Day = z.iso.date('write a day like 2026-01-31').check(z.refine((on) => on >= '1900', 'write a day after 1900'))
const tickets = z.int().check(z.minimum(0), z.maximum(100_000))

/** What a teammate did with it. Opening it or hovering over it is no answer. */
export const outcomes = ['none', 'accepted', 'edited', 'overridden', 'rejected'] as const

/** Why it was not taken: the reasons of the queue, which describe the system, and what was missing around the teammate. */
export const useReasons = [
  'knowledge_wrong',
  'knowledge_missing',
  'rule_wrong',
  'context_missing',
  'tone',
  'tool_failed',
  'customer_wanted_person',
  'ai_agent_right',
  'does_not_fit',
  'unsafe',
  'did_not_know',
  'no_time',
  'not_trained',
] as const

const SuggestionFields = z.strictObject({
  team: Slug,
  /** The suggestion, by the other system's id; once in a team. */
  id: OwnId,
  person,
  aiAgent: Slug,
  /** What it was about. */
  kind: z.optional(OwnId),
  shownAt: Instant,
  answeredAt: z.optional(z.nullable(Instant)),
  outcome: z.enum(outcomes),
  reason: z.optional(z.nullable(z.enum(useReasons))),
  /** The AI agent's own, 0 to 1; kept to six places. */
  confidence: z.optional(z.nullable(Share)),
  /** How much of what was accepted is still there: 1 − the share that was changed. */
  keptShare: z.optional(z.nullable(Share)),
  /** Whether it was about a ticket that the AI agent is meant for; true unless told. */
  isEligible: z.optional(z.boolean()),
})

export const SuggestionFact = SuggestionFields.check(
  z.refine(({ outcome, answeredAt }) => (outcome === 'none') === !answeredAt, {
    path: ['answeredAt'],
    error: 'say when it was answered, and only where it was',
  }),
  z.refine(({ shownAt, answeredAt }) => !answeredAt || Date.parse(answeredAt) >= Date.parse(shownAt), {
    path: ['answeredAt'],
    error: 'it cannot be answered before it is shown',
  }),
)

export const TrainingFact = z.strictObject({
  team: Slug,
  person,
  /** Which training, such as `boundary`. */
  kind: Slug,
  at: Instant,
})

export const AccessFact = z.strictObject({ team: Slug, person, from: Instant, until: z.optional(z.nullable(Instant)) }).check(
  z.refine(({ from, until }) => !until || Date.parse(until) >= Date.parse(from), {
    path: ['until'],
    error: 'it cannot end before it begins',
  }),
)

export const ExposureFact = z
  .strictObject({
    team: Slug,
    person,
    day: Day,
    /** Tickets of that day that an AI agent is meant for. */
    eligibleTickets: tickets,
    /** Those of them on which it helped, where that is known. */
    assistedTickets: z.optional(z.nullable(tickets)),
  })
  .check(
    z.refine(({ eligibleTickets, assistedTickets }) => (assistedTickets ?? 0) <= eligibleTickets, {
      path: ['assistedTickets'],
      error: 'at most as many as there are eligible tickets',
    }),
  )

export const GradeFact = z.strictObject({
  team: Slug,
  /** The grade, by the other system's id; once in a team. */
  id: OwnId,
  aiAgent: Slug,
  aiAgentVersion: OwnId,
  /** What the AI agent took it for. */
  kind: z.optional(OwnId),
  /** The case that was answered, by the other system's id: versions are compared on the same cases. */
  case: z.optional(OwnId),
  /** What was answered, in a word such as the intent: so that it can be seen whether another version answers otherwise. */
  answer: z.optional(OwnId),
  confidence: z.optional(z.nullable(Share)),
  isRight: z.boolean(),
  /** Whether the case is one that the AI agent is meant for. */
  isInScope: z.boolean(),
  /** When the answer was given. */
  at: Instant,
  /** When it was checked; of two grades with one id the later counts. Left out: when the answer was given. */
  gradedAt: z.optional(Instant),
})
