export type Bracket = { low: number; high: number }

/** Halves what lies between a value that passes and one that exceeds, by their ratio, until they are as near as `ratioMax`. */
export function halved(ends: Bracket, exceeds: (value: number) => boolean, ratioMax: number): Bracket {
  let { low, high } = ends
  while (high / low > ratioMax) {
    const middle = Math.sqrt(low * high)
    if (exceeds(middle)) high = middle
    else low = middle
  }
  return { low, high }
}
