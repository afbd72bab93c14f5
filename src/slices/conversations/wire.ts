import type { OutputOf } from '#kernel/contract.ts'
import type { listConversations } from './contract.ts'
import { type Conversation, endedAt, type State } from './conversation.ts'

type Wire = OutputOf<typeof listConversations>['items'][number]

/** A conversation with what is kept beside it. */
export type Shown = {
  source: string
  externalId: string
  conversation: Conversation
  state: State
  nextContactAt: number | null
  counted: number
  hit: number
  eventCount: number
  changedAt: Date
}

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

/** What readers see: everything but the customer's pseudonym. */
export function toConversation({ source, externalId, conversation, state, nextContactAt, eventCount, changedAt }: Shown): Wire {
  return {
    id: `${source}:${externalId}`,
    source,
    conversation: externalId,
    team: conversation.teamId,
    aiAgent: conversation.aiAgentId,
    reason: conversation.reason,
    channel: conversation.channel,
    state,
    verifiedBy: conversation.verifiedBy ?? null,
    vendor: conversation.vendor,
    begunAt: new Date(conversation.begunAt).toISOString(),
    endedAt: instant(endedAt(conversation)),
    resolvedAt: instant(conversation.resolvedAt),
    closedAt: instant(conversation.closedAt),
    cameBackAt: instant(nextContactAt),
    reopens: conversation.reopens,
    reassignments: conversation.reassignments,
    slaMet: conversation.slaMet,
    knowledgeUsed: conversation.knowledgeUsed,
    satisfied: conversation.satisfied,
    handleSeconds: conversation.handleSeconds,
    costCents: conversation.costCents,
    currency: conversation.currency,
    events: eventCount,
    changedAt: changedAt.toISOString(),
  }
}

export type Wanted = {
  teams: readonly string[] | null
  aiAgentId?: string
  state?: State
  reason?: string
  from?: Date
  to?: Date
  on: 'begun' | 'ended'
  bit?: number
  isHit?: boolean
}

/** Whether a conversation is one that was asked for, by the same rules as the list's statement. */
export function fits(shown: Shown, wanted: Wanted): boolean {
  const { conversation, state } = shown
  return (
    (wanted.teams?.includes(conversation.teamId) ?? true) &&
    (wanted.aiAgentId ?? conversation.aiAgentId) === conversation.aiAgentId &&
    (wanted.state ?? state) === state &&
    (wanted.reason ?? conversation.reason) === conversation.reason &&
    isWithin(wanted.on === 'begun' ? conversation.begunAt : endedAt(conversation), wanted) &&
    isBehind(shown, wanted)
  )
}

function isWithin(at: number | null, { from, to }: Wanted): boolean {
  if (!from && !to) return true
  return at !== null && at >= (from?.getTime() ?? at) && (!to || at < to.getTime())
}

function isBehind({ counted, hit }: Shown, { bit, isHit }: Wanted): boolean {
  if (bit === undefined) return true
  return (counted & bit) !== 0 && (isHit === undefined || ((hit & bit) !== 0) === isHit)
}
