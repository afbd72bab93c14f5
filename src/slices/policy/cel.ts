import { call, membership, method } from './cel-functions.ts'
import { equality, logical, negative, not, order, product, quotient, sum, ternary } from './cel-operators.ts'
import { type Context, kindInWords, literal, type Part, type Run, refuse, type Scope, variable } from './cel-parts.ts'
import { CelProblem, parseCel, type Tree } from './cel-syntax.ts'

/** A condition, ready to run on a frame; it cannot throw. `uses` are the names in it, `cost` bounds its work in steps. */
export type Condition = { run: Run<boolean>; uses: ReadonlySet<string>; cost: number }

/** Greatest work of one condition, in steps. A search through a text counts 100, a loop 100 times its inside. */
const conditionCostMax = 5000

/**
 * Compiles a CEL condition into closures over a frame. What is not in the small subset of CEL that we allow is refused, every
 * name must be declared, and the whole must be true or false. Throws CelProblem.
 */
export function compileCondition(when: string, scope: Scope): Condition {
  const tree = parseCel(when)
  const uses = new Set<string>()
  const part = compilePart(tree, { scope, uses, isInLoop: false, part: compilePart })
  if (part.kind !== 'flag') throw new CelProblem(`A condition must be true or false; this one is ${kindInWords(part.kind)}.`, tree.start)
  if (part.cost > conditionCostMax)
    throw new CelProblem('This condition is too costly to evaluate; split it into several rules.', tree.start)
  return { run: part.run, uses, cost: part.cost }
}

function compilePart(tree: Tree, context: Context): Part {
  switch (tree.op) {
    case 'value':
      return literal(tree)
    case 'id':
      return variable(tree, context)
    case '&&':
    case '||':
      return logical(tree, context)
    case '!_':
      return not(tree, context)
    case '-_':
      return negative(tree, context)
    case '==':
    case '!=':
      return equality(tree, context)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(tree, context)
    case '+':
    case '-':
      return sum(tree, context)
    case '*':
      return product(tree, context)
    case '/':
      return quotient(tree, context)
    case 'in':
      return membership(tree, context)
    case '?:':
      return ternary(tree, context)
    case 'call':
      return call(tree, context)
    case 'rcall':
      return method(tree, context)
    default:
      throw refuse(tree)
  }
}
