/** The point between low and high from which on `isBelow` is false, to the last digits. */
export function bisect({ low, high }: { low: number; high: number }, isBelow: (at: number) => boolean): number {
  let [from, to] = [low, high]
  for (let halving = 0; halving < 60; halving++) {
    const middle = (from + to) / 2
    if (middle === from || middle === to) break
    if (isBelow(middle)) from = middle
    else to = middle
  }
  return (from + to) / 2
}
