import { nearest } from '#kernel/nearest.ts'
import { demandChoice } from './cel-operators.ts'
import { type Context, loopSlot, need, type Part, type PartOf, type Run, read, scanSteps } from './cel-parts.ts'
import { CelProblem, type Tree, type TreeOf, written } from './cel-syntax.ts'
import { readTime, textsMax } from './inputs.ts'
import { reservedNames } from './standard.ts'

const patternLengthMax = 100

/** `x in ["a", "b"]`, `x in [1, 2]` or `x in topics`. */
export function membership(tree: TreeOf<'in'>, context: Context): Part {
  const [wanted, list] = tree.args
  if (list.op === 'list') return inWrittenList(wanted, list, context)
  const text = need('text', wanted, context)
  const texts = need('texts', list, context)
  const [one, all] = [text.run, texts.run]
  return { kind: 'flag', run: (frame) => all(frame).includes(one(frame)), cost: 20 + text.cost + texts.cost }
}

function inWrittenList(wanted: Tree, list: TreeOf<'list'>, context: Context): Part {
  const part = context.part(wanted, context)
  if (part.kind !== 'text' && part.kind !== 'number') {
    throw new CelProblem(`“in” looks for a text or a number; “${written(wanted)}” is neither.`, wanted.start)
  }
  if (list.args.length === 0) throw new CelProblem('The list is empty, so this can never hold.', list.start)
  const entries = list.args.map((entry) => {
    const found = need(part.kind, entry, context)
    demandChoice(part, found, entry)
    if (found.constant === undefined)
      throw new CelProblem('A list after “in” holds only texts or numbers that are written out.', entry.start)
    return found.constant
  })
  const run: Run<string | number> = part.run
  return { kind: 'flag', run: (frame) => entries.includes(run(frame)), cost: 1 + entries.length + part.cost }
}

/** `size(x)`, `timestamp("…")` and `duration("…")`. */
export function call(tree: TreeOf<'call'>, context: Context): Part {
  const [name, args] = tree.args
  const [first] = args
  if (first !== undefined && args.length === 1) {
    if (name === 'size') return size(first, context)
    if (name === 'timestamp') return constantTime(first)
    if (name === 'duration') return constantDuration(first)
  }
  throw unknownCall(tree, name, ['size', 'timestamp', 'duration'])
}

const searches: Record<string, (text: Run<string>, pattern: string) => Run<boolean>> = {
  startsWith: (text, pattern) => (frame) => text(frame).startsWith(pattern),
  endsWith: (text, pattern) => (frame) => text(frame).endsWith(pattern),
  contains: (text, pattern) => (frame) => text(frame).includes(pattern),
}

const methods = [...Object.keys(searches), 'lowerAscii', 'size', 'exists', 'all']

/** What can be called on a text or a list: searches, `lowerAscii()`, `size()`, `exists(t, …)` and `all(t, …)`. */
export function method(tree: TreeOf<'rcall'>, context: Context): Part {
  const [name, receiver, args] = tree.args
  const [first, second] = args
  if (name === 'size' && args.length === 0) return size(receiver, context)
  if (name === 'lowerAscii' && args.length === 0) return lowerAscii(receiver, context)
  if ((name === 'exists' || name === 'all') && first && second && args.length === 2)
    return loop(tree, { name, variable: first, test: second }, context)
  const search = Object.hasOwn(searches, name) ? searches[name] : undefined
  if (search === undefined || first === undefined || args.length !== 1) throw unknownCall(tree, name, methods)
  const text = need('text', receiver, context)
  const pattern = constantText(first, `${name}("…")`)
  if (pattern.length > patternLengthMax) throw new CelProblem(`Search for a text of at most ${patternLengthMax} characters.`, first.start)
  return { kind: 'flag', run: search(text.run, pattern), cost: text.cost + text.scan }
}

function lowerAscii(receiver: Tree, context: Context): Part {
  const { run, cost, scan } = need('text', receiver, context)
  const lower: Run<string> = (frame) => run(frame).replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  return { kind: 'text', run: lower, scan, cost: cost + scan }
}

/** Characters of a text as Unicode code points, or entries of a list. */
function size(of: Tree, context: Context): Part {
  const part = context.part(of, context)
  if (part.kind === 'texts') {
    const texts = part.run
    return { kind: 'number', run: (frame) => texts(frame).length, most: textsMax, cost: part.cost + 1 }
  }
  if (part.kind !== 'text') throw new CelProblem(`“${written(of)}” has no size; only a text or a list has.`, of.start)
  const { run } = part
  return { kind: 'number', run: (frame) => codePoints(run(frame)), most: 1e6, cost: part.cost + part.scan }
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

type Loop = { name: 'exists' | 'all'; variable: Tree; test: Tree }

/** A condition on the texts of a list. Loops do not nest, so their work grows with the list alone. */
function loop(tree: Tree, { name, variable, test }: Loop, context: Context): Part {
  if (context.isInLoop) throw new CelProblem(`“${name}” cannot stand inside exists or all.`, tree.start)
  const list = tree.op === 'rcall' ? need('texts', tree.args[1], context) : undefined
  if (list === undefined || variable.op !== 'id')
    throw new CelProblem(`Write ${name}(t, …) with a name for one text of the list.`, variable.start)
  if (context.scope.has(variable.args) || reservedNames.has(variable.args)) {
    throw new CelProblem(`“${variable.args}” already means something else; choose another name.`, variable.start)
  }
  const item: PartOf<'text'> = { kind: 'text', run: read(loopSlot), scan: scanSteps.listed, cost: 1 }
  const inner = need('flag', test, { ...context, isInLoop: true, scope: new Map([...context.scope, [variable.args, item]]) })
  const stopAt = name === 'exists'
  const [texts, holds] = [list.run, inner.run]
  const run: Run<boolean> = (frame) => {
    for (const text of texts(frame)) {
      frame[loopSlot] = text
      if (holds(frame) === stopAt) return stopAt
    }
    return !stopAt
  }
  return { kind: 'flag', run, cost: 1 + list.cost + textsMax * inner.cost }
}

function constantTime(tree: Tree): Part {
  const time = readTime(constantText(tree, 'timestamp("2024-05-15T12:00:00Z")'))
  if (time === undefined) throw new CelProblem('This is no time.', tree.start, '"2024-05-15T12:00:00Z"')
  return { kind: 'time', run: () => time, cost: 1 }
}

const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }
const durationMaxMs = 100 * 366 * 24 * 3_600_000

function constantDuration(tree: Tree): Part {
  const text = constantText(tree, 'duration("24h")')
  const isWellFormed = /^-?(\d{1,9}(h|ms|m|s))+$/.test(text)
  const steps = [...text.matchAll(/(\d+)(h|ms|m|s)/g)].map(([, count, unit]) => Number(count) * (unitMs[unit ?? ''] ?? 0))
  const total = steps.reduce((one, other) => one + other, 0)
  if (!isWellFormed || total > durationMaxMs)
    throw new CelProblem('This is no span of time up to 100 years in h, m, s or ms.', tree.start, '"24h"')
  const span = text.startsWith('-') ? -total : total
  return { kind: 'duration', run: () => span, cost: 1 }
}

function constantText(tree: Tree, form: string): string {
  if (tree.op === 'value' && typeof tree.args === 'string') return tree.args
  throw new CelProblem(`Write ${form} with a text in quotes.`, tree.start)
}

function unknownCall(tree: Tree, name: string, known: string[]): CelProblem {
  if (name === 'matches')
    return new CelProblem('“matches” is refused: a pattern can take forever.', tree.start, 'contains, startsWith or endsWith')
  if (known.includes(name)) return new CelProblem(`“${name}” is not called like this.`, tree.start)
  return new CelProblem(`“${name}” is not supported in a rule; known are ${known.join(', ')}.`, tree.start, nearest(name, known))
}
