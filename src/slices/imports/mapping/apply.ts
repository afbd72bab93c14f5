import { compileCondition } from './condition.ts'
import { eventsOf, type Finished } from './finished.ts'
import type { FactName, MappingForm, Value } from './form.ts'
import { makeIsUnknown, type Row } from './row.ts'
import { targets } from './targets.ts'
import { compileValue, type Read, type Surroundings } from './value.ts'

const lists = {
  event: 'events',
  conversation: 'events',
  suggestion: 'suggestions',
  training: 'training',
  access: 'access',
  exposure: 'exposure',
  grade: 'grades',
} as const

export type ListName = (typeof lists)[FactName]

/** The facts of one row, by their kind. */
export type Mapped = Partial<Record<ListName, object[]>>

/** What becomes of a row: facts, or a reason why it cannot be used, or that it is left out on purpose. */
export type Outcome = { facts: Mapped } | { reason: string } | 'left out'

export type Apply = {
  (row: Row): Outcome
  /** What teams were called before their names were made ids. */
  slugNames: ReadonlyMap<string, string>
}

type Rule = { name: FactName; holds(row: Row): boolean; make(row: Row, faults: string[]): Record<string, unknown> }

/** Makes the function that turns rows into facts. The mapping must be one that `readMapping` found no fault in. */
export function applierOf(mapping: MappingForm): Apply {
  const isUnknown = makeIsUnknown(mapping.empty)
  const slugNames = new Map<string, string>()
  const around: Surroundings = { ...mapping, slugNames }
  const leaves = mapping.leaveOut.map((condition) => compileCondition(condition, isUnknown))
  const rules: Rule[] = mapping.facts.map(({ as, when, set }) => ({
    name: as,
    holds: when ? compileCondition(when, isUnknown) : () => true,
    make: makerOf(as, set, around),
  }))
  const apply = (row: Row): Outcome => {
    if (leaves.some((leave) => leave(row))) return 'left out'
    const faults: string[] = []
    const facts: Mapped = {}
    let made = 0
    for (const rule of rules) {
      if (!rule.holds(row)) continue
      made += 1
      add(facts, rule.name, rule.make(row, faults))
    }
    if (faults.length > 0) return { reason: faults.join('; ') }
    return made === 0 ? { reason: 'no part of the mapping takes this row, and none leaves it out' } : { facts: opened(facts) }
  }
  return Object.assign(apply, { slugNames })
}

type Unopened = Mapped & { finished?: Finished[] }

function add(facts: Unopened, name: FactName, fact: Record<string, unknown>): void {
  if (name === 'conversation') facts.finished = [...(facts.finished ?? []), fact as Finished]
  else facts[lists[name]] = [...(facts[lists[name]] ?? []), fact]
}

/** Conversations become their events, once it is known that nothing is wrong with them. */
function opened({ finished, ...facts }: Unopened): Mapped {
  return finished ? { ...facts, events: [...(facts.events ?? []), ...finished.flatMap(eventsOf)] } : facts
}

type Setter = { name: string; read: Read }

function makerOf(as: FactName, set: MappingForm['facts'][number]['set'], around: Surroundings): Rule['make'] {
  const { fields, groups, required } = targets[as]
  const setters: Setter[] = Object.entries(set).map(([name, value]) => {
    const group = groups[name]
    const kind = fields[name]
    if (group) return { name, read: groupReader(compileGroup(name, value as Record<string, Value>, { kinds: group, around })) }
    return { name, read: compileValue(value as Value, { name, kind: kind ?? 'text', around }) }
  })
  return (row, faults) => {
    const before = faults.length
    const fact = read(setters, row, faults)
    if (faults.length === before) for (const name of required) if (fact[name] === undefined) faults.push(`${name} is missing`)
    return fact
  }
}

function compileGroup(
  name: string,
  values: Record<string, Value>,
  { kinds, around }: { kinds: Readonly<Record<string, 'text' | 'number' | 'boolean' | 'instant' | 'day'>>; around: Surroundings },
): Setter[] {
  return Object.entries(values).map(([part, value]) => ({
    name: part,
    read: compileValue(value, { name: `${name}.${part}`, kind: kinds[part] ?? 'text', around }),
  }))
}

/** A group in which nothing is known is left out. */
function groupReader(setters: readonly Setter[]): Read {
  return (row, faults) => {
    const group = read(setters, row, faults)
    for (const _ in group) return group
    return undefined
  }
}

function read(setters: readonly Setter[], row: Row, faults: string[]): Record<string, unknown> {
  const fact: Record<string, unknown> = {}
  for (const { name, read: readValue } of setters) {
    const value = readValue(row, faults)
    if (value !== undefined) fact[name] = value
  }
  return fact
}
