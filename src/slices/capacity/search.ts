import { plannedHoursOfWeek, plannedOf, type Shift } from '#slices/queueing/index.ts'
import type { Answer, Played } from './contract.ts'
import { lookUntilClear, type Study } from './study.ts'

type Staffing = NonNullable<Answer['staffing']>
type Point = Staffing['frontier'][number]

/** At most so many times the people that Erlang's formulas ask for; beyond, more people are not what is missing. */
const factorMax = 3
const frontierMax = 14

/** The fewest people in these shifts that keep every limit, and what fewer or more would do. */
export function searchPeople(study: Study, erlangPeople: number): Staffing {
  const shifts = study.asked.settled.shifts
  const seen = new Map<string, { people: number[]; played: Played }>()
  const look = (people: number[]): Played => {
    const key = people.join()
    const known = seen.get(key)?.played
    const played = known ?? lookUntilClear(study, { shifts: withPeople(shifts, people) })
    seen.set(key, { people, played })
    return played
  }
  const smallest = study.asked.settled.exceptionsPerDay === 0 ? null : smallestOf(shifts, erlangPeople, look)
  const frontier = [...seen.values()]
    .map(({ people, played }) => pointOf(shifts, { people, played, isSmallest: people.join() === smallest?.join() }))
    .sort((one, other) => one.plannedHoursPerWeek - other.plannedHoursPerWeek)
  const found = frontier.find(({ isSmallest }) => isSmallest)
  return {
    shiftPeople: smallest,
    peoplePlanned: found?.peoplePlanned ?? null,
    plannedHoursPerWeek: found?.plannedHoursPerWeek ?? null,
    erlangPeople,
    frontier: nearest(frontier),
  }
}

const withPeople = (shifts: readonly Shift[], people: readonly number[]) =>
  shifts.map((shift, index) => ({ ...shift, people: people[index] ?? 0 }))

/** All shifts grow together, from the pattern that was asked for; an empty pattern counts as one person each. */
function scaled(shifts: readonly Shift[], peak: number): number[] {
  const pattern = shifts.some(({ people }) => people > 0) ? shifts : shifts.map((shift) => ({ ...shift, people: 1 }))
  const now = Math.max(...plannedOf(pattern))
  return pattern.map(({ people }) => (people === 0 ? 0 : Math.max(1, Math.round((people * peak) / now))))
}

type Look = (people: number[]) => Played

function smallestOf(shifts: readonly Shift[], erlangPeople: number, look: Look): number[] | null {
  const begun = Math.max(1, erlangPeople)
  const most = Math.max(begun + 3, Math.ceil(begun * factorMax))
  const holds = (peak: number) => look(scaled(shifts, peak)).holds
  if (!holds(most)) {
    // Nothing within reach holds: show the way there all the same.
    for (const factor of [0.75, 1, 1.25, 1.5, 2]) look(scaled(shifts, Math.max(1, Math.round(begun * factor))))
    return null
  }
  let low = 0
  let high = most
  let probe = begun
  while (high - low > 1) {
    if (holds(probe)) high = probe
    else low = probe
    probe = nextProbe({ low, high, most })
  }
  const found = fewerInEach(scaled(shifts, high), look)
  for (const more of [-2, -1, 1, 2]) if (high + more > 0) look(scaled(shifts, high + more))
  return found
}

/** Steps up from the formula's answer by fifths, then halves what is left. */
function nextProbe({ low, high, most }: { low: number; high: number; most: number }): number {
  if (high === most && low > 0) return Math.min(high - 1, Math.max(low + 1, Math.ceil(low * 1.2)))
  return Math.floor((low + high) / 2)
}

const dropsMax = 8

/** Takes single people out of single shifts while every limit holds. */
function fewerInEach(people: number[], look: Look): number[] {
  if (people.length === 1) return people
  let kept = people
  let tries = 0
  for (const index of people.keys()) {
    while (tries < dropsMax && (kept[index] as number) > 1) {
      tries++
      const fewer = kept.map((one, at) => (at === index ? one - 1 : one))
      if (!look(fewer).holds) break
      kept = fewer
    }
  }
  return kept
}

function pointOf(shifts: readonly Shift[], found: { people: number[]; played: Played; isSmallest: boolean }): Point {
  const staffed = withPeople(shifts, found.people)
  const { lateShare, depthChance, occupancy, holds } = found.played
  return {
    shiftPeople: found.people,
    peoplePlanned: Math.max(...plannedOf(staffed)),
    plannedHoursPerWeek: plannedHoursOfWeek(staffed),
    lateShare,
    depthChance,
    occupancy,
    holds,
    isSmallest: found.isSmallest,
  }
}

/** As many as can be drawn, the ones around the smallest that holds. */
function nearest(frontier: readonly Point[]): Point[] {
  const centre = Math.max(
    0,
    frontier.findIndex(({ isSmallest }) => isSmallest),
  )
  const from = Math.max(0, Math.min(centre - frontierMax / 2, frontier.length - frontierMax))
  return frontier.slice(from, from + frontierMax)
}
