import { nearest } from '#kernel/nearest.ts'
import { type CompiledStandard, compileRules, needsOf, type Settings, type SpeakingRule, settingsAt, speaking, wordsOf } from './compile.ts'
import { type Fault, faultAt, noPlace, type Path, type Place } from './fault.ts'
import { tuningShape } from './json-schema.ts'
import { type ShapeIssue, shapeFaults } from './shape-faults.ts'
import { type Parameter, type Standard, type Tuning, withUnit } from './standard.ts'
import { placeholderFaults } from './standard-faults.ts'
import type { Reason } from './tier.ts'

/** A team's tuning, ready for `evaluate`. One that does not fit the standard has a `problem`, which means people only. */
export type CompiledTuning = {
  settings: Settings
  rules: readonly SpeakingRule[]
  needs: number
  problem?: Reason
}

export type TuningSource = { place: Place; path: Path }

const nowhere: TuningSource = { place: noPlace, path: [] }

/** What is wrong with a tuning: values outside the bounds, names that do not exist, rules that would not only restrict. */
export function checkTuning(compiled: CompiledStandard, tuning: Tuning, source: TuningSource = nowhere): Fault[] {
  const shape = tuningShape.safeParse(tuning)
  if (!shape.success) return misshapen(shape.error.issues as ShapeIssue[], { tuning, source })
  const { place, path } = source
  const rules = tuning.rules ?? []
  const rulesPath = [...path, 'rules']
  const { faults } = compileRules(rules, { scope: compiled.scope, place, path: rulesPath })
  const names = Object.keys(compiled.standard.parameters)
  const theirs = new Set(compiled.standard.rules.map((rule) => rule.id))
  for (const [index, rule] of rules.entries()) {
    const at = [...rulesPath, index]
    faults.push(...placeholderFaults(rule.because, { names, place, path: [...at, 'because'] }))
    if (theirs.has(rule.id)) {
      faults.push(
        faultAt(
          place,
          { path: [...at, 'id'] },
          { rule: rule.id, message: `The standard has a rule ${rule.id} already; choose another id.` },
        ),
      )
    }
  }
  return [...valueFaults(compiled.standard, tuning, source), ...faults]
}

/** Makes a tuning ready to run. What does not fit makes every decision human_only until it is corrected. */
export function compileTuning(compiled: CompiledStandard, tuning: Tuning): CompiledTuning {
  const fault = checkTuning(compiled, tuning).find((found) => !found.warning)
  if (fault !== undefined) return { settings: compiled.atDefaults, rules: [], needs: 0, problem: problemOf(fault) }
  const { standard, scope } = compiled
  const values = Object.entries(standard.parameters).map(([name, parameter]) => tuning.values?.[name] ?? parameter.default)
  const { rules } = compileRules(tuning.rules ?? [], { scope, place: noPlace, path: ['rules'] })
  const words = wordsOf(standard, values)
  return {
    settings: settingsAt(standard, compiled.rules, values),
    rules: rules.map((rule) => speaking('team', rule, words)),
    needs: needsOf(rules),
  }
}

/** The tuning held at the bounds; values of parameters that are gone fall away. */
export function withinBounds(standard: Standard, tuning: Tuning): Tuning {
  const held = Object.entries(tuning.values ?? {}).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(standard.parameters, name) ? standard.parameters[name] : undefined
    return parameter === undefined ? [] : [[name, Math.min(Math.max(value, parameter.min), parameter.max)] as const]
  })
  return { ...tuning, values: Object.fromEntries(held) }
}

/** A team's tuning made ready for a standard that may have narrowed its bounds since. */
export function tunedWithin(compiled: CompiledStandard, tuning: Tuning): CompiledTuning {
  return compileTuning(compiled, withinBounds(compiled.standard, tuning))
}

function problemOf(fault: Fault): Reason {
  const because = `The team's own settings do not fit this standard, so a person decides. ${fault.message}`
  return { source: 'team', rule: fault.rule ?? null, tier: 'human_only', because }
}

function misshapen(issues: ShapeIssue[], from: { tuning: Tuning; source: TuningSource }): Fault[] {
  const { place, path } = from.source
  const keyPlace = (inner: Path) => place([...path, ...inner])
  const found = shapeFaults(issues, { place: (inner, offset) => place([...path, ...inner], offset), keyPlace, value: from.tuning })
  return found.map((fault) =>
    /^rules\[\d+\]\.tier$/.test(fault.path)
      ? { ...fault, message: 'A team rule can only restrict: its tier is review or human_only.' }
      : fault,
  )
}

function valueFaults(standard: Standard, tuning: Tuning, source: TuningSource): Fault[] {
  const names = Object.keys(standard.parameters)
  return Object.entries(tuning.values ?? {}).flatMap(([name, value]) => {
    const path = [...source.path, 'values', name]
    const parameter = Object.hasOwn(standard.parameters, name) ? standard.parameters[name] : undefined
    const near = nearest(name, names)
    const found =
      parameter === undefined ? { message: `“${name}” is no parameter of this standard.`, write: near } : boundFault(name, parameter, value)
    return found === undefined ? [] : [faultAt(source.place, { path }, found)]
  })
}

function boundFault(name: string, parameter: Parameter, value: number): { message: string } | undefined {
  const words = (bound: number) => withUnit(bound, parameter)
  const waiver = 'The standard sets this bound; only a waiver can go past it.'
  if (value < parameter.min) return { message: `“${name}” is ${words(value)}; it must be at least ${words(parameter.min)}. ${waiver}` }
  if (value > parameter.max) return { message: `“${name}” is ${words(value)}; it must be at most ${words(parameter.max)}. ${waiver}` }
  if (parameter.type === 'count' && !Number.isInteger(value)) return { message: `“${name}” must be a whole number.` }
  return undefined
}
