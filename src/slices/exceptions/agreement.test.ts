import { describe, expect, test } from 'vitest'
import { agreementOf, wilson } from './agreement.ts'

describe('how often people agree', () => {
  test('is said with an interval by Wilson', () => {
    // R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263.
    const { low, high } = wilson(81, 263)
    expect([low, high].map((value) => Number(value.toFixed(4)))).toEqual([0.2553, 0.3662])
    expect(wilson(0, 20).low).toBe(0)
    expect(Number(wilson(0, 20).high.toFixed(4))).toBe(0.1611)
  })

  test('is not said from fewer than thirty reviews', () => {
    expect(agreementOf({ approved: 29, reviews: 29 })).toBeNull()
    expect(agreementOf({ approved: 15, reviews: 30 })).toMatchObject({ share: 0.5, reviews: 30 })
  })
})
