import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beyond, numberOf, rowsOf } from '../../../tests/reference/table.ts'
import { designEwma, type EwmaState, ewmaRunLength, ewmaWidth, stepEwma } from './ewma.ts'
import { stepTabular, tabularLimit, tabularRunLength } from './normal-cusum.ts'

const traces = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/reference/drift/traces.json'), 'utf8'))

describe('charts of measurements agree with the reference tables', () => {
  test.each(rowsOf('drift/cusum_normal_arl.csv').map((row) => [row]))('tabular CUSUM %o', (row) => {
    const chart = { allowance: numberOf(row, 'k'), limit: numberOf(row, 'h'), headStart: numberOf(row, 'headstart') }
    const sided = row.sided === 'two' ? 'two' : 'one'
    const steps = tabularRunLength(chart, { shift: numberOf(row, 'shift_sigma'), sided })
    expect(beyond(steps, numberOf(row, 'arl'), { relative: 0.005 })).toBe(0)
    if (row.published_arl) expect(beyond(steps, numberOf(row, 'published_arl'), { relative: 0.005 })).toBe(0)
  })

  test.each(rowsOf('drift/ewma_normal_arl.csv').map((row) => [row]))('EWMA %o', (row) => {
    const steps = ewmaRunLength({ weight: numberOf(row, 'lambda'), width: numberOf(row, 'L') }, numberOf(row, 'shift_sigma'))
    expect(beyond(steps, numberOf(row, 'arl'), { relative: 0.01 })).toBe(0)
    expect(beyond(steps, numberOf(row, 'published_arl'), { relative: 0.01, absolute: 0.05 })).toBe(0)
  })

  test.each(rowsOf('drift/design_limits.csv').map((row) => [row]))('limit %o', (row) => {
    const make = row.chart === 'cusum_two_sided' ? tabularLimit : ewmaWidth
    const limit = make(numberOf(row, 'parameter'), numberOf(row, 'target_arl0'))
    expect(beyond(limit, numberOf(row, 'limit'), { relative: 0, absolute: 0.005 })).toBe(0)
  })
})

describe('charts of measurements follow published examples', () => {
  const near = (got: number[], want: number[]) =>
    got.every((value, at) => Math.abs(value - (want[at] as number)) < 1e-9) && got.length === want.length

  test('Montgomery’s example gives its alarm at observation 29', () => {
    const { x, target, k, h, c_plus, c_minus, first_alarm } = traces.montgomery_cusum
    let state = { high: 0, low: 0 }
    const states = x.map((value: number) => (state = stepTabular({ target, allowance: k, limit: h }, state, value))) as (typeof state)[]
    expect(
      near(
        states.map(({ high }) => high),
        c_plus,
      ),
    ).toBe(true)
    expect(
      near(
        states.map(({ low }) => low),
        c_minus,
      ),
    ).toBe(true)
    expect(states.findIndex(({ high, low }) => Math.max(high, low) > h) + 1).toBe(first_alarm)
  })

  test('the NIST example of a CUSUM gives its alarm at observation 14', () => {
    const { x, target, k, h, s_hi, s_lo, first_alarm } = traces.nist_cusum
    let state = { high: 0, low: 0 }
    const states = x.map((value: number) => (state = stepTabular({ target, allowance: k, limit: h }, state, value))) as (typeof state)[]
    expect(
      near(
        states.map(({ high }) => high),
        s_hi,
      ),
    ).toBe(true)
    expect(
      near(
        states.map(({ low }) => low),
        s_lo,
      ),
    ).toBe(true)
    expect(states.findIndex(({ high, low }) => Math.max(high, low) > h) + 1).toBe(first_alarm)
  })

  test('the NIST example of an EWMA has its averages and limits', () => {
    const { x, z0, lambda_, sigma, L, z, lcl, ucl } = traces.nist_ewma
    const design = { scale: 'plain' as const, centre: z0, deviation: sigma, weight: lambda_, width: L }
    let state: EwmaState | null = null
    const states = x.map((value: number) => (state = stepEwma(design, state, value))) as EwmaState[]
    expect(
      near(
        states.map(({ average }) => average),
        z,
      ),
    ).toBe(true)
    expect(
      near(
        states.map(({ low }) => low),
        lcl,
      ),
    ).toBe(true)
    expect(
      near(
        states.map(({ high }) => high),
        ucl,
      ),
    ).toBe(true)
    expect(states.some(({ isOutside }) => isOutside)).toBe(false)
  })
})

describe('a moving average of times', () => {
  const calm = Array.from({ length: 30 }, (_, day) => 10 * Math.exp(0.2 * Math.sin(day * 2.4)))

  test('is drawn on the scale of logarithms and reads in minutes', () => {
    const design = designEwma(calm, 'logarithm')
    if (design === null) throw new Error('thirty days are enough')
    expect(design.centre).toBeCloseTo(Math.log(10), 1)
    let state: EwmaState | null = null
    for (const minutes of calm) state = stepEwma(design, state, minutes)
    expect(state).toMatchObject({ count: 30, isOutside: false })
    for (let day = 0; day < 10; day++) state = stepEwma(design, state, 14)
    const { low, high, average, isOutside } = state as unknown as EwmaState
    expect(isOutside && average > high && low < 10 && high > 10).toBe(true)
    expect(low * high).toBeCloseTo(Math.exp(design.centre) ** 2, 9)
  })

  test('is not drawn from too few values, from equal ones, or from a time of zero', () => {
    expect(designEwma(calm.slice(0, 27), 'plain')).toBeNull()
    expect(designEwma(new Array(30).fill(4), 'plain')).toBeNull()
    expect(designEwma([...calm, 0], 'logarithm')).toBeNull()
  })
})
