import fc from 'fast-check'
import type { Parameter, Rule, Standard, TeamRule, Tuning } from '../../src/slices/policy/standard.ts'
import { type Tier, tiers } from '../../src/slices/policy/tier.ts'

/** The same expression twice: as people write it, and for engines that keep whole numbers, doubles and times apart. */
type Twin = { ours: string; strict: string }

const twin = (text: string): Twin => ({ ours: text, strict: text })
const join = (form: (...parts: string[]) => string, ...parts: Twin[]): Twin => ({
  ours: form(...parts.map((part) => part.ours)),
  strict: form(...parts.map((part) => part.strict)),
})

const words = ['', 'a', 'Refund', 'refund late', 'é😀', 'economy', 'business']
const numbers = [0, 1, 2, 3, 24, 0.1, 0.2, 0.3, 99.99, 100, 1e6]
const times = ['2024-02-29T00:00:00Z', '2024-05-15T12:00:00Z', '2024-05-15T14:00:00+02:00', '1999-12-31T23:59:59.5Z']
const cabins = ['basic_economy', 'economy', 'business']

const numberText = fc.constantFrom(...numbers).chain((value) => {
  const decimal = Number.isInteger(value) ? `${value}.0` : String(value)
  return fc.constantFrom<Twin>({ ours: String(value), strict: decimal }, { ours: decimal, strict: decimal })
})
const quoted = fc.constantFrom(...words).map((word) => twin(JSON.stringify(word)))

const grammar = fc.letrec<{ flag: Twin; number: Twin; text: Twin; time: Twin; span: Twin; inLoop: Twin }>((tie) => {
  const two = (form: (one: string, other: string) => string, one: keyof typeof kinds, other = one) =>
    fc.tuple(tie(one), tie(other)).map(([left, right]) => join(form as (...parts: string[]) => string, left as Twin, right as Twin))
  const kinds = { flag: 0, number: 0, text: 0, time: 0, span: 0, inLoop: 0 }
  const signs = (allowed: string[], kind: keyof typeof kinds, other = kind) =>
    fc.constantFrom(...allowed).chain((sign) => two((one, right) => `(${one} ${sign} ${right})`, kind, other))
  const search = (kind: Twin) =>
    fc
      .tuple(fc.constantFrom('startsWith', 'endsWith', 'contains'), quoted)
      .map(([name, pattern]) => join((text, with_) => `${text}.${name}(${with_})`, kind, pattern))
  const order = ['<', '<=', '>', '>=', '==', '!=']
  const depth = { maxDepth: 4, depthIdentifier: 'condition' } as const
  return {
    flag: fc.oneof(
      depth,
      fc.constantFrom('insured', 'true', 'false').map(twin),
      fc.constantFrom(...cabins).map((cabin) => twin(`(cabin == "${cabin}")`)),
      signs(order, 'number'),
      signs(order, 'time'),
      signs(order, 'span'),
      signs(['==', '!='], 'text'),
      signs(['&&', '||'], 'flag'),
      tie('flag').map((part) => join((text) => `!${text}`, part as Twin)),
      fc
        .tuple(tie('flag'), tie('flag'), tie('flag'))
        .map((parts) => join((test_, yes, no) => `(${test_} ? ${yes} : ${no})`, ...(parts as Twin[]))),
      fc
        .tuple(tie('text'), fc.array(quoted, { minLength: 1, maxLength: 3 }))
        .map(([part, list]) => join((text, ...rest) => `(${text} in [${rest.join(', ')}])`, part as Twin, ...list)),
      fc
        .tuple(tie('number'), fc.array(numberText, { minLength: 1, maxLength: 3 }))
        .map(([part, list]) => join((text, ...rest) => `(${text} in [${rest.join(', ')}])`, part as Twin, ...list)),
      tie('text').map((part) => join((text) => `(${text} in topics)`, part as Twin)),
      search(twin('reason')),
      search(twin('reason.lowerAscii()')),
      fc
        .tuple(fc.constantFrom('exists', 'all'), tie('inLoop'))
        .map(([name, part]) => join((text) => `topics.${name}(t, ${text})`, part as Twin)),
    ),
    inLoop: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'loop' },
      search(twin('t')),
      quoted.map((word) => join((text) => `(t == ${text})`, word)),
      fc.constant(twin('insured')),
      signs(['&&', '||'], 'inLoop'),
    ),
    number: fc.oneof(
      depth,
      fc.constantFrom('refund', 'hours', 'bags', 'refund_max', 'bags_max', 'confidence').map(twin),
      numberText,
      fc.constantFrom('size(topics)', 'reason.size()').map((text) => ({ ours: text, strict: `double(${text})` })),
      signs(['+', '-', '*'], 'number'),
      tie('number').map((part) => join((text) => `(-${text})`, part as Twin)),
      fc
        .tuple(
          tie('number'),
          numberText.filter(({ strict }) => Number(strict) !== 0),
        )
        .map(([part, by]) => join((text, other) => `(${text} / ${other})`, part as Twin, by)),
    ),
    text: fc.oneof(depth, fc.constant(twin('reason')), quoted, fc.constant(twin('reason.lowerAscii()'))),
    time: fc.oneof(
      depth,
      fc.constant<Twin>({ ours: 'booked_at', strict: 'timestamp(booked_at)' }),
      fc.constantFrom(...times).map((time) => twin(`timestamp("${time}")`)),
      fc.constantFrom('+', '-').chain((sign) => two((one, other) => `(${one} ${sign} ${other})`, 'time', 'span')),
    ),
    span: fc.oneof(
      depth,
      fc.constantFrom('0s', '24h', '90m', '1h30m', '1500ms').map((span) => twin(`duration("${span}")`)),
      signs(['-'], 'time'),
      signs(['+', '-'], 'span'),
    ),
  }
})

export const condition = grammar.flag

const inputs = fc.record({
  refund: fc.constantFrom(...numbers),
  hours: fc.constantFrom(...numbers),
  bags: fc.constantFrom(0, 1, 2, 3, 24),
  cabin: fc.constantFrom(...cabins),
  insured: fc.boolean(),
  reason: fc.constantFrom(...words),
  booked_at: fc.constantFrom(...times),
  topics: fc.array(fc.constantFrom(...words), { maxLength: 3 }),
})
export const question = fc.record({ inputs, confidence: fc.constantFrom(0, 0.3, 0.99, 1) })

export const declared: Standard['inputs'] = {
  refund: { type: 'number' },
  hours: { type: 'number', unit: 'hours' },
  bags: { type: 'count' },
  cabin: { type: 'choice', of: cabins },
  insured: { type: 'flag' },
  reason: { type: 'text' },
  booked_at: { type: 'time' },
  topics: { type: 'texts' },
}

const parameter = (type: 'number' | 'count'): fc.Arbitrary<Parameter> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(0, 1, 2, 3, 24, 100), { minLength: 3, maxLength: 3 }),
      fc.constantFrom('higher' as const, 'lower' as const),
    )
    .map(([three, looser]) => {
      const [min = 0, preset = 0, max = 0] = three.sort((one, other) => one - other)
      return { type, min, default: preset, max, looser }
    })

const because = 'For a reason.'
/** Conditions that a tuned value changes often, also against the direction that is declared as looser. */
const bounded = fc
  .tuple(fc.constantFrom('refund', 'bags', 'hours'), fc.constantFrom('<=', '>', '!='), fc.constantFrom('refund_max', 'bags_max'))
  .map((parts) => twin(parts.join(' ')))

const rules = <T extends Tier>(from: readonly T[], prefix: string) =>
  fc
    .array(fc.record({ condition: fc.oneof(condition, bounded), tier: fc.constantFrom(...from) }), { maxLength: 5 })
    .map((all) => all.map(({ condition: when, tier }, index) => ({ id: `${prefix}${index}`, when: when.ours, tier, because })))

export const standard: fc.Arbitrary<Standard> = fc
  .record({
    refund_max: parameter('number'),
    bags_max: parameter('count'),
    rules: rules(tiers, 'r'),
    otherwise: fc.option(fc.record({ tier: fc.constantFrom(...tiers), because: fc.constant(because) }), { nil: undefined }),
  })
  .map(({ refund_max, bags_max, rules: own, otherwise }) => ({
    ...{ standard: 'random', title: 'Random', inputs: declared, parameters: { refund_max, bags_max }, requires: {} },
    ...{ rules: own as Rule[], otherwise, examples: [] },
  }))

export const teamRules = rules(['human_only', 'review'] as const, 't') as fc.Arbitrary<TeamRule[]>

/** A share from 0 to 1 of the way from the least to the greatest value of each parameter. */
type Share = { refund_max: number; bags_max: number }

export const shares: fc.Arbitrary<Share> = fc.record({ refund_max: fc.constantFrom(0, 0.25, 0.5, 1), bags_max: fc.constantFrom(0, 0.5, 1) })

/** A tuning inside the bounds of a random standard. */
export function legalTuning(of: Standard, share: Share, own: TeamRule[]): Tuning {
  const at = (name: 'refund_max' | 'bags_max') => {
    const { min, max } = of.parameters[name] as Parameter
    return min + Math.round((max - min) * share[name])
  }
  return { values: { refund_max: at('refund_max'), bags_max: at('bags_max') }, rules: own }
}

/** A standard of one condition. */
export const single = (when: string): Standard => ({
  ...{ standard: 'one', title: 'One', inputs: declared, requires: {}, examples: [] },
  parameters: {
    refund_max: { type: 'number', default: 3, min: 0, max: 9, looser: 'higher' },
    bags_max: { type: 'count', default: 2, min: 0, max: 9, looser: 'higher' },
  },
  rules: [{ id: 'r', when, tier: 'autonomous', because }],
})
