import { expect, test } from 'vitest'
import { compileStandard } from './compile.ts'
import { runExamples } from './examples.ts'
import { parseStandard } from './parse.ts'

const head = `standard: airline.refund
title: Refund a ticket
inputs: { refund: { type: money, currency: USD } }
parameters: { refund_max: { type: money, currency: USD, default: 500, min: 0, max: 1000, looser: higher } }
rules:
  - { id: small, when: refund <= refund_max && local_hour < 20, tier: autonomous, because: A small refund in the daytime. }
  - { id: unsure, when: confidence < 0.5, tier: review, because: The AI agent is not sure. }
examples:
`

function resultsOf(example: string) {
  const { standard, place, faults } = parseStandard(`${head}  - ${example}\n`, 'refund.yaml')
  expect(faults).toEqual([])
  const { compiled, faults: more } = compileStandard(standard!, place)
  expect(more).toEqual([])
  return runExamples(compiled!, place)
}

const given = 'confidence: 0.9, local_hour: 9'

test.each([
  `{ name: small, inputs: { refund: 120 }, ${given}, expect: { tier: autonomous, rules: [small] } }`,
  `{ name: tuned, inputs: { refund: 120 }, ${given}, team: { values: { refund_max: 100 } }, expect: { tier: human_only } }`,
  `{ name: unsure, inputs: { refund: 120 }, confidence: 0.1, local_hour: 9, expect: { tier: review, rules: [unsure] } }`,
  '{ name: nothing known, expect: { tier: human_only } }',
])('the example %s holds', (example) => {
  expect(resultsOf(example)).toMatchObject([{ holds: true }])
})

test.each([
  [
    `{ name: large, inputs: { refund: 700 }, ${given}, expect: { tier: autonomous } }`,
    'The example “large” expects autonomous but gets human_only. No rule of this standard covers this case.',
  ],
  [
    `{ name: unsure, inputs: { refund: 120 }, confidence: 0.1, local_hour: 9, expect: { tier: autonomous } }`,
    'The example “unsure” expects autonomous but gets review. unsure: The AI agent is not sure.',
  ],
  [
    `{ name: other, inputs: { refund: 120 }, ${given}, expect: { tier: autonomous, rules: [unsure] } }`,
    'The example “other” expects the rule unsure to match; only small did.',
  ],
  [
    `{ name: beyond, inputs: { refund: 120 }, ${given}, team: { values: { refund_max: 2000 } }, expect: { tier: human_only } }`,
    '“refund_max” is 2000 USD; it must be at most 1000 USD. The standard sets this bound; only a waiver can go past it.',
  ],
])('the example %s does not hold, and the fault says why and where', (example, message) => {
  const [result] = resultsOf(example)
  expect(result).toMatchObject({ holds: false, fault: { file: 'refund.yaml', line: 9, message } })
})
