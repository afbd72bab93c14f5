import { nearest } from '#kernel/nearest.ts'
import { type Context, kindInWords, need, type Part, type PartOf, type Run } from './cel-parts.ts'
import { CelProblem, type Tree, type TreeOf, written } from './cel-syntax.ts'

type Sides = { left: Part; right: Part }

export function logical(tree: TreeOf<'&&' | '||'>, context: Context): Part {
  const left = need('flag', tree.args[0], context)
  const right = need('flag', tree.args[1], context)
  const [one, other] = [left.run, right.run]
  const run: Run<boolean> = tree.op === '&&' ? (frame) => one(frame) && other(frame) : (frame) => one(frame) || other(frame)
  return { kind: 'flag', run, cost: 1 + left.cost + right.cost }
}

export function not(tree: TreeOf<'!_'>, context: Context): Part {
  const { run, cost } = need('flag', tree.args, context)
  return { kind: 'flag', run: (frame) => !run(frame), cost: cost + 1 }
}

export function negative(tree: TreeOf<'-_'>, context: Context): Part {
  const part = need('number', tree.args, context)
  const { run, constant } = part
  const negated = { ...part, cost: part.cost + 1 }
  if (constant !== undefined) return { ...negated, constant: -constant, run: () => -constant }
  return { ...negated, run: (frame) => -run(frame) }
}

const orders: Record<'<' | '<=' | '>' | '>=', (left: Run<number>, right: Run<number>) => Run<boolean>> = {
  '<': (left, right) => (frame) => left(frame) < right(frame),
  '<=': (left, right) => (frame) => left(frame) <= right(frame),
  '>': (left, right) => (frame) => left(frame) > right(frame),
  '>=': (left, right) => (frame) => left(frame) >= right(frame),
}

/** Less and greater, between two numbers, two times or two spans of time. Texts have no order that all languages share. */
export function order(tree: TreeOf<'<' | '<=' | '>' | '>='>, context: Context): Part {
  const { left, right } = sides(tree, context)
  if (left.kind === 'flag' || left.kind === 'text' || left.kind === 'texts') {
    throw new CelProblem(
      `“${tree.op}” compares numbers, times or spans of time; “${written(tree.args[0])}” is ${kindInWords(left.kind)}.`,
      tree.start,
    )
  }
  if (left.kind !== right.kind) throw unlike(tree, { left, right })
  demandOneCurrency(tree, { left, right })
  return { kind: 'flag', run: orders[tree.op](left.run, (right as typeof left).run), cost: 1 + left.cost + right.cost }
}

/** Equal and unequal. A choice is compared only with values that it can have. */
export function equality(tree: TreeOf<'==' | '!='>, context: Context): Part {
  const { left, right } = sides(tree, context)
  if (left.kind !== right.kind) throw unlike(tree, { left, right })
  if (left.kind === 'texts') throw new CelProblem('Lists cannot be compared; use “in”, exists, all or size.', tree.start)
  demandOneCurrency(tree, { left, right })
  demandChoice(left, right, tree.args[1])
  demandChoice(right, left, tree.args[0])
  const [one, other] = [left.run as Run<unknown>, right.run as Run<unknown>]
  const run: Run<boolean> = tree.op === '==' ? (frame) => one(frame) === other(frame) : (frame) => one(frame) !== other(frame)
  return { kind: 'flag', run, cost: 1 + left.cost + right.cost }
}

/** Refuses a written-out text that the choice beside it can never be. */
export function demandChoice(choice: Part, other: Part, at: Tree): void {
  if (choice.kind !== 'text' || other.kind !== 'text' || choice.of === undefined || other.constant === undefined) return
  if (choice.of.includes(other.constant)) return
  const near = nearest(other.constant, choice.of)
  throw new CelProblem(
    `“${other.constant}” is not one of its choices, which are ${choice.of.join(', ')}.`,
    at.start,
    near === undefined ? undefined : `"${near}"`,
  )
}

const sums: Record<'+' | '-', (left: Run<number>, right: Run<number>) => Run<number>> = {
  '+': (left, right) => (frame) => left(frame) + right(frame),
  '-': (left, right) => (frame) => left(frame) - right(frame),
}

/** What adding and subtracting spans of time and times gives; all else is refused. */
const timeSums: Record<string, 'time' | 'duration'> = {
  'time - time': 'duration',
  'time - duration': 'time',
  'time + duration': 'time',
  'duration + time': 'time',
  'duration + duration': 'duration',
  'duration - duration': 'duration',
}

export function sum(tree: TreeOf<'+' | '-'>, context: Context): Part {
  const both = sides(tree, context)
  const { left, right } = both
  const cost = 1 + left.cost + right.cost
  if (left.kind === 'number' && right.kind === 'number') {
    demandOneCurrency(tree, both)
    const currency = left.currency ?? right.currency
    return bounded(tree, { kind: 'number', run: sums[tree.op](left.run, right.run), most: left.most + right.most, currency, cost })
  }
  const kind = timeSums[`${left.kind} ${tree.op} ${right.kind}`]
  if (kind === undefined) throw unlike(tree, both)
  return { kind, run: sums[tree.op](left.run as Run<number>, right.run as Run<number>), cost }
}

export function product(tree: TreeOf<'*'>, context: Context): Part {
  const left = need('number', tree.args[0], context)
  const right = need('number', tree.args[1], context)
  const [one, other] = [left.run, right.run]
  const currency = left.currency ?? right.currency
  const cost = 1 + left.cost + right.cost
  return bounded(tree, { kind: 'number', run: (frame) => one(frame) * other(frame), most: left.most * right.most, currency, cost })
}

/** Division only by a number that is written out and not zero, so that no decision can divide by zero. */
export function quotient(tree: TreeOf<'/'>, context: Context): Part {
  const left = need('number', tree.args[0], context)
  const { constant } = need('number', tree.args[1], context)
  if (constant === undefined || constant === 0) {
    throw new CelProblem(
      'Divide only by a number that is written out and not zero: “a / b < c” can be written “a < b * c”.',
      tree.args[1].start,
    )
  }
  const { run } = left
  const most = left.most / Math.abs(constant)
  return bounded(tree, { kind: 'number', run: (frame) => run(frame) / constant, most, currency: left.currency, cost: left.cost + 1 })
}

export function ternary(tree: TreeOf<'?:'>, context: Context): Part {
  const test = need('flag', tree.args[0], context)
  const yes = context.part(tree.args[1], context)
  const no = context.part(tree.args[2], context)
  const cost = 1 + test.cost + yes.cost + no.cost
  if (yes.kind === 'number' && no.kind === 'number') {
    const most = Math.max(yes.most, no.most)
    return { kind: 'number', run: either(test.run, yes.run, no.run), most, currency: yes.currency ?? no.currency, cost }
  }
  if (yes.kind === 'flag' && no.kind === 'flag') return { kind: 'flag', run: either(test.run, yes.run, no.run), cost }
  throw new CelProblem('Both sides of “:” must be numbers, or both true or false.', tree.args[2].start)
}

function either<T>(test: Run<boolean>, yes: Run<T>, no: Run<T>): Run<T> {
  return (frame) => (test(frame) ? yes(frame) : no(frame))
}

function sides(tree: { args: [Tree, Tree] }, context: Context): Sides {
  return { left: context.part(tree.args[0], context), right: context.part(tree.args[1], context) }
}

function unlike(tree: TreeOf<'<' | '<=' | '>' | '>=' | '==' | '!=' | '+' | '-'>, { left, right }: Sides): CelProblem {
  const [one, other] = [written(tree.args[0]), written(tree.args[1])]
  return new CelProblem(
    `“${one}” is ${kindInWords(left.kind)} and “${other}” is ${kindInWords(right.kind)}: “${tree.op}” does not work between them.`,
    tree.start,
  )
}

function demandOneCurrency(tree: { args: [Tree, Tree]; start: number }, { left, right }: Sides): void {
  if (left.kind !== 'number' || right.kind !== 'number' || left.currency === undefined || right.currency === undefined) return
  if (left.currency === right.currency) return
  const [one, other] = [written(tree.args[0]), written(tree.args[1])]
  throw new CelProblem(`“${one}” is in ${left.currency} and “${other}” in ${right.currency}: they cannot be compared or added.`, tree.start)
}

/** Keeps every result far inside what a double holds, so that no value can become infinite. */
function bounded(tree: Tree, part: PartOf<'number'>): PartOf<'number'> {
  if (part.most < 1e200) return part
  throw new CelProblem(`“${written(tree)}” can grow beyond what a number can hold.`, tree.start)
}
