import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Row = Record<string, string>

/** The rows of a reference table, by the names in its first line. */
export function rowsOf(file: string): Row[] {
  const [head = '', ...lines] = readFileSync(join(import.meta.dirname, file), 'utf8')
    .trim()
    .split('\n')
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index] as string, value])))
}

/** A number of a row; fails where the column is not there. */
export function numberOf(row: Row, name: string): number {
  const text = row[name]
  if (text === undefined || text === '') throw new Error(`The table has no ${name} in ${JSON.stringify(row)}.`)
  return Number(text)
}

/** How far a value is beyond what the table tolerates; 0 when it agrees. Infinite values must be equal. */
export function beyond(got: number, want: number, tolerance: { relative: number; absolute?: number }): number {
  if (!Number.isFinite(want)) return got === want ? 0 : Number.POSITIVE_INFINITY
  const off = Math.abs(got - want)
  return Number.isNaN(off) || off > Math.max(tolerance.absolute ?? 0, tolerance.relative * Math.abs(want)) ? off || Number.NaN : 0
}
