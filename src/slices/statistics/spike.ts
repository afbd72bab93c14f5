import { betaBelow } from './distributions.ts'

/** Chance of `errors` or more among `decisions` at this rate. */
const chanceOfAtLeast = (errors: number, { decisions, rate }: { decisions: number; rate: number }) => {
  if (errors <= 0) return 1
  return errors > decisions ? 0 : betaBelow(rate, { alpha: errors, beta: decisions - errors + 1 })
}

/** The smallest count that is this rare at the rate, with its chance. More than `decisions` when no count can be. Exact one-sided binomial. */
export function alarmingErrors(decisions: number, rate: number, rarity: number): { errors: number; chance: number } {
  let low = 0
  let high = decisions + 1
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (chanceOfAtLeast(middle, { decisions, rate }) <= rarity) high = middle
    else low = middle
  }
  return { errors: high, chance: chanceOfAtLeast(high, { decisions, rate }) }
}

/** `assumed` is the rate up to which nothing should alarm, as in a drift design; `decisionsPerYear` how often there is a look. */
export type SpikeSettings = { assumed: number; decisionsPerYear: number; falseAlarmsPerYear?: number }

/** When errors jump. Half of the false alarms are for the hours, half for the last fifty decisions. */
export type SpikeDesign = {
  assumed: number
  /** How rare an hour's count must be: its share of false alarms over 8,760 hours. */
  hourRarity: number
  /** So many errors among the last fifty decisions are an alarm. */
  recentErrors: number
}

export const recentDecisions = 50
const hoursPerYear = 8760
const falseAlarmsByDefault = 0.25

/**
 * Designs both looks. Among the last fifty an alarm can only begin with an error, so its moments in a year are decisions × rate × P(at least c − 1 errors
 * among the 49 before): an exact count for looks that overlap.
 */
export function designSpike({ assumed, decisionsPerYear, falseAlarmsPerYear = falseAlarmsByDefault }: SpikeSettings): SpikeDesign {
  const share = falseAlarmsPerYear / 2
  const before = alarmingErrors(recentDecisions - 1, assumed, Math.min(1, share / (decisionsPerYear * assumed)))
  return { assumed, hourRarity: share / hoursPerYear, recentErrors: before.errors + 1 }
}

export type ErrorCount = { decisions: number; errors: number }

/** Hours that were too small to alarm alone wait to be looked at together; whether they are enough depends on their decisions only, never on their errors. */
export type HourState = { waiting: ErrorCount; isAlarm: boolean; looked: (ErrorCount & { chance: number }) | null }

export const startHours: HourState = { waiting: { decisions: 0, errors: 0 }, isAlarm: false, looked: null }

/** An hour further. `looked` is what was judged at its end, if there were enough decisions. */
export function stepHour(design: SpikeDesign, { waiting }: HourState, hour: ErrorCount): HourState {
  const decisions = waiting.decisions + hour.decisions
  const errors = waiting.errors + hour.errors
  const chance = chanceOfAtLeast(errors, { decisions, rate: design.assumed })
  const isEnough = design.assumed ** decisions <= design.hourRarity
  if (!isEnough) return { waiting: { decisions, errors }, isAlarm: false, looked: null }
  return { waiting: startHours.waiting, isAlarm: chance <= design.hourRarity, looked: { decisions, errors, chance } }
}

/**
 * The first decision, from `from` on, at which the last fifty hold too many errors; null when none. Give up to 49 outcomes from before `from` with them. True is an error.
 */
export function firstSpike(design: SpikeDesign, outcomes: readonly boolean[], from = 0): number | null {
  let errors = 0
  for (const [at, isError] of outcomes.entries()) {
    if (isError) errors++
    if (at >= recentDecisions && outcomes[at - recentDecisions]) errors--
    if (at >= from && isError && errors >= design.recentErrors) return at
  }
  return null
}
