/** One week of a team: hits, hits expected for its mix, and their variance. `on` is the week's Monday. */
export type Week = { on: string; hits: number; expected: number; variance: number }

/** Weeks of drift that pass before it counts: half a standard error a week, the usual reference value of a CUSUM chart. */
const slack = 0.5

/**
 * Since which week a team runs above (`direction` 1) or below (-1) what is expected of it: the first week of the longest stretch that ends
 * today without its CUSUM of weekly standardised differences coming back to zero. Null when it is at zero now.
 *
 * Source: Page, "Continuous inspection schemes", Biometrika 41, 1954: the last zero of the chart estimates when the change began.
 */
export function sinceWhen(weeks: readonly Week[], direction: 1 | -1): string | null {
  let sum = 0
  let since: string | null = null
  for (const { on, hits, expected, variance } of weeks) {
    if (variance <= 0) continue
    const step = (direction * (hits - expected)) / Math.sqrt(variance) - slack
    const next = Math.max(0, sum + step)
    if (next === 0) since = null
    else since ??= on
    sum = next
  }
  return since
}
