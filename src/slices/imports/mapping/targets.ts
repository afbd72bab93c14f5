import type { FactName } from './form.ts'

export type TargetKind = 'text' | 'number' | 'boolean' | 'instant' | 'day'

/** What can be set in a fact, and what must be. */
export type Target = {
  required: readonly string[]
  fields: Readonly<Record<string, TargetKind>>
  groups: Readonly<Record<string, Readonly<Record<string, TargetKind>>>>
}

const facts: Record<string, TargetKind> = {
  begunAt: 'instant',
  resolvedAt: 'instant',
  closedAt: 'instant',
  reopens: 'number',
  reassignments: 'number',
  slaMet: 'boolean',
  knowledgeUsed: 'boolean',
  satisfied: 'boolean',
  handleSeconds: 'number',
  costCents: 'number',
  currency: 'text',
}

const vendor: Record<string, TargetKind> = { word: 'text', rule: 'text', ruleVersion: 'text' }

const aboutConversation: Record<string, TargetKind> = {
  team: 'text',
  source: 'text',
  conversation: 'text',
  aiAgent: 'text',
  reason: 'text',
  channel: 'text',
  customer: 'text',
  verifiedBy: 'text',
}

const { begunAt: _begun, resolvedAt: _resolved, closedAt: _closed, ...finalFacts } = facts

export const targets: Readonly<Record<FactName, Target>> = {
  event: {
    required: ['team', 'source', 'conversation', 'event', 'at', 'kind'],
    fields: { ...aboutConversation, event: 'text', at: 'instant', seq: 'number', kind: 'text' },
    groups: { facts, vendor, text: { from: 'text', text: 'text' } },
  },
  conversation: {
    required: ['team', 'source', 'conversation', 'begunAt'],
    fields: {
      ...aboutConversation,
      begunAt: 'instant',
      aiAgentAnsweredAt: 'instant',
      handedOverAt: 'instant',
      teammateAnsweredAt: 'instant',
      resolvedAt: 'instant',
      closedAt: 'instant',
    },
    groups: { facts: finalFacts, vendor },
  },
  suggestion: {
    required: ['team', 'id', 'person', 'aiAgent', 'shownAt', 'outcome'],
    fields: {
      team: 'text',
      id: 'text',
      person: 'text',
      aiAgent: 'text',
      kind: 'text',
      shownAt: 'instant',
      answeredAt: 'instant',
      outcome: 'text',
      reason: 'text',
      confidence: 'number',
      keptShare: 'number',
      isEligible: 'boolean',
    },
    groups: {},
  },
  training: {
    required: ['team', 'person', 'kind', 'at'],
    fields: { team: 'text', person: 'text', kind: 'text', at: 'instant' },
    groups: {},
  },
  access: { required: ['team', 'person', 'from'], fields: { team: 'text', person: 'text', from: 'instant', until: 'instant' }, groups: {} },
  exposure: {
    required: ['team', 'person', 'day', 'eligibleTickets'],
    fields: { team: 'text', person: 'text', day: 'day', eligibleTickets: 'number', assistedTickets: 'number' },
    groups: {},
  },
  grade: {
    required: ['team', 'id', 'aiAgent', 'aiAgentVersion', 'isRight', 'isInScope', 'at'],
    fields: {
      team: 'text',
      id: 'text',
      aiAgent: 'text',
      aiAgentVersion: 'text',
      kind: 'text',
      case: 'text',
      answer: 'text',
      confidence: 'number',
      isRight: 'boolean',
      isInScope: 'boolean',
      at: 'instant',
      gradedAt: 'instant',
    },
    groups: {},
  },
}
