import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge, type PolicyAnswer, repeatedAnswer, type Standing } from './judge.ts'
import { answerOf, type Tier } from './tier.ts'

const rank: Record<Tier, number> = { human_only: 0, review: 1, autonomous: 2 }
const tier = fc.constantFrom<Tier>('human_only', 'review', 'autonomous')
const reason = fc.record({
  source: fc.constantFrom<'standard' | 'team'>('standard', 'team'),
  rule: fc.string({ minLength: 1, maxLength: 5 }),
  tier,
  because: fc.string(),
})
const policy: fc.Arbitrary<PolicyAnswer> = fc.option(
  fc.array(reason, { minLength: 1, maxLength: 5 }).map((reasons) => ({ ...answerOf(reasons), standard: { id: 's', version: 1 } })),
)
const standing: fc.Arbitrary<Standing> = fc.oneof(
  fc.record({
    kind: fc.constant('deployed' as const),
    id: fc.constant('d'),
    phase: fc.constantFrom('shadow', 'assist', 'live', 'paused'),
    ceiling: tier,
    recordOnly: fc.boolean(),
    because: fc.string(),
  }),
  fc.constant<Standing>({ kind: 'unknown' }),
)
const words = fc.string({ minLength: 1 })
const off = fc.record({ because: words, ask: words })
const switches = fc.array(off, { maxLength: 3 })
const facts = fc.record({ policy, standing, switches })

describe('the tier in force', () => {
  test('is never above anything that speaks: policy, phase, deployment, switch', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const judged = judge(given)
        expect(rank[judged.tier]).toBeLessThanOrEqual(rank[given.policy?.tier ?? 'human_only'])
        if (given.standing.kind === 'deployed') expect(rank[judged.tier]).toBeLessThanOrEqual(rank[given.standing.ceiling])
        else expect(judged.tier).toBe('human_only')
        if (given.switches.length > 0) expect(judged.tier).toBe('human_only')
      }),
    )
  })

  test('can only fall when a further switch or a stricter phase speaks', () => {
    fc.assert(
      fc.property(facts, off, (given, further) => {
        const before = judge(given)
        const after = judge({ ...given, switches: [...given.switches, further] })
        expect(rank[after.tier]).toBeLessThanOrEqual(rank[before.tier])
        expect(after.policyTier).toBe(before.policyTier)
      }),
    )
  })

  test('does not depend on the order in which switches and rules speak', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const turned = {
          ...given,
          switches: [...given.switches].reverse(),
          policy: given.policy && { ...given.policy, reasons: [...given.policy.reasons].reverse() },
        }
        expect(judge(turned).tier).toBe(judge(given).tier)
      }),
    )
  })

  test('is autonomous only with a published standard that says so, live, and no switch', () => {
    fc.assert(
      fc.property(facts, (given) => {
        if (judge(given).tier !== 'autonomous') return
        expect(given.policy?.tier).toBe('autonomous')
        expect(given.standing).toMatchObject({ kind: 'deployed', ceiling: 'autonomous' })
        expect(given.switches).toEqual([])
      }),
    )
  })

  test('gives every reason, the most restrictive first, and its own tier among them', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { reasons, tier: inForce } = judge(given)
        const ranks = reasons.map((one) => rank[one.tier])
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
        expect(reasons[0]?.tier).toBe(inForce)
        expect(reasons.filter((one) => one.source === 'switch')).toHaveLength(given.switches.length)
      }),
    )
  })
})

describe('a call that was decided before', () => {
  test('is answered with the stricter of what is on record and what would be said now', () => {
    fc.assert(
      fc.property(tier, facts, (recorded, given) => {
        const now = judge(given)
        const answer = repeatedAnswer(
          { tier: recorded, reasons: [{ source: 'standard', rule: 'r', tier: recorded, because: 'it was so' }] },
          now,
        )
        expect(rank[answer.tier]).toBe(Math.min(rank[recorded], rank[now.tier]))
        expect(answer.reasons[0]?.tier).toBe(answer.tier)
      }),
    )
  })
})
