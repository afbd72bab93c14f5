import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerOf, isStricter, type Reason, reasonSources, strictest, tiers } from './tier.ts'

const tier = fc.constantFrom(...tiers)

test('the strictest of tiers is associative, commutative and idempotent', () => {
  fc.assert(
    fc.property(tier, tier, tier, (one, two, three) => {
      expect(strictest(strictest(one, two), three)).toBe(strictest(one, strictest(two, three)))
      expect(strictest(one, two)).toBe(strictest(two, one))
      expect(strictest(one, one)).toBe(one)
    }),
  )
})

test('people only is stricter than with review, which is stricter than on its own', () => {
  expect(isStricter('human_only', 'review') && isStricter('review', 'autonomous')).toBe(true)
  expect(strictest('autonomous', 'human_only', 'review')).toBe('human_only')
})

test('where nobody spoke people decide', () => {
  expect(answerOf([]).tier).toBe('human_only')
})

test('reasons come most restrictive first, then by who speaks, and none is lost', () => {
  const reason = fc.record({ source: fc.constantFrom(...reasonSources), rule: fc.constant(null), tier, because: fc.string() })
  fc.assert(
    fc.property(fc.array(reason, { minLength: 1 }), (given: Reason[]) => {
      const answer = answerOf([...given])
      expect(answer.reasons).toHaveLength(given.length)
      expect(answer.tier).toBe(given.reduce((least, { tier: next }) => strictest(least, next), given[0]!.tier))
      for (const [index, next] of answer.reasons.slice(1).entries()) {
        const before = answer.reasons[index]!
        expect(isStricter(next.tier, before.tier)).toBe(false)
        if (next.tier === before.tier)
          expect(reasonSources.indexOf(next.source)).toBeGreaterThanOrEqual(reasonSources.indexOf(before.source))
      }
    }),
  )
})
