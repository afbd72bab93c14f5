/** How many records of one hundredth of confidence. `n` of, `x` accepted or right, `inScope` of n; `millionths` sums their confidence. */
export type ConfidenceBin = { bin: number; n: number; x: number; inScope: number; millionths: number }

export type ConfidenceCount = ConfidenceBin & {
  teamId: string
  day: string
  records: 'suggestions' | 'grades'
  aiAgentId: string
  aiAgentVersion: string
  kind: string
}

/** A share in whole millionths, so that no threshold falls between two ways of writing the same number. */
export const millionthsOf = (share: number | null | undefined): number | null =>
  share === null || share === undefined ? null : Math.round(share * 1_000_000)

/** The hundredth, 0 to 99, that a confidence lies in; 1 lies in the last. */
export const binOf = (millionths: number): number => Math.min(99, Math.floor(millionths / 10_000))

export type Tenth = { from: number; n: number; x: number; inScope: number; confidenceMean: number | null; share: number | null }

function sumOf(bins: readonly ConfidenceBin[]): Omit<ConfidenceBin, 'bin'> {
  const sum = { n: 0, x: 0, inScope: 0, millionths: 0 }
  for (const { n, x, inScope, millionths } of bins) {
    sum.n += n
    sum.x += x
    sum.inScope += inScope
    sum.millionths += millionths
  }
  return sum
}

/** Ten bins of equal width: what is confident, and how much of it was accepted or right. `from` is the lower end of the bin. */
export function tenBins(bins: readonly ConfidenceBin[]): Tenth[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const { n, x, inScope, millionths } = sumOf(bins.filter(({ bin }) => Math.floor(bin / 10) === tenth))
    return { from: tenth / 10, n, x, inScope, confidenceMean: n === 0 ? null : millionths / n / 1e6, share: n === 0 ? null : x / n }
  })
}

/**
 * What is at or above a threshold: how many of all (`coverage`), and how much of it was accepted or right (`precision`).
 * @param hundredths the threshold, 0 to 99, in hundredths
 */
export function atOrAbove(bins: readonly ConfidenceBin[], hundredths: number) {
  const all = sumOf(bins)
  const above = sumOf(bins.filter(({ bin }) => bin >= hundredths))
  return {
    threshold: hundredths / 100,
    n: above.n,
    x: above.x,
    inScope: above.inScope,
    coverage: all.n === 0 ? null : above.n / all.n,
    precision: above.n === 0 ? null : above.x / above.n,
  }
}

/**
 * Expected calibration error over ten bins of equal width: Σ |Σ confidence − Σ right| / n, 0 (as confident as right) to 1.
 * Source: Naeini, Cooper and Hauskrecht 2015, with bins of equal width.
 */
export function calibrationError(bins: readonly ConfidenceBin[]): number | null {
  const { n } = sumOf(bins)
  if (n === 0) return null
  return tenBins(bins).reduce((sum, each) => sum + Math.abs((each.confidenceMean ?? 0) * each.n - each.x), 0) / n
}

/** Mean of all confidences; null where there are none. */
export function confidenceMean(bins: readonly ConfidenceBin[]): number | null {
  const { n, millionths } = sumOf(bins)
  return n === 0 ? null : millionths / n / 1e6
}

/** Half of all confidences are at most so high: the middle of the hundredth in which it lies, so to within half a hundredth. */
export function confidenceMedian(bins: readonly ConfidenceBin[]): number | null {
  const { n } = sumOf(bins)
  let seen = 0
  for (const each of [...bins].sort((one, other) => one.bin - other.bin)) {
    seen += each.n
    if (n > 0 && seen * 2 >= n) return (each.bin + 0.5) / 100
  }
  return null
}

/**
 * How well confidence puts what was accepted or right before what was not: of one of each, drawn by chance, the share of pairs in which the
 * first has the higher confidence, a tie counting half. 0.5 says nothing, 1 all. In steps of a hundredth of confidence, so what lies
 * within one is a tie. It is the area under the curve (Hanley and McNeil, Radiology 143, 1982). Null where one side is empty.
 */
export function rankingOf(bins: readonly ConfidenceBin[]): number | null {
  const { n, x } = sumOf(bins)
  if (x === 0 || x === n) return null
  let below = 0
  let pairs = 0
  for (let bin = 0; bin < 100; bin++) {
    const here = sumOf(bins.filter((each) => each.bin === bin))
    const not = here.n - here.x
    pairs += here.x * (below + not / 2)
    below += not
  }
  return pairs / (x * (n - x))
}
