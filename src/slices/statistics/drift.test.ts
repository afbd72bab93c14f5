import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorWeight } from './cusum.ts'
import { binomialAtMost } from './distributions.ts'
import { type DriftDesign, designDrift, detectionOf, driftEvidence, isDrifting, needsNewLimit, startDrift, stepDrift } from './drift.ts'

type Stream = {
  m: number
  H_steps: number
  p0: number
  days: { day: number; n: number; errors: number }[]
  llr_p1: number
  lattice_cusum: number[]
  llr_cusum: number[]
  first_alarm_day: number | null
}
const traces = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/reference/drift/traces.json'), 'utf8')) as Record<
  string,
  Stream
>

/** A chart as it is written, without design. */
const drawn = (chart: DriftDesign['chart'], estimate = 0.02): DriftDesign => ({
  status: 'ok',
  estimate,
  assumed: estimate,
  sought: 0.05,
  chart,
  widened: 1,
  daysBetweenFalseAlarms: 365,
})

const steady = { errors: 112, decisions: 5600, days: 56, clumping: 1 }

describe('a chart for slow drift', () => {
  test.each(['drift_2_to_5', 'drift_none'])('follows the reference stream %s', (name) => {
    const stream = traces[name] as Stream
    const design = drawn({ weight: stream.m, limit: stream.H_steps, decisionsPerDay: 100 }, stream.p0)
    let state = startDrift(design, 'rest')
    const states = stream.days.map(({ n, errors }) => {
      state = stepDrift(design, state, { decisions: n, errors })
      return state
    })
    expect(states.map(({ sum }) => sum)).toEqual(stream.lattice_cusum)
    const first = states.findIndex((at) => isDrifting(design, at))
    expect(first < 0 ? null : first + 1).toBe(stream.first_alarm_day)
  })

  test.each(['drift_2_to_5', 'drift_none'])('weighs errors as their likelihoods do, before rounding, on %s', (name) => {
    const { p0, llr_p1: p1, days, llr_cusum: wanted } = traces[name] as Stream
    const perError = Math.log((p1 * (1 - p0)) / (p0 * (1 - p1)))
    let sum = 0
    const off = days.map(({ n, errors }, day) => {
      sum = Math.max(0, sum + errors - errorWeight(p0, p1).gamma * n)
      return Math.abs(perError * sum - (wanted[day] as number))
    })
    expect(Math.max(...off)).toBeLessThan(1e-9)
  })

  test('finds the climb from 2 % to 5 % on the days that were set as a target', () => {
    const target = [
      { limit: 111, decisionsPerDay: 20, medianDays: 46, ninetiethDays: 72 },
      { limit: 131, decisionsPerDay: 100, medianDays: 34, ninetiethDays: 51 },
      { limit: 2, decisionsPerDay: 1000, medianDays: 21, ninetiethDays: 30 },
    ]
    for (const { limit, decisionsPerDay, ...days } of target) {
      expect(detectionOf(drawn({ weight: 30, limit, decisionsPerDay }), { to: 0.05, overDays: 90 })).toEqual(days)
    }
  })

  test('assumes the larger of the baseline’s upper limit and the zone in which a difference is small', () => {
    const sure = designDrift({ baseline: { errors: 2000, decisions: 100_000, days: 100, clumping: 1 }, decisionsPerDay: 1000 })
    const unsure = designDrift({ baseline: { errors: 20, decisions: 1000, days: 50, clumping: 1 }, decisionsPerDay: 20 })
    expect(sure).toMatchObject({ status: 'ok', estimate: 0.02, assumed: 0.023 })
    expect(binomialAtMost(20, { of: 1000, p: (unsure as DriftDesign).assumed })).toBeCloseTo(0.2, 10)
    for (const design of [sure, unsure] as DriftDesign[]) {
      expect(design.sought).toBeCloseTo(1.5 * design.assumed, 12)
      expect(design.daysBetweenFalseAlarms).toBeGreaterThanOrEqual(730)
    }
  })

  test('is provisional with twice the limit on a thin baseline, and is not drawn on a thinner one', () => {
    const full = designDrift({ baseline: steady, decisionsPerDay: 100 }) as DriftDesign
    const young = designDrift({ baseline: { ...steady, days: 27 }, decisionsPerDay: 100 }) as DriftDesign
    expect(full).toMatchObject({ status: 'ok', widened: 1 })
    expect(young).toMatchObject({ status: 'provisional', widened: 2, chart: { limit: 2 * full.chart.limit } })
    const few = { errors: 19, decisions: 950, days: 56, clumping: 1 }
    expect(designDrift({ baseline: few, decisionsPerDay: 20 }).status).toBe('provisional')
    const none = designDrift({ baseline: { ...few, errors: 0, decisions: 100 }, decisionsPerDay: 20 })
    expect(none).toMatchObject({ status: 'none', missingErrors: 10 })
    expect(none.status === 'none' && none.upperRate).toBeCloseTo(1 - 0.05 ** 0.01, 12)
  })

  test('multiplies its limit when errors come in clumps', () => {
    const single = designDrift({ baseline: steady, decisionsPerDay: 100 }) as DriftDesign
    const slightly = designDrift({ baseline: { ...steady, clumping: 1.5 }, decisionsPerDay: 100 }) as DriftDesign
    const clumped = designDrift({ baseline: { ...steady, clumping: 2.2 }, decisionsPerDay: 100 }) as DriftDesign
    expect(slightly.chart.limit).toBe(single.chart.limit)
    expect(clumped).toMatchObject({ widened: 2.2, chart: { limit: Math.ceil(2.2 * single.chart.limit) } })
  })

  test('says since when, how much and how many errors too many; begins half way up after a change', () => {
    const design = drawn({ weight: 30, limit: 131, decisionsPerDay: 100 })
    const quiet = stepDrift(design, startDrift(design, 'rest'), { decisions: 100, errors: 2 })
    const days = [7, 6].reduce((state, errors) => stepDrift(design, state, { decisions: 100, errors }), quiet)
    expect(isDrifting(design, days)).toBe(true)
    expect(driftEvidence(design, days)).toMatchObject({ days: 2, rate: { hits: 13, of: 200, share: 0.065 }, excessErrors: 9 })
    expect(startDrift(design, 'afterChange').sum).toBe(65)
    expect(stepDrift(design, days, { decisions: 0, errors: 0 })).toBe(days)
    expect([74, 76, 125, 126].map((volume) => needsNewLimit(design, volume))).toEqual([true, false, false, true])
  })

  test('does not find within two years what stays in the zone of indifference at low volume', () => {
    const design = designDrift({ baseline: steady, decisionsPerDay: 100 }) as DriftDesign
    expect(detectionOf(design, { to: design.estimate, overDays: 0 })).toEqual({ medianDays: null, ninetiethDays: null })
    const jump = detectionOf(design, { to: 0.1, overDays: 0 })
    expect(jump.ninetiethDays).toBeLessThanOrEqual(3)
  })
})
