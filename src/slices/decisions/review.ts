import type { ErrorCode, ErrorDetails } from '#kernel/errors.ts'

type SettledState = 'approved' | 'rejected' | 'responded' | 'taken_over' | 'people_only' | 'expired' | 'overridden'

export type ReviewState = SettledState | 'waiting' | 'executed' | 'not_needed'

/** What is known of a decision when somebody asks where it stands with people. */
export type Standing = {
  basis: 'autonomous' | 'approval' | 'withdrawn' | null
  state: SettledState | null
  approval_id: string | null
  expires_at: Date | null
}

/**
 * Where a decision stands with people. What was done or taken away comes first, then what a person answered. An approval that
 * nobody used in time is no approval any more.
 */
export function reviewState(row: { tier: string; record_only: boolean }, facts: Standing, now: Date): ReviewState {
  if (facts.basis) return facts.basis === 'withdrawn' ? 'overridden' : 'executed'
  if (facts.state && facts.state !== 'approved') return facts.state
  if (facts.approval_id) return isOver(facts, now) ? 'expired' : 'approved'
  if (row.tier === 'autonomous') return 'not_needed'
  return row.tier === 'human_only' || row.record_only ? 'people_only' : 'waiting'
}

function isOver(facts: Standing, now: Date): boolean {
  return facts.expires_at !== null && facts.expires_at <= now
}

const sentences: Record<Exclude<SettledState, 'approved'>, string> = {
  rejected: 'A teammate said no to this action.',
  responded: 'A teammate answered instead of approving this action.',
  taken_over: 'A teammate took this over.',
  people_only: 'Only people may do this from now on.',
  expired: 'Nobody answered in time, so people do this.',
  overridden: 'A person overrode this decision.',
}

export type Refusal = { code: ErrorCode; sentence: string; details: ErrorDetails }

/** Why what a person answered forbids to execute, in that person's words where they gave some; null when it does not. */
export function refusalOf(facts: Standing & { reason_code: string | null; message: string | null }, now: Date): Refusal | null {
  const { state, message } = facts
  if (state && state !== 'approved') {
    const next = message ?? 'Do not run the action. Ask for a new decision about another one, or hand the case to the team.'
    return { code: 'not_allowed', sentence: sentences[state], details: { next, state, reasonCode: facts.reason_code, message } }
  }
  if (facts.approval_id === null || !isOver(facts, now)) return null
  return {
    code: 'conflict',
    sentence: `The approval ran out at ${facts.expires_at?.toISOString()}.`,
    details: { next: 'Ask for a new decision under a new call id.', state: 'expired' },
  }
}
