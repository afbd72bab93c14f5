import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brokenBy, isGivenTime, isKeptAgain } from './breach.ts'
import { type Bounds, isLooser, setBounds } from './limit.ts'
import { attemptsMin, type Counted, rateOf } from './rate.ts'

const count = fc.integer({ min: 0, max: 5000 })
const counted: fc.Arbitrary<Counted> = fc
  .record({
    alone: count,
    forPeople: count,
    openedAbout: fc.integer({ min: 0, max: 200 }),
    openedInstead: fc.integer({ min: 0, max: 200 }),
  })
  .map(({ alone, forPeople, ...rest }) => ({ attempts: alone + forPeople, forPeople, ...rest }))
const bounds: fc.Arbitrary<Bounds> = fc.record({
  rateMax: fc.double({ min: 0, max: 1, noNaN: true }),
  depthMax: fc.integer({ min: 0, max: 1000 }),
  windowHours: fc.integer({ min: 1, max: 672 }),
  onBreach: fc.constantFrom('pause_launches' as const, 'drop_to_assist' as const),
})

describe('the exception rate', () => {
  test('is a share inside its interval, whatever was counted', () => {
    fc.assert(
      fc.property(counted, count, count, (seen, handledOutside, outOfScope) => {
        const { share, low, high, exceptions, attempts } = rateOf(seen, { handledOutside, outOfScope })
        expect(exceptions).toBeLessThanOrEqual(attempts)
        expect(share === null).toBe(attempts < attemptsMin)
        if (share === null) return
        expect(0 <= (low ?? -1) && (low ?? 2) <= share && share <= (high ?? -1) && (high ?? 2) <= 1).toBe(true)
      }),
    )
  })

  test('never gets better by what was handled outside or declared out of scope', () => {
    fc.assert(
      fc.property(counted, count, count, (seen, handledOutside, outOfScope) => {
        const [without, with_] = [rateOf(seen), rateOf(seen, { handledOutside, outOfScope })]
        expect(with_.attempts - without.attempts).toBe(handledOutside + outOfScope)
        expect(with_.exceptions).toBeGreaterThanOrEqual(without.exceptions)
        if (without.share !== null && with_.share !== null) expect(with_.share).toBeGreaterThanOrEqual(without.share - 1e-12)
      }),
    )
  })

  test('gives the interval that Wilson gives', () => {
    // 10 of 100: 0.0552 to 0.1744, as R's prop.test(10, 100, correct = FALSE) prints it.
    const { share, low, high } = rateOf({ attempts: 100, forPeople: 10, openedAbout: 0, openedInstead: 0 })
    expect(share).toBe(0.1)
    expect(low).toBeCloseTo(0.0552, 4)
    expect(high).toBeCloseTo(0.1744, 4)
  })
})

describe('a breach', () => {
  const seen = (exceptions: number, attempts: number, depth = 0) => ({
    rate: rateOf({ attempts, forPeople: exceptions, openedAbout: 0, openedInstead: 0 }),
    depth,
  })
  const limit = (more: Partial<Bounds>): Bounds => ({ rateMax: 0.05, depthMax: 100, windowHours: 24, onBreach: 'pause_launches', ...more })

  test('of the rate begins only when chance can hardly explain it, and never on few attempts', () => {
    expect(brokenBy(limit({}), seen(29, 29))).toEqual([])
    expect(brokenBy(limit({}), seen(6, 100))).toEqual([])
    expect(brokenBy(limit({}), seen(12, 100))).toMatchObject([{ kind: 'rate', value: 0.12, attempts: 100, limit: 0.05 }])
  })

  test('of the depth begins with the first item too many and ends a tenth below', () => {
    expect(brokenBy(limit({}), seen(0, 0, 100))).toEqual([])
    expect(brokenBy(limit({}), seen(0, 0, 101))).toMatchObject([{ kind: 'depth', value: 101, limit: 100 }])
    expect(isKeptAgain('depth', limit({}), seen(0, 0, 91))).toBe(false)
    expect(isKeptAgain('depth', limit({}), seen(0, 0, 90))).toBe(true)
  })

  test('never begins and ends on the same figures', () => {
    fc.assert(
      fc.property(bounds, counted, fc.integer({ min: 0, max: 2000 }), (limits, what, depth) => {
        const now = { rate: rateOf(what), depth }
        for (const { kind } of brokenBy(limits, now)) expect(isKeptAgain(kind, limits, now)).toBe(false)
      }),
    )
  })

  test('that somebody closed has its window once more, but a queue that is too deep has not', () => {
    const closedAt = new Date('2026-05-01T12:00:00Z')
    const at = (hours: number) => ({ windowHours: 24, now: new Date(closedAt.getTime() + hours * 3_600_000) })
    expect(isGivenTime('rate', closedAt, at(23))).toBe(true)
    expect(isGivenTime('rate', closedAt, at(25))).toBe(false)
    expect(isGivenTime('rate', null, at(0))).toBe(false)
    expect(isGivenTime('depth', closedAt, at(1))).toBe(false)
  })
})

describe('a limit', () => {
  test('is looser when anything in it gives way, and is marked when that happens while something is live', () => {
    const at = new Date('2026-05-01T12:00:00Z')
    fc.assert(
      fc.property(bounds, bounds, fc.boolean(), (one, other, isLive) => {
        const before = setBounds(null, { bounds: one, reason: 'first', isLive: false, at, version: 1 })
        const after = setBounds(before, { bounds: other, reason: 'second', isLive, at, version: 2 })
        expect(after.loosenedAt).toEqual(isLive && isLooser(one, other) ? at : null)
        expect(after.isBeforeLive).toBe(true)
        if (isLooser(one, other) && isLooser(other, one)) expect(one).not.toEqual(other)
      }),
    )
    expect(isLooser({ rateMax: 0.1, depthMax: 5, windowHours: 24, onBreach: 'drop_to_assist' }, limitOf('pause_launches'))).toBe(true)
    expect(isLooser(limitOf('pause_launches'), limitOf('drop_to_assist'))).toBe(false)
  })
})

function limitOf(onBreach: Bounds['onBreach']): Bounds {
  return { rateMax: 0.1, depthMax: 5, windowHours: 24, onBreach }
}
