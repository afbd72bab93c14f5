import { nearest } from '#kernel/nearest.ts'
import { type Fault, faultAt, type Place } from './fault.ts'
import { inputProblem, inputReader } from './inputs.ts'
import type { Example, Standard } from './standard.ts'

/** What is wrong with the inputs that examples give. An example may leave inputs out only to show that people decide then. */
export function exampleFaults(standard: Standard, place: Place): Fault[] {
  const names = new Set<string>()
  return standard.examples.flatMap((example, index) => {
    const path = ['examples', index]
    const faults = inputFaults(standard, { example, index, place })
    if (names.has(example.name))
      faults.push(faultAt(place, { path: [...path, 'name'] }, { message: `Two examples are called “${example.name}”.` }))
    names.add(example.name)
    const known = [...standard.rules, ...(example.team?.rules ?? [])].map((rule) => rule.id)
    for (const [at, rule] of (example.expect.rules ?? []).entries()) {
      if (known.includes(rule)) continue
      const message = `The example “${example.name}” expects the rule ${rule}, which does not exist.`
      faults.push(faultAt(place, { path: [...path, 'expect', 'rules', at] }, { message, write: nearest(rule, known) }))
    }
    return faults
  })
}

function inputFaults(standard: Standard, from: { example: Example; index: number; place: Place }): Fault[] {
  const { example, index, place } = from
  const path = ['examples', index, 'inputs']
  const declared = Object.keys(standard.inputs)
  const faults = Object.keys(example.inputs)
    .filter((name) => !declared.includes(name))
    .map((name) => {
      const message = `The example “${example.name}” gives “${name}”, which is no input of this standard.`
      return faultAt(place, { path: [...path, name] }, { message, write: nearest(name, declared) })
    })
  if (example.expect.tier === 'human_only') return faults
  for (const [name, input] of Object.entries(standard.inputs)) {
    if (inputReader(input)(example.inputs[name]) !== undefined) continue
    const message = `The example “${example.name}” cannot hold. ${inputProblem(name, input, example.inputs[name])}`
    faults.push(faultAt(place, { path: [...path, name] }, { message }))
  }
  return faults
}
