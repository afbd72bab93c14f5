import {
  amountOf,
  type ClassCount,
  dayQuantile,
  daysOf,
  eventsOf,
  type Gathered,
  growthOf,
  occupancyLimit,
  plannedOf,
  queueQuantile,
  type Range,
  ratioOf,
  type Stretch,
  shareOf,
  total,
  waitQuantile,
} from '#slices/queueing/index.ts'
import type { Answer, Played, Settled } from './contract.ts'

type Ranged = Played['lateShare']

/** The queue breaks when it is never empty on more than half of the days, from one opening to the next. */
export const neverEmptyShareMax = 0.5

const shown = ({ value, low, high }: Range): Ranged => ({ value, low, high })

type Count = (count: ClassCount) => number

const arrivals: Count = (count) => count.arrivals
const late: Count = (count) => count.late
const expired: Count = (count) => count.expired
const waitSum: Count = (count) => count.waitSum

/** Of one class, or of all together. */
const sum = (of: Count, kind?: number) => (stretch: Stretch) =>
  kind === undefined ? total(stretch.classes, of) : of(stretch.classes[kind] as ClassCount)

const openings = (stretch: Stretch) => stretch.everEmpty + stretch.neverEmpty
const days = (stretch: Stretch) => stretch.depthMaxOfDays.length
const busyMinutes = (stretch: Stretch) => stretch.busyMinutes
const dutyMinutes = (stretch: Stretch) => stretch.dutyMinutes
const depthMinutes = (stretch: Stretch) => stretch.depthMinutes
const minutes = (stretch: Stretch) => stretch.minutes

/** What a simulation says, with ranges, and which limits it breaks. */
export function playedOf(gathered: Gathered, settled: Settled): Played {
  const figures = {
    days: daysOf(gathered),
    replications: gathered.stretches.length,
    exceptions: total(gathered.stretches, sum(arrivals)),
    events: eventsOf(gathered),
    ...waitFigures(gathered),
    waitMinutesP99: shown(waitQuantile(gathered, 0.99, kindsOf(gathered))),
    ...depthFigures(gathered),
    ...dayFigures(gathered),
    classes: settled.classes.map(({ id, waitMinutesMax }, kind) => ({
      id,
      waitMinutesMax,
      arrivals: total(gathered.stretches, sum(arrivals, kind)),
      ...waitFigures(gathered, kind),
    })),
  }
  const broken = brokenBy(figures, settled)
  return { ...figures, broken, holds: broken.length === 0 }
}

const kindsOf = ({ scenario }: Gathered) => [...scenario.classes.keys()]

/** Waits of one class, or of all together. */
function waitFigures(gathered: Gathered, kind?: number) {
  const wait = (share: number) => shown(waitQuantile(gathered, share, kind === undefined ? kindsOf(gathered) : [kind]))
  const all = sum(arrivals, kind)
  return {
    lateShare: shown(shareOf(gathered, sum(late, kind), all)),
    expiredShare: shown(shareOf(gathered, sum(expired, kind), all)),
    waitMinutesMean: shown(amountOf(gathered, sum(waitSum, kind), all)),
    waitMinutesP50: wait(0.5),
    waitMinutesP90: wait(0.9),
    waitMinutesP95: wait(0.95),
  }
}

function depthFigures(gathered: Gathered) {
  const isDeep = ({ depthMaxOfDays }: Stretch) => depthMaxOfDays.filter((depth) => depth > gathered.scenario.depthMax).length
  const deepest = (share: number) => shown(dayQuantile(gathered, share, ({ depthMaxOfDays }) => depthMaxOfDays))
  const atOpenings = ({ depthAtOpenings }: Stretch) => total(depthAtOpenings, (depth) => depth)
  return {
    depthMean: shown(amountOf(gathered, depthMinutes, minutes)),
    depthMaxP50: deepest(0.5),
    depthMaxP95: deepest(0.95),
    depthChance: shown(shareOf(gathered, isDeep, days)),
    oldestMinutesP95: shown(dayQuantile(gathered, 0.95, ({ oldestOfDays }) => oldestOfDays)),
    depthAtOpening: shown(amountOf(gathered, atOpenings, ({ depthAtOpenings }) => depthAtOpenings.length)),
    growthPerDay: shown(growthOf(gathered)),
  }
}

function dayFigures(gathered: Gathered) {
  const hoursLeft = ({ depthAtCloses }: Stretch) => (depthAtCloses * gathered.scenario.handleMinutes) / 60
  return {
    occupancy: total(gathered.stretches, dutyMinutes) > 0 ? shown(ratioOf(gathered, busyMinutes, dutyMinutes)) : null,
    neverEmptyShare: shown(shareOf(gathered, ({ neverEmpty }) => neverEmpty, openings)),
    hoursLeftAtClose: shown(amountOf(gathered, hoursLeft, ({ closes }) => closes)),
  }
}

type Figures = Pick<Played, 'lateShare' | 'depthChance' | 'occupancy' | 'neverEmptyShare' | 'growthPerDay' | 'classes'>

/** Each figure that has a limit, and the limit. */
function limited(figures: Figures, { limits, shifts, shrinkage }: Settled) {
  const people = Math.max(...plannedOf(shifts)) * (1 - shrinkage)
  return [
    ...figures.classes.map(({ lateShare }) => ({ name: 'late' as const, range: lateShare, max: limits.lateShareMax })),
    { name: 'depth' as const, range: figures.depthChance, max: limits.depthChanceMax },
    ...(figures.occupancy
      ? [{ name: 'occupancy' as const, range: figures.occupancy, max: limits.occupancyMax ?? occupancyLimit(people) }]
      : []),
    { name: 'never_empty' as const, range: figures.neverEmptyShare, max: neverEmptyShareMax },
  ]
}

function brokenBy(figures: Figures, settled: Settled): Played['broken'] {
  const broken = limited(figures, settled).filter(({ range, max }) => range.value > max)
  // A hundredth of a day's exceptions: less than that is not growth but a queue that swings widely.
  const grows = figures.growthPerDay.low > 0 && figures.growthPerDay.value > settled.exceptionsPerDay / 100
  return [...new Set([...broken.map(({ name }) => name), ...(grows ? (['grows'] as const) : [])])]
}

/** True when more days would hardly move a figure across its limit: the limit is far outside of every range. */
export function isClear(figures: Figures, settled: Settled): boolean {
  return limited(figures, settled).every(({ range, max }) => Math.abs(range.value - max) > range.high - range.low)
}

/** The half hours of a working day. */
export function halfHoursOf(gathered: Gathered): NonNullable<Answer['halfHours']> {
  return Array.from({ length: gathered.scenario.intervalsPerDay }, (_, slot) => {
    const at = (name: keyof Stretch['halfHours']) => (stretch: Stretch) => stretch.halfHours[name][slot] as number
    const arrived = total(gathered.stretches, at('arrivals'))
    const onDuty = ratioOf(gathered, at('dutyMinutes'), at('days')).value / gathered.scenario.intervalMinutes
    return {
      halfHour: slot,
      arrivals: ratioOf(gathered, at('arrivals'), at('days')).value,
      peopleOnDuty: onDuty,
      queueMean: shown(amountOf(gathered, at('queueAtEnd'), at('days'))),
      queueP95: shown(queueQuantile(gathered, 0.95, slot)),
      waitMinutesMean: arrived === 0 ? null : shown(amountOf(gathered, at('waitSum'), at('arrivals'))),
      lateShare: arrived === 0 ? null : shown(shareOf(gathered, at('late'), at('arrivals'))),
      occupancy: onDuty === 0 ? null : shown(amountOf(gathered, at('busyMinutes'), at('dutyMinutes'))),
    }
  })
}
