/**
 * The q value of each p value: the share of false alarms to expect among all cells up to this one, if those are called
 * different. In the order given; equal p values get equal q values.
 * Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995, section 3.1.
 */
export function falseDiscoveryShares(chances: readonly number[]): number[] {
  const ranked = chances.map((chance, at) => ({ chance, at })).toSorted((a, b) => b.chance - a.chance)
  const shares = new Array<number>(chances.length).fill(1)
  let smallest = 1
  for (const [index, { chance, at }] of ranked.entries()) {
    smallest = Math.min(smallest, (chance * chances.length) / (chances.length - index))
    shares[at] = smallest
  }
  return shares
}
