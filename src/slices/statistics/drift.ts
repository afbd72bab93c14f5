import { shareOf } from '#kernel/wilson.ts'
import { alarmByDay, type DailyChart, daysToAlarm, designDaily } from './cusum.ts'
import { betaQuantile } from './distributions.ts'

/**
 * What was seen while an AI agent was taken as established. `clumping` is the variance of the daily error counts over the variance that independent
 * errors would have: 1 when they come one by one, more when one cause makes many.
 */
export type DriftBaseline = { errors: number; decisions: number; days: number; clumping: number }

/** Judgement, so the organisation may set it. Shares from 0 to 1. */
export type DriftRules = {
  falseAlarmsPerYear: number
  /** The rate that is looked for, as a multiple of the assumed one. Small finds creeping soonest; jumps are for the spike test. */
  soughtRatio: number
  /** A baseline this much higher than the estimate does not matter to anybody. */
  indifferentRatio: number
  /** How sure the upper limit of the baseline is. */
  baselineConfidence: number
  errorsForChart: number
  errorsForProvisional: number
  daysForChart: number
  clumpingTolerated: number
}

export const driftDefaults: DriftRules = {
  falseAlarmsPerYear: 0.5,
  soughtRatio: 1.5,
  indifferentRatio: 1.15,
  baselineConfidence: 0.8,
  errorsForChart: 20,
  errorsForProvisional: 10,
  daysForChart: 28,
  clumpingTolerated: 1.5,
}

/** `decisionsPerDay` is the median of working days. */
export type DriftSettings = { baseline: DriftBaseline; decisionsPerDay: number; rules?: Partial<DriftRules> }

/** A chart for slow drift of an error rate. `widened` says how many times the exact limit was multiplied: clumped errors or a short baseline. */
export type DriftDesign = {
  status: 'ok' | 'provisional'
  /** Error rate of the baseline. */
  estimate: number
  /** Error rate up to which the chart should stay silent: the larger of the baseline's upper limit and the estimate with its zone of indifference. */
  assumed: number
  sought: number
  chart: DailyChart
  widened: number
  /** Mean days between false alarms while the rate is `assumed`; at the estimate it is longer. Exact for the limit before it was widened. */
  daysBetweenFalseAlarms: number
}

/** Too few errors for a chart: what there is, the exact 95 % upper limit of the rate, and what is missing. */
export type NoDriftDesign = { status: 'none'; errors: number; decisions: number; upperRate: number; missingErrors: number }

/**
 * Designs the chart: a sum of errors at the end of each day, S = max(0, S + weight × errors − decisions), alarm at S >= limit. Deterministic.
 * Valid for 1 to 100,000 decisions a day and rates from 0.05 % to 30 %. Sources: Reynolds and Stoumbos 1999 for the weight; exact chain for the limit.
 */
export function designDrift({ baseline, decisionsPerDay, rules }: DriftSettings): DriftDesign | NoDriftDesign {
  const by = { ...driftDefaults, ...rules }
  const { errors, decisions } = baseline
  if (errors < by.errorsForProvisional) {
    return { status: 'none', errors, decisions, upperRate: upperRate(baseline, 0.95), missingErrors: by.errorsForProvisional - errors }
  }
  const estimate = errors / decisions
  const assumed = Math.max(upperRate(baseline, by.baselineConfidence), by.indifferentRatio * estimate)
  const sought = by.soughtRatio * assumed
  const perDay = Math.max(1, Math.round(decisionsPerDay))
  const exact = designDaily({ assumed, sought, decisionsPerDay: perDay, days: 365 / by.falseAlarmsPerYear })
  const status = errors >= by.errorsForChart && baseline.days >= by.daysForChart ? 'ok' : 'provisional'
  const widened = (status === 'ok' ? 1 : 2) * (baseline.clumping > by.clumpingTolerated ? baseline.clumping : 1)
  const chart = { ...exact, limit: Math.ceil(exact.limit * widened) }
  return { status, estimate, assumed, sought, chart, widened, daysBetweenFalseAlarms: daysToAlarm(exact, assumed) }
}

/** Exact one-sided limit of an error rate. Source: Clopper and Pearson, Biometrika 26(4), 1934. */
export function upperRate({ errors, decisions }: Pick<DriftBaseline, 'errors' | 'decisions'>, confidence: number): number {
  if (errors >= decisions) return 1
  return betaQuantile(confidence, { alpha: errors + 1, beta: decisions - errors })
}

/** Where the sum stands, and what came since it was last zero: the estimate of when a drift began. */
export type DriftState = { sum: number; days: number; decisions: number; errors: number }

/** `afterChange` starts half way up: after a fix, a new model, a new policy or an acknowledged alarm, so that a change that did not help is found sooner. */
export function startDrift(design: DriftDesign, from: 'rest' | 'afterChange'): DriftState {
  return { sum: from === 'rest' ? 0 : Math.floor(design.chart.limit / 2), days: 0, decisions: 0, errors: 0 }
}

/** A day further, with its labelled decisions and the errors among them. A day without decisions changes nothing: it is no exposure, not a rate of zero. */
export function stepDrift(design: DriftDesign, state: DriftState, day: { decisions: number; errors: number }): DriftState {
  if (day.decisions === 0) return state
  const sum = state.sum + design.chart.weight * day.errors - day.decisions
  if (sum <= 0) return { sum: 0, days: 0, decisions: 0, errors: 0 }
  return { sum, days: state.days + 1, decisions: state.decisions + day.decisions, errors: state.errors + day.errors }
}

export const isDrifting = (design: DriftDesign, state: DriftState) => state.sum >= design.chart.limit

/** What an alarm says: since how many days with decisions, the rate since then with its 95 % interval, and the errors beyond what the baseline would have made. */
export function driftEvidence(design: DriftDesign, { days, decisions, errors }: DriftState) {
  return { days, rate: shareOf(errors, decisions), excessErrors: Math.max(0, errors - design.estimate * decisions) }
}

const volumeTolerated = 0.25

/** Whether the volume has moved so far that the limit no longer keeps its promise. Design again and keep the sum. */
export function needsNewLimit({ chart }: DriftDesign, decisionsPerDay: number): boolean {
  return Math.abs(decisionsPerDay / chart.decisionsPerDay - 1) > volumeTolerated
}

/** An error rate that jumps at once, or climbs in a straight line over some days and stays. */
export type RateChange = { to: number; overDays: number }

/** Days after the beginning of a change until half, and until nine in ten, of such changes are found. Null where that takes longer than two years. */
export type Detection = { medianDays: number | null; ninetiethDays: number | null }

const daysLookedAt = 730

/** How fast the chart finds a change from the baseline's rate, from a sum of zero. Exact. */
export function detectionOf({ estimate, chart }: DriftDesign, change: RateChange): Detection {
  const rates = Array.from({ length: daysLookedAt }, (_, day) => {
    const done = change.overDays === 0 ? 1 : Math.min(1, (day + 1) / change.overDays)
    return estimate + (change.to - estimate) * done
  })
  const found = alarmByDay(chart, rates)
  const dayAt = (share: number) => {
    const day = found.findIndex((chance) => chance >= share)
    return day < 0 ? null : day + 1
  }
  return { medianDays: dayAt(0.5), ninetiethDays: dayAt(0.9) }
}
