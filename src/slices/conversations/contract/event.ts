import * as z from 'zod/mini'
import { Instant, Slug } from '#kernel/contract.ts'

/** An id or a word of the other system: any visible characters. */
export const OwnId = z.string().check(z.regex(/^\P{C}{1,200}$/u, 'use 1 to 200 visible characters'))

export const eventKinds = [
  'opened',
  'updated',
  'ai_agent_answered',
  'customer_replied',
  'handed_over',
  'teammate_answered',
  'confirmed',
  'resolved',
  'closed',
  'reopened',
  'rated',
] as const

export const VerifiedBy = z.enum(['customer', 'llm', 'human_review', 'timeout'])

/** The other system's own word for how it ended, with the rule and the version of the rule behind the word. */
export const Vendor = z.strictObject({ word: OwnId, rule: z.optional(OwnId), ruleVersion: z.optional(OwnId) })

const count = z.int().check(z.minimum(0), z.maximum(100_000))

/**
 * What the other system says of the conversation as of this event; a later event says it anew. Times that lie after the
 * event's own are left out until an event comes that is at least as late: nothing is known before its time.
 */
export const Facts = z.strictObject({
  /** When the customer first wrote, where that was before the first event. */
  begunAt: z.optional(Instant),
  resolvedAt: z.optional(Instant),
  closedAt: z.optional(Instant),
  reopens: z.optional(count),
  reassignments: z.optional(count),
  slaMet: z.optional(z.boolean()),
  knowledgeUsed: z.optional(z.boolean()),
  satisfied: z.optional(z.boolean()),
  /** Seconds that people worked on it. */
  handleSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(100_000_000))),
  costCents: z.optional(z.int().check(z.minimum(0), z.maximum(1_000_000_000))),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/, 'write a currency like EUR'))),
})

export const textMax = 20_000

/** What was said. `names` are those that the source marks; they are taken out, as are addresses and numbers of people. */
export const Said = z.strictObject({
  from: z.enum(['customer', 'ai_agent', 'teammate']),
  text: z.string().check(z.minLength(1), z.maxLength(textMax)),
  names: z.optional(z.array(z.string().check(z.minLength(2), z.maxLength(200))).check(z.maxLength(20))),
})

export const ConversationEvent = z.strictObject({
  team: Slug,
  /** The system that it comes from, such as a helpdesk. */
  source: Slug,
  /** The conversation, by that system's id. */
  conversation: OwnId,
  /** The event, by that system's id; once in a conversation. */
  event: OwnId,
  at: Instant,
  /** Order among events of one instant. */
  seq: z.optional(z.int().check(z.minimum(0), z.maximum(2_000_000_000))),
  kind: z.enum(eventKinds),
  aiAgent: z.optional(Slug),
  /** What the customer wants, in the source's words. */
  reason: z.optional(OwnId),
  channel: z.optional(OwnId),
  /** The customer's id in the source; kept only as a pseudonym under a key of this installation. */
  customer: z.optional(OwnId),
  verifiedBy: z.optional(VerifiedBy),
  vendor: z.optional(Vendor),
  facts: z.optional(Facts),
  text: z.optional(Said),
})
