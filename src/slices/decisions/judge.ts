import { answerOf, isStricter, type Reason, strictest, type Tier } from '#slices/policy/index.ts'
import type { Judgement } from './decision.ts'

/** What a standard (with the team's tuning) says about one proposal; null when the type has no published standard. */
export type PolicyAnswer = { tier: Tier; reasons: readonly Reason[]; standard: { id: string; version: number } } | null

/** Where an AI agent stands in a team: the deployment that the proposal falls under, or none (it was only discovered). */
export type Standing =
  | { kind: 'deployed'; id: string; phase: string; ceiling: Tier; recordOnly: boolean; because: string }
  | { kind: 'unknown' }

const unclassified: Reason = {
  source: 'unclassified',
  rule: null,
  tier: 'human_only',
  because: 'No published standard covers this kind of decision, so a person decides.',
}

const undeployed: Reason = {
  source: 'deployment',
  rule: null,
  tier: 'human_only',
  because: 'This AI agent is not deployed for this team yet, so a person decides.',
}

/**
 * The tier in force: the strictest of everything that speaks. Order never matters and a further speaker can only restrict.
 * A speaker that would not restrict is silent.
 */
export function judge(facts: { policy: PolicyAnswer; standing: Standing; switches: readonly string[] }): Judgement {
  const { policy, standing, switches } = facts
  const reasons: Reason[] = policy ? [...policy.reasons] : [unclassified]
  const place = placeReason(standing)
  if (place) reasons.push(place)
  for (const because of switches) reasons.push({ source: 'switch', rule: null, tier: 'human_only', because })
  const policyTier = policy?.tier ?? 'human_only'
  return {
    ...answerOf(reasons),
    policyTier,
    recordOnly: standing.kind === 'deployed' && standing.recordOnly,
    standard: policy?.standard ?? null,
    deploymentId: standing.kind === 'deployed' ? standing.id : null,
  }
}

function placeReason(standing: Standing): Reason | null {
  if (standing.kind === 'unknown') return undeployed
  if (standing.ceiling === 'autonomous') return null
  return { source: 'phase', rule: standing.phase, tier: standing.ceiling, because: standing.because }
}

/**
 * The answer to a call that is on record: the stricter of what was recorded and what would be said now, so that a
 * kill switch also holds for calls that were decided before it.
 */
export function repeatedAnswer(recorded: { tier: Tier; reasons: Reason[] }, now: Judgement): { tier: Tier; reasons: Reason[] } {
  if (!isStricter(now.tier, recorded.tier)) return recorded
  const stricter = now.reasons.filter((reason) => isStricter(reason.tier, recorded.tier))
  return { tier: strictest(now.tier, recorded.tier), reasons: answerOf([...stricter, ...recorded.reasons]).reasons }
}
