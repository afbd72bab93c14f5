import { hash } from 'node:crypto'

/** Sixteen bytes that stand for what was said, as a UUID: the first half of a SHA-256 over its JSON. */
export function keyOf(parts: readonly (string | null)[]): string {
  const hex = hash('sha256', JSON.stringify(parts))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

export type Proposed = { teamId: string; aiAgentId: string | null; decisionType: string | null; subject: string }

/** What counts as the same proposal made again: the same AI agent wants the same kind of act for the same case. */
export function proposalKeyOf({ teamId, aiAgentId, decisionType, subject }: Proposed): string | null {
  return aiAgentId === null || decisionType === null ? null : keyOf([teamId, aiAgentId, decisionType, subject])
}
