import { bisect } from './bisect.ts'
import { normalBelow } from './distributions.ts'
import { nodesBetween, normalDensity, solve } from './integral.ts'

/** The tabular CUSUM of measurements: two sums, above and below the target; an alarm when one exceeds `limit`. All in the unit of the measurement. */
export type TabularChart = { target: number; allowance: number; limit: number }

export type TabularState = { high: number; low: number }

/** One measurement further. Source: Montgomery, Introduction to Statistical Quality Control, equations 9.2 and 9.3. */
export function stepTabular({ target, allowance }: TabularChart, { high, low }: TabularState, value: number): TabularState {
  return { high: Math.max(0, high + value - target - allowance), low: Math.max(0, low + target - value - allowance) }
}

/** Allowance, limit and head start of both sums in standard deviations. */
export type StandardChart = { allowance: number; limit: number; headStart: number }

const nodeCount = 40

/**
 * Mean observations to an alarm of one sum, from zero and from the head start, when normal values are `shift` standard deviations above target.
 * Page's integral equation, solved at Gauss–Legendre nodes. Source: Page, Biometrika 41, 1954; valid for limits up to 12.
 */
function oneSided({ allowance, limit, headStart }: StandardChart, shift: number): { rest: number; head: number } {
  const nodes = nodesBetween(0, limit, nodeCount)
  const from = [0, ...nodes.at]
  const need = (sum: number) => allowance - shift - sum
  const kernel = (sum: number) => [
    normalBelow(need(sum)),
    ...nodes.at.map((to, k) => (nodes.weight[k] as number) * normalDensity(to + need(sum))),
  ]
  const rows = from.map((sum, row) => kernel(sum).map((chance, column) => (row === column ? 1 : 0) - chance))
  const lengths = solve(
    rows,
    from.map(() => 1),
  )
  const at = (sum: number) => kernel(sum).reduce((total, chance, k) => total + chance * (lengths[k] as number), 1)
  return { rest: lengths[0] as number, head: at(headStart) }
}

/** The same for the two sums together. Source: Lucas and Crosier, Technometrics 24(3), 1982, equation 4. */
export function tabularRunLength(chart: StandardChart, sides: { shift: number; sided: 'one' | 'two' }): number {
  const up = oneSided(chart, sides.shift)
  if (sides.sided === 'one') return up.head
  const down = oneSided(chart, -sides.shift)
  return (up.head * down.rest + down.head * up.rest - up.rest * down.rest) / (up.rest + down.rest)
}

/** The limit whose two sums together run for `observations` on average between false alarms. Valid for 10 to 100,000 observations. */
export function tabularLimit(allowance: number, observations: number): number {
  return bisect(
    { low: 0.5, high: 12 },
    (limit) => tabularRunLength({ allowance, limit, headStart: 0 }, { shift: 0, sided: 'two' }) < observations,
  )
}
