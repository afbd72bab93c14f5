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
