import { expect, test } from 'vitest'
import type { Standard } from './standard.ts'
import { criteriaInWords } from './words.ts'

const standard: Standard = {
  standard: 'airline.refund',
  title: 'Refund',
  inputs: {
    refund: { type: 'money', currency: 'USD', about: 'What the customer gets back' },
    hours_since_booking: { type: 'number', unit: 'hours' },
    cabin: { type: 'choice', of: ['basic_economy', 'business'] },
    insured: { type: 'flag' },
    reason: { type: 'text' },
    topics: { type: 'texts' },
  },
  parameters: { refund_max: { type: 'money', currency: 'USD', default: 500, min: 0, max: 1000, looser: 'higher' } },
  requires: { confidence: true },
  rules: [],
  examples: [],
}

function inWords(when: string): string | undefined {
  return criteriaInWords({ ...standard, rules: [{ id: 'r', when, tier: 'review', because: 'Up to {refund_max}.' }] }).rules[0]?.when
}

test.each([
  [
    'hours_since_booking <= 24 && refund <= refund_max',
    'hours since booking is at most 24 hours and refund is at most 500 USD (refund max)',
  ],
  ['!insured && (refund > 100 || refund == 0)', 'not insured and (refund is above 100 USD or refund is 0 USD)'],
  ['cabin == "basic_economy"', 'cabin is basic economy'],
  ['cabin in ["basic_economy", "business"]', 'cabin is basic economy or business'],
  ['local_weekday != "sun"', 'local weekday is not Sunday'],
  ['reason.lowerAscii().contains("credit card")', 'reason in small letters contains “credit card”'],
  ['topics.exists(t, t.startsWith("re")) || "late" in topics', 'for any t of topics, t starts with re or topics has late'],
  ['size(topics) > 2', 'the length of topics is above 2'],
  ['refund * 2 < refund_max', '(refund × 2) is below 500 USD (refund max)'],
  ['refund < -refund_max || refund > -1', 'refund is below minus 500 USD (refund max) or refund is above -1 USD'],
  ['refund > (insured ? 2 : 1) * 50', 'refund is above ((2 if insured, otherwise 1) × 50)'],
  ['insured ? refund > 5 : !insured', '(refund is above 5 USD if insured, otherwise not insured)'],
  ['refund > > 1', 'refund > > 1'],
])('%s reads: %s', (when, words) => {
  expect(inWords(when)).toBe(words)
})

test('the criteria of a standard say what holds, what must be given and what may be tuned', () => {
  const criteria = criteriaInWords({ ...standard, rules: [{ id: 'r', when: 'insured', tier: 'review', because: 'Up to {refund_max}.' }] })
  expect(criteria.rules[0]).toEqual({ id: 'r', tier: 'review', because: 'Up to 500 USD.', when: 'insured' })
  expect(criteria.otherwise.tier).toBe('human_only')
  expect(criteria.inputs[0]).toEqual({ name: 'refund', kind: 'an amount of money in USD', about: 'What the customer gets back' })
  expect(criteria.inputs[1]?.kind).toBe('a number, in hours')
  expect(criteria.parameters).toEqual([{ name: 'refund_max', about: null, unit: 'USD', default: 500, min: 0, max: 1000, looser: 'higher' }])
  expect(criteria.requires).toEqual(['confidence'])
})
