import { alwaysValidRadius, effectOf, type TeamChange } from '#slices/statistics/index.ts'

/** A team's day: hits of cases. */
export type TeamDay = { teamId: string; on: string; hits: number; of: number }

export type EffectStatus = 'no_remedy' | 'too_early' | 'no_comparison' | 'unknown_yet' | 'better' | 'worse' | 'changed'

export type DayPair = { on: string; team: number | null; others: number | null }

export type Effect = {
  status: EffectStatus
  /** Change of the team less the change of the others, in shares. */
  change: number | null
  low: number | null
  high: number | null
  /** How often a team without a remedy changed at least as much. */
  p: number | null
  teamsCompared: number
  daysBefore: number
  daysAfter: number
  days: DayPair[]
}

/** The remedy is looked at from so many days on; each side needs as many. Judgement. */
export const daysMin = 28
/** Days before the remedy that count as before: eight weeks. */
export const daysBefore = 56
/** The interval is tightest after so many days. Fixed before anything is seen. */
const plannedDays = 90
const casesMin = 30
const alpha = 0.05
/** 0.9875 quantile of the standard normal distribution: half of alpha goes to what was before. */
const zBefore = 2.2414027276

type Asked = { teamId: string; startsOn: string; isGoodHigh: boolean | null; draw: () => number }

/**
 * What a remedy changed: the team's daily share less that of teams without a remedy, after against before. The part after is an interval that
 * may be read every day (statistics' `alwaysValidRadius`), the part before an ordinary one, each with half of the chance of error.
 * Source: difference in differences, with Waudby-Smith and others, Annals of Statistics 52(6), 2024.
 */
export function effectFrom(days: readonly TeamDay[], { teamId, startsOn, isGoodHigh, draw }: Asked): Effect {
  const pairs = pairsOf(days, teamId)
  const gaps = pairs.flatMap(({ on, team, others }) => (team === null || others === null ? [] : [{ on, gap: team - others }]))
  const before = gaps.filter(({ on }) => on < startsOn).map(({ gap }) => gap)
  const after = gaps.filter(({ on }) => on >= startsOn).map(({ gap }) => gap)
  const changes = changesOf(days, startsOn)
  const control = [...changes].filter(([id]) => id !== teamId).map(([, moved]) => moved)
  const seen = { teamsCompared: control.length, daysBefore: before.length, daysAfter: after.length, days: pairs }
  const nothing = { change: null, low: null, high: null, p: null, ...seen }
  if (control.length === 0) return { status: 'no_comparison', ...nothing }
  if (before.length < daysMin || after.length < daysMin) return { status: 'too_early', ...nothing }
  const own = changes.get(teamId)
  const chance = own ? (effectOf({ treated: [own], control }, draw)?.chance ?? null) : null
  const { change, half } = changeOf(before, after)
  const [low, high] = [change - half, change + half]
  return { status: statusOf({ low, high, isGoodHigh }), ...nothing, change, low, high, p: chance }
}

function statusOf({ low, high, isGoodHigh }: { low: number; high: number; isGoodHigh: boolean | null }): EffectStatus {
  if (low <= 0 && high >= 0) return 'unknown_yet'
  if (isGoodHigh === null) return 'changed'
  return low > 0 === isGoodHigh ? 'better' : 'worse'
}

const meanOf = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1))
}

function changeOf(before: readonly number[], after: readonly number[]): { change: number; half: number } {
  const radius = alwaysValidRadius({ count: after.length, deviation: deviationOf(after) }, { alpha: alpha / 2, planned: plannedDays })
  return { change: meanOf(after) - meanOf(before), half: radius + (zBefore * deviationOf(before)) / Math.sqrt(before.length) }
}

/** The team beside all others taken together, day by day. */
function pairsOf(days: readonly TeamDay[], teamId: string): DayPair[] {
  const byDay = new Map<string, { team: number | null; hits: number; of: number }>()
  for (const { teamId: id, on, hits, of } of days) {
    const day = byDay.get(on) ?? { team: null, hits: 0, of: 0 }
    byDay.set(on, id === teamId ? { ...day, team: of === 0 ? null : hits / of } : { ...day, hits: day.hits + hits, of: day.of + of })
  }
  return [...byDay]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([on, { team, hits, of }]) => ({ on, team, others: of === 0 ? null : hits / of }))
}

/** Teams with enough cases on both sides, as shares before and after. */
function changesOf(days: readonly TeamDay[], startsOn: string): Map<string, TeamChange> {
  const sums = new Map<string, { before: { hits: number; of: number }; after: { hits: number; of: number } }>()
  for (const { teamId, on, hits, of } of days) {
    const sum = sums.get(teamId) ?? { before: { hits: 0, of: 0 }, after: { hits: 0, of: 0 } }
    const side = on < startsOn ? 'before' : 'after'
    sums.set(teamId, { ...sum, [side]: { hits: sum[side].hits + hits, of: sum[side].of + of } })
  }
  const enough = [...sums].filter(([, { before, after }]) => before.of >= casesMin && after.of >= casesMin)
  return new Map(enough.map(([id, { before, after }]) => [id, { before: before.hits / before.of, after: after.hits / after.of }]))
}
