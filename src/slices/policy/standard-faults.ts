import { nearest } from '#kernel/nearest.ts'
import { type Fault, faultAt, type Path, type Place } from './fault.ts'
import { type Parameter, reservedNames, type Standard } from './standard.ts'

/** What is wrong with the names, bounds and sentences of a standard, which its shape alone cannot say. */
export function standardFaults(standard: Standard, place: Place): Fault[] {
  return [
    ...nameFaults(standard, place),
    ...choiceFaults(standard, place),
    ...boundFaults(standard, place),
    ...becauseFaults(standard, place),
  ]
}

function nameFaults(standard: Standard, place: Place): Fault[] {
  const named = (room: 'inputs' | 'parameters') => Object.keys(standard[room]).map((name) => ({ name, path: [room, name] }))
  const reserved = [...named('inputs'), ...named('parameters')]
    .filter(({ name }) => reservedNames.has(name))
    .map(({ name, path }) => faultAt(place, { path }, { message: `“${name}” has a meaning of its own; choose another name.` }))
  const clashing = named('parameters')
    .filter(({ name }) => Object.hasOwn(standard.inputs, name))
    .map(({ name, path }) =>
      faultAt(place, { path }, { message: `“${name}” is an input and a parameter; choose another name for one of them.` }),
    )
  return [...reserved, ...clashing]
}

function choiceFaults(standard: Standard, place: Place): Fault[] {
  return Object.entries(standard.inputs)
    .filter(([, input]) => input.type === 'choice' && new Set(input.of).size < input.of.length)
    .map(([name]) => faultAt(place, { path: ['inputs', name, 'of'] }, { message: `A choice of “${name}” is written twice.` }))
}

function boundFaults(standard: Standard, place: Place): Fault[] {
  return Object.entries(standard.parameters).flatMap(([name, parameter]) => {
    const wrong = wrongBound(parameter)
    return wrong === undefined
      ? []
      : [faultAt(place, { path: ['parameters', name, wrong.key] }, { message: `“${name}”: ${wrong.message}` })]
  })
}

function wrongBound(parameter: Parameter): { key: string; message: string } | undefined {
  const { min, max, default: preset } = parameter
  if (min > max) return { key: 'min', message: `the least value ${min} is above the greatest value ${max}.` }
  if (preset < min || preset > max) return { key: 'default', message: `the default ${preset} is outside its bounds, ${min} to ${max}.` }
  if (parameter.type !== 'count') return undefined
  const key = (['default', 'min', 'max'] as const).find((bound) => !Number.isInteger(parameter[bound]) || parameter[bound] < 0)
  return key && { key, message: 'a count is a whole number from 0.' }
}

function becauseFaults(standard: Standard, place: Place): Fault[] {
  const names = Object.keys(standard.parameters)
  const inRules = standard.rules.flatMap((rule, index) =>
    placeholderFaults(rule.because, { names, place, path: ['rules', index, 'because'] }).map((fault) => ({ ...fault, rule: rule.id })),
  )
  return [...inRules, ...placeholderFaults(standard.otherwise?.because ?? '', { names, place, path: ['otherwise', 'because'] })]
}

/** Placeholders in a sentence that name no parameter. */
export function placeholderFaults(because: string, from: { names: string[]; place: Place; path: Path }): Fault[] {
  return [...because.matchAll(placeholder)].flatMap((match) => {
    const name = match[1] ?? ''
    if (from.names.includes(name)) return []
    const near = nearest(name, from.names)
    const message = `“{${name}}” names no parameter, and only the value of a parameter can stand in a sentence.`
    return [faultAt(from.place, { path: from.path, offset: match.index }, { message, write: near && `{${near}}` })]
  })
}

const placeholder = /\{([a-z][a-z0-9_]*)\}/g

/** Puts values in place of `{parameter}`. */
export function fill(because: string, words: ReadonlyMap<string, string>): string {
  return because.replace(placeholder, (whole, name: string) => words.get(name) ?? whole)
}

/** Parameters that no rule looks at: tuning them would change nothing. */
export function unusedFaults(standard: Standard, from: { uses: ReadonlySet<string>; place: Place }): Fault[] {
  return Object.keys(standard.parameters)
    .filter((name) => !from.uses.has(name))
    .map((name) => faultAt(from.place, { path: ['parameters', name] }, { message: `No rule uses the parameter “${name}”.`, warning: true }))
}
