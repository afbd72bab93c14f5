import { conditionInWords } from './condition-words.ts'
import { expectedInWords } from './inputs.ts'
import { type Input, otherwiseOf, type Parameter, type Requirement, type Standard, withUnit } from './standard.ts'
import { fill } from './standard-faults.ts'
import type { Tier } from './tier.ts'

/** A standard in words for a support person. Every sentence is at the default values of the parameters. */
export type Criteria = {
  rules: { id: string; tier: Tier; because: string; when: string }[]
  otherwise: { tier: Tier; because: string }
  inputs: { name: string; kind: string; about: string | null }[]
  parameters: (Pick<Parameter, 'default' | 'min' | 'max' | 'looser'> & { name: string; about: string | null; unit: string | null })[]
  requires: Requirement[]
  /** How old the rules may be by which a client answers while the server is away; null: it answers people only. */
  bundleSecondsMax: number | null
}

export function criteriaInWords(standard: Standard): Criteria {
  const words = new Map(Object.entries(standard.parameters).map(([name, parameter]) => [name, withUnit(parameter.default, parameter)]))
  const otherwise = otherwiseOf(standard)
  return {
    rules: standard.rules.map((rule) => ({
      id: rule.id,
      tier: rule.tier,
      because: fill(rule.because, words),
      when: conditionInWords(rule.when, standard),
    })),
    otherwise: { tier: otherwise.tier, because: fill(otherwise.because, words) },
    inputs: Object.entries(standard.inputs).map(([name, input]) => ({ name, kind: kindInWords(input), about: input.about ?? null })),
    parameters: Object.entries(standard.parameters).map(([name, parameter]) => parameterInWords(name, parameter)),
    requires: (['confidence', 'knowledge', 'access'] as const).filter((requirement) => standard.requires[requirement]),
    bundleSecondsMax: standard.bundle_seconds_max ?? null,
  }
}

function kindInWords(input: Input): string {
  const isCounted = input.type === 'number' || input.type === 'count'
  return isCounted && input.unit !== undefined ? `${expectedInWords(input)}, in ${input.unit}` : expectedInWords(input)
}

function parameterInWords(name: string, parameter: Parameter): Criteria['parameters'][number] {
  const { default: preset, min, max, looser, about = null } = parameter
  const unit = parameter.type === 'money' ? parameter.currency : (parameter.unit ?? null)
  return { name, about, unit, default: preset, min, max, looser }
}
