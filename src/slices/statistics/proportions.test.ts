import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shareOf } from '#kernel/wilson.ts'
import { beyond, numberOf, type Row, rowsOf } from '../../../tests/reference/table.ts'
import { falseDiscoveryShares } from './false-discovery.ts'
import {
  casesForHalfWidth,
  exactInterval,
  highestShareAtZero,
  jeffreysInterval,
  poissonInterval,
  quantileInterval,
  shareDifference,
} from './proportions.ts'

/** The columns of a row that a computed value misses, with both values. */
function missed(row: Row, got: Record<string, number>, tolerance: { relative: number; absolute?: number }): string[] {
  return Object.entries(got)
    .filter(([name, value]) => beyond(value, numberOf(row, name), tolerance) !== 0)
    .map(([name, value]) => `${name}: ${value} instead of ${row[name]}`)
}

describe('shares agree with the reference tables', () => {
  test('intervals of a share: Wilson, exact, Jeffreys', () => {
    const rows = rowsOf('divergence/proportion_intervals.csv')
    expect(rows.length).toBe(14)
    const faults = rows.flatMap((row) => {
      const cases = { hits: numberOf(row, 'successes'), of: numberOf(row, 'n') }
      const wilson = shareOf(cases.hits, cases.of)
      const [exact, jeffreys] = [exactInterval(cases), jeffreysInterval(cases)]
      const got = {
        proportion: wilson.share ?? Number.NaN,
        wilson_low: wilson.low,
        wilson_high: wilson.high,
        exact_low: exact.low,
        exact_high: exact.high,
        jeffreys_low: jeffreys.low,
        jeffreys_high: jeffreys.high,
      }
      return missed(row, got, { relative: 0, absolute: 1e-7 })
    })
    expect(faults).toEqual([])
  })

  test('differences of two shares, by Newcombe’s method 10', () => {
    const rows = rowsOf('divergence/difference_intervals.csv')
    expect(rows.length).toBe(9)
    const faults = rows.flatMap((row) => {
      const found = shareDifference(
        { hits: numberOf(row, 'successes_1'), of: numberOf(row, 'n_1') },
        { hits: numberOf(row, 'successes_2'), of: numberOf(row, 'n_2') },
      )
      const got = { difference: found?.difference, newcombe_low: found?.low, newcombe_high: found?.high } as Record<string, number>
      return missed(row, got, { relative: 0, absolute: 1e-8 })
    })
    expect(faults).toEqual([])
  })

  test('cases needed for a precision', () => {
    const rows = rowsOf('divergence/n_for_half_width.csv')
    expect(rows.length).toBe(24)
    const got = rows.map((row) => casesForHalfWidth(numberOf(row, 'expected_proportion'), numberOf(row, 'wanted_half_width')))
    expect(got).toEqual(rows.map((row) => numberOf(row, 'n_needed')))
  })

  test('false discovery over many cells, also with ties', () => {
    const rows = rowsOf('divergence/bh.csv')
    expect(rows.length).toBe(23)
    for (const name of ['benjamini-hochberg-1995', 'ties']) {
      const of = rows.filter((row) => row.case === name)
      const shares = falseDiscoveryShares(of.map((row) => numberOf(row, 'p')))
      expect(of.flatMap((row, index) => missed(row, { q_bh: shares[index] as number }, { relative: 1e-9 }))).toEqual([])
      expect(shares.map((share) => String(share <= 0.05))).toEqual(of.map((row) => row.rejected_at_q_0_05))
    }
  })
})

describe('what has no table', () => {
  test('nothing seen in 100 cases leaves up to three in a hundred', () => {
    expect(highestShareAtZero(100)).toBeCloseTo(0.0295, 4)
    expect(highestShareAtZero(0)).toBe(1)
  })

  test('counts get Garwood’s limits: 0 to 3.69, 10 from 4.80 to 18.39', () => {
    expect(poissonInterval(0)).toEqual({ low: 0, high: expect.closeTo(3.688879, 6) })
    expect(poissonInterval(10)).toEqual({ low: expect.closeTo(4.795389, 6), high: expect.closeTo(18.390356, 6) })
  })

  test('a median of five values has no limits yet; of ten, it lies between the second and the ninth', () => {
    expect(quantileInterval([5, 1, 4, 2, 3], 0.5)).toEqual({ low: null, high: null })
    expect(quantileInterval([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.5)).toEqual({ low: 2, high: 9 })
    expect(quantileInterval([], 0.5)).toEqual({ low: null, high: null })
  })

  test('a difference with nothing on one side is none', () => {
    expect(shareDifference({ hits: 3, of: 9 }, { hits: 0, of: 0 })).toBeNull()
  })

  test('swapping hits and misses, or the two sides, mirrors every interval', () => {
    const cases = fc.integer({ min: 1, max: 400 }).chain((of) => fc.record({ of: fc.constant(of), hits: fc.integer({ min: 0, max: of }) }))
    fc.assert(
      fc.property(cases, cases, (a, b) => {
        for (const interval of [exactInterval, jeffreysInterval]) {
          const [here, there] = [interval(a), interval({ hits: a.of - a.hits, of: a.of })]
          expect(here.low).toBeCloseTo(1 - there.high, 9)
          expect(here.low).toBeLessThanOrEqual(a.hits / a.of)
        }
        const [forth, back] = [shareDifference(a, b), shareDifference(b, a)]
        expect(forth?.low).toBeCloseTo(-(back?.high ?? 9), 12)
        expect(Math.abs(forth?.low ?? 9)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 200 },
    )
  })

  test('no cell gets a smaller share of false alarms than its own chance, and the order stays', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (chances) => {
        const shares = falseDiscoveryShares(chances)
        const pairs = shares.map((share, index) => ({ share, chance: chances[index] as number }))
        expect(pairs.filter(({ share, chance }) => share < chance - 1e-15)).toEqual([])
        const byChance = pairs.toSorted((a, b) => a.chance - b.chance || a.share - b.share).map(({ share }) => share)
        expect(byChance).toEqual(shares.toSorted((a, b) => a - b))
      }),
    )
  })
})
