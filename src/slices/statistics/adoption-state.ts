import { type AdoptionCounts, type AdoptionRules, defaultAdoptionRules, type SignalName, type SignalRule } from './adoption-rules.ts'
import { betaAbove, betaBelow } from './distributions.ts'
import type { Cases } from './proportions.ts'

/** What is said of a team. `unknown` is a normal outcome: it opens an investigation. */
export type AdoptionLabel =
  | 'team_too_small'
  | 'too_early'
  | 'access_problem'
  | 'healthy'
  | 'used_but_overridden'
  | 'quiet_rejection'
  | 'slow_adoption'
  | 'unknown'

/** What helps. The remedies of slow adoption and quiet rejection are opposite. */
export type Remedy = 'wait' | 'grant_access' | 'keep' | 'check_quality' | 'fix_the_tool' | 'enable' | 'investigate'

export type SignalState = 'low' | 'unclear' | 'high' | 'no_data' | 'not_applicable'

/** One signal with what it counted, how sure its state is, and what it says of rejection. */
export type Evidence = Cases & {
  signal: SignalName
  state: SignalState
  /** Chance that the true share is below the low cut; null without enough cases. */
  chanceLow: number | null
  /** Chance that the true share is above the high cut. */
  chanceHigh: number | null
  /** What it adds to the log odds of rejection: above 0 speaks for it, below 0 for slow adoption. */
  logOdds: number
}

export type AdoptionState = {
  label: AdoptionLabel
  remedy: Remedy
  /** Chance of rejection rather than slow adoption, as the weights have it; null where the signals were not looked at. */
  rejection: number | null
  logOdds: number | null
  evidence: Evidence[]
  /** Signals without enough cases: what to find out. */
  missing: SignalName[]
}

const remedies: Record<AdoptionLabel, Remedy> = {
  team_too_small: 'wait',
  too_early: 'wait',
  access_problem: 'grant_access',
  healthy: 'keep',
  used_but_overridden: 'check_quality',
  quiet_rejection: 'fix_the_tool',
  slow_adoption: 'enable',
  unknown: 'investigate',
}

/**
 * Whether a team that uses its AI agent little is slow to begin, or tried it and turned away, or cannot tell yet. By rules that
 * anybody can read and argue with: each signal's share under Jeffreys' prior, added up as log odds. Mistaking rejection for a slow start
 * is the costly error, so what is not clear is `unknown`.
 */
export function adoptionState(counts: AdoptionCounts, rules: AdoptionRules = defaultAdoptionRules): AdoptionState {
  const early = earlyLabel(counts, rules)
  if (early) return { label: early, remedy: remedies[early], rejection: null, logOdds: null, evidence: [], missing: [] }
  const evidence = (Object.keys(rules.signals) as SignalName[]).map((signal) => evidenceOf(signal, { counts, rules }))
  const sum = evidence.reduce((total, { logOdds: one }) => total + one, 0)
  const logOdds = Math.min(rules.logOddsMax, Math.max(-rules.logOddsMax, sum))
  const rejection = 1 / (1 + Math.exp(-logOdds))
  const label = labelOf({ evidence, rejection, shown: counts.shown }, rules)
  const missing = evidence.filter(({ state }) => state === 'no_data').map(({ signal }) => signal)
  return { label, remedy: remedies[label], rejection, logOdds, evidence, missing }
}

function earlyLabel({ people, windowDays }: AdoptionCounts, rules: AdoptionRules): AdoptionLabel | null {
  if (people < rules.peopleMin) return 'team_too_small'
  return windowDays < rules.windowDaysMin ? 'too_early' : null
}

const casesOf: Record<SignalName, (counts: AdoptionCounts) => Cases> = {
  reach: ({ reached, people }) => ({ hits: reached, of: people }),
  training: ({ trained, people }) => ({ hits: trained, of: people }),
  first_use: ({ firstUsed, reached }) => ({ hits: firstUsed, of: reached }),
  stopping: ({ stopped, activated }) => ({ hits: stopped, of: activated }),
  override: ({ overridden, accepted }) => ({ hits: overridden, of: overridden + accepted }),
  unfit_reasons: ({ unfitReasons, enablementReasons }) => ({ hits: unfitReasons, of: unfitReasons + enablementReasons }),
  active: ({ activePeople, reached }) => ({ hits: activePeople, of: reached }),
}

const ofFreeUse: readonly SignalName[] = ['first_use', 'stopping', 'active']

function evidenceOf(signal: SignalName, { counts, rules }: { counts: AdoptionCounts; rules: AdoptionRules }): Evidence {
  const rule = rules.signals[signal]
  const cases = casesOf[signal](counts)
  const silent = { signal, ...cases, chanceLow: null, chanceHigh: null, logOdds: 0 }
  if (counts.isUseMandatory && ofFreeUse.includes(signal)) return { ...silent, state: 'not_applicable' }
  // A share of people is a figure about a group: it needs the floor of groups as well.
  const least = rule.countsPeople ? Math.max(rule.leastCases, rules.peopleMin) : rule.leastCases
  if (cases.of < least) return { ...silent, state: 'no_data' }
  const seen = { alpha: cases.hits + 0.5, beta: cases.of - cases.hits + 0.5 }
  const [chanceLow, chanceHigh] = [betaBelow(rule.low, seen), betaAbove(rule.high, seen)]
  const state = stateOf({ chanceLow, chanceHigh }, rules.certainty)
  return { ...silent, state, chanceLow, chanceHigh, logOdds: weightOf(rule, state) }
}

function stateOf({ chanceLow, chanceHigh }: { chanceLow: number; chanceHigh: number }, certainty: number): SignalState {
  if (chanceLow >= certainty) return 'low'
  return chanceHigh >= certainty ? 'high' : 'unclear'
}

const weightOf = ({ logOdds }: SignalRule, state: SignalState) => (logOdds && (state === 'low' || state === 'high') ? logOdds[state] : 0)

type Findings = { evidence: readonly Evidence[]; rejection: number; shown: number }

/** The labels in their order: the first that fits. */
function labelOf(findings: Findings, rules: AdoptionRules): AdoptionLabel {
  const isAt = stateTest(findings.evidence)
  if (isAt('reach', 'low')) return 'access_problem'
  if (isAt('active', 'high')) return 'healthy'
  if (findings.shown < rules.shownMin) return 'unknown'
  if (!isAt('active', 'low')) return isAt('override', 'high') ? 'used_but_overridden' : 'unknown'
  if (isRejection(findings, rules)) return 'quiet_rejection'
  return isSlow(findings, rules) ? 'slow_adoption' : 'unknown'
}

const stateTest = (evidence: readonly Evidence[]) => (signal: SignalName, state: SignalState) =>
  evidence.some((one) => one.signal === signal && one.state === state)

function isRejection({ evidence, rejection }: Findings, { rejectionAt, signalsMin }: AdoptionRules): boolean {
  const isAt = stateTest(evidence)
  const hasTurnedAway = isAt('stopping', 'high') || (isAt('override', 'high') && isAt('unfit_reasons', 'high'))
  return hasTurnedAway && rejection >= rejectionAt && evidence.filter(({ logOdds }) => logOdds > 0).length >= signalsMin
}

function isSlow({ evidence, rejection }: Findings, { slowAt, signalsMin, strongAt }: AdoptionRules): boolean {
  const isAt = stateTest(evidence)
  const isBeginning = isAt('training', 'low') || isAt('first_use', 'low')
  const hasStrongDoubt = evidence.some(({ logOdds }) => logOdds >= strongAt)
  return isBeginning && !hasStrongDoubt && rejection <= slowAt && evidence.filter(({ logOdds }) => logOdds < 0).length >= signalsMin
}
