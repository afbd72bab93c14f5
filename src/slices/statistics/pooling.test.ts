import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chanceFrom } from '../../../tests/arbitraries/simulated-chance.ts'
import { beyond, numberOf, type Row, rowsOf } from '../../../tests/reference/table.ts'
import { pooledMean, type SpreadMethod, shrunkValue, spreadOf } from './normal-pooling.ts'
import { betaBinomialFit, betaByMoments, shrunkMeans, shrunkShare } from './pooling.ts'
import type { Cases } from './proportions.ts'

type Group = { r: number; n: number; shrunk: number; low95: number; high95: number }
type Fit = { alpha: number; beta: number; log_likelihood: number; groups: Group[] }
type Fits = { rats: Fit; teams: Fit; rats_moments: Record<string, number>; underdispersed: { r: number[]; n: number[]; pooled: number } }
const read = (name: string) => JSON.parse(readFileSync(new URL(`../../../tests/reference/divergence/${name}`, import.meta.url), 'utf8'))
const fits = read('beta_binomial.json') as Fits
const casesOf = (groups: readonly Group[]): Cases[] => groups.map(({ r, n }) => ({ hits: r, of: n }))

describe('pooling agrees with the reference tables', () => {
  test.each(['rats', 'teams'] as const)('beta-binomial fit and shrunken shares of the %s', (name) => {
    const want = fits[name]
    const fit = betaBinomialFit(casesOf(want.groups))
    expect(fit.isSpread).toBe(true)
    expect(beyond(fit.alpha, want.alpha, { relative: 1e-3 })).toBe(0)
    expect(beyond(fit.beta, want.beta, { relative: 1e-3 })).toBe(0)
    expect(beyond(fit.logLikelihood, want.log_likelihood, { relative: 0, absolute: 1e-5 })).toBe(0)
    const faults = want.groups.filter(({ r, n, shrunk, low95, high95 }) => {
      const got = shrunkShare({ hits: r, of: n }, fit)
      const pairs = [
        [got.share, shrunk],
        [got.low, low95],
        [got.high, high95],
      ] as const
      return pairs.some(([ours, theirs]) => beyond(ours, theirs, { relative: 0, absolute: 1e-4 }) !== 0)
    })
    expect(faults).toEqual([])
  })

  test('moments of the first seventy rats, as the book prints them', () => {
    const got = betaByMoments(casesOf(fits.rats.groups.slice(0, 70)))
    const faults = Object.entries(got ?? {}).filter(
      ([key, value]) => beyond(value, fits.rats_moments[key] as number, { relative: 1e-9 }) !== 0,
    )
    expect(faults).toEqual([])
    expect([got?.alpha.toFixed(1), got?.beta.toFixed(1)]).toEqual(['1.4', '8.6'])
  })

  test('where teams differ by chance only, everyone is near the common share', () => {
    const { r, n, pooled } = fits.underdispersed
    const teams = r.map((hits, index) => ({ hits, of: n[index] as number }))
    const fit = betaBinomialFit(teams)
    expect(fit.isSpread).toBe(false)
    for (const team of teams) expect(Math.abs(shrunkShare(team, fit).share - pooled)).toBeLessThan(0.002)
  })

  test('Efron and Morris’ batters', () => {
    const want = read('james_stein.json') as { average_45: number[]; grand_mean: number; sigma2: number; c: number; estimates: number[] }
    const mean = want.average_45.reduce((sum, one) => sum + one, 0) / 18
    const got = shrunkMeans(want.average_45, (mean * (1 - mean)) / 45)
    expect(beyond(got.mean, want.grand_mean, { relative: 0, absolute: 1e-9 })).toBe(0)
    expect(beyond(got.kept, want.c, { relative: 0, absolute: 1e-9 })).toBe(0)
    expect(got.means.filter((one, index) => beyond(one, want.estimates[index] as number, { relative: 0, absolute: 1e-9 }) !== 0)).toEqual(
      [],
    )
    expect([got.kept.toFixed(3), got.means[0]?.toFixed(3)]).toEqual(['0.212', '0.294'])
  })

  const rows = rowsOf('divergence/tau2_bcg_data.csv')
  const trials = rows.map((row) => ({ y: numberOf(row, 'yi'), variance: numberOf(row, 'vi') }))
  const bcg = rowsOf('divergence/tau2_bcg.csv')
  const methods: Record<string, [SpreadMethod, number]> = {
    DL: ['dersimonian_laird', 1e-6],
    HE: ['hedges', 1e-6],
    SJ: ['sidik_jonkman', 1e-6],
    EB: ['paule_mandel', 1e-5],
    ML: ['ml', 1e-5],
    REML: ['reml', 1e-5],
  }

  test.each(bcg.filter((row) => row.method !== 'PM').map((row) => [row.method as string, row] as const))(
    'tau2 of the BCG trials by %s',
    (name, row: Row) => {
      const [method, tolerance] = methods[name] as [SpreadMethod, number]
      const got = pooledMean(trials, method)
      const values = { mu: got.mu, se: got.se, tau2: got.tau2, I2: got.i2 * 100, H2: got.h2, Q: got.q }
      const faults = Object.entries(values).filter(
        ([key, value]) => beyond(value, numberOf(row, key), { relative: tolerance, absolute: tolerance }) !== 0,
      )
      expect(faults).toEqual([])
    },
  )

  test('Paule and Mandel’s equation holds, and its printed value comes out to its digits', () => {
    const { mu, tau2 } = pooledMean(trials, 'paule_mandel')
    const squares = trials.reduce((sum, { y, variance }) => sum + (y - mu) ** 2 / (variance + tau2), 0)
    expect(squares).toBeCloseTo(trials.length - 1, 9)
    const row = bcg.find(({ method }) => method === 'PM') as Row
    expect(tau2.toFixed(4)).toBe(numberOf(row, 'tau2').toFixed(4))
    // The row was found by R's uniroot, which is content with eps^0.25.
    expect(Math.abs(tau2 - numberOf(row, 'tau2'))).toBeLessThan(2 ** -13)
  })

  test('shrunken trials under REML', () => {
    const pooled = pooledMean(trials)
    const faults = rows.filter((row, index) => {
      const got = shrunkValue(trials[index]!, pooled)
      const off = [
        beyond(got.y, numberOf(row, 'blup_reml'), { relative: 1e-5 }),
        beyond(got.se, numberOf(row, 'blup_se'), { relative: 1e-5 }),
      ]
      return off.some((one) => one !== 0)
    })
    expect(faults).toEqual([])
  })

  test('the spread of the BCG trials is REML’s', () => {
    const reml = bcg.find(({ method }) => method === 'REML') as Row
    expect(beyond(spreadOf(trials)!.tau ** 2, numberOf(reml, 'tau2'), { relative: 1e-5 })).toBe(0)
  })
})

test('the interval of the spread holds the truth in about 95 of 100 organisations', () => {
  const chance = chanceFrom(7)
  const tries = 600
  const held = Array.from({ length: tries }, () => {
    const teams = Array.from({ length: 15 }, () => {
      const variance = 0.01 + 0.09 * chance.share()
      return { y: 0.3 * chance.normal() + Math.sqrt(variance) * chance.normal(), variance }
    })
    const { low, high } = spreadOf(teams)!
    return low <= 0.3 && high >= 0.3
  })
  const coverage = held.filter(Boolean).length / tries
  expect(coverage).toBeGreaterThan(0.925)
  expect(coverage).toBeLessThan(0.975)
})

describe('at the edges', () => {
  test('no team, one team, few teams, nothing and everything hit', () => {
    for (const teams of [[], [{ hits: 3, of: 4 }], Array(12).fill({ hits: 0, of: 40 }), Array(12).fill({ hits: 40, of: 40 })]) {
      const fit = betaBinomialFit(teams)
      expect(fit.isSpread).toBe(false)
      expect(Number.isFinite(shrunkShare({ hits: 0, of: 0 }, fit).share)).toBe(true)
    }
    expect(spreadOf([{ y: 1, variance: 1 }])).toBeNull()
    expect(pooledMean([{ y: 1, variance: 4 }])).toEqual({ mu: 1, se: 2, tau2: 0, q: 0, i2: 0, h2: 1 })
    expect(betaByMoments(Array(5).fill({ hits: 1, of: 2 }))).toBeNull()
  })

  test('equal values have no spread, and its interval begins at none', () => {
    const spread = spreadOf(Array.from({ length: 12 }, () => ({ y: 0.7, variance: 0.01 })))!
    expect([spread.tau, spread.low]).toEqual([0, 0])
    expect(spread.high).toBeGreaterThan(0)
  })
})
