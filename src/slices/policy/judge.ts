import { answerOf, isStricter, type Reason, strictest, type Tier } from './tier.ts'

/** What was concluded about a proposal under one state of policy and registry. */
export type Judgement = {
  tier: Tier
  policyTier: Tier
  recordOnly: boolean
  reasons: Reason[]
  standard: { id: string; version: number } | null
  deploymentId: string | null
}

/** What a standard (with the team's tuning) says about one proposal; null when the type has no published standard. */
export type PolicyAnswer = { tier: Tier; reasons: Reason[]; standard: { id: string; version: number } } | null

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

/** A kill switch that is on: why, and whom to ask about it. */
export type Off = Readonly<{ because: string; ask: string }>

/**
 * The tier in force: the strictest of everything that speaks. Order never matters and a further speaker can only restrict.
 * A speaker that would not restrict is silent.
 */
export function judge(facts: { policy: PolicyAnswer; standing: Standing; switches: readonly Off[] }): Judgement {
  const { policy, standing } = facts
  const others = restrictions(standing, facts.switches)
  const said = policy ? policy.reasons : [unclassified]
  const policyTier = policy?.tier ?? 'human_only'
  const reasons = others.length === 0 ? said : answerOf([...said, ...others]).reasons
  return {
    tier: others.length === 0 ? policyTier : (reasons[0] as Reason).tier,
    policyTier,
    recordOnly: standing.kind === 'deployed' && standing.recordOnly,
    reasons,
    standard: policy?.standard ?? null,
    deploymentId: standing.kind === 'deployed' ? standing.id : null,
  }
}

const nothing: readonly Reason[] = []

/** What speaks besides the policy: where the AI agent stands, and the switches over it. */
function restrictions(standing: Standing, switches: readonly Off[]): readonly Reason[] {
  const place = placeReason(standing)
  if (!place && switches.length === 0) return nothing
  const off = switches.map(({ because, ask }): Reason => ({ source: 'switch', rule: null, tier: 'human_only', because, ask }))
  return place ? [place, ...off] : off
}

function placeReason(standing: Standing): Reason | null {
  if (standing.kind === 'unknown') return undeployed
  if (standing.ceiling === 'autonomous') return null
  return { source: 'phase', rule: standing.phase, tier: standing.ceiling, because: standing.because }
}

/** Reasons as the caller is told them: also whom to ask. */
export function toldReasons(reasons: Reason[]): Reason[] {
  if (reasons.every(({ ask }) => ask === undefined)) return reasons
  return reasons.map(({ ask, ...reason }) => (ask === undefined ? reason : { ...reason, because: `${reason.because} ${ask}` }))
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
