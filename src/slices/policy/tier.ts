/** How far an AI agent may go, strictest first. On screens: people only, with review, on its own. */
export const tiers = ['human_only', 'review', 'autonomous'] as const

export type Tier = (typeof tiers)[number]

/** Who can speak on a decision, in the order in which reasons of one tier are shown. */
export const reasonSources = [
  'standard',
  'team',
  'otherwise',
  'input',
  'error',
  'phase',
  'switch',
  'freshness',
  'access',
  'unclassified',
  'deployment',
  'local',
] as const

export type ReasonSource = (typeof reasonSources)[number]

/**
 * What one speaker said on a decision, in a sentence for a support person. Reasons are shared between decisions: never change one.
 * `ask` names somebody who can be asked about it: told to the caller, never recorded.
 */
export type Reason = Readonly<{ source: ReasonSource; rule: string | null; tier: Tier; because: string; ask?: string }>

export type Answer = { tier: Tier; reasons: Reason[] }

const rankOf: Readonly<Record<Tier, number>> = { human_only: 0, review: 1, autonomous: 2 }
const sourceRankOf = Object.fromEntries(reasonSources.map((source, index) => [source, index])) as Record<ReasonSource, number>

/** The most restrictive of the tiers: the minimum of the lattice human_only < review < autonomous. */
export function strictest(first: Tier, ...others: Tier[]): Tier {
  let least = first
  for (const tier of others) if (rankOf[tier] < rankOf[least]) least = tier
  return least
}

/** Whether `tier` leaves an AI agent less freedom than `other`. */
export function isStricter(tier: Tier, other: Tier): boolean {
  return rankOf[tier] < rankOf[other]
}

/**
 * The answer of everything that spoke: the most restrictive tier, and every reason, most restrictive first, then by source.
 * Where nobody spoke the answer is human_only.
 */
export function answerOf(reasons: Reason[]): Answer {
  for (let at = 1; at < reasons.length; at++) sink(reasons, at)
  return { tier: reasons[0]?.tier ?? 'human_only', reasons }
}

/** One step of an insertion sort: reasons are few and mostly in order already, and Array.sort took a quarter of a decision. */
function sink(reasons: Reason[], from: number): void {
  const reason = reasons[from] as Reason
  const weight = weightOf(reason)
  let at = from
  for (; at > 0; at--) {
    const before = reasons[at - 1] as Reason
    if (weightOf(before) <= weight) break
    reasons[at] = before
  }
  reasons[at] = reason
}

function weightOf(reason: Reason): number {
  return rankOf[reason.tier] * reasonSources.length + sourceRankOf[reason.source]
}
