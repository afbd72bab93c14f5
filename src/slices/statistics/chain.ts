import type { Counts } from './counts.ts'

/**
 * A sum that cannot fall below zero and gives an alarm at `limit`: each step adds `weight` × count − `minus`.
 * All are whole numbers, so the sum has `limit` possible values and its run length is exact.
 */
export type Lattice = { weight: number; minus: number; limit: number }

/** Chance of each value of the sum, as long as there was no alarm. */
export type Standing = Float64Array

export function standingAt(lattice: Lattice, sum: number): Standing {
  const standing = new Float64Array(lattice.limit)
  standing[Math.min(sum, lattice.limit - 1)] = 1
  return standing
}

/** One step further. What is missing from the total has given an alarm. */
export function advance({ weight, minus, limit }: Lattice, standing: Standing, { first, chances }: Counts): Standing {
  const next = new Float64Array(limit)
  for (let sum = 0; sum < limit; sum++) {
    const here = standing[sum] as number
    if (here === 0) continue
    const least = sum + weight * first - minus
    const counts = Math.min(chances.length, Math.ceil((limit - least) / weight))
    for (let k = 0; k < counts; k++) {
      const to = Math.max(0, least + k * weight)
      next[to] = (next[to] as number) + here * (chances[k] as number)
    }
  }
  return next
}

export function total(standing: Standing): number {
  let sum = 0
  for (const chance of standing) sum += chance
  return sum
}

const agreement = 1e-11
/** What rounding adds to the chance of a step without alarm; a run length has no more digits than it leaves. */
const rounding = 4e-16
const growth = 1.5

/**
 * Mean number of steps up to and with the alarm, from a sum of `start`: the chances of still being without alarm, added up. Once the sum has found its
 * rhythm they fall by the same factor each step, so the rest is a geometric series; it stops when half as many steps again change nothing.
 */
export function meanRunLength(lattice: Lattice, counts: Counts, start = 0): number {
  const run: Run = { standing: standingAt(lattice, start), steps: 0, sum: 1, before: 1, now: 1 }
  let guess = Number.NaN
  for (let steps = 8; ; steps = Math.ceil(steps * growth)) {
    walk(run, { lattice, counts, steps })
    if (run.now === 0) return run.sum
    const better = run.before > run.now ? run.sum + run.now ** 2 / (run.before - run.now) : Number.NaN
    if (Math.abs(better - guess) <= Math.max(agreement, rounding * better) * better) return better
    if (Number.isNaN(better) && steps > 4 * lattice.limit) return Number.POSITIVE_INFINITY
    guess = better
  }
}

/** A sum under way: the chance of being without alarm now and one step before, and all such chances added up. */
type Run = { standing: Standing; steps: number; sum: number; before: number; now: number }

function walk(run: Run, { lattice, counts, steps }: { lattice: Lattice; counts: Counts; steps: number }): void {
  for (; run.steps < steps && run.now > 0; run.steps++) {
    run.standing = advance(lattice, run.standing, counts)
    run.before = run.now
    run.now = total(run.standing)
    run.sum += run.now
  }
}
