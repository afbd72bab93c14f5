import {
  amountOf,
  type ClassCount,
  dayQuantile,
  daysOf,
  eventsOf,
  type Gathered,
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
    growthPerDay: shown(ratioOf(gathered, growth, daysOfGrowth)),
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

/** Weeks that a stretch counts: the first is held against the last, weekday by weekday. */
const weeksOf = ({ days: counted }: Stretch) => counted / 7

function growth({ depthAtOpenings, ...stretch }: Stretch): number {
  const weekly = Math.floor(depthAtOpenings.length / weeksOf({ depthAtOpenings, ...stretch }))
  return (total(depthAtOpenings.slice(-weekly), (depth) => depth) - total(depthAtOpenings.slice(0, weekly), (depth) => depth)) / weekly
}

const daysOfGrowth = (stretch: Stretch) => stretch.depthAtOpenings.length * (1 - 1 / weeksOf(stretch))

type Figures = Pick<Played, 'lateShare' | 'depthChance' | 'occupancy' | 'neverEmptyShare' | 'growthPerDay' | 'classes'>

function brokenBy(figures: Figures, { limits, shifts, shrinkage, exceptionsPerDay }: Settled): Played['broken'] {
  const people = Math.max(...plannedOf(shifts)) * (1 - shrinkage)
  const occupancyMax = limits.occupancyMax ?? occupancyLimit(people)
  // A hundredth of a day's exceptions: less than that is not growth but a queue that swings widely.
  const grows = figures.growthPerDay.low > 0 && figures.growthPerDay.value > exceptionsPerDay / 100
  const found: [Played['broken'][number], boolean][] = [
    ['late', figures.classes.some(({ lateShare }) => lateShare.value > limits.lateShareMax)],
    ['depth', figures.depthChance.value > limits.depthChanceMax],
    ['occupancy', (figures.occupancy?.value ?? 0) > occupancyMax],
    ['never_empty', figures.neverEmptyShare.value > neverEmptyShareMax],
    ['grows', grows],
  ]
  return found.filter(([, isBroken]) => isBroken).map(([limit]) => limit)
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
