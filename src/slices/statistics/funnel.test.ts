import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { beyond, numberOf, rowsOf } from '../../../tests/reference/table.ts'
import { twoSided } from './distributions.ts'
import { falseDiscoveryShares } from './false-discovery.ts'
import { distance, funnelLimits, pointOf, publishedSpread, robustCentre, shareAt, widenedLimits } from './funnel.ts'

type Found = Record<string, number> & Record<string, number[]> & { flag_95: boolean[]; flag_998: boolean[] }
type Case = { case: string; r: number[]; n: number[]; trim: number; expected: Found & { robust: Found & { flagged: boolean[] } } }
const file = new URL('../../../tests/reference/divergence/overdispersion.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[]

const of = ({ r, n }: Case) => r.map((hits, index) => ({ hits, of: n[index] as number }))

/** What of the computed values and lists the table does not have. */
function missed(got: Record<string, number | number[]>, want: Record<string, number | number[]>, relative: number) {
  return Object.entries(got).flatMap(([name, value]) => {
    const [ours, theirs] = [[value].flat(), [want[name] as number].flat()]
    const wrong = ours.filter((one, index) => beyond(one, theirs[index] as number, { relative, absolute: 1e-9 }) !== 0)
    return ours.length !== theirs.length || wrong.length > 0 ? [`${name}: ${wrong.join(' ')}`] : []
  })
}

describe('the funnel agrees with the reference tables', () => {
  test('exact limits with interpolation', () => {
    const rows = rowsOf('divergence/funnel_limits.csv')
    expect(rows.length).toBe(14)
    const faults = rows.flatMap((row) => {
      const limits = funnelLimits(numberOf(row, 'target'), numberOf(row, 'n'))
      const got = { low_998: limits.low998, low_95: limits.low95, high_95: limits.high95, high_998: limits.high998 }
      return Object.entries(got).filter(
        ([name, value]) => beyond(value, numberOf(row, `exact_${name}`), { relative: 0, absolute: 1e-7 }) !== 0,
      )
    })
    expect(faults).toEqual([])
  })

  test.each(cases.map((one) => [one.case, one] as const))('over-dispersion as published: %s', (_, one) => {
    const found = publishedSpread(of(one), one.trim)
    const got = {
      target: shareAt(found.mu),
      target_transformed: found.mu,
      winsor_low: Math.min(...found.zWinsorised),
      winsor_high: Math.max(...found.zWinsorised),
      phi: found.phi,
      tau2: found.tau2,
      z: found.z,
      z_winsorised: found.zWinsorised,
      z_adjusted: found.zAdjusted,
      p_two_sided: found.chances,
      q_bh: falseDiscoveryShares(found.chances),
    }
    expect(missed(got, one.expected, 1e-7)).toEqual([])
    const outside = (limit: number) => found.zAdjusted.map((z) => Math.abs(z) > limit)
    expect([outside(1.959964), outside(3.090232)]).toEqual([one.expected.flag_95, one.expected.flag_998])
  })

  test.each(cases.map((one) => [one.case, one.expected.robust, of(one)] as const))('robust centre and flags: %s', (_, want, teams) => {
    const points = teams.map(pointOf)
    const centre = robustCentre(points)
    const z = points.map((point) => distance(point, centre))
    const q = falseDiscoveryShares(z.map(twoSided))
    const got = { mu: centre.mu, centre_rate: shareAt(centre.mu), tau2: centre.tau2, z, p_two_sided: z.map(twoSided), q_bh: q }
    expect(missed(got, want, 1e-6)).toEqual([])
    expect(q.map((share) => share <= 0.05)).toEqual(want.flagged)
  })

  test('of 24 teams the two that differ are found, of 18 that do not none is', () => {
    const flagged = cases.slice(-2).map((one) => {
      const points = of(one).map(pointOf)
      const centre = robustCentre(points)
      const q = falseDiscoveryShares(points.map((point) => twoSided(distance(point, centre))))
      return q.flatMap((share, index) => (share <= 0.05 ? [index] : []))
    })
    expect(flagged).toEqual([[3, 17], []])
  })
})

describe('at the edges', () => {
  test('a team is outside of the widened limits exactly when it is as far from the centre as they say', () => {
    const teams = of(cases.at(-2) as Case)
    const centre = robustCentre(teams.map(pointOf))
    for (const team of teams) {
      const limits = widenedLimits(centre, pointOf(team).sd)
      const isOutside = team.hits / team.of < limits.low95 || team.hits / team.of > limits.high95
      expect(isOutside).toBe(Math.abs(distance(pointOf(team), centre)) > 1.959963984540054)
    }
  })

  test('all equal, all or nothing, one team, no team', () => {
    const equal = Array.from({ length: 12 }, () => pointOf({ hits: 30, of: 50 }))
    expect(robustCentre(equal)).toEqual({ mu: expect.closeTo(pointOf({ hits: 30, of: 50 }).y, 12), tau2: 0 })
    expect(robustCentre([pointOf({ hits: 0, of: 40 })])).toEqual({ mu: 0, tau2: 0 })
    expect(robustCentre([])).toEqual({ mu: 0, tau2: 0 })
    const split = Array.from({ length: 12 }, (_, index) => pointOf({ hits: index % 2 === 0 ? 0 : 50, of: 50 }))
    expect(robustCentre(split).mu).toBeCloseTo(Math.PI / 4, 6)
    expect(funnelLimits(0, 50)).toEqual({ low998: 0, low95: 0, high95: 0, high998: 0 })
    expect(funnelLimits(1, 50).low998).toBe(1)
  })
})
