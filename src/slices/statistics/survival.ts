import { z95 } from './distributions.ts'

/** How long something lasted, in days: until it ended (`hasEnded`), or until it was last seen still going. */
export type Lasting = { days: number; hasEnded: boolean }

/** A day on which something ended. `survival` is the share that lasts beyond it; limits are null where nothing is left. */
export type SurvivalStep = {
  days: number
  atRisk: number
  ended: number
  survival: number
  se: number | null
  low: number | null
  high: number | null
}

const byDays = (a: { days: number }, b: { days: number }) => a.days - b.days

/** Per day with an end: how many were still there before it, and how many ended. What is last seen on a day is still there on it. */
function endings(lastings: readonly Lasting[]): { days: number; atRisk: number; ended: number }[] {
  const sorted = lastings.toSorted(byDays)
  const days = [...new Set(sorted.filter(({ hasEnded }) => hasEnded).map((one) => one.days))]
  return days.map((day) => ({
    days: day,
    atRisk: sorted.filter((one) => one.days >= day).length,
    ended: sorted.filter((one) => one.hasEnded && one.days === day).length,
  }))
}

/**
 * The share that lasts beyond each day, though not all could be watched to the end. Standard errors by Greenwood, 95 % limits on the log-log
 * scale, so they stay between 0 and 1.
 * Source: Kaplan and Meier, Journal of the American Statistical Association 53, 1958; Kalbfleisch and Prentice 2002, section 1.4.
 */
export function survivalCurve(lastings: readonly Lasting[]): SurvivalStep[] {
  let [survival, hazard] = [1, 0]
  return endings(lastings).map(({ days, atRisk, ended }) => {
    survival *= 1 - ended / atRisk
    hazard += ended / (atRisk * (atRisk - ended))
    if (survival === 0) return { days, atRisk, ended, survival, se: null, low: null, high: null }
    const reach = Math.exp((z95 * Math.sqrt(hazard)) / Math.log(survival))
    return { days, atRisk, ended, survival, se: survival * Math.sqrt(hazard), low: survival ** (1 / reach), high: survival ** reach }
  })
}

/** The last day that a curve may be shown: while at least so many are watched. Null where there never were. */
export function lastShownDay(lastings: readonly Lasting[], atRiskMin = 10): number | null {
  return lastings.toSorted((a, b) => b.days - a.days)[atRiskMin - 1]?.days ?? null
}

/** The share that lasts beyond a day, with its limits. */
export type SurvivalAt = { survival: number; se: number; low: number; high: number }

/** Null where fewer than `atRiskMin` are watched on that day, or nothing is left. Certain, with no width, before the first end. */
export function survivalAt(lastings: readonly Lasting[], day: number, atRiskMin = 10): SurvivalAt | null {
  const last = lastShownDay(lastings, atRiskMin)
  if (last === null || last < day) return null
  const step = survivalCurve(lastings).findLast(({ days }) => days <= day)
  if (!step) return { survival: 1, se: 0, low: 1, high: 1 }
  const { survival, se, low, high } = step
  return se === null || low === null || high === null ? null : { survival, se, low, high }
}

/** How much larger the share is that lasts beyond a day in the first group, with 95 % limits: how teams are compared. Null where either is not known. */
export function survivalDifference(
  groups: { first: readonly Lasting[]; second: readonly Lasting[] },
  day: number,
  atRiskMin = 10,
): { difference: number; low: number; high: number } | null {
  const [first, second] = [survivalAt(groups.first, day, atRiskMin), survivalAt(groups.second, day, atRiskMin)]
  if (!first || !second) return null
  const difference = first.survival - second.survival
  const half = z95 * Math.hypot(first.se, second.se)
  return { difference, low: Math.max(-1, difference - half), high: Math.min(1, difference + half) }
}

/** Half last less long than this; null while more than half still last. `low` and `high` are where the limits of the curve cross one half. */
export function medianDays(curve: readonly SurvivalStep[]): { days: number | null; low: number | null; high: number | null } {
  const first = (value: (step: SurvivalStep) => number | null) => curve.find((step) => (value(step) ?? 1) <= 0.5)?.days ?? null
  return { days: first(({ survival }) => survival), low: first(({ low }) => low), high: first(({ high }) => high) }
}

/** Mean days that something lasts within the first `until` days, with its standard error. */
export function meanDaysUntil(curve: readonly SurvivalStep[], until: number): { days: number; se: number } {
  const steps = curve.filter(({ days }) => days < until)
  const starts = [{ days: 0, survival: 1 }, ...steps]
  const areas = starts.map(({ days, survival }, index) => survival * ((starts[index + 1]?.days ?? until) - days))
  const after = (index: number) => areas.slice(index + 1).reduce((sum, area) => sum + area, 0)
  const parts = steps.map(({ atRisk, ended }, index) => (atRisk === ended ? 0 : (after(index) ** 2 * ended) / (atRisk * (atRisk - ended))))
  return { days: after(-1), se: Math.sqrt(parts.reduce((sum, part) => sum + part, 0)) }
}

/**
 * Whether two groups end at the same pace: ends expected in each if they did, and chi-square with one degree of freedom.
 * Source: Mantel, Cancer Chemotherapy Reports 50, 1966. Pages compare teams by `survivalDifference` instead.
 */
export function logRank(first: readonly Lasting[], second: readonly Lasting[]): { expected: [number, number]; chiSquare: number } {
  let [ended, expected, variance] = [0, 0, 0]
  const all = endings([...first, ...second])
  for (const { days, atRisk, ended: together } of all) {
    const own = first.filter((one) => one.days >= days).length
    const share = own / atRisk
    ended += first.filter((one) => one.hasEnded && one.days === days).length
    expected += together * share
    if (atRisk > 1) variance += (together * share * (1 - share) * (atRisk - together)) / (atRisk - 1)
  }
  const total = all.reduce((sum, one) => sum + one.ended, 0)
  return { expected: [expected, total - expected], chiSquare: variance === 0 ? 0 : (ended - expected) ** 2 / variance }
}

/** How long something lasted and what ended it; null while it still goes on. */
export type LastingWithReason = { days: number; reason: string | null }

/**
 * The share that has ended by a day, for each reason: the reasons and the share that still lasts add up to one. Taking each reason for
 * itself by Kaplan-Meier would say too much, as if the other reasons did not exist.
 * Source: Aalen and Johansen, Scandinavian Journal of Statistics 5, 1978.
 */
export function endedByReason(lastings: readonly LastingWithReason[], day: number): Map<string, number> {
  const curve = survivalCurve(lastings.map(({ days, reason }) => ({ days, hasEnded: reason !== null })))
  const shares = new Map<string, number>()
  for (const { reason } of lastings) if (reason !== null) shares.set(reason, 0)
  let before = 1
  for (const { days, atRisk, survival } of curve.filter((step) => step.days <= day)) {
    for (const one of lastings)
      if (one.reason !== null && one.days === days) shares.set(one.reason, (shares.get(one.reason) as number) + before / atRisk)
    before = survival
  }
  return shares
}
