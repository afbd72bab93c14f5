import { describe, expect, test } from 'vitest'
import { beyond, numberOf, rowsOf } from '../../../tests/reference/table.ts'
import { binomialAtMost } from './distributions.ts'
import { alarmingErrors, designSpike, firstSpike, type HourState, startHours, stepHour } from './spike.ts'

describe('a jump of errors', () => {
  test.each(rowsOf('drift/spike_thresholds.csv').map((row) => [row]))('alarms at the count in the reference table %o', (row) => {
    const decisions = numberOf(row, 'decisions_in_window')
    const rate = numberOf(row, 'p0')
    const found = alarmingErrors(decisions, rate, numberOf(row, 'alpha'))
    expect(found.errors).toBe(numberOf(row, 'smallest_alarming_errors'))
    expect(beyond(found.chance, numberOf(row, 'p_value_at_that_count'), { relative: 1e-8 })).toBe(0)
    const oneLess = 1 - binomialAtMost(found.errors - 2, { of: decisions, p: rate })
    expect(beyond(oneLess, numberOf(row, 'p_value_one_less'), { relative: 1e-8 })).toBe(0)
  })

  const design = designSpike({ assumed: 0.023, decisionsPerYear: 36_500 })

  test('is looked for in hours together when one hour is too small to say anything', () => {
    const hours = [1, 1, 1, 1, 40].map((decisions) => ({ decisions, errors: Math.min(decisions, 12) }))
    let state: HourState = startHours
    const seen = hours.map((hour) => {
      state = stepHour(design, state, hour)
      return [state.waiting.decisions, state.isAlarm]
    })
    expect(seen).toEqual([
      [1, false],
      [2, false],
      [0, true],
      [1, false],
      [0, true],
    ])
    expect(stepHour(design, startHours, { decisions: 40, errors: 3 })).toMatchObject({
      isAlarm: false,
      looked: { decisions: 40, errors: 3 },
    })
  })

  test('is looked for among the last fifty decisions, within its share of false alarms', () => {
    const moments = (errors: number) => 36_500 * 0.023 * (1 - binomialAtMost(errors - 2, { of: 49, p: 0.023 }))
    expect(moments(design.recentErrors)).toBeLessThanOrEqual(0.125)
    expect(moments(design.recentErrors - 1)).toBeGreaterThan(0.125)
    const outcomes = Array.from({ length: 200 }, (_, at) => at >= 100 && at % 4 === 0)
    const expected = 100 + 4 * (design.recentErrors - 1)
    expect(firstSpike(design, outcomes)).toBe(expected)
    expect(firstSpike(design, outcomes, expected + 1)).toBe(expected + 4)
    expect(
      firstSpike(
        design,
        outcomes.map((_, at) => at % 12 === 0),
      ),
    ).toBeNull()
  })
})
