import { z95 } from './distributions.ts'

/** An estimate of one team with its sampling variance, such as a mean score or a mean handling time. */
export type Measured = { y: number; variance: number }

/**
 * Ways to find how far true values of teams differ. `reml` is ours; `paule_mandel` stands in where it does not settle. The others are there
 * to compare with other software: DerSimonian-Laird, Hedges, maximum likelihood, empirical Bayes (the same equation as
 * Paule-Mandel), Sidik-Jonkman.
 */
export type SpreadMethod = 'reml' | 'paule_mandel' | 'dersimonian_laird' | 'hedges' | 'ml' | 'sidik_jonkman'

/** What the teams have in common, and the variance tau2 of their true values around it. */
export type Pooled = { mu: number; se: number; tau2: number; q: number; i2: number; h2: number }

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

const weightsAt = (teams: readonly Measured[], tau2: number) => teams.map(({ variance }) => 1 / (variance + tau2))

function meanAt(teams: readonly Measured[], tau2: number): { mu: number; weights: number[]; squares: number } {
  const weights = weightsAt(teams, tau2)
  const mu = total(teams.map(({ y }, index) => (weights[index] as number) * y)) / total(weights)
  return { mu, weights, squares: total(teams.map(({ y }, index) => (weights[index] as number) * (y - mu) ** 2)) }
}

/**
 * Teams' values pooled: the common value, its standard error, tau2, Cochran's Q, and the share i2 (0 to 1) of the differences that is not chance.
 * Source: Viechtbauer, Journal of Educational and Behavioral Statistics 30, 2005, and the metafor package.
 */
export function pooledMean(teams: readonly Measured[], method: SpreadMethod = 'reml'): Pooled {
  const tau2 = teams.length < 2 ? 0 : spreadBy(method, teams)
  const { mu, weights } = meanAt(teams, tau2)
  const plain = weightsAt(teams, 0)
  const [sum, squares] = [total(plain), total(plain.map((weight) => weight * weight))]
  const typical = teams.length < 2 ? 1 : ((teams.length - 1) * sum) / (sum * sum - squares)
  return { mu, se: 1 / Math.sqrt(total(weights)), tau2, q: meanAt(teams, 0).squares, i2: tau2 / (typical + tau2), h2: 1 + tau2 / typical }
}

function spreadBy(method: SpreadMethod, teams: readonly Measured[]): number {
  if (method === 'reml' || method === 'ml') return byLikelihood(teams, method === 'reml') ?? byPauleMandel(teams)
  if (method === 'paule_mandel') return byPauleMandel(teams)
  if (method === 'dersimonian_laird') return byDerSimonianLaird(teams)
  const mean = total(teams.map(({ y }) => y)) / teams.length
  const squares = total(teams.map(({ y }) => (y - mean) ** 2))
  if (method === 'hedges') return Math.max(0, squares / (teams.length - 1) - total(teams.map(({ variance }) => variance)) / teams.length)
  const first = squares / teams.length
  return (first * meanAt(teams, first).squares) / (teams.length - 1)
}

function byDerSimonianLaird(teams: readonly Measured[]): number {
  const { weights, squares } = meanAt(teams, 0)
  const sum = total(weights)
  return Math.max(0, (squares - (teams.length - 1)) / (sum - total(weights.map((weight) => weight * weight)) / sum))
}

/** The tau2 at which the differences are as large as their weights say. It always exists. */
function byPauleMandel(teams: readonly Measured[]): number {
  const isTooSmall = (tau2: number) => meanAt(teams, tau2).squares > teams.length - 1
  if (!isTooSmall(0)) return 0
  let [low, high] = [0, 1e-6]
  for (; isTooSmall(high); high *= 4) low = high
  for (let round = 0; round < 200 && high - low > 1e-13 * high; round++) {
    const middle = (low + high) / 2
    if (isTooSmall(middle)) low = middle
    else high = middle
  }
  return high
}

/** Fisher scoring on the (restricted) likelihood; null where it does not settle. */
function byLikelihood(teams: readonly Measured[], isRestricted: boolean): number | null {
  let tau2 = byDerSimonianLaird(teams)
  for (let round = 0; round < 1000; round++) {
    const { mu, weights } = meanAt(teams, tau2)
    const squared = weights.map((weight) => weight * weight)
    const scores = teams.map(({ y, variance }, index) => (squared[index] as number) * ((y - mu) ** 2 - variance))
    const correction = isRestricted ? 1 / total(weights) : 0
    const next = Math.max(0, total(scores) / total(squared) + correction)
    if (Math.abs(next - tau2) <= 1e-12 * (1e-9 + tau2)) return next
    tau2 = next
  }
  return null
}

/** A team's value moved towards the common one, with its standard error, the uncertainty of the common one included. */
export function shrunkValue({ y, variance }: Measured, { mu, se, tau2 }: Pooled): { y: number; se: number } {
  const kept = tau2 / (tau2 + variance)
  return { y: kept * y + (1 - kept) * mu, se: Math.sqrt(kept * variance + ((1 - kept) * se) ** 2) }
}

/** Logarithm of the restricted likelihood of tau, the standard deviation of true values, up to a constant. */
function restrictedLikelihood(teams: readonly Measured[], tau: number): number {
  const { weights, squares } = meanAt(teams, tau * tau)
  return (total(weights.map(Math.log)) - Math.log(total(weights)) - squares) / 2
}

/**
 * The standard deviation of true values over teams, with its 95 % profile interval: all values that the (restricted) likelihood
 * does not rule out. Null below two teams.
 */
export function spreadOf(teams: readonly Measured[]): { tau: number; low: number; high: number } | null {
  if (teams.length < 2) return null
  const tau = Math.sqrt(pooledMean(teams).tau2)
  const least = restrictedLikelihood(teams, tau) - z95 ** 2 / 2
  const isLikely = (value: number) => restrictedLikelihood(teams, value) >= least
  let top = Math.max(tau, 1e-6)
  while (isLikely(top)) top *= 2
  return { tau, low: isLikely(0) ? 0 : edge(isLikely, { inside: tau, outside: 0 }), high: edge(isLikely, { inside: tau, outside: top }) }
}

function edge(isInside: (value: number) => boolean, { inside, outside }: { inside: number; outside: number }): number {
  let [within, beyond] = [inside, outside]
  for (let round = 0; round < 60; round++) {
    const middle = (within + beyond) / 2
    if (isInside(middle)) within = middle
    else beyond = middle
  }
  return within
}
