import { betaBelow, betaQuantile } from './distributions.ts'

/** Mean outcome of a team before and after; `earlier` one period before that, for the placebo. */
export type TeamChange = { before: number; after: number; earlier?: number }

/**
 * What changed in treated teams beyond what changed in the others. `chance`: how often a random choice of as many treated teams would differ at least as much;
 * `smallestChance` the least that so few teams could give; `canBeKnown` is false when that is not below 0.10 (3 against 3: 2/20).
 * `welch` is the 95 % interval of the difference of means. `placebo` is the same estimate one period earlier, where it should be near zero.
 */
export type Effect = {
  estimate: number
  chance: number
  assignments: number
  isSampled: boolean
  smallestChance: number
  canBeKnown: boolean
  welch: Welch | null
  placebo: number | null
}

export type Welch = { standardError: number; degrees: number; low: number; high: number; chance: number }

export type Groups = { treated: readonly TeamChange[]; control: readonly TeamChange[] }

const assignmentsMax = 20_000
const knowable = 0.1

/**
 * Difference in differences on team means with permutation inference: all assignments up to 20,000, else as many random ones from `draw` (numbers evenly spread
 * from 0 to 1). Null without a team on each side. Sources: Fisher's randomisation test; Welch, Biometrika 34, 1947.
 */
export function effectOf({ treated, control }: Groups, draw: () => number): Effect | null {
  if (treated.length === 0 || control.length === 0) return null
  const gains = [...treated, ...control].map(({ before, after }) => after - before)
  const split = { gains, size: treated.length }
  const all = waysToChoose(gains.length, treated.length)
  const isSampled = all > assignmentsMax
  const { reached, tried } = isSampled ? sampledReach(split, draw) : exactReach(split)
  const smallestChance = (treated.length === control.length ? 2 : 1) / all
  return {
    estimate: gapOf(split, (at) => at < treated.length),
    chance: isSampled ? (reached + 1) / (tried + 1) : reached / tried,
    assignments: tried,
    isSampled,
    smallestChance,
    canBeKnown: smallestChance < knowable,
    welch: welchOf(gains.slice(0, treated.length), gains.slice(treated.length)),
    placebo: placeboOf({ treated, control }),
  }
}

type Split = { gains: readonly number[]; size: number }

function waysToChoose(of: number, size: number): number {
  let ways = 1
  for (let k = 1; k <= size; k++) ways = (ways * (of - size + k)) / k
  return Math.round(ways)
}

/** Mean gain of the chosen minus mean gain of the others. */
function gapOf({ gains, size }: Split, isChosen: (at: number) => boolean): number {
  const chosen = gains.reduce((sum, gain, at) => (isChosen(at) ? sum + gain : sum), 0)
  return gapFrom({ gains, size }, chosen)
}

function gapFrom({ gains, size }: Split, chosen: number): number {
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  return chosen / size - (total - chosen) / (gains.length - size)
}

/** Two gaps that differ by rounding only are equal. */
const slack = 1e-12

function exactReach(split: Split): { reached: number; tried: number } {
  const seen = Math.abs(gapOf(split, (at) => at < split.size))
  let reached = 0
  let tried = 0
  const choose = (from: number, left: number, chosen: number): void => {
    if (left === 0) {
      tried++
      if (Math.abs(gapFrom(split, chosen)) >= seen - slack) reached++
      return
    }
    for (let at = from; at <= split.gains.length - left; at++) choose(at + 1, left - 1, chosen + (split.gains[at] as number))
  }
  choose(0, split.size, 0)
  return { reached, tried }
}

function sampledReach(split: Split, draw: () => number): { reached: number; tried: number } {
  const seen = Math.abs(gapOf(split, (at) => at < split.size))
  const pool = [...split.gains]
  let reached = 0
  for (let round = 0; round < assignmentsMax; round++) {
    let chosen = 0
    for (let at = 0; at < split.size; at++) {
      const other = at + Math.floor(draw() * (pool.length - at))
      const gain = pool[other] as number
      pool[other] = pool[at] as number
      pool[at] = gain
      chosen += gain
    }
    if (Math.abs(gapFrom(split, chosen)) >= seen - slack) reached++
  }
  return { reached, tried: assignmentsMax }
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const varianceOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1)

/** Null with one team on a side or no variation at all. */
function welchOf(treated: readonly number[], control: readonly number[]): Welch | null {
  if (treated.length < 2 || control.length < 2) return null
  const [one, other] = [varianceOf(treated) / treated.length, varianceOf(control) / control.length]
  const standardError = Math.sqrt(one + other)
  if (standardError === 0) return null
  const estimate = meanOf(treated) - meanOf(control)
  const degrees = (one + other) ** 2 / (one ** 2 / (treated.length - 1) + other ** 2 / (control.length - 1))
  const tails = { alpha: degrees / 2, beta: 0.5 }
  const edge = betaQuantile(0.05, tails)
  const half = standardError * Math.sqrt((degrees * (1 - edge)) / edge)
  const chance = betaBelow(degrees / (degrees + (estimate / standardError) ** 2), tails)
  return { standardError, degrees, low: estimate - half, high: estimate + half, chance }
}

function placeboOf({ treated, control }: Groups): number | null {
  const past = (teams: readonly TeamChange[]) => teams.flatMap(({ before, earlier }) => (earlier === undefined ? [] : [before - earlier]))
  const [one, other] = [past(treated), past(control)]
  return one.length < treated.length || other.length < control.length ? null : meanOf(one) - meanOf(other)
}

/** A unit that was randomised, with the same measure before and after. */
export type RandomisedUnit = { before: number; after: number; isTreated: boolean }

type Difference = { effect: number; standardError: number }

/**
 * Effect on randomised units, as it is and with what was known before taken out: after − theta × (before − mean before), theta = cov/var over all units.
 * The variance falls by the squared correlation. Null with fewer than two units on a side or no variation before. Source: Deng and others, WSDM 2013.
 */
export function adjustedEffect(
  units: readonly RandomisedUnit[],
): { theta: number; correlation: number; raw: Difference; adjusted: Difference } | null {
  const before = units.map((unit) => unit.before)
  const after = units.map((unit) => unit.after)
  const treatedCount = units.filter(({ isTreated }) => isTreated).length
  if (treatedCount < 2 || units.length - treatedCount < 2 || varianceOf(before) === 0) return null
  const [mid, end] = [meanOf(before), meanOf(after)]
  const covariance = before.reduce((sum, value, at) => sum + (value - mid) * ((after[at] as number) - end), 0) / (units.length - 1)
  const theta = covariance / varianceOf(before)
  const spread = varianceOf(after)
  const correlation = spread === 0 ? 0 : covariance / Math.sqrt(varianceOf(before) * spread)
  return {
    theta,
    correlation,
    raw: differenceOf(units, (unit) => unit.after),
    adjusted: differenceOf(units, (unit) => unit.after - theta * (unit.before - mid)),
  }
}

function differenceOf(units: readonly RandomisedUnit[], outcome: (unit: RandomisedUnit) => number): Difference {
  const treated = units.filter(({ isTreated }) => isTreated).map(outcome)
  const control = units.filter(({ isTreated }) => !isTreated).map(outcome)
  return {
    effect: meanOf(treated) - meanOf(control),
    standardError: Math.sqrt(varianceOf(treated) / treated.length + varianceOf(control) / control.length),
  }
}
