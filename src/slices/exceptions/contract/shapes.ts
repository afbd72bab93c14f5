import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

/** What opened the item. */
export const Origin = z.enum(['review', 'human_only', 'failed', 'customer_asked', 'disagreement', 'by_hand'])

export const Severity = z.enum(['critical', 'high', 'normal'])

/** Why a person decided otherwise, or the same. Every code describes the system, never a person. */
export const ReasonCode = z.enum([
  'knowledge_wrong',
  'knowledge_missing',
  'rule_wrong',
  'context_missing',
  'tone',
  'tool_failed',
  'customer_wanted_person',
  'ai_agent_right',
])

/** What a person can do that ends an item. */
export const ResolvingVerb = z.enum(['approve', 'edit', 'reject', 'respond', 'take_over'])

export const ItemState = z.enum(['open', 'deferred', 'held', 'resolved'])

const at = z.iso.datetime()
const Text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max))

/** An item as the list shows it. */
export const Row = z.object({
  id: Uuid,
  team: z.string(),
  aiAgent: z.nullable(z.string()),
  decisionType: z.nullable(z.string()),
  title: z.string(),
  origin: Origin,
  severity: Severity,
  state: ItemState,
  isPeopleOnly: z.boolean(),
  isHighRisk: z.boolean(),
  isDrill: z.boolean(),
  isEscalated: z.boolean(),
  /** `mine`: the reader holds it; `colleague`: somebody else does, never who. */
  claim: z.enum(['none', 'mine', 'colleague']),
  amount: z.nullable(z.object({ value: z.number(), currency: z.nullable(z.string()) })),
  openedAt: at,
  dueAt: at,
  deferredUntil: z.nullable(at),
  version: z.int(),
})

/** One part of the priority: points are what it adds now. The sum of all points orders the queue. */
export const PriorityPart = z.object({
  part: z.enum(['harm', 'time_left', 'amount', 'customer_tier', 'age', 'known_cause']),
  points: z.number(),
  /** What was measured, for example hours left or the amount; null where it is not known. */
  measured: z.nullable(z.union([z.number(), z.string()])),
  weight: z.number(),
})

export const Turn = z.object({
  from: z.enum(['customer', 'ai_agent', 'teammate', 'system']),
  at: z.nullable(at),
  text: z.string(),
})

export const Source = z.object({
  id: z.string(),
  version: z.nullable(z.string()),
  title: z.nullable(z.string()),
  href: z.nullable(z.string()),
  updatedAt: z.nullable(at),
  reviewDueAt: z.nullable(at),
})

/** Everything that a teammate needs beside the proposal. */
export const Detail = z.object({
  ...Row.shape,
  subject: z.string(),
  /** The decision it is about, when there is one. */
  decision: z.nullable(Uuid),
  run: z.nullable(z.string()),
  /** Why it is here, most important first. */
  because: z.array(z.object({ source: z.string(), rule: z.nullable(z.string()), because: z.string() })),
  standard: z.nullable(z.object({ id: z.string(), version: z.int() })),
  proposal: z.nullable(
    z.object({
      action: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
      inputs: z.record(z.string(), z.unknown()),
      confidence: z.nullable(z.number()),
      /** The reply that it wants to send, when that is what it proposes. */
      reply: z.nullable(z.string()),
    }),
  ),
  /** True when the content was erased and only the fact is left. */
  isErased: z.boolean(),
  note: z.nullable(z.string()),
  customer: z.nullable(z.object({ name: z.nullable(z.string()), tier: z.nullable(z.string()) })),
  conversation: z.array(Turn),
  sources: z.array(Source),
  links: z.array(z.object({ title: z.string(), href: z.string() })),
  earlier: z.array(z.object({ at: z.nullable(at), title: z.string(), href: z.nullable(z.string()) })),
  priority: z.object({ points: z.number(), standardVersion: z.int(), parts: z.array(PriorityPart) }),
  cause: z.nullable(z.object({ id: z.string(), title: z.string(), nextStep: z.string() })),
  /** How often people approved this type of decision as proposed; null below 30 reviews. */
  agreement: z.nullable(z.object({ share: z.number(), low: z.number(), high: z.number(), reviews: z.int() })),
  rejections: z.int(),
  expiresAt: z.nullable(at),
  escalation: z.nullable(z.object({ at, reason: z.nullable(z.string()), level: z.int() })),
  /** Until when the reader's claim lasts. */
  claimedUntil: z.nullable(at),
  held: z.nullable(z.object({ verb: ResolvingVerb, until: at, isMine: z.boolean() })),
  /** What the reader may do with it now. */
  verbs: z.array(z.enum([...ResolvingVerb.options, 'defer', 'escalate', 'undo'])),
})

const nameOf = z.string().check(z.regex(/^\P{C}{1,200}$/u, 'use 1 to 200 visible characters'))
export const Action = z.strictObject({ name: nameOf, arguments: z.record(z.string(), z.unknown()) })

export const Filter = {
  team: z.optional(Slug),
  aiAgent: z.optional(Slug),
  decisionType: z.optional(Slug),
  origin: z.optional(Origin),
  severity: z.optional(Severity),
  state: z.optional(z.enum(['open', 'deferred'])),
  /** Items that are past their promised time. */
  overdue: z.optional(z.enum(['true'])),
  /** Words of the title or the subject. */
  q: z.optional(Text(100)),
  sort: z.optional(z.enum(['priority', 'due', 'amount', 'age'])),
}

/** Why, and what to tell whom. A note goes to whoever mends the cause; a message to the AI agent or the customer. */
export const Said = {
  reasonCode: z.optional(ReasonCode),
  note: z.optional(Text(2000)),
  message: z.optional(Text(8000)),
}
