/** The point between low and high from which on `isBelow` is false, to thirteen digits. */
export function bisect({ low, high }: { low: number; high: number }, isBelow: (at: number) => boolean): number {
  let [from, to] = [low, high]
  for (let halving = 0; halving < 60; halving++) {
    const middle = (from + to) / 2
    if (to - from <= 1e-13 * Math.abs(middle)) break
    if (isBelow(middle)) from = middle
    else to = middle
  }
  return (from + to) / 2
}
