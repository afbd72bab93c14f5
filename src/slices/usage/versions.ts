import { binomialAtMost, gammaQuantile } from '#slices/statistics/index.ts'
import { type ConfidenceBin, tenBins } from './confidence.ts'

/** In place of the share of an empty bin, whose logarithm there is none of. */
const leastShare = 1e-6
const binCount = 10

export type Drift = { psi: number; byChance: number; before: number[]; after: number[] }

/**
 * How far the confidence of one version lies from that of another: the population stability index over ten bins of equal width,
 * Σ (after − before) · ln(after ÷ before) over the shares in each, 0 for the same and without an upper end. `byChance` is what two samples of these
 * sizes out of one population stay under in 95 of 100 cases: χ² with 9 degrees of freedom times (1/n + 1/m).
 * Source: Siddiqi, Credit Risk Scorecards, 2006; Yurdakul and Naranjo, Journal of Risk Model Validation 14, 2020. Null where a side is empty.
 */
export function driftOf(earlier: readonly ConfidenceBin[], later: readonly ConfidenceBin[]): Drift | null {
  const [before, after] = [countsOf(earlier), countsOf(later)]
  const [n, m] = [sum(before), sum(after)]
  if (n === 0 || m === 0) return null
  const psi = before.reduce((total, count, bin) => {
    const one = Math.max(leastShare, count / n)
    const other = Math.max(leastShare, (after[bin] ?? 0) / m)
    return total + (other - one) * Math.log(other / one)
  }, 0)
  return { psi, byChance: 2 * gammaQuantile(0.95, (binCount - 1) / 2) * (1 / n + 1 / m), before, after }
}

const countsOf = (bins: readonly ConfidenceBin[]) => tenBins(bins).map(({ n }) => n)
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

/** The same cases, answered by two versions: those that came right, those that went wrong, and those answered otherwise. */
export type Paired = { cases: number; fixed: number; broken: number; changed: number | null }

/**
 * Chance of a split at least as uneven between what came right and what went wrong, if neither version were better: the exact test of
 * McNemar (Psychometrika 12, 1947), two-sided. 1 where nothing changed.
 */
export function chanceOfSplit({ fixed, broken }: Pick<Paired, 'fixed' | 'broken'>): number {
  const of = fixed + broken
  return of === 0 ? 1 : Math.min(1, 2 * binomialAtMost(Math.min(fixed, broken), { of, p: 0.5 }))
}
