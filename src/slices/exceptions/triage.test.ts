import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Assessed, assess, dueAt, partsOf, type Ranked, rankOf, shippedTriage, type Triage } from './triage.ts'

const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) }).map((ms) => new Date(ms))
const share = fc.double({ min: 0, max: 1, noNaN: true })
const assessed: fc.Arbitrary<Assessed> = fc.record({
  version: fc.constant(0),
  harm: fc.integer({ min: 0, max: 3 }),
  amountShare: share,
  tier: fc.constant(null),
  tierShare: share,
})
const item: fc.Arbitrary<Ranked> = fc.record({ assessed, hasCause: fc.boolean(), openedAt: instant, dueAt: instant })
const points = fc.double({ min: 0, max: 10_000, noNaN: true })
const weights: fc.Arbitrary<Triage> = fc
  .record({ harm: points, timePerHour: points, amount: points, customerTier: points, agePerHour: points, knownCause: points })
  .map((made) => ({ ...shippedTriage.standard, weights: made }))

const pointsAt = (standard: Triage, one: Ranked, now: Date) =>
  partsOf(standard, { ...one, amount: null }, now).reduce((total, part) => total + part.points, 0)

describe('the order of the queue', () => {
  test('is that of the priorities, whenever one looks', () => {
    void fc.assert(
      fc.property(weights, fc.tuple(item, item), instant, (standard, [one, other], now) => {
        const byRank = rankOf(standard, one) - rankOf(standard, other)
        const byPoints = pointsAt(standard, one, now) - pointsAt(standard, other, now)
        // Floating point: hours of twenty years times ten thousand points, to twelve digits.
        expect(Math.abs(byRank - byPoints)).toBeLessThan(0.01)
      }),
      { numRuns: 2000 },
    )
  })

  test('puts more harm, a larger amount, a better tier, less time left, more age and a known cause first, all else equal', () => {
    const base: Ranked = {
      assessed: { version: 0, harm: 1, amountShare: 0.5, tier: null, tierShare: 0.5 },
      hasCause: false,
      openedAt: new Date('2026-11-16T10:00:00Z'),
      dueAt: new Date('2026-11-16T14:00:00Z'),
    }
    const rank = (more: Partial<Ranked>) => rankOf(shippedTriage.standard, { ...base, ...more })
    const urgent: Partial<Ranked>[] = [
      { assessed: { ...base.assessed, harm: 2 } },
      { assessed: { ...base.assessed, amountShare: 0.6 } },
      { assessed: { ...base.assessed, tierShare: 1 } },
      { dueAt: new Date('2026-11-16T13:00:00Z') },
      { openedAt: new Date('2026-11-16T09:00:00Z') },
      { hasCause: true },
    ]
    for (const more of urgent) expect(rank(more)).toBeGreaterThan(rank({}))
  })
})

describe('a case', () => {
  const look = (inputs: Record<string, unknown>, standard: Partial<Triage> = {}, decisionType = 'billing.refund') =>
    assess({ version: 3, standard: { ...shippedTriage.standard, ...standard } }, { decisionType, inputs, customerTier: null })

  test('is assessed by the inputs that the standard names: money that goes back counts like money that is paid', () => {
    expect(look({ price_difference: -120 })).toMatchObject({ amount: 120, isHighRisk: false })
    expect(look({ amount: 2500, currency: 'EUR', membership: 'Gold' })).toMatchObject({
      amount: 2500,
      currency: 'EUR',
      isHighRisk: true,
      assessed: { version: 3, tier: 'Gold', tierShare: 1 },
    })
    expect(look({ amount: 'a lot' })).toMatchObject({ amount: null, currency: null, assessed: { amountShare: 0 } })
    expect(look({ amount: 1e308 }).assessed.amountShare).toBe(1)
  })

  test('has the harm of its decision type, else of the longest beginning of it, and the severity that follows', () => {
    const harm = { otherwise: 0, byType: { 'billing.*': 2, 'billing.re*': 3, 'billing.note': 1 } }
    expect(look({}, { harm })).toMatchObject({ assessed: { harm: 3 }, severity: 'critical', isHighRisk: true })
    expect(look({}, { harm }, 'billing.note')).toMatchObject({ assessed: { harm: 1 }, severity: 'normal' })
    expect(look({}, { harm }, 'billing.other')).toMatchObject({ assessed: { harm: 2 }, severity: 'high', isHighRisk: false })
    expect(look({}, { harm }, 'shop.note').assessed.harm).toBe(0)
  })

  test('is promised by the shorter of its origin and its severity', () => {
    const openedAt = new Date('2026-11-16T10:00:00Z')
    const due = (origin: 'review' | 'customer_asked', severity: 'normal' | 'critical') =>
      dueAt(shippedTriage.standard, { origin, severity, openedAt }).toISOString()
    expect(due('review', 'normal')).toBe('2026-11-16T14:00:00.000Z')
    expect(due('review', 'critical')).toBe('2026-11-16T10:30:00.000Z')
    expect(due('customer_asked', 'normal')).toBe('2026-11-16T11:00:00.000Z')
  })
})
