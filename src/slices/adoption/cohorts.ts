import { type Lasting, lastShownDay, survivalCurve } from '#slices/statistics/index.ts'
import type { TeamSummary } from './summary.ts'
import type { Settings } from './team.ts'

/** Whole teams that began in the same months, and how long those who began there went on. */
export type Cohort = {
  /** First days of the first and the last month. */
  from: string
  to: string
  /** It may also hold teams that began before: so far back nothing is looked at. */
  isOrBefore: boolean
  teams: string[]
  /** Those who ever used it. */
  people: number
  survival: { days: number; share: number; low: number; high: number; atRisk: number }[]
}

type Asked = Pick<Settings, 'peopleMin'> & {
  /** Teams that are shown, with how long those who began there went on. */
  shown: readonly { team: string; lastings: TeamSummary['lastings'] }[]
  /** The first day that is looked at. */
  since: string
}

const cohortsMax = 3
const survivalDays = 182
const monthOf = (day: string) => `${day.slice(0, 7)}-01`

/**
 * Teams by the month in which they began: when as many people as may be shown had used it for the first time. Made of whole teams that are shown
 * themselves, so that what is left when one figure is taken from another is whole teams as well. Earlier months stand together.
 */
export function cohortsOf({ shown, since, peopleMin }: Asked): Cohort[] {
  const begun = shown.flatMap(({ team, lastings: known }) => {
    const month = known.map(({ startedOn }) => startedOn).sort()[peopleMin - 1]
    return month === undefined ? [] : [{ team, month: monthOf(month), lastings: known.map(({ lasting }) => lasting) }]
  })
  const months = [...new Set(begun.map(({ month }) => month))].sort()
  const early = months.slice(0, Math.max(1, months.length - cohortsMax + 1))
  const groups = [early, ...months.slice(early.length).map((month) => [month])].filter((group) => group.length > 0)
  return groups.map((group) => {
    const own = begun.filter(({ month }) => group.includes(month))
    const lastings = own.flatMap((one) => one.lastings)
    return {
      from: group[0] ?? '',
      to: group.at(-1) ?? '',
      isOrBefore: group.includes(monthOf(since)),
      teams: own.map(({ team }) => team),
      people: lastings.length,
      survival: curveOf(lastings, Math.max(10, peopleMin)),
    }
  })
}

/** The curve while enough people are watched, up to the last day on which they are. */
function curveOf(lastings: readonly Lasting[], atRiskMin: number): Cohort['survival'] {
  const watched = lastShownDay(lastings, atRiskMin)
  if (watched === null) return []
  const end = Math.min(watched, survivalDays)
  const all = survivalCurve(lastings).filter(({ days }) => days <= end)
  const steps = all
    .filter(({ low }) => low !== null)
    .map(({ days, survival, low, high, atRisk }) => ({ days, share: survival, low: low ?? 0, high: high ?? 1, atRisk }))
  const last = steps.at(-1) ?? { days: 0, share: 1, low: 1, high: 1 }
  if (last.days === end || steps.length < all.length) return steps
  return [...steps, { ...last, days: end, atRisk: lastings.filter(({ days }) => days >= end).length }]
}
