import type * as z from 'zod/mini'
import type { ConversationEvent } from './contract.ts'

/** What another system says happened in a conversation. */
export type Event = z.infer<typeof ConversationEvent>

/**
 * An event as it is kept: flat, instants as milliseconds, the customer as a pseudonym, what was said kept apart. What is
 * missing was not said.
 */
export type Step = {
  event: string
  at: number
  seq: number
  kind: Event['kind']
  team: string
  aiAgent?: string
  reason?: string
  channel?: string
  customer?: string
  verifiedBy?: Event['verifiedBy']
  word?: string
  rule?: string
  ruleVersion?: string
  begunAt?: number
  resolvedAt?: number
  closedAt?: number
  reopens?: number
  reassignments?: number
  slaMet?: boolean
  knowledgeUsed?: boolean
  satisfied?: boolean
  handleSeconds?: number
  costCents?: number
  currency?: string
}

const msOf = (instant: string | undefined) => (instant === undefined ? undefined : Date.parse(instant))

/** Field by field, so that all steps have one shape: an import makes a hundred thousand of them. */
export function stepOf(event: Event, pseudonymOf: (customer: string) => string): Step {
  const { facts = {}, vendor = {} as Partial<NonNullable<Event['vendor']>> } = event
  return {
    event: event.event,
    at: Date.parse(event.at),
    seq: event.seq ?? 0,
    kind: event.kind,
    team: event.team,
    aiAgent: event.aiAgent,
    reason: event.reason,
    channel: event.channel,
    customer: event.customer === undefined ? undefined : pseudonymOf(event.customer),
    verifiedBy: event.verifiedBy ?? (event.kind === 'confirmed' ? 'customer' : undefined),
    word: vendor.word,
    rule: vendor.rule,
    ruleVersion: vendor.ruleVersion,
    begunAt: msOf(facts.begunAt),
    resolvedAt: msOf(facts.resolvedAt),
    closedAt: msOf(facts.closedAt),
    reopens: facts.reopens,
    reassignments: facts.reassignments,
    slaMet: facts.slaMet,
    knowledgeUsed: facts.knowledgeUsed,
    satisfied: facts.satisfied,
    handleSeconds: facts.handleSeconds,
    costCents: facts.costCents,
    currency: facts.currency,
  }
}

/** The one order of the steps of a conversation: by time, then by the source's own order, then by id. */
export function compareSteps(one: Step, other: Step): number {
  if (one.at !== other.at) return one.at - other.at
  if (one.seq !== other.seq) return one.seq - other.seq
  if (one.event === other.event) return 0
  return one.event < other.event ? -1 : 1
}
