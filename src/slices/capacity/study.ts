import {
  emptyItems,
  type Gathered,
  gather,
  halfHoursOfDay,
  type Items,
  loggedDaysOf,
  plannedHoursOfWeek,
  playMore,
  poolsOf,
  type Scenario,
  type Shift,
} from '#slices/queueing/index.ts'
import type { Played, Settled } from './contract.ts'
import { isClear, playedOf } from './figures.ts'
import type { SettledQuestion } from './settle.ts'

/** A stretch: a week to fill the desk, four weeks that count, and up to a week until all of them are served. */
const stretchDays = { warmUpDays: 7, countedDays: 28, coolDownDays: 7 }

export const stretchesFor = (days: number) => Math.max(2, Math.ceil(days / stretchDays.countedDays))

/** One question under study: its scenarios share seed and room, and every scenario is played once. */
export type Study = {
  asked: SettledQuestion
  scenario: Scenario
  items: Items
  /** What was played so far, in days, for whoever watches. */
  played(days: number): void
}

export function makeStudy(asked: SettledQuestion, played: (days: number) => void): Study {
  return { asked, scenario: scenarioOf(asked), items: emptyItems(), played }
}

function scenarioOf({ settled, week, days }: SettledQuestion): Scenario {
  const skills = [...new Set(settled.classes.map(({ skill }) => skill))]
  return {
    intervalMinutes: 30,
    intervalsPerDay: halfHoursOfDay,
    ratesPerHour: week.map((count) => count * 2),
    scale: 1,
    loggedDays: days.length === 0 ? null : loggedDaysOf(days),
    classes: settled.classes.map((one) => ({ ...one, skill: skills.indexOf(one.skill) })),
    pools: poolsOf(settled.shifts, skills),
    shrinkage: settled.shrinkage,
    handleMinutes: settled.handleMinutes,
    handleScv: settled.handleScv,
    depthMax: settled.limits.depthMax,
    atShiftEnd: settled.play.atShiftEnd,
    waitCounts: settled.play.waitCounts,
    ...stretchDays,
  }
}

/** Another volume, other people, or both; all else stays. */
export type Variant = { multiple?: number; shifts?: readonly Shift[] }

/** The same question with the variant in place, for the limits that depend on it. */
export function settledFor({ asked }: Study, { multiple = 1, shifts }: Variant): Settled {
  return {
    ...asked.settled,
    exceptionsPerDay: asked.settled.exceptionsPerDay * multiple,
    shifts: shifts ? [...shifts] : asked.settled.shifts,
  }
}

export function openVariant(study: Study, variant: Variant, isDetailed = false): Gathered {
  const { scenario, asked, items } = study
  const skills = [...new Set(asked.settled.classes.map(({ skill }) => skill))]
  const pools = variant.shifts ? poolsOf(variant.shifts, skills) : scenario.pools
  const length = isHopeless(study, variant) ? hopelessDays : stretchDays
  const varied = { ...scenario, ...length, pools, scale: variant.multiple ?? 1 }
  return gather(varied, { seed: asked.settled.play.seed, isDetailed, items })
}

export function playInto(study: Study, gathered: Gathered, stretches: number): void {
  playMore(gathered, stretches)
  study.played(stretches * gathered.scenario.countedDays)
}

const exceptionsOfLook = 250_000
const looks = { hopeless: 3, min: 4, begin: 8, more: 4, max: 20 }

/** So far beyond what the people can do, every stretch is like every other. */
const hopelessLoad = 1.3

/** There, two weeks tell as much as four, and nobody who waits at their end would be served in a few days more. */
const hopelessDays = { warmUpDays: 7, countedDays: 14, coolDownDays: 0 }

const exceptionsPerWeekOf = ({ asked }: Study, { multiple = 1 }: Variant) => asked.settled.exceptionsPerWeek * multiple

function isHopeless(study: Study, variant: Variant): boolean {
  const { handleMinutes, shrinkage, shifts } = study.asked.settled
  const hours = plannedHoursOfWeek(variant.shifts ?? shifts) * (1 - shrinkage)
  return (exceptionsPerWeekOf(study, variant) * handleMinutes) / 60 > hopelessLoad * hours
}

/** Stretches that are enough to look at a variant: fewer where each of them holds many exceptions. */
function stretchesToLook(study: Study, variant: Variant): number {
  if (isHopeless(study, variant)) return looks.hopeless
  const enough = Math.min(looks.max, Math.floor(stretchesFor(study.asked.settled.play.days) / 4))
  return Math.max(looks.min, Math.min(enough, Math.floor(exceptionsOfLook / Math.max(1, exceptionsPerWeekOf(study, variant) * 6))))
}

/** Plays a variant as long as it takes to draw it. */
export function lookAt(study: Study, variant: Variant): Played {
  const gathered = openVariant(study, variant)
  playInto(study, gathered, stretchesToLook(study, variant))
  return playedOf(gathered, settledFor(study, variant))
}

/** Plays a variant until it is clear on which side of every limit it stands, at most as long as for a look. */
export function lookUntilClear(study: Study, variant: Variant): Played {
  const gathered = openVariant(study, variant)
  const settled = settledFor(study, variant)
  const most = stretchesToLook(study, variant)
  playInto(study, gathered, Math.min(looks.begin, most))
  for (;;) {
    const played = playedOf(gathered, settled)
    const left = most - gathered.stretches.length
    if (left <= 0 || isClear(played, settled)) return played
    playInto(study, gathered, Math.min(looks.more, left))
  }
}
