import { nearest } from '#kernel/nearest.ts'
import { CelProblem, type Tree, type TreeOf, written } from './cel-syntax.ts'
import { numberMax } from './json-schema.ts'

/** The values of one decision, by slot. */
export type Frame = unknown[]

export type Run<T> = (frame: Frame) => T

/**
 * One part of a condition, checked and compiled. `cost` bounds its work in steps. Numbers are doubles and carry their greatest
 * magnitude, times and durations are milliseconds. No part can throw or give NaN: every value in a frame was checked before.
 */
export type Part = { cost: number } & (
  | { kind: 'number'; run: Run<number>; most: number; currency?: string; constant?: number }
  | { kind: 'flag'; run: Run<boolean> }
  | { kind: 'text'; run: Run<string>; of?: readonly string[]; constant?: string; scan: number }
  | { kind: 'texts'; run: Run<readonly string[]> }
  | { kind: 'time'; run: Run<number> }
  | { kind: 'duration'; run: Run<number> }
)

export type Kind = Part['kind']

export type PartOf<K extends Kind> = Extract<Part, { kind: K }>

/** What a condition may name. */
export type Scope = ReadonlyMap<string, Part>

export type Context = { scope: Scope; uses: Set<string>; isInLoop: boolean; part: (tree: Tree, context: Context) => Part }

/** Where a loop keeps the text that it is looking at. */
export const loopSlot = 0

/** Steps to read through a text once: an input, and one text of a list. */
export const scanSteps = { input: 100, listed: 3 } as const

/** Reads a slot. Sound because the slot was filled by a reader of the same kind. */
export function read<T>(slot: number): Run<T> {
  return (frame) => frame[slot] as T
}

const kindWords: Record<Kind, string> = {
  number: 'a number',
  flag: 'true or false',
  text: 'a text',
  texts: 'a list of texts',
  time: 'a time',
  duration: 'a span of time',
}

export function kindInWords(kind: Kind): string {
  return kindWords[kind]
}

/** Compiles a part that must be of one kind. */
export function need<K extends Kind>(kind: K, tree: Tree, context: Context): PartOf<K> {
  const part = context.part(tree, context)
  if (part.kind === kind) return part as PartOf<K>
  throw new CelProblem(
    `“${written(tree)}” is ${kindWords[part.kind]}; here it must be ${kindWords[kind]}.`,
    tree.start,
    instead(part, kind),
  )
}

function instead(part: Part, wanted: Kind): string | undefined {
  if (
    part.kind === 'text' &&
    wanted === 'number' &&
    part.constant !== undefined &&
    part.constant !== '' &&
    !Number.isNaN(Number(part.constant))
  )
    return part.constant
  return undefined
}

/** A number, a text or true/false. Whole numbers are taken as doubles, so `amount > 100` and `amount > 100.0` are the same. */
export function literal(tree: TreeOf<'value'>): Part {
  const value = tree.args
  if (typeof value === 'boolean') return { kind: 'flag', run: () => value, cost: 1 }
  if (typeof value === 'string') return { kind: 'text', run: () => value, constant: value, scan: 1, cost: 1 }
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new CelProblem(`“${written(tree)}” cannot be used here; write a number, a text in quotes, true or false.`, tree.start)
  }
  const number = Number(value)
  if (Math.abs(number) > numberMax) throw new CelProblem(`${written(tree)} is too large.`, tree.start)
  return { kind: 'number', run: () => number, constant: number, most: Math.abs(number), cost: 1 }
}

/** An input, a parameter, a built-in or the variable of a loop. */
export function variable(tree: TreeOf<'id'>, context: Context): Part {
  const part = context.scope.get(tree.args)
  if (part === undefined) throw unknownName(tree, context.scope)
  context.uses.add(tree.args)
  return part
}

function unknownName(tree: TreeOf<'id'>, scope: Scope): CelProblem {
  const near = nearest(tree.args, scope.keys())
  const known = near === undefined ? ` Known are ${[...scope.keys()].join(', ')}.` : ''
  return new CelProblem(`“${tree.args}” is no input, parameter or built-in of this standard.${known}`, tree.start, near)
}

const refusals: Partial<Record<Tree['op'], string>> = {
  '.': 'Inputs have no parts; declare the part as an input of its own.',
  '[]': 'Entries of a list cannot be picked; use exists, all or size.',
  '%': 'Remainders are not supported.',
  list: 'A list can only stand after “in”.',
  map: 'Tables of names and values are not supported.',
}

export function refuse(tree: Tree): CelProblem {
  return new CelProblem(refusals[tree.op] ?? `“${written(tree)}” is not supported in a rule.`, tree.start)
}
