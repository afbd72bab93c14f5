import type { OutputOf } from '#kernel/contract.ts'
import type { getConversation } from './contract.ts'
import type { Step } from './event.ts'

export type State = OutputOf<typeof getConversation>['state']

/** What is known of a conversation from its events, as of the last of them. Instants are milliseconds; null is not known, or not yet. */
export type Conversation = {
  teamId: string
  aiAgentId: string | null
  reason: string | null
  channel: string | null
  /** A pseudonym. */
  customer: string | null
  verifiedBy: Step['verifiedBy'] | null
  vendor: { word: string; rule?: string; ruleVersion?: string } | null
  begunAt: number
  resolvedAt: number | null
  closedAt: number | null
  reopens: number
  reassignments: number | null
  slaMet: boolean | null
  knowledgeUsed: boolean | null
  satisfied: boolean | null
  handleSeconds: number | null
  costCents: number | null
  currency: string | null
  /** The teams that had it, one after the other, as the events say; null while it stays in one. */
  path: readonly string[] | null
  hasAiAgentAnswered: boolean
  /** An AI agent answered before any teammate did. */
  isAttempted: boolean
  /** A person answered or was called for. */
  isHandedOver: boolean
  /** An AI agent had brought it to an end alone, and then it was opened again. */
  isLost: boolean
}

/** When it was solved or closed, whichever came first; null while it goes on. */
export function endedAt({ resolvedAt, closedAt }: Pick<Conversation, 'resolvedAt' | 'closedAt'>): number | null {
  if (resolvedAt === null) return closedAt
  return closedAt === null ? resolvedAt : Math.min(resolvedAt, closedAt)
}

/** The conversation that these steps tell of. They stand in their order, see `compareSteps`; at least one. */
export function conversationOf(steps: readonly Step[]): Conversation {
  const conversation = begin(steps[0] as Step)
  for (const step of steps) advance(conversation, step)
  return conversation
}

/** What became of a conversation by further steps, which all come after those that it was made of. */
export function continued(conversation: Conversation, steps: readonly Step[]): Conversation {
  const after = { ...conversation }
  for (const step of steps) advance(after, step)
  return after
}

/** The conversation after each of these steps. */
export function historyOf(steps: readonly Step[]): Conversation[] {
  const conversation = begin(steps[0] as Step)
  return steps.map((step) => {
    advance(conversation, step)
    return { ...conversation }
  })
}

/** Nothing known yet. */
export const blank: Omit<Conversation, 'teamId' | 'begunAt'> = {
  aiAgentId: null,
  reason: null,
  channel: null,
  customer: null,
  verifiedBy: null,
  vendor: null,
  resolvedAt: null,
  closedAt: null,
  reopens: 0,
  reassignments: null,
  slaMet: null,
  knowledgeUsed: null,
  satisfied: null,
  handleSeconds: null,
  costCents: null,
  currency: null,
  path: null,
  hasAiAgentAnswered: false,
  isAttempted: false,
  isHandedOver: false,
  isLost: false,
}

const begin = ({ team, at }: Step): Conversation => ({ ...blank, teamId: team, begunAt: at })

/** Moves this one value on, so that a fold over many steps makes no copies. */
function advance(conversation: Conversation, step: Step): void {
  const before = conversation.reopens
  note(conversation, step)
  takePart(conversation, step)
  if (step.kind === 'reopened') reopen(conversation, before)
  else if (conversation.reopens > before) markLost(conversation)
  end(conversation, step)
  verify(conversation, step)
}

/** What every step may say anew; the last word counts. */
function note(conversation: Conversation, step: Step): void {
  if (step.team !== conversation.teamId) conversation.path = [...(conversation.path ?? [conversation.teamId]), step.team]
  conversation.teamId = step.team
  conversation.aiAgentId = step.aiAgent ?? conversation.aiAgentId
  conversation.reason = step.reason ?? conversation.reason
  conversation.channel = step.channel ?? conversation.channel
  conversation.customer = step.customer ?? conversation.customer
  conversation.reassignments = step.reassignments ?? conversation.reassignments
  conversation.slaMet = step.slaMet ?? conversation.slaMet
  conversation.knowledgeUsed = step.knowledgeUsed ?? conversation.knowledgeUsed
  conversation.satisfied = step.satisfied ?? conversation.satisfied
  noteWork(conversation, step)
  if (step.begunAt !== undefined && step.begunAt <= step.at) conversation.begunAt = step.begunAt
}

function noteWork(conversation: Conversation, step: Step): void {
  conversation.handleSeconds = step.handleSeconds ?? conversation.handleSeconds
  conversation.costCents = step.costCents ?? conversation.costCents
  conversation.currency = step.currency ?? conversation.currency
  if (step.reopens !== undefined) conversation.reopens = Math.max(conversation.reopens, step.reopens)
}

function takePart(conversation: Conversation, { kind }: Step): void {
  if (kind === 'ai_agent_answered') {
    conversation.isAttempted ||= !conversation.isHandedOver
    conversation.hasAiAgentAnswered = true
  }
  if (kind === 'handed_over' || kind === 'teammate_answered') conversation.isHandedOver = true
}

function reopen(conversation: Conversation, reopensBefore: number): void {
  conversation.reopens = Math.max(conversation.reopens, reopensBefore + 1)
  markLost(conversation)
  conversation.resolvedAt = null
  conversation.closedAt = null
  conversation.verifiedBy = null
}

function markLost(conversation: Conversation): void {
  conversation.isLost ||= conversation.hasAiAgentAnswered && !conversation.isHandedOver && endedAt(conversation) !== null
}

/** An end that the source tells of lies in the past of its event, or is not known yet. */
function end(conversation: Conversation, { kind, at, resolvedAt, closedAt }: Step): void {
  if (resolvedAt !== undefined && resolvedAt <= at) conversation.resolvedAt = resolvedAt
  else if (kind === 'resolved') conversation.resolvedAt ??= at
  if (closedAt !== undefined && closedAt <= at) conversation.closedAt = closedAt
  else if (kind === 'closed') conversation.closedAt ??= at
}

function verify(conversation: Conversation, { verifiedBy, word, rule, ruleVersion }: Step): void {
  if (verifiedBy !== undefined) conversation.verifiedBy = verifiedBy
  if (word !== undefined) conversation.vendor = { word, rule, ruleVersion }
}

/** Whether somebody said, or found, that it was solved. That nobody wrote any more says nothing. */
export const isVerified = ({ verifiedBy }: Pick<Conversation, 'verifiedBy'>): boolean => verifiedBy !== null && verifiedBy !== 'timeout'

/** The rung of the ladder. `cameBack`: whether the customer came back about the same thing in the stated time. */
export function stateOf(conversation: Conversation, cameBack: boolean): State {
  const hasEnded = endedAt(conversation) !== null
  if (conversation.isLost) return 'reopened'
  if (conversation.hasAiAgentAnswered && conversation.isHandedOver) return 'assisted_escalation'
  if (!hasEnded) return 'open'
  if (!conversation.hasAiAgentAnswered) return conversation.aiAgentId === null ? 'not_involved' : 'involved_no_answer'
  if (cameBack) return 'recontacted'
  return isVerified(conversation) ? 'contained_verified' : 'contained_unconfirmed'
}
