import { describe, expect, test } from 'vitest'
import { shareOf } from '#kernel/wilson.ts'
import { tableOf } from './table.ts'
import { type Decided, type DecidedRun, tallyOf } from './tally.ts'

describe('Wilson interval', () => {
  // Computed another way: the proportions at which a score test of the observed share is just significant at 5 %.
  test.each([
    { hits: 8, of: 10, low: 0.490162, high: 0.943318 },
    { hits: 0, of: 10, low: 0, high: 0.277533 },
    { hits: 10, of: 10, low: 0.722467, high: 1 },
    { hits: 81, of: 263, low: 0.255289, high: 0.36621 },
  ])('%j', ({ hits, of, low, high }) => {
    const share = shareOf(hits, of)
    expect(share.low).toBeCloseTo(low, 5)
    expect(share.high).toBeCloseTo(high, 5)
  })

  test('of nothing says nothing', () => {
    expect(shareOf(0, 0)).toEqual({ hits: 0, of: 0, share: null, low: 0, high: 1 })
  })
})

const decided = (kind: Decided['kind'], tier: Decided['tier'], isCovered = true): Decided => ({
  kind,
  tier,
  policyTier: tier,
  isCovered,
  isHandOff: kind === 'GENERIC',
})
const runs: DecidedRun[] = [
  { aiAgent: 'a', domain: 'shop', success: false, decided: [decided('READ', 'autonomous'), decided('WRITE', 'review')] },
  { aiAgent: 'a', domain: 'shop', success: false, decided: [decided('READ', 'review')] },
  { aiAgent: 'a', domain: 'shop', success: true, decided: [decided('WRITE', 'autonomous'), decided('GENERIC', 'autonomous')] },
  { aiAgent: 'b', domain: 'shop', success: true, decided: [decided('WRITE', 'human_only', false), decided('THINK', 'autonomous')] },
]

describe('closing figures', () => {
  const tally = tallyOf(runs)

  test('count runs, calls, kinds and tiers', () => {
    expect(tally).toMatchObject({
      runs: 4,
      failures: 2,
      failuresWithWrite: 1,
      calls: 7,
      byKind: { READ: 2, WRITE: 3, GENERIC: 1, THINK: 1 },
      tiers: { autonomous: 4, review: 2, human_only: 1 },
      handOffs: { calls: 1, runs: 1 },
    })
  })

  test('take coverage and autonomy over writes', () => {
    expect(tally.coverage.writes).toMatchObject({ hits: 2, of: 3 })
    expect(tally.coverage.reads).toMatchObject({ hits: 2, of: 2 })
    expect(tally.autonomousWrites).toMatchObject({ hits: 1, of: 3 })
  })

  test('say of failed and of succeeded runs how many were caught; writes are over runs that have one', () => {
    expect(tally.failed).toMatchObject({ any: { hits: 2, of: 2 }, write: { hits: 1, of: 1 } })
    expect(tally.succeeded).toMatchObject({ any: { hits: 1, of: 2 }, write: { hits: 1, of: 2 } })
    expect(tally.groups.map((group) => [group.aiAgent, group.runs])).toEqual([
      ['a', 3],
      ['b', 1],
    ])
  })

  test('stand in a table that says the same', () => {
    const table = tableOf(tally)
    expect(table).toContain('4, of which 2 failed (1 of them with a write)')
    expect(table).toMatch(/failed\s+2\s+2 of 2, 100 % \(34–100\)\s+1 of 1, 100 % \(21–100\)/)
  })
})
