/** One line of two texts side by side: in both, only in the one before, or only in the one after. */
export type DiffLine = { kind: 'both' | 'before' | 'after'; text: string }

/** Beyond this many pairs of lines the middle is shown as replaced: a browser must answer at once. */
const pairsMax = 4_000_000

/** The lines that differ between two texts, by their longest common subsequence; what is alike at both ends is not compared. */
export function diffLines(before: string, after: string): DiffLine[] {
  const one = before.split('\n')
  const other = after.split('\n')
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start++
  let end = 0
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end++
  const both = (text: string): DiffLine => ({ kind: 'both', text })
  const middle = diffMiddle(one.slice(start, one.length - end), other.slice(start, other.length - end))
  return [...one.slice(0, start).map(both), ...middle, ...one.slice(one.length - end).map(both)]
}

function diffMiddle(one: string[], other: string[]): DiffLine[] {
  const before = (text: string): DiffLine => ({ kind: 'before', text })
  const after = (text: string): DiffLine => ({ kind: 'after', text })
  if (one.length * other.length > pairsMax) return [...one.map(before), ...other.map(after)]
  const lengths = commonLengths(one, other)
  const found: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      found.push({ kind: 'both', text: one[i++] ?? '' })
      j++
    } else if (lengthAt(lengths, i + 1, j) >= lengthAt(lengths, i, j + 1)) found.push(before(one[i++] ?? ''))
    else found.push(after(other[j++] ?? ''))
  }
  return [...found, ...one.slice(i).map(before), ...other.slice(j).map(after)]
}

const lengthAt = (lengths: Uint32Array[], i: number, j: number) => lengths[i]?.[j] ?? 0

/** For each pair of positions, how many lines the rests have in common. */
function commonLengths(one: string[], other: string[]): Uint32Array[] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint32Array(other.length + 1))
  for (let i = one.length - 1; i >= 0; i--) {
    const row = lengths[i] as Uint32Array
    for (let j = other.length - 1; j >= 0; j--)
      row[j] = one[i] === other[j] ? lengthAt(lengths, i + 1, j + 1) + 1 : Math.max(lengthAt(lengths, i + 1, j), row[j + 1] ?? 0)
  }
  return lengths
}

/** Leaves out what is alike far from a difference; `null` stands for lines left out. */
export function nearDifferences(lines: DiffLine[], around = 2): (DiffLine | null)[] {
  const near = lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some((line) => line.kind !== 'both'))
  return lines.flatMap((line, index) => {
    if (near[index]) return [line]
    return index === 0 || near[index - 1] ? [null] : []
  })
}
