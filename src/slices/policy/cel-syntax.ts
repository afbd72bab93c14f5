import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'

export type Tree = ASTNode

export type TreeOf<Op extends ASTNode['op']> = Extract<ASTNode, { op: Op }>

/** Why a condition was refused: where in it, and what to write instead. */
export class CelProblem extends Error {
  override name = 'CelProblem'
  readonly offset: number
  readonly write: string | undefined

  constructor(message: string, offset: number, write?: string) {
    super(message)
    this.offset = offset
    this.write = write
  }
}

const expressionLengthMax = 2000

/** Only the parser of the library is used. Its limits stop what is large by itself; what is costly to evaluate is stopped in `cel.ts`. */
const syntax = new Environment({
  limits: { maxAstNodes: 400, maxDepth: 24, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 4 },
})

/** The syntax tree of a CEL condition. Throws CelProblem. */
export function parseCel(when: string): Tree {
  if (when.length > expressionLengthMax) {
    throw new CelProblem(`The condition is longer than ${expressionLengthMax} characters; split it into several rules.`, 0)
  }
  try {
    return syntax.parse(when).ast
  } catch (error) {
    throw problemFrom(error, when)
  }
}

/** The text of a part of a condition, as it was written. The tree leaves out brackets: those that the part lacks are added. */
export function written(tree: Tree): string {
  const text = tree.input.slice(tree.start, tree.end)
  let depth = 0
  let lacking = 0
  for (const [sign] of text.matchAll(/"[^"]*"|'[^']*'|[()]/g)) {
    if (sign === '(') depth++
    if (sign === ')') depth--
    lacking = Math.min(lacking, depth)
  }
  return '('.repeat(-lacking) + text + ')'.repeat(Math.max(0, depth - lacking))
}

function problemFrom(error: unknown, when: string): CelProblem {
  if (!(error instanceof ParseError)) return new CelProblem('The condition could not be read.', 0)
  const offset = error.range?.start ?? 0
  const word = wordHint(when, offset)
  if (word !== undefined) return new CelProblem(`“${word.found}” is not CEL.`, word.offset, word.write)
  if (error.code === 'limit_exceeded')
    return new CelProblem('The condition is too large or nested too deeply; split it into several rules.', offset)
  return new CelProblem(`The condition is not valid CEL: ${plain(error.summary)}.`, offset)
}

const cel: Record<string, string> = { and: '&&', or: '||', not: '!', '=': '==', '&': '&&', '|': '||', '<>': '!=', is: '==' }

/** Words and signs of other languages, at the place where the parser stopped or just before it. */
function wordHint(when: string, offset: number): { found: string; offset: number; write: string } | undefined {
  const here = /^(and\b|or\b|is\b|=|&|\|)/i.exec(when.slice(offset))
  const before = /(\bnot\s*|<)$/i.exec(when.slice(0, offset))
  if (here?.[0] !== undefined) return { found: here[0], offset, write: cel[here[0].toLowerCase()] ?? '==' }
  if (before === null) return undefined
  if (before[0] === '<') return when[offset] === '>' ? { found: '<>', offset: offset - 1, write: '!=' } : undefined
  return { found: 'not', offset: before.index, write: '!' }
}

const signs: Record<string, string> = {
  EOF: 'the end of the condition',
  LPAREN: '“(”',
  RPAREN: '“)”',
  LBRACKET: '“[”',
  RBRACKET: '“]”',
  LBRACE: '“{”',
  RBRACE: '“}”',
  IDENTIFIER: 'a name',
  NUMBER: 'a number',
  STRING: 'a text',
  COMMA: '“,”',
  COLON: '“:”',
}

function plain(summary: string): string {
  return summary.replace(/\b[A-Z]{2,}\b/g, (token) => signs[token] ?? token.toLowerCase())
}
