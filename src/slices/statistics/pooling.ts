import type { Estimate } from './case-mix.ts'
import { type Beta, betaQuantile, logBeta } from './distributions.ts'
import type { Cases } from './proportions.ts'
import { lowestPlace } from './simplex.ts'

/** How true shares are spread over teams, as a beta distribution; the larger alpha + beta, the more alike the teams. */
export type BetaFit = Beta & {
  logLikelihood: number
  /** False where the teams differ no more than chance does, or are too few to say: then everyone is near the common share. */
  isSpread: boolean
}

/** alpha + beta where no difference between teams is found. */
const sizeMax = 1e6

/** Fewer teams than this say nothing about how teams differ. */
const teamsMin = 8

/**
 * The beta distribution of true shares under which the teams' cases are most likely (beta-binomial maximum likelihood).
 * Source: Griffiths, Biometrics 29, 1973; data and check of Gelman et al., Bayesian Data Analysis, chapter 5.
 */
export function betaBinomialFit(teams: readonly Cases[]): BetaFit {
  const used = teams.filter((team) => team.of > 0)
  const hits = used.reduce((total, team) => total + team.hits, 0)
  const of = used.reduce((total, team) => total + team.of, 0)
  const pooled = of === 0 ? 0.5 : (hits + 0.5) / (of + 1)
  const alike = { alpha: pooled * sizeMax, beta: (1 - pooled) * sizeMax }
  const ways = used.reduce((total, team) => total + logWays(team), 0)
  const none = { ...alike, logLikelihood: ways + likelihoodOf(used, alike), isSpread: false }
  if (used.length < teamsMin || hits === 0 || hits === of) return none
  const start = [Math.log(pooled / (1 - pooled)), Math.log(20)]
  const best = shapeAt(lowestPlace((at) => -likelihoodOf(used, shapeAt(at)), start))
  const logLikelihood = ways + likelihoodOf(used, best)
  const isSpread = best.alpha + best.beta < sizeMax / 10 && logLikelihood > none.logLikelihood
  return isSpread ? { ...best, logLikelihood, isSpread } : none
}

/** From (logit of the mean, log of the size). Sizes beyond the cap count as the cap. */
function shapeAt(at: readonly number[]): Beta {
  const mean = 1 / (1 + Math.exp(-(at[0] as number)))
  const size = Math.min(sizeMax, Math.exp(at[1] as number))
  return { alpha: mean * size, beta: (1 - mean) * size }
}

/** Logarithm of the number of ways in which so many hits can lie among the cases. */
const logWays = ({ hits, of }: Cases) => -Math.log(of + 1) - logBeta({ alpha: hits + 1, beta: of - hits + 1 })

/** Without the ways, which no shape changes. */
function likelihoodOf(teams: readonly Cases[], { alpha, beta }: Beta): number {
  const before = logBeta({ alpha, beta })
  return teams.reduce((total, { hits, of }) => total + logBeta({ alpha: alpha + hits, beta: beta + of - hits }) - before, 0)
}

/**
 * The beta distribution with the mean and the spread of the teams' raw shares: quick, and rough where teams have few cases.
 * Source: Gelman et al., Bayesian Data Analysis, section 5.1. Null where the shares do not differ at all.
 */
export function betaByMoments(teams: readonly Cases[]): (Beta & { mean: number; sd: number }) | null {
  const shares = teams.filter(({ of }) => of > 0).map(({ hits, of }) => hits / of)
  const mean = shares.reduce((total, share) => total + share, 0) / shares.length
  const variance = shares.reduce((total, share) => total + (share - mean) ** 2, 0) / (shares.length - 1)
  const size = (mean * (1 - mean)) / variance - 1
  return variance > 0 && size > 0 ? { mean, sd: Math.sqrt(variance), alpha: mean * size, beta: (1 - mean) * size } : null
}

/**
 * A team's share, moved towards what teams reach in general, the more so the fewer cases it has, with where it lies at 95 %.
 * The number beside a team's name.
 */
export function shrunkShare({ hits, of }: Cases, { alpha, beta }: Beta): Estimate {
  const seen = { alpha: alpha + hits, beta: beta + of - hits }
  return { share: seen.alpha / (seen.alpha + seen.beta), low: betaQuantile(0.025, seen), high: betaQuantile(0.975, seen) }
}

/**
 * Means of equally many measurements each, moved towards their common mean; `variance` is that of one of them. `kept` is the share
 * of its distance that each keeps. Needs four or more.
 * Source: Efron and Morris, Scientific American 236(5), 1977; Stein's estimator with k - 3.
 */
export function shrunkMeans(means: readonly number[], variance: number): { mean: number; kept: number; means: number[] } {
  const mean = means.reduce((total, one) => total + one, 0) / means.length
  const squares = means.reduce((total, one) => total + (one - mean) ** 2, 0)
  const kept = squares === 0 ? 0 : Math.max(0, 1 - ((means.length - 3) * variance) / squares)
  return { mean, kept, means: means.map((one) => mean + kept * (one - mean)) }
}
