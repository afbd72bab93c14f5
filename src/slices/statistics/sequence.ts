import { bisect } from './bisect.ts'
import { logBeta } from './distributions.ts'

/**
 * The lower branch of Lambert's W: the w <= −1 with w × e^w = x, for −1/e <= x < 0. Halley's iteration.
 * Source: Corless, Gonnet, Hare, Jeffrey and Knuth, Advances in Computational Mathematics 5, 1996.
 */
export function lambertLower(x: number): number {
  const log = Math.log(-x)
  let w = log < -2 ? log - Math.log(-log) : -1 - Math.sqrt(2 * Math.max(0, 1 + Math.E * x))
  for (let step = 0; step < 20 && w < -1; step++) {
    const power = Math.exp(w)
    const off = w * power - x
    const better = w - off / (power * (w + 1) - ((w + 2) * off) / (2 * w + 2))
    if (Math.abs(better - w) <= 1e-15 * Math.abs(w)) return better
    w = better
  }
  return w
}

/** `alpha` is the chance of ever leaving the truth out; `planned` the sample size at which the interval is tightest, fixed before the start. */
export type SequencePlan = { alpha: number; planned: number }

/** The mixture's variance that makes the interval tightest at the planned sample size. */
export function mixtureVariance({ alpha, planned }: SequencePlan): number {
  return (-lambertLower(-(alpha * alpha) / Math.E) - 1) / planned
}

/**
 * Half the width of an interval for a mean that may be read at every moment: it leaves the truth out at any time with a chance of at most alpha. Asymptotic:
 * valid once a mean is about normal, some fifty values. Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, Annals of Statistics 52(6), 2024.
 */
export function alwaysValidRadius(seen: { count: number; deviation: number }, plan: SequencePlan): number {
  const { count, deviation } = seen
  const variance = mixtureVariance(plan)
  const grown = count * variance + 1
  return deviation * Math.sqrt(((2 * grown) / (count * count * variance)) * Math.log(Math.sqrt(grown) / plan.alpha))
}

/**
 * The same for a share, exact at every sample size: all p with B(s+½, n−s+½)/B(½, ½) < p^s (1−p)^(n−s)/alpha.
 * Source: Robbins, Annals of Mathematical Statistics 41(5), 1970, with a beta mixture.
 */
export function exactSequence({ hits, of }: { hits: number; of: number }, alpha: number): { low: number; high: number } {
  const need = Math.log(alpha) + logBeta({ alpha: hits + 0.5, beta: of - hits + 0.5 }) - logBeta({ alpha: 0.5, beta: 0.5 })
  const isOut = (p: number) => (hits === 0 ? 0 : hits * Math.log(p)) + (hits === of ? 0 : (of - hits) * Math.log1p(-p)) <= need
  const share = of === 0 ? 0.5 : hits / of
  return {
    low: hits === 0 ? 0 : bisect({ low: 0, high: share }, isOut),
    high: hits === of ? 1 : bisect({ low: share, high: 1 }, (p) => !isOut(p)),
  }
}

const enoughForAsymptotic = 50

/** A share whose 95 % interval may be read every day: asymptotic from fifty hits and fifty misses on, exact below. */
export function shareReadDaily(
  { hits, of }: { hits: number; of: number },
  planned: number,
): { share: number | null; low: number; high: number } {
  const share = of === 0 ? null : hits / of
  if (share === null || Math.min(hits, of - hits) < enoughForAsymptotic) return { share, ...exactSequence({ hits, of }, 0.05) }
  const radius = alwaysValidRadius({ count: of, deviation: Math.sqrt(share * (1 - share)) }, { alpha: 0.05, planned })
  return { share, low: Math.max(0, share - radius), high: Math.min(1, share + radius) }
}

/** Two arms of equal size: the difference of their means and the variance of one value. */
export type TwoArms = { perArm: number; difference: number; variance: number }

/**
 * Mixture sequential probability ratio test with a normal mixture of variance `tauSquared`, the square of the effects that one hopes for. `chance` is
 * always valid when the smallest one so far is kept. Source: Johari, Koomen, Pekelis and Walsh, Operations Research 70(3), 2022.
 */
export function mixtureTest({ perArm, difference, variance }: TwoArms, tauSquared: number): { ratio: number; chance: number } {
  const own = (2 * variance) / perArm
  const ratio = Math.sqrt(own / (own + tauSquared)) * Math.exp((tauSquared * difference * difference) / (2 * own * (own + tauSquared)))
  return { ratio, chance: Math.min(1, 1 / ratio) }
}
