import { parseCel, type Tree, type TreeOf, written } from './cel-syntax.ts'
import { type NumberKind, type Standard, withUnit } from './standard.ts'

/** A condition in words. A condition that cannot be read is given as it is written. */
export function conditionInWords(when: string, standard: Standard): string {
  try {
    return sentence(parseCel(when), standard)
  } catch {
    return when
  }
}

const compared: Record<string, string> = {
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
  '==': 'is',
  '!=': 'is not',
}

const called: Record<string, string> = { startsWith: 'starts with', endsWith: 'ends with', contains: 'contains' }

/** A part that is true or false, as a clause. */
function sentence(tree: Tree, standard: Standard): string {
  switch (tree.op) {
    case '&&':
      return tree.args.map((side) => (side.op === '||' ? `(${sentence(side, standard)})` : sentence(side, standard))).join(' and ')
    case '||':
      return tree.args.map((side) => (side.op === '&&' ? `(${sentence(side, standard)})` : sentence(side, standard))).join(' or ')
    case '!_':
      return tree.args.op === 'id' ? `not ${phrase(tree.args, standard)}` : `not (${sentence(tree.args, standard)})`
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return comparison(tree, standard)
    case 'in':
      return membership(tree, standard)
    case 'rcall':
      return method(tree, standard)
    default:
      return phrase(tree, standard)
  }
}

function comparison(tree: TreeOf<'<' | '<=' | '>' | '>=' | '==' | '!='>, standard: Standard): string {
  const [left, right] = tree.args
  const one = operand(left, right, standard)
  const other = operand(right, left, standard)
  return `${one} ${compared[tree.op]} ${other}`
}

function membership(tree: TreeOf<'in'>, standard: Standard): string {
  const [wanted, list] = tree.args
  if (list.op !== 'list') return `${phrase(list, standard)} has ${phrase(wanted, standard)}`
  return `${phrase(wanted, standard)} is ${listed(list.args.map((entry) => phrase(entry, standard)))}`
}

function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function method(tree: TreeOf<'rcall'>, standard: Standard): string {
  const [name, receiver, args] = tree.args
  const subject = phrase(receiver, standard)
  const [first, second] = args
  if ((name === 'exists' || name === 'all') && first && second) {
    return `${name === 'all' ? 'for every' : 'for any'} ${phrase(first, standard)} of ${subject}, ${sentence(second, standard)}`
  }
  const words = called[name]
  if (words !== undefined && first !== undefined) return `${subject} ${words} ${phrase(first, standard)}`
  return name === 'size' ? `the length of ${subject}` : `${subject} in small letters`
}

/** A number beside something that has a unit gets the unit: `500 USD`, `24 hours`. */
function operand(tree: Tree, beside: Tree, standard: Standard): string {
  const value = numberOf(tree)
  const kind = beside.op === 'id' ? numberKindOf(beside.args, standard) : undefined
  return value === undefined || kind === undefined ? phrase(tree, standard) : withUnit(value, kind)
}

function numberOf(tree: Tree): number | undefined {
  const opposite = tree.op === '-_' ? numberOf(tree.args) : undefined
  if (opposite !== undefined) return -opposite
  return tree.op === 'value' && (typeof tree.args === 'number' || typeof tree.args === 'bigint') ? Number(tree.args) : undefined
}

function numberKindOf(name: string, standard: Standard): NumberKind | undefined {
  const declared = Object.hasOwn(standard.inputs, name) ? standard.inputs[name] : standard.parameters[name]
  return declared !== undefined && 'type' in declared && isNumberKind(declared) ? declared : undefined
}

function isNumberKind(declared: { type: string }): declared is NumberKind {
  return declared.type === 'money' || declared.type === 'number' || declared.type === 'count'
}

const weekdayWords: Record<string, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

/** A part that stands for a value, as words. */
function phrase(tree: Tree, standard: Standard): string {
  switch (tree.op) {
    case 'id':
      return nameInWords(tree.args, standard)
    case 'value':
      return typeof tree.args === 'string' ? (weekdayWords[tree.args] ?? quoted(tree.args)) : String(tree.args)
    case '-_':
      return `minus ${phrase(tree.args, standard)}`
    case '?:':
      return `(${phrase(tree.args[1], standard)} if ${sentence(tree.args[0], standard)}, otherwise ${phrase(tree.args[2], standard)})`
    case 'rcall':
      return method(tree, standard)
    case 'call':
      return callInWords(tree, standard)
    case '+':
    case '-':
    case '*':
    case '/':
      return `(${phrase(tree.args[0], standard)} ${tree.op === '*' ? '×' : tree.op} ${phrase(tree.args[1], standard)})`
    default:
      return clauses.has(tree.op) ? sentence(tree, standard) : written(tree)
  }
}

const clauses: ReadonlySet<string> = new Set(['&&', '||', '!_', 'in', ...Object.keys(compared)])

function quoted(text: string): string {
  return /^[a-z0-9_]+$/.test(text) ? text.replaceAll('_', ' ') : `“${text}”`
}

/** A parameter is shown with its default value, everything else by its name. */
function nameInWords(name: string, standard: Standard): string {
  const words = name.replaceAll('_', ' ')
  const parameter = Object.hasOwn(standard.parameters, name) ? standard.parameters[name] : undefined
  return parameter === undefined ? words : `${withUnit(parameter.default, parameter)} (${words})`
}

function callInWords(tree: TreeOf<'call'>, standard: Standard): string {
  const [name, [first]] = tree.args
  if (first === undefined) return written(tree)
  if (name === 'size') return `the length of ${phrase(first, standard)}`
  return first.op === 'value' ? String(first.args) : written(tree)
}
