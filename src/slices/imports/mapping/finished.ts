import type { InputOf } from '#kernel/contract.ts'
import type { recordConversationEvents } from '#slices/conversations/contract.ts'

type Event = InputOf<typeof recordConversationEvents>['events'][number]

/** A whole conversation as one row tells it. */
export type Finished = Pick<
  Event,
  'team' | 'source' | 'conversation' | 'aiAgent' | 'reason' | 'channel' | 'customer' | 'verifiedBy' | 'vendor'
> & {
  begunAt: string
  aiAgentAnsweredAt?: string
  handedOverAt?: string
  teammateAnsweredAt?: string
  resolvedAt?: string
  closedAt?: string
  facts?: Omit<NonNullable<Event['facts']>, 'begunAt' | 'resolvedAt' | 'closedAt'>
}

/**
 * The events of a conversation, each at its own time. What is only known at the end (facts, who verified it, the vendor's word) stands on
 * the last of them. The time is part of each event's id: a row that says another time later adds an event and changes none.
 */
export function eventsOf(row: Finished): Event[] {
  const { begunAt, aiAgentAnsweredAt, handedOverAt, teammateAnsweredAt, resolvedAt, closedAt } = row
  const { facts, verifiedBy, vendor, aiAgent, team, source, conversation, reason, channel, customer } = row
  const told: [Event['kind'], string | undefined][] = [
    ['opened', begunAt],
    ['ai_agent_answered', aiAgentAnsweredAt],
    ['handed_over', handedOverAt],
    ['teammate_answered', teammateAnsweredAt],
    ['resolved', resolvedAt],
    ['closed', closedAt],
  ]
  const events = told.flatMap(([kind, at], seq): Event[] =>
    at === undefined ? [] : [{ team, source, conversation, event: `${kind}@${at}`, at, seq, kind, aiAgent, reason, channel, customer }],
  )
  const last = events.reduce((latest, each) => (Date.parse(each.at) >= Date.parse(latest.at) ? each : latest))
  return events.map((event) => (event === last ? { ...event, facts, verifiedBy, vendor } : event))
}
