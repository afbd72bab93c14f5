import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '#slices/audit/index.ts'
import { argumentsHashOf } from './decide.ts'
import { type Drafted, entryOf, keyHashOf } from './decision.ts'

const proposal = {
  aiAgent: 'billing-bot',
  team: 'billing',
  decisionType: 'refund',
  subject: 'conversation:1',
  run: 'r1',
  call: 'c1',
  action: { name: 'refund', arguments: { amount: 12.5, order: 'W1' } },
  inputs: {},
}

function drafted(because: string, rule: string | null): Drafted {
  return {
    id: '0198c0de-0000-7000-8000-000000000001',
    at: new Date('2026-11-21T10:00:00Z'),
    proposal,
    keyHash: keyHashOf(proposal),
    argumentsHash: argumentsHashOf(proposal.action),
    epoch: 1,
    judgement: {
      tier: 'review',
      policyTier: 'autonomous',
      recordOnly: false,
      reasons: [{ source: 'phase', rule, tier: 'review', because }],
      standard: { id: 'refund', version: 3 },
      deploymentId: null,
    },
  }
}

describe('the entry of a decision', () => {
  test('is canonical JSON whatever the words in it, so its hash is the same whoever writes it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.option(fc.string()),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        (because, rule, confidence) => {
          const made = drafted(because, rule)
          const entry = entryOf({ ...made, proposal: { ...made.proposal, confidence } }, 'ab'.repeat(32))
          expect(entry).toBe(canonicalText(JSON.parse(entry)))
        },
      ),
    )
  })

  test('holds neither subject nor arguments, which may be personal', () => {
    const entry = entryOf(drafted('because', null), 'ab'.repeat(32))
    expect(entry).not.toContain('conversation:1')
    expect(entry).not.toContain('W1')
  })
})

describe('the identity of a decision', () => {
  test('differs wherever team, AI agent, run or call differ, also when their texts run together', () => {
    const base = { team: 'a', aiAgent: 'b', run: 'c', call: 'd' }
    const others = [
      { ...base, team: 'x' },
      { ...base, aiAgent: 'x' },
      { ...base, run: 'x' },
      { ...base, call: 'x' },
      { ...base, run: 'c"', call: 'd' },
      { ...base, run: 'c","d', call: '' },
    ]
    const hashes = new Set([base, ...others].map(keyHashOf))
    expect(hashes.size).toBe(others.length + 1)
  })

  test('hashes arguments alike in any order of their keys, and differently for any other value', () => {
    expect(argumentsHashOf({ name: 'refund', arguments: { order: 'W1', amount: 12.5 } })).toBe(argumentsHashOf(proposal.action))
    expect(argumentsHashOf({ name: 'refund', arguments: { order: 'W1', amount: 12.51 } })).not.toBe(argumentsHashOf(proposal.action))
  })
})
