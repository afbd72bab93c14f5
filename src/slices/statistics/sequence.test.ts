import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { beyond, numberOf, rowsOf } from '../../../tests/reference/table.ts'
import { normalQuantile } from './distributions.ts'
import { alwaysValidRadius, exactSequence, lambertLower, mixtureTest, mixtureVariance, shareReadDaily } from './sequence.ts'

describe('intervals for every day agree with the reference tables', () => {
  test.each(rowsOf('honest-metrics/asymptotic_confidence_sequence.csv').map((row) => [row]))('means %o', (row) => {
    const plan = { alpha: numberOf(row, 'alpha'), planned: numberOf(row, 't_optimised_for') }
    const count = numberOf(row, 't')
    const deviation = numberOf(row, 'sd')
    const got = {
      rho_squared: mixtureVariance(plan),
      radius_always_valid: alwaysValidRadius({ count, deviation }, plan),
      radius_fixed_time: (normalQuantile(1 - plan.alpha / 2) * deviation) / Math.sqrt(count),
    }
    expect(Object.entries(got).filter(([name, value]) => beyond(value, numberOf(row, name), { relative: 1e-7 }) !== 0)).toEqual([])
  })

  test.each(rowsOf('honest-metrics/beta_binomial_confidence_sequence.csv').map((row) => [row]))('shares %o', (row) => {
    const { low, high } = exactSequence({ hits: numberOf(row, 'successes'), of: numberOf(row, 'n') }, numberOf(row, 'alpha'))
    expect(beyond(low, numberOf(row, 'low'), { relative: 0, absolute: 1e-7 })).toBe(0)
    expect(beyond(high, numberOf(row, 'high'), { relative: 0, absolute: 1e-7 })).toBe(0)
  })

  test.each(rowsOf('honest-metrics/msprt.csv').map((row) => [row]))('two arms %o', (row) => {
    const arms = {
      perArm: numberOf(row, 'n_per_arm'),
      difference: numberOf(row, 'mean_difference'),
      variance: numberOf(row, 'variance_one_arm'),
    }
    const { ratio, chance } = mixtureTest(arms, numberOf(row, 'tau_squared'))
    expect(beyond(ratio, numberOf(row, 'likelihood_ratio'), { relative: 1e-8 })).toBe(0)
    expect(beyond(chance, numberOf(row, 'p_at_this_look'), { relative: 1e-8 })).toBe(0)
  })

  test('the lower branch of W undoes w × e^w', () => {
    for (const w of [-1.0001, -1.01, -1.5, -2, -5, -20, -300]) expect(lambertLower(w * Math.exp(w)) / w).toBeCloseTo(1, 7)
    expect(lambertLower(-1 / Math.E)).toBeCloseTo(-1, 7)
  })
})

const look = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/reference/honest-metrics/daily_look_error.json'), 'utf8'))

/** Whether an interval left the truth out on some day of a series: the ordinary one at 95 %, and the one for every day. */
function seriesLeavesTruthOut(isHit: () => boolean): { ordinary: boolean; daily: boolean } {
  const left = { ordinary: false, daily: false }
  let hits = 0
  for (let of = 1; of <= look.days * look.per_day; of++) {
    if (isHit()) hits++
    if (of % look.per_day > 0) continue
    const share = hits / of
    const { low, high } = shareReadDaily({ hits, of }, (look.days * look.per_day) / 2)
    left.ordinary ||= Math.abs(share - look.true_rate) > 1.959963984540054 * Math.sqrt((share * (1 - share)) / of)
    left.daily ||= look.true_rate < low || look.true_rate > high
  }
  return left
}

test('a series that is read every day leaves the truth out in at most 5 % of 2,000 cases; an ordinary interval does in over a third', () => {
  const random = xoroshiro128plus(20_240_101)
  for (let skip = 0; skip < 64; skip++) random.next()
  const isHit = () => random.next() >>> 0 < look.true_rate * 2 ** 32
  const series = Array.from({ length: look.replications }, () => seriesLeavesTruthOut(isHit))
  const shareOfSeries = (kind: 'ordinary' | 'daily') => series.filter((left) => left[kind]).length / look.replications
  const twoErrors = (share: number) => 2 * Math.sqrt((share * (1 - share)) / look.replications)
  expect(shareOfSeries('daily')).toBeLessThanOrEqual(0.05 + twoErrors(0.05))
  const reference = look.share_ever_excluding_truth_fixed_95
  expect(Math.abs(shareOfSeries('ordinary') - reference)).toBeLessThanOrEqual(Math.SQRT2 * twoErrors(reference))
})
