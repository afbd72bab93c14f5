import type { CountRow } from '#slices/measures/index.ts'
import type { TeamMix } from '#slices/statistics/index.ts'
import type { Week } from './since.ts'

/** Counts by team and kind of case, as the review takes them. */
export function mixesOf(rows: readonly CountRow[]): TeamMix[] {
  const teams = new Map<string, { type: string; hits: number; of: number }[]>()
  for (const { by, n, x } of rows) {
    const [team = '', type = ''] = by
    const types = teams.get(team)
    if (types) types.push({ type, hits: x, of: n })
    else teams.set(team, [{ type, hits: x, of: n }])
  }
  return [...teams].map(([teamId, byType]) => ({ teamId, byType }))
}

/** The organisation's share in each kind of case. */
export function sharesByKind(mixes: readonly TeamMix[]): ReadonlyMap<string, number> {
  const totals = new Map<string, { hits: number; of: number }>()
  for (const { type, hits, of } of mixes.flatMap(({ byType }) => byType)) {
    const total = totals.get(type) ?? { hits: 0, of: 0 }
    totals.set(type, { hits: total.hits + hits, of: total.of + of })
  }
  return new Map([...totals].map(([type, { hits, of }]) => [type, of === 0 ? 0 : hits / of]))
}

/** Weeks of one team, from counts by team, week and kind: hits, and those to expect for what it had to do that week. */
export function weeksOf(rows: readonly CountRow[], { team, shares }: { team: string; shares: ReadonlyMap<string, number> }): Week[] {
  const weeks = new Map<string, Week>()
  for (const { by, n, x } of rows) {
    const [teamId, on = '', kind = ''] = by
    if (teamId !== team) continue
    const share = shares.get(kind) ?? 0
    const week = weeks.get(on) ?? { on, hits: 0, expected: 0, variance: 0 }
    weeks.set(on, { on, hits: week.hits + x, expected: week.expected + n * share, variance: week.variance + n * share * (1 - share) })
  }
  return [...weeks.values()].sort((one, other) => (one.on < other.on ? -1 : 1))
}
