import { must } from '#kernel/must.ts'

/** Points of an interval and their weights: the sum of weight × f(point) is the integral of f. */
export type Nodes = { at: number[]; weight: number[] }

/** Gauss–Legendre nodes; the zeros of the Legendre polynomial by Newton's method. Source: Abramowitz and Stegun 25.4.29. */
export function nodesBetween(low: number, high: number, count: number): Nodes {
  const at: number[] = []
  const weight: number[] = []
  for (let k = 0; k < count; k++) {
    let x = Math.cos((Math.PI * (k + 0.75)) / (count + 0.5))
    let slope = 0
    for (let step = 0; step < 8; step++) {
      const legendre = legendreAt(count, x)
      slope = legendre.slope
      x -= legendre.value / slope
    }
    at.push((low + high + (high - low) * x) / 2)
    weight.push((high - low) / ((1 - x * x) * slope * slope))
  }
  return { at, weight }
}

function legendreAt(degree: number, x: number): { value: number; slope: number } {
  let before = 1
  let value = x
  for (let k = 2; k <= degree; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) }
}

/** Solves rows × unknowns = right by elimination with the largest pivot. For a few hundred unknowns. */
export function solve(rows: number[][], right: number[]): number[] {
  const work = rows.map((row, at) => Float64Array.from([...row, right[at] as number]))
  for (let column = 0; column < work.length; column++) eliminate(work, column)
  const found = new Array<number>(work.length).fill(0)
  for (let at = work.length - 1; at >= 0; at--) {
    const row = work[at] as Float64Array
    let rest = row[work.length] as number
    for (let column = at + 1; column < work.length; column++) rest -= (row[column] as number) * (found[column] as number)
    found[at] = rest / (row[at] as number)
  }
  return found
}

function eliminate(work: Float64Array[], column: number): void {
  let best = column
  const size = (at: number) => Math.abs(work[at]?.[column] ?? 0)
  for (let at = column + 1; at < work.length; at++) if (size(at) > size(best)) best = at
  must(size(best) > 0, 'the equations have one solution')
  const pivot = work[best] as Float64Array
  work[best] = work[column] as Float64Array
  work[column] = pivot
  for (let at = column + 1; at < work.length; at++) {
    const row = work[at] as Float64Array
    const share = (row[column] as number) / (pivot[column] as number)
    if (share !== 0) for (let k = column; k < row.length; k++) row[k] = (row[k] as number) - share * (pivot[k] as number)
  }
}

export const normalDensity = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
