// biome-ignore lint/suspicious/noExplicitAny: rows and facts of other people's files
export type Any = any

export function groupBy<T>(rows: T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

export const round6 = (number: number) => Math.round(number * 1e6) / 1e6

/** The two values in the middle: the same one where there is one. */
export function middle(values: number[]): [number, number] {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (place: number) => sorted[place] ?? Number.NaN
  return [at(Math.floor((sorted.length - 1) / 2)), at(Math.floor(sorted.length / 2))]
}

/** What the final row of each ticket says, counted plainly. */
export function countTickets(finals: Any[]) {
  const hours = finals.filter((row) => row.resolved_at).map((row) => (Date.parse(row.resolved_at) - Date.parse(row.opened_at)) / 3_600_000)
  return {
    tickets: finals.length,
    reopened: finals.filter((row) => row.reopens > 0).length,
    reassigned: finals.filter((row) => row.reassignments > 0).length,
    reassignments_mean: round6(finals.reduce((sum, row) => sum + row.reassignments, 0) / finals.length),
    sla_met: finals.filter((row) => row.sla_met).length,
    knowledge_used: finals.filter((row) => row.knowledge_used).length,
    unresolved: finals.length - hours.length,
    resolve_hours_mean: round6(hours.reduce((sum, each) => sum + each, 0) / hours.length),
  }
}

/** The Monday of the week of an instant. */
export function mondayOf(at: string): string {
  const day = new Date(`${at.slice(0, 10)}T00:00:00Z`)
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10)
}
