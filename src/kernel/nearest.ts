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
export function editDistance(from: string, to: string): number {
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
