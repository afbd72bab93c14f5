import { answerOf, isStricter, type Judgement, type Reason, strictest, type Tier } from '#slices/policy/index.ts'
import type { Proposal } from './decision.ts'

type Told = NonNullable<Proposal['localAnswer']>

const words: Record<Tier, string> = { autonomous: 'on its own', review: 'with review', human_only: 'people only' }

/**
 * What holds for a proposal that the client answered while the server was away: the stricter of what the AI agent was told and of
 * what holds now. Where the rules in force are stricter than what it was told, a reason of its own says so.
 */
export function heldTo(told: Told, now: Judgement): Judgement {
  const said: Reason = { source: 'local', rule: null, tier: told.tier, because: toldInWords(told) }
  const reasons = answerOf([...now.reasons, ...stricterNow(told, now), said]).reasons
  return { ...now, tier: strictest(now.tier, told.tier), reasons }
}

function stricterNow(told: Told, now: Judgement): Reason[] {
  if (!isStricter(now.tier, told.tier)) return []
  const because = `Look at this case: the AI agent was told “${words[told.tier]}” while Pilotage was away, and the rules in force say “${words[now.tier]}”.`
  return [{ source: 'local', rule: null, tier: now.tier, because }]
}

function toldInWords({ tier, answeredAt, bundle }: Told): string {
  const seconds = Math.round(bundle?.ageSeconds ?? 0)
  const by = bundle
    ? `by rules that were ${seconds} ${seconds === 1 ? 'second' : 'seconds'} old (bundle ${bundle.id.slice(0, 12)})`
    : 'without rules to go by'
  return `Pilotage could not be reached at ${answeredAt}, and the AI agent was told “${words[tier]}”, ${by}.`
}
