import * as z from 'zod/mini'
import { Instant, page, pageInput, route, Slug } from '#kernel/contract.ts'
import { ConversationEvent, OwnId, Said, Vendor, VerifiedBy } from './contract/event.ts'

export { ConversationEvent, eventKinds, textMax } from './contract/event.ts'

export const states = [
  'open',
  'not_involved',
  'involved_no_answer',
  'assisted_escalation',
  'contained_unconfirmed',
  'contained_verified',
  'reopened',
  'recontacted',
] as const

export const State = z.enum(states)

const Day = z.iso.date('write a day like 2026-01-31').check(z.refine((on) => on >= '1900', 'write a day after 1900'))
const At = z.iso.datetime()

export const recordConversationEvents = route({
  method: 'POST',
  path: '/api/v1/conversations/events',
  scope: 'conversations:write',
  summary: 'Report what happened in conversations, up to 1,000 events at once',
  description:
    'In any order; an event that is on record changes nothing. All of them are recorded, or none. Text is redacted before it is kept, and a customer only as a pseudonym.',
  input: z.strictObject({ events: z.array(ConversationEvent).check(z.minLength(1), z.maxLength(1000)) }),
  output: z.object({
    /** Events that are new. */
    recorded: z.int(),
    /** Events that were on record before, or twice in the request. */
    repeated: z.int(),
    /** Conversations that they belong to. */
    conversations: z.int(),
  }),
  bodyLimitBytes: 8 * 1024 * 1024,
})

export const Conversation = z.object({
  /** Where to find it here. */
  id: z.string(),
  source: z.string(),
  /** The other system's id. */
  conversation: z.string(),
  team: z.string(),
  aiAgent: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  channel: z.nullable(z.string()),
  state: State,
  verifiedBy: z.nullable(VerifiedBy),
  vendor: z.nullable(Vendor),
  begunAt: At,
  /** When it was solved or closed, whichever came first; null while it goes on. */
  endedAt: z.nullable(At),
  resolvedAt: z.nullable(At),
  closedAt: z.nullable(At),
  /** When the customer came back about the same thing. */
  cameBackAt: z.nullable(At),
  reopens: z.int(),
  reassignments: z.nullable(z.int()),
  slaMet: z.nullable(z.boolean()),
  knowledgeUsed: z.nullable(z.boolean()),
  satisfied: z.nullable(z.boolean()),
  handleSeconds: z.nullable(z.int()),
  costCents: z.nullable(z.int()),
  currency: z.nullable(z.string()),
  events: z.int(),
  /** When its newest event was recorded here. */
  changedAt: At,
})

export const listConversations = route({
  method: 'GET',
  path: '/api/v1/conversations',
  scope: 'conversations:read',
  summary: 'Conversations, newest first, or those behind a figure',
  description:
    'With a measure: those that it counts, and with hit those that it counts as such (true) or not (false); from and to are then the days that the measure counts on. With asOf: what was known then, over at most 200 conversations a page.',
  input: z.object({
    ...pageInput,
    after: z.optional(z.string().check(z.maxLength(400))),
    team: z.optional(Slug),
    aiAgent: z.optional(Slug),
    state: z.optional(State),
    reason: z.optional(OwnId),
    /** Days, both included. */
    from: z.optional(Day),
    to: z.optional(Day),
    measure: z.optional(Slug),
    hit: z.optional(z.stringbool()),
    asOf: z.optional(Instant),
  }),
  output: page(Conversation),
})

export const getConversation = route({
  method: 'GET',
  path: '/api/v1/conversations/:id',
  scope: 'conversations:read',
  summary: 'One conversation: its state, how it came to it, and what was said, redacted',
  input: z.object({
    id: z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}:\P{C}{1,200}$/u, 'use an id as this API gave it')),
    asOf: z.optional(Instant),
  }),
  output: z.object({
    ...Conversation.shape,
    /** Every step, oldest first, with the state after it. */
    steps: z.array(
      z.object({
        event: z.string(),
        at: At,
        recordedAt: At,
        kind: ConversationEvent.shape.kind,
        team: z.string(),
        aiAgent: z.nullable(z.string()),
        state: State,
        verifiedBy: z.nullable(VerifiedBy),
        vendor: z.nullable(Vendor),
        said: z.nullable(z.object({ from: Said.shape.from, text: z.string() })),
      }),
    ),
  }),
})
