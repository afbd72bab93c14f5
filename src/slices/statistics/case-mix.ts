import { shareOf } from '#kernel/wilson.ts'
import { z95 } from './distributions.ts'
import { type Cases, type Interval, poissonInterval } from './proportions.ts'

/** A team's cases of one type. */
export type TypeCases = Cases & { type: string }

/** What a team had to do with, by the organisation's types of case; every type at most once. */
export type TeamMix = { teamId: string; byType: readonly TypeCases[] }

/** A team beside what the organisation would have reached with exactly this team's cases. */
export type MixAdjusted = {
  teamId: string
  hits: number
  of: number
  /** Hits to expect if every type went as in the organisation. */
  expectedHits: number
  /** Variance of the hits if every type went as in the organisation. 0 where the cases cannot tell anything. */
  variance: number
  /** How much the hits move when the log odds of every type move by one: the variance without what comes from estimated rates. */
  information: number
  /** Hits ÷ expected hits; null where none are expected. Not comparable between teams whose mixes are far apart. */
  ratio: number | null
  /** The ratio times the organisation's share: the team's share if it had the organisation's mix. Can pass 1. */
  adjusted: number | null
  /** How many standard deviations the hits are above what is expected, ordinary differences between teams left aside. */
  z: number
  /** Cases of types that other teams have too. Only these can tell a difference. */
  comparableCases: number
  /** Types of which the team has so many that the others alone say what is expected. */
  typesByOthers: readonly string[]
}

export type MixSettings = {
  /** A team with a larger share of a type is judged by what the others reach in it. 1 switches this off. */
  ownShareMax: number
}

/** Types with fewer than `casesMin` cases in the whole organisation, taken together as `other`. */
export function withRareTypesMerged(teams: readonly TeamMix[], casesMin: number): TeamMix[] {
  const totals = totalsByType(teams)
  const isRare = (type: string) => (totals.get(type) as Cases).of < casesMin
  return teams.map(({ teamId, byType }) => {
    const kept = byType.filter(({ type }) => !isRare(type) && type !== otherType)
    const rest = byType.filter(({ type }) => isRare(type) || type === otherType)
    return { teamId, byType: rest.length === 0 ? kept : [...kept, { type: otherType, ...summed(rest) }] }
  })
}

const otherType = 'other'

const summed = (cases: readonly Cases[]): Cases => ({
  hits: cases.reduce((total, { hits }) => total + hits, 0),
  of: cases.reduce((total, { of }) => total + of, 0),
})

function totalsByType(teams: readonly TeamMix[]): Map<string, Cases> {
  const totals = new Map<string, Cases>()
  for (const { byType } of teams)
    for (const cases of byType) totals.set(cases.type, summed([totals.get(cases.type) ?? { hits: 0, of: 0 }, cases]))
  return totals
}

/**
 * Every team beside the hits to expect for its mix, and the organisation's share of hits.
 * Source: indirect standardisation, Breslow and Day, Statistical Methods in Cancer Research II, 1987, chapter 2. A rate that comes
 * from the other teams alone is an estimate itself: its variance is added.
 */
export function mixAdjusted(teams: readonly TeamMix[], { ownShareMax }: MixSettings): { overall: number; teams: MixAdjusted[] } {
  const totals = totalsByType(teams)
  const all = summed([...totals.values()])
  const overall = all.of === 0 ? 0 : all.hits / all.of
  return { overall, teams: teams.map((team) => adjustedFor(team, { totals, overall, ownShareMax })) }
}

function adjustedFor(team: TeamMix, house: { totals: Map<string, Cases>; overall: number; ownShareMax: number }): MixAdjusted {
  const own = summed(team.byType)
  const parts = team.byType.map((cases) => expectedOf(cases, house.totals.get(cases.type) as Cases, house.ownShareMax))
  const expectedHits = parts.reduce((total, part) => total + part.expected, 0)
  const variance = parts.reduce((total, part) => total + part.variance, 0)
  const ratio = expectedHits === 0 ? null : own.hits / expectedHits
  return {
    teamId: team.teamId,
    ...own,
    expectedHits,
    variance,
    information: parts.reduce((total, part) => total + part.information, 0),
    ratio,
    adjusted: ratio === null ? null : ratio * house.overall,
    z: variance === 0 ? 0 : (own.hits - expectedHits) / Math.sqrt(variance),
    comparableCases: parts.reduce((total, part) => total + part.comparable, 0),
    typesByOthers: team.byType.filter((_, index) => parts[index]?.isByOthers).map(({ type }) => type),
  }
}

/** What to expect of a team's cases of one type. Where nobody else has the type, they are expected as they are and tell nothing. */
function expectedOf(own: Cases, total: Cases, ownShareMax: number) {
  const others = { hits: total.hits - own.hits, of: total.of - own.of }
  if (own.of === 0 || others.of === 0) return { expected: own.hits, variance: 0, information: 0, comparable: 0, isByOthers: false }
  const apart = others.hits / others.of
  // Others with all or nothing would allow no chance at all: then the team's own cases stay in.
  const isByOthers = own.of / total.of > ownShareMax && apart > 0 && apart < 1
  const rate = isByOthers ? apart : total.hits / total.of
  const information = own.of * rate * (1 - rate)
  const variance = information * (isByOthers ? 1 + own.of / others.of : 1)
  return { expected: own.of * rate, variance, information, comparable: own.of, isByOthers }
}

/**
 * 95 % limits of hits ÷ expected hits when hits are rare events, such as errors: by Byar's approximation and exactly.
 * Source: Breslow and Day 1987, section 2.3; the exact ones from the Poisson distribution.
 */
export function ratioLimits(hits: number, expectedHits: number): { byar: Interval; exact: Interval } {
  const exact = poissonInterval(hits)
  const above = hits + 1
  return {
    byar: {
      low: hits === 0 ? 0 : (hits * (1 - 1 / (9 * hits) - z95 / (3 * Math.sqrt(hits))) ** 3) / expectedHits,
      high: (above * (1 - 1 / (9 * above) + z95 / (3 * Math.sqrt(above))) ** 3) / expectedHits,
    },
    exact: { low: exact.low / expectedHits, high: exact.high / expectedHits },
  }
}

/** A share with its limits. */
export type Estimate = Interval & { share: number }

/**
 * The shares that two teams would have with one and the same mix, and their difference: the only fair way to hold two teams
 * against each other. `weights` are cases by type of that mix. Null unless both have `casesMin` cases of every type in it.
 * Limits by square-and-add of Wilson limits (Zou and Donner, Statistics in Medicine 27, 2008).
 */
export function sameMixDifference(
  first: TeamMix,
  second: TeamMix,
  mix: { weights: ReadonlyMap<string, number>; casesMin: number },
): { first: Estimate; second: Estimate; difference: Estimate } | null {
  const [a, b] = [directShare(first, mix), directShare(second, mix)]
  if (a === null || b === null) return null
  const share = a.share - b.share
  return {
    first: a,
    second: b,
    difference: {
      share,
      low: share - Math.hypot(a.share - a.low, b.high - b.share),
      high: share + Math.hypot(a.high - a.share, b.share - b.low),
    },
  }
}

function directShare(team: TeamMix, { weights, casesMin }: { weights: ReadonlyMap<string, number>; casesMin: number }): Estimate | null {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const parts = [...weights].map(([type, weight]) => {
    const { hits, of } = team.byType.find((cases) => cases.type === type) ?? { hits: 0, of: 0 }
    return { ...shareOf(hits, of), weight: weight / total }
  })
  if (parts.length === 0 || parts.some(({ of }) => of === 0 || of < casesMin)) return null
  const weighted = (value: (part: (typeof parts)[number]) => number) => parts.map((part) => part.weight * value(part))
  const share = weighted((part) => part.share as number).reduce((sum, value) => sum + value, 0)
  const below = Math.hypot(...weighted((part) => (part.share as number) - part.low))
  const above = Math.hypot(...weighted((part) => part.high - (part.share as number)))
  return { share, low: share - below, high: share + above }
}
