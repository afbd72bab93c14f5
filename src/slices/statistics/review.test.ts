import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceFrom } from '../../../tests/arbitraries/simulated-chance.ts'
import { beyond } from '../../../tests/reference/table.ts'
import type { TeamMix } from './case-mix.ts'
import { defaultReview, reviewDivergence, verdicts } from './review.ts'

const file = new URL('../../../tests/reference/divergence/overdispersion.json', import.meta.url)
type Case = { r: number[]; n: number[]; expected: { robust: { z: number[]; q_bh: number[]; flagged: boolean[] } } }
const [dev, , outliers, alike] = JSON.parse(readFileSync(file, 'utf8')) as [Case, Case, Case, Case]

const plain = (hits: number[], of: number[]): TeamMix[] =>
  hits.map((one, index) => ({ teamId: `team-${index}`, byType: [{ type: 'all', hits: one, of: of[index] as number }] }))

const reviewOf = (teams: readonly TeamMix[]) => reviewDivergence([{ measure: 'contained', teams }])[0]!

describe('the review agrees with the reference cases', () => {
  test('z and q of 24 teams, of which two differ', () => {
    const { teams } = reviewOf(plain(outliers.r, outliers.n))
    const { z, q_bh: q, flagged } = outliers.expected.robust
    expect(teams.filter((team, index) => beyond(team.z!, z[index]!, { relative: 1e-6, absolute: 1e-9 }) !== 0)).toEqual([])
    expect(teams.filter((team, index) => beyond(team.q!, q[index]!, { relative: 1e-6, absolute: 1e-9 }) !== 0)).toEqual([])
    expect(teams.map(({ verdict }) => verdict === 'differs')).toEqual(flagged)
  })

  test('none of 18 teams that do not differ, and a team of twelve cases is not judged', () => {
    expect(new Set(reviewOf(plain(alike.r, alike.n)).teams.map(({ verdict }) => verdict))).toEqual(new Set(['as_expected']))
    const small = reviewOf(plain([...alike.r, 0], [...alike.n, 12])).teams.at(-1)!
    expect(small).toMatchObject({ verdict: 'too_few', p: null, q: null })
    expect(reviewOf(plain(dev.r, dev.n)).teams.map(({ verdict }) => verdict)).toContain('not_adjusted')
  })
})

const logit = (share: number) => Math.log(share / (1 - share))
const expit = (odds: number) => 1 / (1 + Math.exp(-odds))

type Organisation = { shares: number[]; sd: number; outliers?: number }

/** 24 teams of about 40 to 4,000 cases, each with a mix of its own, whose log odds differ with a standard deviation. */
function organisation(seed: number, { shares, sd, outliers: far = 0 }: Organisation): TeamMix[] {
  const chance = chanceFrom(seed)
  return Array.from({ length: 24 }, (_, index) => {
    const cases = Math.max(40, Math.round(350 * Math.exp(1.15 * chance.normal())))
    const lead = sd * chance.normal() + (index < far ? 1 : 0) * (index % 2 === 0 ? -1 : 1)
    const weights = shares.map(() => (shares.length === 1 ? 1 : -Math.log(chance.share())))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const byType = shares.map((share, type) => {
      const of = Math.round((cases * weights[type]!) / total)
      return { type: `type-${type}`, of, hits: chance.hits(of, expit(logit(share) + lead)) }
    })
    return { teamId: `team-${index}`, byType }
  })
}

/** Verdicts of so many organisations. */
const simulated = (tries: number, kind: Organisation) =>
  Array.from({ length: tries }, (_, index) => {
    const [found] = verdicts([{ measure: 'simulated', teams: organisation(7919 * (index + 1), kind) }])
    return found!.verdict.map((verdict) => verdict === 'differs')
  })

const shareOfAny = (flags: boolean[][]) => flags.filter((teams) => teams.includes(true)).length / flags.length

describe('in simulated organisations', () => {
  const kinds: [string, number[]][] = [
    ['one type of case', [0.6]],
    ['easy and hard cases in every mix', [0.95, 0.6, 0.3]],
    ['rare events', [0.05]],
  ]

  test.each(kinds)('without differences, at most one in twenty sees any flag: %s', (_, shares) => {
    expect(shareOfAny(simulated(500, { shares, sd: 0 }))).toBeLessThanOrEqual(0.05)
  })

  test.each(kinds)('with the differences that teams ordinarily have, at most one in ten sees any flag: %s', (_, shares) => {
    expect(shareOfAny(simulated(1000, { shares, sd: 0.15 }))).toBeLessThanOrEqual(0.1)
  })

  test('two teams that are one log odd off are found, and hardly anybody else', () => {
    const flags = simulated(150, { shares: [0.6], sd: 0.15, outliers: 2 })
    expect(flags.flatMap((teams) => teams.slice(0, 2)).filter(Boolean).length / (2 * flags.length)).toBeGreaterThan(0.8)
    expect(shareOfAny(flags.map((teams) => teams.slice(2)))).toBeLessThan(0.1)
  })

  test('the spread between teams is found, with an interval that mostly holds it', () => {
    const spreads = Array.from(
      { length: 30 },
      (_, index) => reviewOf(organisation(31 * (index + 1), { shares: [0.8, 0.4], sd: 0.3 })).spread!,
    )
    const mean = spreads.reduce((sum, { logit: found }) => sum + found.tau, 0) / spreads.length
    expect(mean).toBeCloseTo(0.3, 1)
    expect(spreads.filter(({ logit: { low, high } }) => low <= 0.3 && high >= 0.3).length).toBeGreaterThan(25)
    for (const { shares } of spreads) expect(shares.high).toBeLessThan(0.2)
  })
})

describe('at the edges', () => {
  test('a lead is a lead though it counts less: raw and adjusted change places', () => {
    const team = (teamId: string, ...byDifficulty: [number, number][]): TeamMix => ({
      teamId,
      byType: byDifficulty.map(([hits, of], index) => ({ type: ['easy', 'hard'][index]!, hits, of })),
    })
    const others = Array.from({ length: 12 }, (_, index) => team(`other-${index}`, [450, 500], [200, 500]))
    const { teams } = reviewOf([team('easy-mix', [800, 900], [35, 100]), team('hard-mix', [96, 100], [450, 900]), ...others])
    const [easy, hard] = teams
    expect(easy!.raw.share!).toBeGreaterThan(hard!.raw.share!)
    expect(easy!.adjusted!).toBeLessThan(hard!.adjusted!)
    expect(easy!.shrunken!.share).toBeLessThan(hard!.shrunken!.share)
    expect([easy!.expected! > easy!.raw.share!, hard!.expected! < hard!.raw.share!]).toEqual([true, true])
    expect(hard!.verdict).toBe('differs')
  })

  test.each([
    ['no hit at all', 0],
    ['every case a hit', 40],
  ])('%s everywhere is no difference', (_, hits) => {
    const review = reviewOf(plain(Array(12).fill(hits), Array(12).fill(40)))
    expect(review.teams.map(({ verdict }) => verdict)).toEqual(Array(12).fill('as_expected'))
    expect(review.spread).toBeNull()
  })

  test('equal teams are as expected, with no spread; one team, few teams and no team are not judged', () => {
    const equal = reviewOf(plain(Array(12).fill(30), Array(12).fill(50)))
    expect(equal.teams.every(({ verdict, z }) => verdict === 'as_expected' && Math.abs(z!) < 1e-9)).toBe(true)
    expect(equal.spread!.logit.tau).toBe(0)
    expect(reviewOf(plain([30], [50])).teams).toMatchObject([{ verdict: 'too_few', q: null }])
    expect(new Set(reviewOf(plain(Array(9).fill(30), Array(9).fill(50))).teams.map(({ verdict }) => verdict))).toEqual(
      new Set(['not_adjusted']),
    )
    expect(reviewOf([]).teams).toEqual([])
    expect(reviewDivergence([])).toEqual([])
  })

  test('a team that never hits among others that do, and one that always does, differ', () => {
    const { teams } = reviewOf(plain([0, 60, ...Array(14).fill(30)], Array(16).fill(60)))
    expect(teams.slice(0, 3).map(({ verdict }) => verdict)).toEqual(['differs', 'differs', 'as_expected'])
  })

  test('more measures in one review make it harder to be called different', () => {
    const one = { measure: 'contained', teams: plain(outliers.r, outliers.n) }
    const calm = { measure: 'reopened', teams: plain(Array(24).fill(30), Array(24).fill(60)) }
    const q = (found: ReturnType<typeof reviewDivergence>) => found[0]!.teams[17]!.q!
    expect(q(reviewDivergence([one, calm, calm]))).toBeCloseTo(3 * q(reviewDivergence([one])), 9)
  })

  test('whatever is counted, every figure is a number in its range, and too few cases are never flagged', () => {
    const cases = fc.nat({ max: 300 }).chain((of) => fc.record({ of: fc.constant(of), hits: fc.nat({ max: of }) }))
    const team = fc.array(cases, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(team, { maxLength: 16 }), (found) => {
        const teams = found.map((byType, index) => ({
          teamId: `team-${index}`,
          byType: byType.map((one, type) => ({ ...one, type: `type-${type}` })),
        }))
        for (const { adjusted, shrunken, z, q, verdict, raw, widened } of reviewOf(teams).teams) {
          const shares = [adjusted ?? 0, shrunken?.share ?? 0, shrunken?.low ?? 0, q ?? 0, ...Object.values(widened ?? {})]
          expect(shares.filter((share) => !(share >= 0 && share <= 1))).toEqual([])
          expect(z === null || Number.isFinite(z)).toBe(true)
          expect(raw.of < defaultReview.casesMin && verdict !== 'too_few').toBe(false)
        }
      }),
      { numRuns: 60 },
    )
  })
})
