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
export function advance(lattice: Lattice, standing: Standing, counts: Counts): Standing {
  const next = new Float64Array(lattice.limit)
  for (let sum = 0; sum < lattice.limit; sum++) {
    const here = standing[sum] ?? 0
    if (here > 0) spread(next, { from: sum + lattice.weight * counts.first - lattice.minus, here }, { lattice, counts })
  }
  return next
}

function spread(next: Standing, at: { from: number; here: number }, by: { lattice: Lattice; counts: Counts }): void {
  const { chances } = by.counts
  const { limit, weight } = by.lattice
  let to = at.from
  for (let k = 0; k < chances.length && to < limit; k++) {
    const cell = Math.max(to, 0)
    next[cell] = (next[cell] as number) + at.here * (chances[k] as number)
    to += weight
  }
}

export function total(standing: Standing): number {
  let sum = 0
  for (const chance of standing) sum += chance
  return sum
}

const agreement = 1e-11
const stepsMax = 1 << 22

/**
 * Mean number of steps up to and with the alarm, from a sum of `start`: the chances of still being without alarm, added up. Once the sum has found its
 * rhythm they fall by the same factor each step, so the rest is a geometric series; it stops when doubling the steps changes nothing.
 */
export function meanRunLength(lattice: Lattice, counts: Counts, start = 0): number {
  let standing = standingAt(lattice, start)
  let before = 1
  let sum = 1
  let check = 8
  let guess = Number.NaN
  for (let step = 1; step < stepsMax; step++) {
    standing = advance(lattice, standing, counts)
    const now = total(standing)
    sum += now
    if (now < Number.MIN_VALUE * 1e16) return sum
    if (step === check && now < before) {
      const better = sum + (now * now) / (before - now)
      if (Math.abs(better - guess) <= agreement * better) return better
      guess = better
    }
    if (step === check) check *= 2
    before = now
  }
  return guess
}
