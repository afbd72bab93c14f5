import type { Fault as PlainFault } from '#kernel/errors.ts'

/** One thing that is wrong in a standard or a tuning, where it stands, and what to write instead. Lines and columns count from 1. */
export type Fault = PlainFault & {
  file: string
  line: number
  column: number
  rule?: string
  write?: string
  /** Worth a look, but no reason to refuse. */
  warning?: true
}

export type Path = readonly (string | number)[]

/** Finds a value of a standard in its text; `offset` counts characters inside the value. */
export type Place = (path: Path, offset?: number) => { file: string; line: number; column: number }

/** Where no text is at hand the line and column count inside the value itself, which is taken as one line. */
export const noPlace: Place = (_path, offset = 0) => ({ file: '', line: 1, column: offset + 1 })

export function pathInWords(path: Path): string {
  return path.reduce<string>((words, step) => (typeof step === 'number' ? `${words}[${step}]` : `${words}${words && '.'}${step}`), '')
}

/** A fault at a place in a standard. */
export function faultAt(
  place: Place,
  at: { path: Path; offset?: number },
  found: Pick<Fault, 'message' | 'rule' | 'write' | 'warning'>,
): Fault {
  return { ...place(at.path, at.offset), path: pathInWords(at.path), ...found }
}

/** A fault in one line, as a compiler prints it. */
export function faultInWords(fault: Fault): string {
  const where = fault.file === '' ? fault.path : `${fault.file}:${fault.line}:${fault.column}`
  const rule = fault.rule === undefined ? '' : ` rule ${fault.rule}:`
  const instead = fault.write === undefined ? '' : ` Write ${fault.write} instead.`
  return `${where}:${fault.warning ? ' warning:' : ''}${rule} ${fault.message}${instead}`
}

/** The word among `known` that was most likely meant: at most one third of its letters differ, or one begins with the other. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const distance = distanceBetween(word.slice(0, 80).toLowerCase(), candidate.toLowerCase())
    if (distance < least && distance <= Math.max(1, Math.floor(candidate.length / 3))) [best, least] = [candidate, distance]
  }
  return best
}

function distanceBetween(word: string, candidate: string): number {
  const isPrefix = Math.min(word.length, candidate.length) >= 3 && (word.startsWith(candidate) || candidate.startsWith(word))
  return isPrefix ? 1 : editDistance(word, candidate)
}

/**
 * Letters to insert, delete, replace or swap with their neighbour to turn one word into the other.
 *
 * Source: optimal string alignment distance (Damerau, Communications of the ACM 7(3), 1964).
 */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= to.length; j++) {
      const isSwap = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const change = at(i - 1, j - 1) + Number(from[i - 1] !== to[j - 1])
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, change, isSwap ? at(i - 2, j - 2) + 1 : change))
    }
  }
  return at(from.length, to.length)
}
