/** The known word that was most likely meant: at most a third of its letters differ. Undefined when none is that near. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const near = known.map((candidate) => ({ candidate, distance: lettersApart(word.slice(0, 80).toLowerCase(), candidate.toLowerCase()) }))
  const [best] = near.sort((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined
}

/** Letters to insert, delete or replace to turn one word into the other. Source: V. Levenshtein, Soviet Physics Doklady 10(8), 1966. */
export function lettersApart(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      line.push(Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, replaced))
    }
    above = line
  }
  return above[to.length] ?? 0
}
