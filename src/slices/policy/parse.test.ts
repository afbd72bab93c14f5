import fc from 'fast-check'
import { expect, test } from 'vitest'
import { standard as randomStandard } from '../../../tests/arbitraries/standards.ts'
import { compileStandard } from './compile.ts'
import { faultInWords } from './fault.ts'
import { parseStandard, standardToYaml } from './parse.ts'

const text = `standard: airline.refund
title: Refund a ticket
inputs:
  refund: { type: money, currency: USD, about: What the customer gets back }
  cabin: { type: choice, of: [economy, business] }
parameters:
  refund_max: { type: money, currency: USD, default: 500, min: 0, max: 1000, looser: higher }
rules:
  - id: small
    when: refund <= refund_max && cabin == "economy"
    tier: autonomous
    because: The refund is at most {refund_max}.
otherwise: { tier: review, because: Nobody wrote a rule for this case. }
examples:
  - name: a small refund
    inputs: { refund: 120, cabin: economy }
    expect: { tier: autonomous, rules: [small] }
`

/** Every fault of the text with one piece replaced, in one line each. */
function faultsOf(piece: string, replacement: string): string[] {
  expect(text).toContain(piece)
  const { standard, faults, place } = parseStandard(text.replace(piece, replacement), 'refund.yaml')
  return [...faults, ...(standard === undefined ? [] : compileStandard(standard, place).faults)].map(faultInWords)
}

test('a standard without faults is read and compiled', () => {
  expect(faultsOf('Refund a ticket', 'Refund any ticket')).toEqual([])
})

test('a standard that is written out reads back as the same standard', () => {
  const { standard } = parseStandard(text)
  expect(parseStandard(standardToYaml(standard!)).standard).toEqual(standard)
  fc.assert(
    fc.property(randomStandard, (one) => {
      const again = parseStandard(standardToYaml(one))
      expect(again.faults).toEqual([])
      expect(again.standard).toEqual(JSON.parse(JSON.stringify(one)))
    }),
  )
})

test.each([
  ['title:', 'titel:', 'refund.yaml:2:1: “titel” has no meaning here. Write title instead.'],
  ['because: The', 'becuase: The', 'refund.yaml:12:5: rule small: “becuase” has no meaning here. Write because instead.'],
  ['title: Refund a ticket\n', '', 'refund.yaml:1:1: “title” is missing.'],
  [
    'type: money, currency: USD, about',
    'type: mony, currency: USD, about',
    'refund.yaml:4:19: “type” must be one of money, number, count, choice, flag, text, texts, time. Write money instead.',
  ],
  [
    'currency: USD, about',
    'currency: dollars, about',
    'refund.yaml:4:36: “currency” is not well formed. Use a currency code of three capital letters, such as USD.',
  ],
  [
    'tier: autonomous\n',
    'tier: auto\n',
    'refund.yaml:11:11: rule small: “tier” must be one of human_only, review, autonomous. Write autonomous instead.',
  ],
  ['default: 500', 'default: lots', 'refund.yaml:7:54: “default” must be a number, got a text.'],
  ['default: 500', 'default: .nan', 'refund.yaml:7:54: “default” must be a number, got not a finite number.'],
  ['default: 500', 'default: 5000', 'refund.yaml:7:54: “refund_max”: the default 5000 is outside its bounds, 0 to 1000.'],
  ['min: 0', 'min: 2000', 'refund.yaml:7:64: “refund_max”: the least value 2000 is above the greatest value 1000.'],
  [
    '  refund: {',
    '  Refund: {',
    'refund.yaml:4:3: “Refund” is not a possible name. Start with a small letter, then use small letters, digits and underscores.',
  ],
  ['  cabin: {', '  refund_max: {', 'refund.yaml:7:15: “refund_max” is an input and a parameter; choose another name for one of them.'],
  ['  cabin: {', '  confidence: {', 'refund.yaml:5:15: “confidence” has a meaning of its own; choose another name.'],
  ['of: [economy, business]', 'of: [economy, economy]', 'refund.yaml:5:30: A choice of “cabin” is written twice.'],
  ['of: [economy, business]', 'of: []', 'refund.yaml:5:30: “of” is empty.'],
  [
    'cabin == "economy"',
    'cabn == "economy"',
    'refund.yaml:10:35: rule small: “cabn” is no input, parameter or built-in of this standard. Write cabin instead.',
  ],
  ['refund <= refund_max', 'refund <= 500', 'refund.yaml:7:15: warning: No rule uses the parameter “refund_max”.'],
  [
    'most {refund_max}',
    'most {refund_mx}',
    'refund.yaml:12:36: rule small: “{refund_mx}” names no parameter, and only the value of a parameter can stand in a sentence. Write {refund_max} instead.',
  ],
  [
    'inputs: { refund: 120',
    'inputs: { refnd: 120',
    'refund.yaml:16:22: The example “a small refund” gives “refnd”, which is no input of this standard. Write refund instead.',
  ],
  [
    'inputs: { refund: 120',
    'inputs: { refund: lots',
    'refund.yaml:16:23: The example “a small refund” cannot hold. The input “refund” must be an amount of money in USD; what was given is a text.',
  ],
  [
    'rules: [small]',
    'rules: [smal]',
    'refund.yaml:17:41: The example “a small refund” expects the rule smal, which does not exist. Write small instead.',
  ],
  [
    'title: Refund a ticket',
    'title: Refund: a ticket',
    'refund.yaml:2:8: This is not valid YAML: Nested mappings are not allowed in compact mappings',
  ],
  ['title: Refund a ticket', 'title: one\ntitle: two', 'refund.yaml:3:1: “title” is written twice.'],
  [
    'title: Refund a ticket',
    'title: &t one\nabout: *t',
    'refund.yaml:3:8: A standard cannot use the alias *t. Write the value itself instead.',
  ],
])('%j written as %j is a fault with its place', (piece, replacement, fault) => {
  expect(faultsOf(piece, replacement)).toContain(fault)
})

test('two rules with one id are a fault', () => {
  const again = '  - { id: small, when: "true", tier: review, because: Again. }\notherwise'
  expect(faultsOf('otherwise', again)).toEqual(['refund.yaml:13:11: rule small: The id small is used twice.'])
})

test.each([
  ['plain over two lines', 'refund <= refund_max &&\n      cabn == "economy"', '11:7'],
  ['folded', '>-\n      refund <= refund_max &&\n      cabn == "economy"', '12:7'],
  ['literal', '|\n      refund <= refund_max &&\n        cabn == "economy"', '12:9'],
  ['in double quotes', '"refund <= refund_max && \\"economy\\" == cabn"', '10:51'],
  ['in single quotes', "'refund <= refund_max && ''economy'' == cabn'", '10:51'],
])('a fault inside a condition that is %s has its line and column', (_name, condition, where) => {
  const [fault] = faultsOf('refund <= refund_max && cabin == "economy"', condition)
  expect(fault).toContain(`refund.yaml:${where}: rule small: “cabn”`)
})

test.each([
  ['an empty file', ''],
  ['a list', '- 1'],
  ['a text', 'hello'],
  ['a number', '42'],
  ['no YAML at all', '\u0000{[}'],
  ['a file that is too long', `# ${'x'.repeat(300_000)}`],
  ['names without end', Array.from({ length: 15_000 }, (_, index) => `k${index}:`).join('\n')],
  ['commas without end', `[${','.repeat(90_000)}]`],
  ['brackets without end', '['.repeat(50_000)],
  ['tables without end', '{a: '.repeat(50_000)],
  ['lists in lists without end', '- '.repeat(50_000)],
  ['steps without end', Array.from({ length: 700 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  [
    'aliases of aliases',
    `a: &a [x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*${index === 0 ? 'a' : `b${index - 1}`}, *${index === 0 ? 'a' : `b${index - 1}`}]`).join('\n')}`,
  ],
  ['a name from the machine room', `${text}__proto__: { polluted: true }`],
])('%s is a fault and ends quickly', (_name, given) => {
  const start = process.cpuUsage()
  const { standard, faults } = parseStandard(given, 'bad.yaml')
  expect(standard).toBeUndefined()
  expect(faults.length).toBeGreaterThan(0)
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1500)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('any text is either a standard or a fault', () => {
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(5), fc.string({ maxLength: 4 }), (at, cut, put) => {
      const { standard, faults, place } = parseStandard(text.slice(0, at) + put + text.slice(at + cut))
      expect(standard === undefined).toBe(faults.length > 0)
      if (standard !== undefined) compileStandard(standard, place)
    }),
    { numRuns: 500 },
  )
})
