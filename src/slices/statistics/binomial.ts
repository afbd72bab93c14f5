/** Chances of the counts `first`, `first + 1`, …; counts outside have a chance under 1e-20 each. */
export type Counts = { first: number; chances: Float64Array }

const negligible = 1e-20

/** Chances of the number of hits among `of` when each is a hit with chance `rate`. Outwards from the likeliest count, so it never underflows. */
export function binomialCounts(of: number, rate: number): Counts {
  if (rate <= 0 || of === 0) return { first: 0, chances: Float64Array.of(1) }
  if (rate >= 1) return { first: of, chances: Float64Array.of(1) }
  const likeliest = Math.min(of, Math.floor((of + 1) * rate))
  const odds = rate / (1 - rate)
  const above = tail(of - likeliest, (step) => ((of - likeliest - step + 1) / (likeliest + step)) * odds)
  const below = tail(likeliest, (step) => (likeliest - step + 1) / ((of - likeliest + step) * odds))
  return scaled(likeliest - below.length, [...below.reverse(), 1, ...above])
}

/** Chances of a Poisson count of this mean. */
export function poissonCounts(mean: number): Counts {
  const likeliest = Math.floor(mean)
  const above = tail(Number.POSITIVE_INFINITY, (step) => mean / (likeliest + step))
  const below = tail(likeliest, (step) => (likeliest - step + 1) / mean)
  return scaled(likeliest - below.length, [...below.reverse(), 1, ...above])
}

/** Relative chances when each step away from the likeliest count multiplies by `ratio`, until they are negligible. */
function tail(steps: number, ratio: (step: number) => number): number[] {
  const found: number[] = []
  let chance = 1
  for (let step = 1; step <= steps; step++) {
    chance *= ratio(step)
    if (chance < negligible) break
    found.push(chance)
  }
  return found
}

function scaled(first: number, relative: number[]): Counts {
  const total = relative.reduce((sum, chance) => sum + chance, 0)
  return { first, chances: Float64Array.from(relative, (chance) => chance / total) }
}

/** Chance of `hits` or more among `of`; from the small end up, so that tiny chances keep their digits. */
export function chanceOfAtLeast(hits: number, of: number, rate: number): number {
  if (hits <= 0) return 1
  if (hits > of || rate <= 0) return 0
  if (rate >= 1) return 1
  const { first, chances } = binomialCounts(of, rate)
  if (hits - first >= chances.length) return rareTail(hits, of, rate)
  let sum = 0
  for (let at = chances.length - 1; at >= Math.max(0, hits - first); at--) sum += chances[at] ?? 0
  return Math.min(1, sum)
}

/** The same far outside of what is likely: the first chance by logarithms, the others from it. */
function rareTail(hits: number, of: number, rate: number): number {
  let log = hits * Math.log(rate) + (of - hits) * Math.log1p(-rate)
  for (let k = 1; k <= hits; k++) log += Math.log((of - hits + k) / k)
  const odds = rate / (1 - rate)
  const further = tail(of - hits, (step) => ((of - hits - step + 1) / (hits + step)) * odds)
  return Math.exp(log) * further.reduce((sum, chance) => sum + chance, 1)
}

/**
 * The rate above which so few hits would be rarer than 1 − `confidence`: an exact one-sided limit.
 * With no hits it is 1 − (1 − confidence)^(1/of). Source: Clopper and Pearson, Biometrika 26(4), 1934.
 */
export function upperRate(found: { hits: number; of: number }, confidence: number): number {
  const { hits, of } = found
  if (hits >= of) return 1
  if (hits === 0) return 1 - (1 - confidence) ** (1 / of)
  let low = hits / of
  let high = 1
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (chanceOfAtLeast(hits + 1, of, middle) < confidence) low = middle
    else high = middle
  }
  return (low + high) / 2
}
