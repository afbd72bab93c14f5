import { binomialAtMost, binomialExactly, twoSided, z95 } from './distributions.ts'
import type { Cases } from './proportions.ts'

/** Where a team's share lies with chances of 95 and 99.8 % if nothing but chance is at work. */
export type FunnelLimits = { low998: number; low95: number; high95: number; high998: number }

/**
 * Exact limits around a target (0 to 1) for a team of so many cases, interpolated between whole hits.
 * Source: Spiegelhalter, Statistics in Medicine 24, 2005, 1185-1202, appendix A.1.1.
 */
export function funnelLimits(target: number, of: number): FunnelLimits {
  const at = (share: number) => exactLimit(share, { of, p: target })
  return { low998: at(0.001), low95: at(0.025), high95: at(0.975), high998: at(0.999) }
}

function exactLimit(share: number, { of, p }: { of: number; p: number }): number {
  if (p === 0 || p === 1) return p
  let [low, high] = [0, of]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (binomialAtMost(middle, { of, p }) >= share) high = middle
    else low = middle + 1
  }
  const beyond = (binomialAtMost(low, { of, p }) - share) / binomialExactly(low, { of, p })
  return Math.min(1, Math.max(0, (low - beyond) / of))
}

/** A share on the arcsine scale, where its standard deviation hardly depends on the share itself. */
export type Point = { y: number; sd: number }

/** arcsin √share; shares beyond 0 and 1 count as 0 and 1. */
export const arcsine = (share: number) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))))

/** The share at a place of the arcsine scale, which ends at 0 and 1. */
export const shareAt = (y: number) => Math.sin(Math.min(Math.PI / 2, Math.max(0, y))) ** 2

/** A plain share as a point of the arcsine scale. */
export const pointOf = ({ hits, of }: Cases): Point => ({ y: arcsine(hits / of), sd: 1 / (2 * Math.sqrt(of)) })

/** How far a point is from the centre, in standard deviations of chance and of ordinary differences between teams together. */
export const distance = ({ y, sd }: Point, { mu, tau2 }: Centre) => (y - mu) / Math.sqrt(sd * sd + tau2)

/** The middle of the teams and the variance of the ordinary differences between them, on the arcsine scale. */
export type Centre = { mu: number; tau2: number }

/** Quantile of ordered values, linear between them: type 7 of Hyndman and Fan, The American Statistician 50, 1996. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] as number
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - low)
}

export type PublishedSpread = Centre & { phi: number; z: number[]; zWinsorised: number[]; zAdjusted: number[]; chances: number[] }

/**
 * Over-dispersion as it was published, kept to compare with others' software: Spiegelhalter 2005, section 5, with z values
 * winsorised at `trim` (0.1 there). Its tau2 is too small, so it flags somebody in more than a third of organisations where teams differ as
 * teams do; flags come from `robustCentre`.
 */
export function publishedSpread(cases: readonly Cases[], trim: number): PublishedSpread {
  const hits = cases.reduce((total, team) => total + team.hits, 0)
  const mu = arcsine(hits / cases.reduce((total, team) => total + team.of, 0))
  const points = cases.map(pointOf)
  const z = points.map((point) => distance(point, { mu, tau2: 0 }))
  const sorted = z.toSorted((a, b) => a - b)
  const [low, high] = [quantile(sorted, trim), quantile(sorted, 1 - trim)]
  const zWinsorised = z.map((value) => Math.min(high, Math.max(low, value)))
  const teams = cases.length
  const phi = zWinsorised.reduce((total, value) => total + value * value, 0) / teams
  const weights = points.map(({ sd }) => 1 / (sd * sd))
  const weight = weights.reduce((total, value) => total + value, 0)
  const squares = weights.reduce((total, value) => total + value * value, 0)
  const tau2 = teams * phi < teams - 1 ? 0 : (teams * phi - (teams - 1)) / (weight - squares / weight)
  const zAdjusted = points.map((point) => distance(point, { mu, tau2 }))
  return { mu, tau2, phi, z, zWinsorised, zAdjusted, chances: zAdjusted.map(twoSided) }
}

/** Where Huber's function stops counting further distance, in standard deviations. */
const bend = 1.5
/** Mean square of a standard normal value clipped at the bend. */
const clippedSquare = 0.7784652161738932

const clip = (value: number) => Math.min(bend, Math.max(-bend, value))

/**
 * The middle of the teams and their ordinary differences, hardly moved by a few teams that are far out. Needs ten teams to mean anything.
 * Source: Huber, Robust Statistics, 1981, section 6.4 (proposal 2), k = 1.5, with known sampling variances beside the common one.
 */
export function robustCentre(points: readonly Point[]): Centre {
  if (points.length === 0) return { mu: 0, tau2: 0 }
  const target = (clippedSquare * (points.length - 1)) / points.length
  let mu = quantile(
    points.map(({ y }) => y).toSorted((a, b) => a - b),
    0.5,
  )
  const excess = (tau2: number) => {
    mu = robustMean(points, { mu, tau2 })
    return points.reduce((total, point) => total + clip(distance(point, { mu, tau2 })) ** 2, 0) / points.length - target
  }
  if (excess(0) <= 0) return { mu, tau2: 0 }
  let [low, high] = [0, 1e-4]
  for (; excess(high) > 0; high *= 4) low = high
  while (high - low > 1e-11 * high) {
    const middle = (low + high) / 2
    if (excess(middle) > 0) low = middle
    else high = middle
  }
  return { mu: robustMean(points, { mu, tau2: high }), tau2: high }
}

/** Huber's mean by reweighting, from a first guess; it has one solution only. */
function robustMean(points: readonly Point[], { mu, tau2 }: Centre): number {
  let mean = mu
  for (let round = 0; round < 500; round++) {
    let [sum, weights] = [0, 0]
    for (const { y, sd } of points) {
      const variance = sd * sd + tau2
      const far = Math.abs(y - mean) / Math.sqrt(variance)
      const weight = (far > bend ? bend / far : 1) / variance
      sum += weight * y
      weights += weight
    }
    const next = sum / weights
    if (Math.abs(next - mean) < 1e-13) return next
    mean = next
  }
  return mean
}

/** The limits for teams that differ as teams do: on the arcsine scale around the centre, given as shares. */
export function widenedLimits({ mu, tau2 }: Centre, sd: number): FunnelLimits {
  const one = Math.sqrt(sd * sd + tau2)
  const z998 = 3.090232306167813
  return {
    low998: shareAt(mu - z998 * one),
    low95: shareAt(mu - z95 * one),
    high95: shareAt(mu + z95 * one),
    high998: shareAt(mu + z998 * one),
  }
}
