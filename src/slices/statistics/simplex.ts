type Spot = { at: readonly number[]; value: number }

/**
 * The place where a function of a few numbers is lowest, near `start`, for functions without a usable slope.
 * Source: Nelder and Mead, The Computer Journal 7, 1965, with their coefficients 1, 2, 1/2, 1/2.
 */
export function lowestPlace(value: (at: readonly number[]) => number, start: readonly number[]): readonly number[] {
  const measured = (at: readonly number[]): Spot => ({ at, value: value(at) })
  let spots = [start, ...start.map((_, index) => start.map((one, other) => one + (other === index ? 0.5 : 0)))].map(measured)
  for (let round = 0; round < 1000; round++) {
    spots = spots.toSorted((a, b) => a.value - b.value)
    const [best, worst] = [spots[0] as Spot, spots.at(-1) as Spot]
    if (worst.value - best.value < 1e-11 * (1 + Math.abs(best.value))) break
    spots = moved(spots, measured)
  }
  return (spots[0] as Spot).at
}

/** One step: the worst corner over the middle of the others, or all of them towards the best. */
function moved(spots: readonly Spot[], measured: (at: readonly number[]) => Spot): Spot[] {
  const [best, second, worst] = [spots[0] as Spot, spots.at(-2) as Spot, spots.at(-1) as Spot]
  const others = spots.slice(0, -1)
  const middle = worst.at.map((_, index) => others.reduce((sum, { at }) => sum + (at[index] as number), 0) / others.length)
  const along = (factor: number) => measured(middle.map((one, index) => one + factor * (one - (worst.at[index] as number))))
  const mirrored = along(1)
  if (mirrored.value < best.value) {
    const further = along(2)
    return [...others, further.value < mirrored.value ? further : mirrored]
  }
  if (mirrored.value < second.value) return [...others, mirrored]
  const nearer = along(mirrored.value < worst.value ? 0.5 : -0.5)
  if (nearer.value < Math.min(mirrored.value, worst.value)) return [...others, nearer]
  return [best, ...spots.slice(1).map(({ at }) => measured(at.map((one, index) => ((best.at[index] as number) + one) / 2)))]
}
