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
