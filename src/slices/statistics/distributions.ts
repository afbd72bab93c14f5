import betaShare from '@stdlib/math-base-special-betainc'
import betaPoint from '@stdlib/math-base-special-betaincinv'
import erfc from '@stdlib/math-base-special-erfc'
import erfcPoint from '@stdlib/math-base-special-erfcinv'
import gammaPoint from '@stdlib/math-base-special-gammaincinv'
import logGamma from '@stdlib/math-base-special-gammaln'

export { logGamma }

/** The two numbers above zero that shape a beta distribution: like hits and misses seen before. */
export type Beta = { alpha: number; beta: number }

/** 0.975 quantile of the standard normal distribution: half of what a 95 % interval is wide, in standard errors. */
export const z95 = 1.959963984540054

/** Logarithm of the beta function. */
export const logBeta = ({ alpha, beta }: Beta) => logGamma(alpha) + logGamma(beta) - logGamma(alpha + beta)

/** Chance that a value of the beta distribution is below x (0 to 1). */
export const betaBelow = (x: number, { alpha, beta }: Beta) => betaShare(x, alpha, beta)

/** Chance that a value of the beta distribution is above x, exact also where it is tiny. */
export const betaAbove = (x: number, { alpha, beta }: Beta) => betaShare(x, alpha, beta, true, true)

/** The value that a share of the beta distribution is below. */
export const betaQuantile = (share: number, { alpha, beta }: Beta) => betaPoint(share, alpha, beta)

/** The value that a share of the gamma distribution of this shape, with scale 1, is below. */
export const gammaQuantile = (share: number, shape: number) => gammaPoint(share, shape)

/** Chance that a standard normal value is below z. */
export const normalBelow = (z: number) => erfc(-z / Math.SQRT2) / 2

/** The value that a share of the standard normal distribution is below. */
export const normalQuantile = (share: number) => -Math.SQRT2 * erfcPoint(2 * share)

/** Chance of a standard normal value as far from zero as z, on either side. */
export const twoSided = (z: number) => erfc(Math.abs(z) / Math.SQRT2)

/** Chance of at most so many hits of `of` independent cases that each hit with chance `p`. */
export function binomialAtMost(hits: number, { of, p }: { of: number; p: number }): number {
  if (hits < 0) return 0
  return hits >= of ? 1 : betaShare(p, hits + 1, of - hits, true, true)
}

/** Chance of exactly so many hits of `of` independent cases that each hit with chance `p`. */
export function binomialExactly(hits: number, { of, p }: { of: number; p: number }): number {
  if (p === 0 || p === 1) return hits === of * p ? 1 : 0
  const ways = -Math.log(of + 1) - logBeta({ alpha: hits + 1, beta: of - hits + 1 })
  return Math.exp(ways + hits * Math.log(p) + (of - hits) * Math.log1p(-p))
}
