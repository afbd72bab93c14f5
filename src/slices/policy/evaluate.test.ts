import { expect, test } from 'vitest'
import { type CompiledStandard, compileStandard } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { parseStandard } from './parse.ts'
import { checkTuning, compileTuning, withinBounds } from './tuning.ts'

const head = `standard: airline.refund
title: Refund a ticket
inputs:
  refund: { type: money, currency: USD }
  yen: { type: money, currency: JPY }
  bags: { type: count }
parameters:
  refund_max: { type: money, currency: USD, default: 500, min: 100, max: 1000, looser: higher }
rules:
  - { id: small, when: refund <= refund_max, tier: autonomous, because: "The refund is at most {refund_max}." }
  - { id: bags, when: bags > 2, tier: review, because: Many bags. }
`

function compiledOf(text: string): CompiledStandard {
  const { standard, faults } = parseStandard(text)
  expect(faults).toEqual([])
  const { compiled, faults: more } = compileStandard(standard!)
  expect(more).toEqual([])
  return compiled!
}

const compiled = compiledOf(head)
const inputs = { refund: 120, yen: 100, bags: 0 }

test('a rule that matches gives its tier and says why, with the value of its parameter', () => {
  expect(evaluate(compiled, { inputs })).toEqual({
    tier: 'autonomous',
    reasons: [{ source: 'standard', rule: 'small', tier: 'autonomous', because: 'The refund is at most 500 USD.' }],
  })
})

test('the most restrictive rule that matches decides, and all that matched are given, most restrictive first', () => {
  const { tier, reasons } = evaluate(compiled, { inputs: { ...inputs, bags: 3 } })
  expect(tier).toBe('review')
  expect(reasons.map((reason) => reason.rule)).toEqual(['bags', 'small'])
})

test('where no rule matches people decide, unless the standard says otherwise', () => {
  expect(evaluate(compiled, { inputs: { ...inputs, refund: 501 } })).toEqual({
    tier: 'human_only',
    reasons: [{ source: 'otherwise', rule: null, tier: 'human_only', because: 'No rule of this standard covers this case.' }],
  })
  const kinder = compiledOf(`${head}otherwise: { tier: review, because: "Above {refund_max}." }`)
  expect(evaluate(kinder, { inputs: { ...inputs, refund: 501 } }).reasons[0]?.because).toBe('Above 500 USD.')
})

test.each([
  ['missing', { refund: undefined }, 'The input “refund” is missing; it must be an amount of money in USD.'],
  ['empty', { refund: null }, 'The input “refund” must be an amount of money in USD; what was given is empty (null).'],
  ['a text', { refund: '120' }, 'The input “refund” must be an amount of money in USD; what was given is a text.'],
  ['not a number', { refund: Number.NaN }, 'The input “refund” must be an amount of money in USD; what was given is not a finite number.'],
  [
    'infinite',
    { refund: Number.NEGATIVE_INFINITY },
    'The input “refund” must be an amount of money in USD; what was given is not a finite number.',
  ],
  [
    'finer than a cent',
    { refund: 1.005 },
    'The input “refund” must be an amount of money in USD; what was given is a number with too many decimal places.',
  ],
  [
    'finer than a yen',
    { yen: 0.5 },
    'The input “yen” must be an amount of money in JPY; what was given is a number with too many decimal places.',
  ],
  ['negative', { bags: -1 }, 'The input “bags” must be a whole number from 0; what was given is a number below zero.'],
  ['broken', { bags: 1.5 }, 'The input “bags” must be a whole number from 0; what was given is a number with a fraction.'],
])('an input that is %s is people only, and the reason says what is wrong', (_name, wrong, because) => {
  const answer = evaluate(compiled, { inputs: { ...inputs, ...wrong } })
  expect(answer).toEqual({ tier: 'human_only', reasons: [{ source: 'input', rule: null, tier: 'human_only', because }] })
})

test('money is compared by its decimal amount, not by its binary rounding', () => {
  const exact = compiledOf(head.replace('refund <= refund_max', 'refund == 0.3 && refund <= refund_max'))
  expect(evaluate(exact, { inputs: { ...inputs, refund: 0.1 + 0.2 } }).tier).toBe('autonomous')
})

test('inputs that are not declared are ignored', () => {
  expect(evaluate(compiled, { inputs: { ...inputs, other: Number.NaN, refund_max: 1e9 } }).tier).toBe('autonomous')
  expect(evaluate(compiled, { inputs: { ...inputs, refund: 700, refund_max: 1e9 } }).tier).toBe('human_only')
})

test.each([
  ['nothing at all', undefined],
  ['no object', 'inputs'],
  ['inputs that are null', { inputs: null }],
  [
    'an input that throws when it is read',
    {
      inputs: {
        ...inputs,
        get refund() {
          throw new Error('no')
        },
      },
    },
  ],
])('a question that is %s is people only and never throws', (_name, question) => {
  expect(evaluate(compiled, question as never).tier).toBe('human_only')
})

test('a rule that looks at the confidence is broken without one, even where the rest of it would hold', () => {
  const sure = compiledOf(head.replace('refund <= refund_max', 'refund <= refund_max || confidence > 0.8'))
  expect(evaluate(sure, { inputs, confidence: 0.9 }).tier).toBe('autonomous')
  const { tier, reasons } = evaluate(sure, { inputs })
  expect(tier).toBe('human_only')
  expect(reasons).toEqual([
    { source: 'error', rule: 'small', tier: 'human_only', because: 'The rule small looks at the confidence, which was not given.' },
  ])
})

test.each([-0.1, 1.1, Number.NaN, '0.9'])('a confidence of %s is people only', (confidence) => {
  expect(evaluate(compiled, { inputs, confidence: confidence as number }).tier).toBe('human_only')
})

test('what a standard requires must be given', () => {
  const strict = compiledOf(`${head}requires: { confidence: true, knowledge: true, access: true }`)
  expect(evaluate(strict, { inputs, confidence: 0.5, knowledge: true, access: true }).tier).toBe('autonomous')
  expect(evaluate(strict, { inputs, knowledge: true, access: true }).tier).toBe('human_only')
  expect(evaluate(strict, { inputs, confidence: 0.5, access: true }).tier).toBe('human_only')
  expect(evaluate(strict, { inputs, confidence: 0.5, knowledge: true }).tier).toBe('human_only')
  expect(evaluate(strict, { inputs }).reasons).toHaveLength(3)
})

test('the local time is that of the team', () => {
  const daytime = compiledOf(head.replace('refund <= refund_max', `'refund <= refund_max && local_hour >= 8 && local_weekday == "fri"'`))
  const at = new Date('2024-05-16T23:30:00Z')
  expect(evaluate(daytime, { inputs, at, timeZone: 'Asia/Tokyo' }).tier).toBe('autonomous')
  expect(evaluate(daytime, { inputs, at, timeZone: 'Europe/Berlin' }).reasons[0]?.source).toBe('otherwise')
  expect(evaluate(daytime, { inputs, at, timeZone: 'Mars/Base' }).reasons[0]?.source).toBe('error')
  expect(evaluate(daytime, { inputs }).reasons[0]?.source).toBe('error')
  expect(evaluate(daytime, { inputs, localHour: 24, localWeekday: 'fri' }).reasons[0]?.source).toBe('error')
})

test('a tuning changes the value and says so, and its own rules are named', () => {
  const tuning = compileTuning(compiled, {
    values: { refund_max: 200 },
    rules: [{ id: 'even', when: 'refund >= 100', tier: 'review', because: 'We look at {refund_max} and below.' }],
  })
  expect(evaluate(compiled, { inputs }, tuning).reasons).toEqual([
    { source: 'team', rule: 'even', tier: 'review', because: 'We look at 200 USD and below.' },
    { source: 'standard', rule: 'small', tier: 'autonomous', because: 'The refund is at most 200 USD.' },
  ])
  expect(evaluate(compiled, { inputs: { ...inputs, refund: 300 } }, tuning).tier).toBe('human_only')
  expect(evaluate(compiled, { inputs: { ...inputs, refund: 50 } }, tuning).tier).toBe('autonomous')
})

test('a parameter whose looser direction is declared wrongly still cannot be tuned past its bound', () => {
  const wrongWay = compiledOf(head.replace('looser: higher', 'looser: lower'))
  const tuning = compileTuning(wrongWay, { values: { refund_max: 1000 } })
  expect(evaluate(wrongWay, { inputs: { ...inputs, refund: 900 } }, tuning).tier).toBe('human_only')
})

test.each([
  [
    { values: { refund_max: 1001 } },
    'values.refund_max',
    '“refund_max” is 1001 USD; it must be at most 1000 USD. The standard sets this bound; only a waiver can go past it.',
  ],
  [
    { values: { refund_max: 99 } },
    'values.refund_max',
    '“refund_max” is 99 USD; it must be at least 100 USD. The standard sets this bound; only a waiver can go past it.',
  ],
  [{ values: { refund_mx: 200 } }, 'values.refund_mx', '“refund_mx” is no parameter of this standard.'],
  [{ values: { refund_max: Number.NaN } }, 'values.refund_max', '“refund_max” must be a number, got not a finite number.'],
  [
    { rules: [{ id: 'free', when: 'true', tier: 'autonomous', because: 'We like it.' }] },
    'rules[0].tier',
    'A team rule can only restrict: its tier is review or human_only.',
  ],
  [
    { rules: [{ id: 'small', when: 'true', tier: 'review', because: 'Same id.' }] },
    'rules[0].id',
    'The standard has a rule small already; choose another id.',
  ],
  [
    { rules: [{ id: 'bad', when: 'refnd > 1', tier: 'review', because: 'Typo.' }] },
    'rules[0].when',
    '“refnd” is no input, parameter or built-in of this standard.',
  ],
  [{ rules: 'none' }, 'rules', '“rules” must be a list, got a text.'],
])('the tuning %j is refused', (tuning, path, message) => {
  expect(checkTuning(compiled, tuning as never)).toContainEqual(expect.objectContaining({ path, message }))
  const answer = evaluate(compiled, { inputs }, compileTuning(compiled, tuning as never))
  expect(answer.tier).toBe('human_only')
  expect(answer.reasons[0]?.because).toContain(message)
})

test('a tuning within the bounds has no fault', () => {
  expect(
    checkTuning(compiled, { values: { refund_max: 100 }, rules: [{ id: 'b', when: 'bags > 1', tier: 'human_only', because: 'Bags.' }] }),
  ).toEqual([])
  expect(checkTuning(compiled, {})).toEqual([])
})

test('a tuning from before the bounds were narrowed is held at the bound', () => {
  const held = withinBounds(compiled.standard, { values: { refund_max: 5000, gone: 3 } })
  expect(held.values).toEqual({ refund_max: 1000 })
})
