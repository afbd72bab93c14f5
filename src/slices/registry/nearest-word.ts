/** The known word that was most likely meant: at most a third of its letters differ. Undefined when none is that near. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const near = known.map((candidate) => ({ candidate, distance: lettersApart(word.slice(0, 80).toLowerCase(), candidate.toLowerCase()) }))
  const [best] = near.sort((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined
}

/**
 * Letters to insert, delete, replace or swap with their neighbour to turn one word into the other.
 *
 * Source: optimal string alignment, after Damerau, Communications of the ACM 7(3), 1964.
 */
export function lettersApart(from: string, to: string): number {
  const table = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number) => table[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row]
    table.push(line)
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(row - 1, column - 1) + Number(from[row - 1] !== to[column - 1])
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const swapped = isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY
      line.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, replaced, swapped))
    }
  }
  return at(from.length, to.length)
}
