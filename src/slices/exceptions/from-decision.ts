import { type DecisionRow, type Proposal, proposalOf } from '#slices/decisions/index.ts'
import type { Draft } from './draft.ts'
import { rejectionsMax } from './item.ts'

/** What is told of one decision for the queue. */
export type Evidence = {
  reasons: { source: string; rule: string | null; because: string; ask?: string }[]
  standard: { id: string; version: number } | null
}

export const evidenceOf = (row: Pick<DecisionRow, 'entry'>) => JSON.parse(row.entry) as Evidence

/** The proposal of a decision, null once its content was erased. */
export function proposalIn(row: DecisionRow): Proposal | null {
  return row.content === null ? null : proposalOf(row)
}

/** The rule of the standard that sent it to people, when one did. */
export function ruleIn(row: Pick<DecisionRow, 'entry'>): string | null {
  return evidenceOf(row).reasons.find((reason) => reason.source === 'standard')?.rule ?? null
}

/** The item that a decision opens. It has the decision's id, so that it is opened once. */
export function draftOf(row: DecisionRow, rejections: number): Draft {
  const proposal = proposalIn(row)
  const isPeopleOnly = row.tier === 'human_only' || rejections >= rejectionsMax
  return {
    id: row.id,
    decisionId: row.id,
    teamId: row.team_id,
    aiAgentId: row.ai_agent_id,
    decisionType: row.decision_type,
    runId: row.run_id,
    origin: row.tier === 'human_only' ? 'human_only' : 'review',
    subject: proposal?.subject ?? row.run_id,
    title: proposal ? titleOf(proposal) : row.decision_type,
    inputs: proposal ? { ...proposal.action.arguments, ...proposal.inputs } : {},
    customerTier: proposal?.context?.customer?.tier ?? null,
    rejections,
    isPeopleOnly,
    isWaiting: !isPeopleOnly,
    at: row.recorded_at,
  }
}

/** The same with nothing of its content: for a decision that cannot be read. It waits for people all the same. */
export function bareDraftOf(row: DecisionRow): Draft {
  return { ...draftOf({ ...row, content: null }, 0), isPeopleOnly: true, isWaiting: false }
}

/** What the AI agent calls it, else the act in words: `cancel_reservation` is "Cancel reservation". */
export function titleOf(proposal: Proposal): string {
  const words = proposal.action.name.replaceAll(/[_.-]+/g, ' ').trim()
  return proposal.context?.title ?? `${words.charAt(0).toUpperCase()}${words.slice(1)} · ${proposal.subject}`
}
