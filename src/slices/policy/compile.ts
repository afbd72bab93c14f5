import { type Condition, compileCondition } from './cel.ts'
import { type Part, type Run, read, type Scope, scanSteps } from './cel-parts.ts'
import { CelProblem } from './cel-syntax.ts'
import { exampleFaults } from './example-faults.ts'
import { type Fault, faultAt, noPlace, type Path, type Place } from './fault.ts'
import { inputReader, type ReadInput } from './inputs.ts'
import { numberMax } from './json-schema.ts'
import { type BuiltIn, builtIns, type Input, loosestValue, otherwiseOf, type Rule, type Standard, weekdays, withUnit } from './standard.ts'
import { fill, standardFaults, unusedFaults } from './standard-faults.ts'
import { type Reason, type ReasonSource, tiers } from './tier.ts'

/** A rule ready to run. `needs` are the built-ins in it, as bits of `builtInBit`. */
export type CompiledRule = { rule: Rule; run: Run<boolean>; needs: number }

/** A rule with what it says when it matches. */
export type SpeakingRule = Pick<CompiledRule, 'run' | 'needs'> & { reason: Reason }

/** Values of the parameters in their order, and what each rule says at these values, strictest rules first. */
export type Settings = { values: readonly number[]; rules: readonly SpeakingRule[]; otherwise: Reason }

export type CompiledInput = { name: string; input: Input; slot: number; read: ReadInput }

/** A standard ready to be evaluated. It holds no state: many decisions may use it. */
export type CompiledStandard = {
  standard: Standard
  scope: Scope
  inputs: readonly CompiledInput[]
  rules: readonly CompiledRule[]
  /** The built-ins that any rule looks at, as bits. */
  needs: number
  atDefaults: Settings
  /** At the bounds that give the AI agent the most freedom. */
  atLoosest: Settings
  frameSize: number
}

export type Compilation = { compiled?: CompiledStandard; faults: Fault[] }

/** Where the built-ins stand in a frame, and the bit of each; slot 0 belongs to loops. */
export const builtInSlot: Readonly<Record<BuiltIn, number>> = { confidence: 1, local_hour: 2, local_weekday: 3 }
export const builtInBit: Readonly<Record<BuiltIn, number>> = { confidence: 1, local_hour: 2, local_weekday: 4 }
export const firstParameterSlot = 4

/** Greatest work of all rules of a standard or of a tuning together, in steps. */
const costMax = 30_000

/** Type-checks a standard against what it declares and makes it ready to run. Only a standard without faults (warnings aside) is given. */
export function compileStandard(standard: Standard, place: Place = noPlace): Compilation {
  const scope = scopeOf(standard)
  const { rules, uses, faults: ruleFaults } = compileRules(standard.rules, { scope, place, path: ['rules'] })
  const faults = [...standardFaults(standard, place), ...ruleFaults, ...exampleFaults(standard, place)]
  if (ruleFaults.length === 0) faults.push(...unusedFaults(standard, { uses, place }))
  if (faults.some((fault) => !fault.warning)) return { faults }
  const parameters = Object.values(standard.parameters)
  const firstInputSlot = firstParameterSlot + parameters.length
  const inputs = Object.entries(standard.inputs).map(([name, input], index) => ({
    name,
    input,
    slot: firstInputSlot + index,
    read: inputReader(input),
  }))
  const defaults = parameters.map((parameter) => parameter.default)
  const compiled: CompiledStandard = {
    standard,
    scope,
    inputs,
    rules,
    needs: needsOf(rules),
    atDefaults: settingsAt(standard, rules, defaults),
    atLoosest: settingsAt(standard, rules, parameters.map(loosestValue)),
    frameSize: firstInputSlot + inputs.length,
  }
  return { compiled, faults }
}

export type CompiledRules = { rules: CompiledRule[]; uses: Set<string>; faults: Fault[] }

/** Compiles rules over one scope, with a fault for each that is wrong and for ids that repeat. */
export function compileRules(rules: readonly Rule[], from: { scope: Scope; place: Place; path: Path }): CompiledRules {
  const done: CompiledRules = { rules: [], uses: new Set(), faults: [] }
  const ids = new Set<string>()
  let cost = 0
  for (const [index, rule] of rules.entries()) {
    const path = [...from.path, index]
    if (ids.has(rule.id))
      done.faults.push(faultAt(from.place, { path: [...path, 'id'] }, { rule: rule.id, message: `The id ${rule.id} is used twice.` }))
    ids.add(rule.id)
    const condition = conditionOf(rule, { ...from, path })
    if ('message' in condition) {
      done.faults.push(condition)
      continue
    }
    for (const name of condition.uses) done.uses.add(name)
    done.rules.push({ rule, run: condition.run, needs: builtInBits(condition.uses) })
    cost += condition.cost
  }
  if (cost > costMax) {
    done.faults.push(
      faultAt(from.place, { path: from.path }, { message: 'These rules together are too costly to evaluate; simplify or remove some.' }),
    )
  }
  return done
}

function conditionOf(rule: Rule, from: { scope: Scope; place: Place; path: Path }): Condition | Fault {
  try {
    return compileCondition(rule.when, from.scope)
  } catch (error) {
    if (!(error instanceof CelProblem)) throw error
    const { offset, message, write } = error
    return faultAt(from.place, { path: [...from.path, 'when'], offset }, { rule: rule.id, message, write })
  }
}

function builtInBits(uses: ReadonlySet<string>): number {
  return builtIns.reduce((bits, name) => (uses.has(name) ? bits | builtInBit[name] : bits), 0)
}

/** A standard at given values of its parameters, with the values filled into its sentences. */
export function settingsAt(standard: Standard, rules: readonly CompiledRule[], values: readonly number[]): Settings {
  const words = wordsOf(standard, values)
  const otherwise = otherwiseOf(standard)
  return {
    values,
    rules: tiers.flatMap((tier) => rules.filter(({ rule }) => rule.tier === tier).map((rule) => speaking('standard', rule, words))),
    otherwise: Object.freeze({ source: 'otherwise', rule: null, tier: otherwise.tier, because: fill(otherwise.because, words) }),
  }
}

/** A rule with its reason, which is frozen because many decisions share it. */
export function speaking(source: ReasonSource, { rule, run, needs }: CompiledRule, words: ReadonlyMap<string, string>): SpeakingRule {
  return { run, needs, reason: Object.freeze({ source, rule: rule.id, tier: rule.tier, because: fill(rule.because, words) }) }
}

export function needsOf(rules: readonly CompiledRule[]): number {
  return rules.reduce((bits, rule) => bits | rule.needs, 0)
}

/** The values of the parameters in words, by name. */
export function wordsOf(standard: Standard, values: readonly number[]): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(standard.parameters).map(([name, parameter], index) => [name, withUnit(values[index] ?? parameter.default, parameter)]),
  )
}

function scopeOf(standard: Standard): Scope {
  const scope = new Map<string, Part>()
  const parameters = Object.entries(standard.parameters)
  for (const [index, [name, parameter]] of parameters.entries()) scope.set(name, variablePart(parameter, firstParameterSlot + index))
  for (const [index, [name, input]] of Object.entries(standard.inputs).entries()) {
    scope.set(name, variablePart(input, firstParameterSlot + parameters.length + index))
  }
  scope.set('confidence', { kind: 'number', run: read(builtInSlot.confidence), most: 1, cost: 1 })
  scope.set('local_hour', { kind: 'number', run: read(builtInSlot.local_hour), most: 23, cost: 1 })
  scope.set('local_weekday', { kind: 'text', run: read(builtInSlot.local_weekday), of: weekdays, scan: 1, cost: 1 })
  return scope
}

function variablePart(input: Input, slot: number): Part {
  switch (input.type) {
    case 'money':
      return { kind: 'number', run: read(slot), most: numberMax, currency: input.currency, cost: 1 }
    case 'number':
    case 'count':
      return { kind: 'number', run: read(slot), most: numberMax, cost: 1 }
    case 'choice':
      return { kind: 'text', run: read(slot), of: input.of, scan: 1, cost: 1 }
    case 'text':
      return { kind: 'text', run: read(slot), scan: scanSteps.input, cost: 1 }
    default:
      return { kind: input.type, run: read(slot), cost: 1 } as Part
  }
}
