import type * as z from 'zod/mini'
import type { Origin, PriorityPart, Severity } from './contract/shapes.ts'
import type { TriageStandard } from './contract/triage.ts'

export type Triage = z.infer<typeof TriageStandard>
export type Severities = z.infer<typeof Severity>
export type Origins = z.infer<typeof Origin>
export type Part = z.infer<typeof PriorityPart>

/** The triage standard of one version. */
export type InForce = { version: number; standard: Triage }

/** What ships with Pilotage, until the organisation publishes its own. */
export const shippedTriage: InForce = {
  version: 0,
  standard: {
    weights: { harm: 20, timePerHour: 2, amount: 20, customerTier: 10, agePerHour: 0.5, knownCause: 5 },
    harm: { otherwise: 1, byType: {} },
    amount: { inputs: ['amount', 'price_difference', 'order_total', 'total', 'value'], full: 5000 },
    customerTier: { inputs: ['membership', 'customer_tier', 'tier'], shares: { gold: 1, platinum: 1, vip: 1, silver: 0.5 } },
    promiseMinutes: {
      byOrigin: { review: 240, human_only: 480, failed: 240, customer_asked: 60, disagreement: 1440, by_hand: 480 },
      bySeverity: { critical: 30, high: 120, normal: 1440 },
    },
    expireMinutes: 1440,
    approvalMinutes: 60,
    highRisk: { harm: 3, amount: 1000 },
  },
}

/** The parts of the priority that no clock changes. `harm` is 0 to 3; shares are 0 to 1. */
export type Assessed = { version: number; harm: number; amountShare: number; tier: string | null; tierShare: number }

export type CaseFacts = {
  decisionType: string | null
  /** What the policy was told, and what the act itself says. */
  inputs: Readonly<Record<string, unknown>>
  customerTier: string | null
  /** In which currency the inputs are that hold money. */
  currencies?: Readonly<Record<string, string>>
  /** What somebody said about it by hand. */
  severity?: Severities
}

export type Assessment = { assessed: Assessed; amount: number | null; currency: string | null; severity: Severities; isHighRisk: boolean }

/** Looks at a case once, when it is opened. */
export function assess({ version, standard }: InForce, facts: CaseFacts): Assessment {
  const { name, amount } = amountIn(standard, facts.inputs)
  const tier = facts.customerTier ?? textIn(standard.customerTier.inputs, facts.inputs)
  const harm = harmOf(standard, facts.decisionType)
  return {
    assessed: { version, harm, amountShare: amountShareOf(standard, amount), tier, tierShare: tierShareOf(standard, tier) },
    amount,
    currency: name === null ? null : (textIn(['currency'], facts.inputs) ?? facts.currencies?.[name] ?? null),
    severity: facts.severity ?? severityOf(harm),
    isHighRisk: isHighRisk(standard, { harm, amount }),
  }
}

/** Looks again under a new standard. What was read from the case when it was opened, and what was promised, stays. */
export function assessAgain(
  { version, standard }: InForce,
  known: { decisionType: string | null; amount: number | null; assessed: Assessed },
) {
  const { amount, assessed } = known
  const harm = harmOf(standard, known.decisionType)
  const { tier } = assessed
  return {
    assessed: { version, harm, amountShare: amountShareOf(standard, amount), tier, tierShare: tierShareOf(standard, tier) },
    isHighRisk: isHighRisk(standard, { harm, amount }),
  }
}

/** The level of harm of a decision type: its own, else that of the longest beginning with `*`, else the standard's `otherwise`. */
function harmOf({ harm }: Triage, decisionType: string | null): number {
  if (decisionType === null) return harm.otherwise
  const own = harm.byType[decisionType]
  if (own !== undefined) return own
  const [longest] = Object.keys(harm.byType)
    .filter((name) => name.endsWith('*') && decisionType.startsWith(name.slice(0, -1)))
    .sort((one, other) => other.length - one.length)
  return longest === undefined ? harm.otherwise : (harm.byType[longest] as number)
}

function severityOf(harm: number): Severities {
  if (harm >= 3) return 'critical'
  return harm === 2 ? 'high' : 'normal'
}

function isHighRisk({ highRisk }: Triage, { harm, amount }: { harm: number; amount: number | null }): boolean {
  return harm >= highRisk.harm || (amount !== null && amount >= highRisk.amount)
}

/** The amount at stake in major units: what goes back counts like what is paid. */
function amountIn({ amount }: Triage, inputs: CaseFacts['inputs']): { name: string | null; amount: number | null } {
  const name = amount.inputs.find((each) => typeof inputs[each] === 'number' && Number.isFinite(inputs[each]))
  return name === undefined ? { name: null, amount: null } : { name, amount: Math.abs(inputs[name] as number) }
}

/** A word that can be stored and shown; anything else is as if it were not there. */
const word = /^\P{C}{1,64}$/u

function textIn(names: readonly string[], inputs: CaseFacts['inputs']): string | null {
  const found = names.map((name) => inputs[name]).find((value) => typeof value === 'string' && word.test(value))
  return (found as string | undefined) ?? null
}

/** Share of the points for the amount: logarithmic, 0 without an amount, 1 from `full` on. */
function amountShareOf({ amount: { full } }: Triage, amount: number | null): number {
  return amount === null ? 0 : Math.min(1, Math.log1p(amount) / Math.log1p(full))
}

function tierShareOf({ customerTier: { shares } }: Triage, tier: string | null): number {
  return tier === null ? 0 : (shares[tier] ?? shares[tier.toLowerCase()] ?? 0)
}

const minuteMs = 60_000
const hourMs = 3_600_000

/** Until when an item is promised: the shorter of what its origin and its severity promise. */
export function dueAt({ promiseMinutes }: Triage, item: { origin: Origins; severity: Severities; openedAt: Date }): Date {
  const minutes = Math.min(promiseMinutes.byOrigin[item.origin], promiseMinutes.bySeverity[item.severity])
  return new Date(item.openedAt.getTime() + minutes * minuteMs)
}

/** Any fixed instant would do: it is the same for all items. */
const origin = Date.UTC(2026, 0, 1)
const hoursSince = (at: Date) => (at.getTime() - origin) / hourMs

export type Ranked = { assessed: Assessed; hasCause: boolean; openedAt: Date; dueAt: Date }

/**
 * Where an item stands: points that no clock changes, minus hours until it is due and hours at which it was opened, each times
 * its weight. The difference of two ranks is the difference of their priorities at every instant: decisions/0009.
 */
export function rankOf({ weights }: Triage, item: Ranked): number {
  return fixedPoints(weights, item) - weights.timePerHour * hoursSince(item.dueAt) - weights.agePerHour * hoursSince(item.openedAt)
}

function fixedPoints(weights: Triage['weights'], { assessed, hasCause }: Ranked): number {
  return (
    weights.harm * assessed.harm +
    weights.amount * assessed.amountShare +
    weights.customerTier * assessed.tierShare +
    (hasCause ? weights.knownCause : 0)
  )
}

/** An item that is promised for a day from now has no points for time; every hour less gives more, also when it is late. */
const horizonHours = 24

/** The priority at an instant, part by part. Points are plain numbers; hours are hours. The sum orders the queue. */
export function partsOf({ weights }: Triage, item: Ranked & { amount: number | null }, now: Date): Part[] {
  const { assessed, hasCause, amount } = item
  const hoursLeft = (item.dueAt.getTime() - now.getTime()) / hourMs
  const hoursOpen = (now.getTime() - item.openedAt.getTime()) / hourMs
  const part = (name: Part['part'], weight: number, { points, measured }: { points: number; measured: Part['measured'] }): Part => ({
    part: name,
    points,
    measured,
    weight,
  })
  return [
    part('harm', weights.harm, { points: weights.harm * assessed.harm, measured: assessed.harm }),
    part('time_left', weights.timePerHour, { points: weights.timePerHour * (horizonHours - hoursLeft), measured: hoursLeft }),
    part('amount', weights.amount, { points: weights.amount * assessed.amountShare, measured: amount }),
    part('customer_tier', weights.customerTier, { points: weights.customerTier * assessed.tierShare, measured: assessed.tier }),
    part('age', weights.agePerHour, { points: weights.agePerHour * hoursOpen, measured: hoursOpen }),
    part('known_cause', weights.knownCause, { points: hasCause ? weights.knownCause : 0, measured: null }),
  ]
}
