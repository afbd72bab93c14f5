import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beyond, numberOf, type Row, rowsOf } from '../../../tests/reference/table.ts'
import {
  endedByReason,
  type Lasting,
  lastShownDay,
  logRank,
  meanDaysUntil,
  medianDays,
  survivalAt,
  survivalCurve,
  survivalDifference,
} from './survival.ts'

const file = new URL('../../../tests/reference/active-use/km_freireich.json', import.meta.url)
const freireich = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number> & {
  data: Record<'mp6' | 'placebo', { time: number[]; event: number[] }>
  logrank_expected: number[]
}
const lastingsOf = ({ time, event }: { time: number[]; event: number[] }): Lasting[] =>
  time.map((days, index) => ({ days, hasEnded: event[index] === 1 }))
const [mp6, placebo] = [lastingsOf(freireich.data.mp6), lastingsOf(freireich.data.placebo)]

const useCases = rowsOf('active-use/abandonment_data.csv').map((row) => ({
  days: numberOf(row, 'days'),
  reason: row.outcome === 'censored' ? null : (row.outcome as string),
}))
const ended = useCases.map(({ days, reason }) => ({ days, hasEnded: reason !== null }))

const close = (got: number, want: number) => beyond(got, want, { relative: 1e-7, absolute: 1e-9 }) === 0

/** Steps of a curve that are not the table's rows. The tables say NaN or NA where nothing is left. */
function missed(lastings: readonly Lasting[], rows: readonly Row[]): unknown[] {
  const curve = survivalCurve(lastings)
  expect(curve.length).toBe(rows.length)
  const number = (row: Row, name: string) => (Number.isNaN(Number(row[name])) ? null : numberOf(row, name))
  return rows.filter((row, index) => {
    const { days, atRisk, ended: count, survival, se, low, high } = curve[index]!
    const pairs: [number | null, number | null][] = [
      [survival, number(row, 'survival')],
      [se, number(row, 'se_greenwood')],
      [low, number(row, 'low95_loglog')],
      [high, number(row, 'high95_loglog')],
    ]
    const exact = [days, atRisk, count].join() === [row.time, row.at_risk, row.events].join()
    return !exact || pairs.some(([got, want]) => (got === null || want === null ? got !== want : !close(got, want)))
  })
}

describe('survival agrees with the reference tables', () => {
  const rows = rowsOf('active-use/km_freireich.csv')
  test.each([
    ['6-MP', mp6],
    ['placebo', placebo],
  ])('Freireich’s trial: %s', (group, lastings) => {
    expect(
      missed(
        lastings,
        rows.filter((row) => row.group === group),
      ),
    ).toEqual([])
  })

  test('log-rank, median and restricted mean of Freireich’s trial', () => {
    const { chiSquare, expected } = logRank(mp6, placebo)
    expect(close(chiSquare, freireich.logrank_chisq as number)).toBe(true)
    expect(expected.every((one, index) => close(one, freireich.logrank_expected[index] as number))).toBe(true)
    expect(chiSquare.toFixed(2)).toBe(String(freireich.published_logrank))
    const median = medianDays(survivalCurve(mp6))
    expect([median.days, median.low, median.high]).toEqual([freireich.median_6mp, freireich.median_6mp_low, null])
    const mean = meanDaysUntil(survivalCurve(mp6), 20)
    expect([close(mean.days, freireich.rmean_to_20_6mp as number), close(mean.se, freireich.rmean_to_20_se as number)]).toEqual([
      true,
      true,
    ])
  })

  test('use cases that were given up', () => {
    expect(useCases.length).toBe(40)
    expect(missed(ended, rowsOf('active-use/abandonment_km.csv'))).toEqual([])
  })

  test('why they were given up, by day', () => {
    const days = rowsOf('active-use/abandonment_cumulative_incidence.csv')
    expect(days.length).toBe(5)
    const faults = days.filter((row) => {
      const shares = endedByReason(useCases, numberOf(row, 'day'))
      const still = survivalCurve(ended).findLast((step) => step.days <= numberOf(row, 'day'))?.survival as number
      const reasons = ['wrong-answers', 'workflow-fit', 'owner-left']
      return (
        !close(still, numberOf(row, 'still_in_use')) ||
        reasons.some((reason) => !close(shares.get(reason) as number, numberOf(row, `cum_${reason.replace('-', '_')}`)))
      )
    })
    expect(faults).toEqual([])
  })
})

describe('what may be shown', () => {
  test('a curve ends when fewer than ten are watched', () => {
    expect(lastShownDay(ended)).toBe(174)
    expect(survivalAt(ended, 174)?.survival).toBeCloseTo(0.4827, 4)
    expect(survivalAt(ended, 175)).toBeNull()
    expect(lastShownDay(ended.slice(0, 9))).toBeNull()
    expect(survivalAt(ended, 5)).toEqual({ survival: 1, se: 0, low: 1, high: 1 })
  })

  test('two groups are compared by the shares that last beyond a day', () => {
    const found = survivalDifference({ first: mp6, second: placebo }, 6, 10)!
    expect(found.difference).toBeCloseTo(0.8571 - 0.5714, 4)
    expect(found.low).toBeGreaterThan(0)
    expect(survivalDifference({ first: mp6, second: placebo }, 20, 10)).toBeNull()
  })
})

describe('at the edges', () => {
  test('nothing, nothing ended, and all ended at once', () => {
    expect(survivalCurve([])).toEqual([])
    expect(medianDays(survivalCurve([{ days: 3, hasEnded: false }]))).toEqual({ days: null, low: null, high: null })
    const once = survivalCurve(Array(3).fill({ days: 0, hasEnded: true }))
    expect(once).toEqual([{ days: 0, atRisk: 3, ended: 3, survival: 0, se: null, low: null, high: null }])
    expect(logRank([], []).chiSquare).toBe(0)
  })

  test('reasons and what still lasts add up to one, and every limit holds its share', () => {
    const one = fc.record({ days: fc.nat({ max: 30 }), reason: fc.constantFrom('a', 'b', null) })
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 40 }), fc.nat({ max: 31 }), (lastings, day) => {
        const curve = survivalCurve(lastings.map(({ days, reason }) => ({ days, hasEnded: reason !== null })))
        const still = curve.findLast(({ days }) => days <= day)?.survival ?? 1
        const gone = [...endedByReason(lastings, day).values()].reduce((sum, share) => sum + share, 0)
        expect(still + gone).toBeCloseTo(1, 9)
        for (const { survival, low, high } of curve) expect((low ?? 0) <= survival && survival <= (high ?? 1)).toBe(true)
      }),
    )
  })
})
