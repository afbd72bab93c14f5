import type { Tier } from './tier.ts'

/** A number with its meaning. Money is in major units (12.50), a count is a whole number from 0. */
export type NumberKind = { type: 'money'; currency: string } | { type: 'number'; unit?: string } | { type: 'count'; unit?: string }

/** A fact that the AI agent must give with every decision of this type. */
export type Input = { about?: string } & (
  | NumberKind
  | { type: 'choice'; of: string[] }
  | { type: 'flag' }
  | { type: 'text' }
  | { type: 'texts' }
  | { type: 'time' }
)

/** A value that a team may tune between `min` and `max`; `looser` says which way gives the AI agent more freedom. */
export type Parameter = NumberKind & { default: number; min: number; max: number; looser: 'higher' | 'lower'; about?: string }

/** Where `when` holds, the AI agent may go at most as far as `tier`. */
export type Rule = { id: string; when: string; tier: Tier; because: string }

/** A rule of one team: it can only restrict. */
export type TeamRule = Rule & { tier: Exclude<Tier, 'autonomous'> }

/** What one team sets inside the bounds of a standard. */
export type Tuning = { values?: Record<string, number>; rules?: TeamRule[] }

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export type Weekday = (typeof weekdays)[number]

/** What may be said besides the inputs, as an example writes it. */
export type Circumstances = { confidence?: number; knowledge?: boolean; access?: boolean; local_hour?: number; local_weekday?: Weekday }

/** A case that the standard must get right before it can be published. Every rule that `expect` names must be among those that matched. */
export type Example = Circumstances & {
  name: string
  inputs: Record<string, unknown>
  team?: Tuning
  expect: { tier: Tier; rules?: string[] }
}

export type Requirement = 'confidence' | 'knowledge' | 'access'

/** What the organisation decided about one decision type. */
export type Standard = {
  standard: string
  title: string
  about?: string
  inputs: Record<string, Input>
  parameters: Record<string, Parameter>
  requires: { [R in Requirement]?: boolean }
  rules: Rule[]
  otherwise?: { tier: Tier; because: string }
  examples: Example[]
  /**
   * How old the rules may be, in seconds, by which a client answers while the server is away, never more than `review`. Longer is
   * looser. Absent: it answers people only.
   */
  bundle_seconds_max?: number
}

/** Names that a rule can use besides inputs and parameters. */
export const builtIns = ['confidence', 'local_hour', 'local_weekday'] as const

export type BuiltIn = (typeof builtIns)[number]

/** Words that CEL or JavaScript keeps to itself: no input or parameter may be called so. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...builtIns,
  ...['as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let', 'loop', 'namespace', 'null'],
  ...['package', 'return', 'true', 'var', 'void', 'while', 'constructor', 'prototype'],
  ...['bool', 'bytes', 'double', 'dyn', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint'],
])

/** The bound of a parameter that gives the AI agent the most freedom. */
export function loosestValue(parameter: Parameter): number {
  return parameter.looser === 'higher' ? parameter.max : parameter.min
}

/** A value with its unit, as people write it: `500 USD`, `24 hours`, `3`. */
export function withUnit(value: number, kind: NumberKind): string {
  if (kind.type === 'money') return `${value} ${kind.currency}`
  return kind.unit === undefined ? String(value) : `${value} ${kind.unit}`
}

/** What holds where no rule matches: what the standard says, or else people only. */
export function otherwiseOf(standard: Standard): { tier: Tier; because: string } {
  return standard.otherwise ?? { tier: 'human_only', because: 'No rule of this standard covers this case.' }
}
