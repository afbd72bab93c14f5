import { run as runOracle } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { Environment } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { condition, declared, legalTuning, question, shares, single, standard, teamRules } from '../../../tests/arbitraries/standards.ts'
import { type CompiledStandard, compileStandard } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { loosestValue, type Parameter, type Standard } from './standard.ts'
import { isStricter, strictest, tiers } from './tier.ts'
import { compileTuning } from './tuning.ts'

const tuned = fc.record({ one: standard, share: shares, own: teamRules })

function compiledOf(of: Standard): CompiledStandard {
  const { compiled, faults } = compileStandard(of)
  fc.pre(!faults.some((fault) => fault.message.includes('too costly') || fault.message.includes('too large')))
  expect(faults.filter((fault) => !fault.warning)).toEqual([])
  return compiled as CompiledStandard
}

function withDefaults(of: Standard, value: (name: string, parameter: Parameter) => number): Standard {
  const parameters = Object.entries(of.parameters).map(([name, one]) => [name, { ...one, default: value(name, one) }])
  return { ...of, parameters: Object.fromEntries(parameters) }
}

const library = new Environment()
for (const name of ['refund', 'hours', 'bags', 'refund_max', 'bags_max', 'confidence']) library.registerVariable(name, 'double')
for (const name of ['cabin', 'reason', 'booked_at']) library.registerVariable(name, 'string')
library.registerVariable('insured', 'bool').registerVariable('topics', 'list<string>')

test('a condition gives what two independent CEL engines give', () => {
  let agreed = 0
  fc.assert(
    fc.property(condition, fc.array(question, { minLength: 4, maxLength: 4 }), (when, questions) => {
      const compiled = compiledOf(single(when.ours))
      for (const asked of questions) {
        const ours = evaluate(compiled, asked).tier === 'autonomous'
        const bindings = { ...asked.inputs, confidence: asked.confidence, refund_max: 3, bags_max: 2 }
        expect(library.evaluate(when.strict, bindings), `library: ${when.strict}`).toBe(ours)
        expect(runOracle(when.strict, bindings, { funcs: strings }), `oracle: ${when.strict}`).toBe(ours)
        agreed++
      }
    }),
    { numRuns: 300 },
  )
  expect(agreed).toBeGreaterThan(1000)
})

test('the order of rules never matters for the tier', () => {
  fc.assert(
    fc.property(standard, question, fc.infiniteStream(fc.nat()), (one, asked, keys) => {
      const shuffled = one.rules.map((rule) => ({ rule, key: keys.next().value ?? 0 })).sort((left, right) => left.key - right.key)
      const other = { ...one, rules: shuffled.map(({ rule }) => rule) }
      expect(evaluate(compiledOf(other), asked).tier).toBe(evaluate(compiledOf(one), asked).tier)
    }),
  )
})

test('a further team rule can only restrict, and every reason given before stays', () => {
  fc.assert(
    fc.property(tuned, question, ({ one, share, own }, asked) => {
      const compiled = compiledOf(one)
      const without = evaluate(compiled, asked, compileTuning(compiled, legalTuning(one, share, own.slice(1))))
      const withAll = evaluate(compiled, asked, compileTuning(compiled, legalTuning(one, share, own)))
      expect(isStricter(without.tier, withAll.tier)).toBe(false)
      for (const reason of without.reasons) expect(withAll.reasons).toContainEqual(reason)
    }),
  )
})

test('a tuning is the minimum of the tuned values, the loosest bounds and the team rules', () => {
  fc.assert(
    fc.property(tuned, question, ({ one, share, own }, asked) => {
      const compiled = compiledOf(one)
      const tuning = legalTuning(one, share, own)
      const ready = compileTuning(compiled, tuning)
      expect(ready.problem).toBeUndefined()
      const answer = evaluate(compiled, asked, ready)
      const atLoosest = evaluate(compiledOf(withDefaults(one, (_, parameter_) => loosestValue(parameter_))), asked).tier
      const atTuned = evaluate(compiledOf(withDefaults(one, (name) => tuning.values?.[name] ?? 0)), asked).tier
      const ofTeam = answer.reasons.filter((reason) => reason.source === 'team').map((reason) => reason.tier)
      expect(isStricter(atLoosest, answer.tier)).toBe(false)
      expect(answer.tier).toBe(strictest(atLoosest, atTuned, ...ofTeam))
    }),
    { numRuns: 500 },
  )
})

const wrong = fc.constantFrom<unknown>(
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1e300,
  {},
  [1],
  'x'.repeat(20_000),
  7n,
  Symbol('x'),
  () => true,
)

test('a missing or ill-typed input is people only, whatever the rules say, and its value is not repeated', () => {
  fc.assert(
    fc.property(standard, question, fc.tuple(fc.constantFrom(...Object.keys(declared)), wrong), (one, asked, [name, value]) => {
      const answer = evaluate(compiledOf(one), { ...asked, inputs: { ...asked.inputs, [name]: value } })
      expect(answer.tier).toBe('human_only')
      expect(answer.reasons[0]?.because).toContain(`“${name}”`)
      expect(answer.reasons[0]?.because).not.toContain('xxx')
    }),
  )
})

const damage = fc.record({
  at: fc.nat(),
  cut: fc.nat(3),
  put: fc.constantFrom('', '(', ')', '!', '"', '.', '1', ' in ', '&&', '𝒳', '\\'),
})

test('a damaged condition is refused or still decides; it never throws', () => {
  fc.assert(
    fc.property(condition, question, damage, (when, asked, { at, cut, put }) => {
      const start = at % when.ours.length
      const damaged = when.ours.slice(0, start) + put + when.ours.slice(start + cut)
      const { compiled, faults } = compileStandard(single(damaged))
      expect(compiled === undefined).toBe(faults.some((fault) => !fault.warning))
      if (compiled !== undefined) expect(tiers).toContain(evaluate(compiled, asked).tier)
    }),
    { numRuns: 1000 },
  )
})
