import { describe, expect, test } from 'vitest'
import { beyond, numberOf, type Row, rowsOf } from '../../../tests/reference/table.ts'
import { alarmByDay, daysToAlarm, decisionsToAlarm, designDaily, errorWeight, poissonRunLength } from './cusum.ts'

/** The columns of a row that a computed value misses, with both values. */
function missed(row: Row, got: Record<string, number>, tolerance: { relative: number; absolute?: number }): string[] {
  return Object.entries(got)
    .filter(([name, value]) => beyond(value, numberOf(row, name), tolerance) !== 0)
    .map(([name, value]) => `${name}: ${value} instead of ${row[name]}`)
}

const chartOf = (row: Row) => ({
  weight: numberOf(row, 'm'),
  limit: numberOf(row, 'H_steps'),
  decisionsPerDay: Number(row.decisions_per_day),
})

/** The first day by whose end the alarm has come with this chance. */
const dayAt = (found: number[], share: number) => found.findIndex((chance) => chance >= share) + 1

describe('sums of errors agree with the reference tables', () => {
  test.each(rowsOf('drift/bernoulli_cusum_anos.csv').map((row) => [row]))('decision by decision %o', (row) => {
    const { gamma, weight } = errorWeight(numberOf(row, 'p0'), numberOf(row, 'p1'))
    const anos = decisionsToAlarm(chartOf(row), numberOf(row, 'true_p'), numberOf(row, 'start_steps'))
    expect(missed(row, { gamma, m: weight, anos_decisions: anos }, { relative: 1e-7 })).toEqual([])
  })

  test.each(rowsOf('drift/daily_cusum_design.csv').map((row) => [row]))('day by day %o', (row) => {
    const assumed = numberOf(row, 'p0')
    const sought = numberOf(row, 'p1')
    const chart = designDaily({ assumed, sought, decisionsPerDay: numberOf(row, 'decisions_per_day'), days: 365 })
    expect(chart).toEqual(chartOf(row))
    const got = {
      arl0_days: daysToAlarm(chart, assumed),
      'arl_days_at_1.5p0': daysToAlarm(chart, 1.5 * assumed),
      arl_days_at_2p0: daysToAlarm(chart, 2 * assumed),
      arl_days_at_p1: daysToAlarm(chart, sought),
      arl_days_fir_half_at_p1: daysToAlarm(chart, sought, Math.floor(chart.limit / 2)),
    }
    expect(missed(row, got, { relative: 1e-6 })).toEqual([])
  })

  test.each(rowsOf('drift/baseline_error_sensitivity.csv').map((row) => [row]))('a baseline that is off %o', (row) => {
    const chart = {
      weight: errorWeight(0.02, 0.05).weight,
      limit: numberOf(row, 'H_steps'),
      decisionsPerDay: numberOf(row, 'decisions_per_day'),
    }
    expect(missed(row, { arl_days: daysToAlarm(chart, numberOf(row, 'true_p0')) }, { relative: 1e-6 })).toEqual([])
  })

  const ramps = [...rowsOf('drift/ramp_detection.csv'), ...rowsOf('drift/ramp_detection_tuned_to_3_percent.csv')]
  test.each(ramps.map((row) => [row]))('a rate that creeps up %o', (row) => {
    const from = numberOf(row, 'p0')
    const rise = numberOf(row, 'p_end') - from
    const length = numberOf(row, 'ramp_days')
    const rates = Array.from({ length: 400 }, (_, day) => from + rise * Math.min(1, (day + 1) / length))
    const found = alarmByDay(chartOf(row), rates)
    const got = {
      p_alarm_by_day_15: found[14] as number,
      by_30: found[29] as number,
      by_45: found[44] as number,
      by_60: found[59] as number,
      by_75: found[74] as number,
      by_90: found[89] as number,
    }
    const mean = found.reduce((sum, chance) => sum + 1 - chance, 1)
    expect(missed(row, got, { relative: 0, absolute: 1e-7 })).toEqual([])
    expect(missed(row, { mean_day_of_alarm: mean }, { relative: 1e-7 })).toEqual([])
    expect([dayAt(found, 0.5), dayAt(found, 0.9)]).toEqual([numberOf(row, 'median_day'), numberOf(row, 'day_90pct')])
  })

  test.each(rowsOf('drift/poisson_cusum_arl.csv').map((row) => [row]))('Poisson counts %o', (row) => {
    const chart = { allowance: numberOf(row, 'k'), limit: numberOf(row, 'h') }
    const steps = poissonRunLength(chart, numberOf(row, 'lambda'), numberOf(row, 'start'))
    expect(missed(row, { arl: steps }, { relative: 1e-8 })).toEqual([])
    if (row.published_arl) expect(steps).toBeCloseTo(numberOf(row, 'published_arl'), (row.published_arl.split('.')[1] ?? '').length)
  })
})
