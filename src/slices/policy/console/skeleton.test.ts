import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStandard } from '../read-standard.ts'
import { seenInputs, skeletonOf } from './skeleton.ts'

const say = {
  about: 'What it does.',
  meaning: 'Say what it means',
  ruleHint: 'A rule',
  otherwise: 'Nobody wrote a rule yet.',
  example: 'an ordinary case',
  money: 'For money write { type: money, currency: USD }.',
}

test('a first draft names what AI agents sent by kind, and never repeats a value', () => {
  const inputs = {
    amount: 12.5,
    insured: true,
    reason: 'My name is Kim',
    topics: ['a'],
    at: '2026-01-01T10:00:00Z',
    'Odd name': 1,
    deep: {},
  }
  const seen = seenInputs(inputs)
  expect(seen.map((input) => `${input.name}: ${input.type}`)).toEqual([
    'amount: number',
    'insured: flag',
    'reason: text',
    'topics: texts',
    'at: time',
  ])
  expect(skeletonOf('orders.gift', seen, say)).not.toMatch(/Kim|12\.5/)
})

test('a first draft has no fault and its example holds, whatever was sent', () => {
  const value = fc.oneof(fc.double(), fc.boolean(), fc.string(), fc.array(fc.string()), fc.constant('2026-01-01T10:00:00Z'), fc.object())
  const names = fc.constantFrom('amount', 'is_repeat', 'reason', 'topics', 'at', 'Odd', '9')
  fc.assert(
    fc.property(fc.dictionary(names, value), (inputs) => {
      const found = readStandard(skeletonOf('orders.gift', seenInputs(inputs), say))
      expect(found.faults.filter((fault) => !fault.warning)).toEqual([])
      expect(found.examples.every((example) => example.holds)).toBe(true)
      expect(found.title).toBe('Gift')
    }),
    { numRuns: 50 },
  )
})
