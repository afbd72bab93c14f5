import { eventsOf, type Gathered, hoursIn, openIn, peopleNeeded, peopleToPlan, serviceLimits } from '#slices/queueing/index.ts'
import { breakingPoint } from './breaking.ts'
import type { Answer, Note, Played, Quick } from './contract.ts'
import { halfHoursOf, playedOf } from './figures.ts'
import { searchPeople } from './search.ts'
import type { SettledQuestion } from './settle.ts'
import { lookAt, makeStudy, openVariant, playInto, type Study, settledFor, stretchesFor } from './study.ts'

export type Step = 'first' | 'base' | 'curve' | 'breaking' | 'staffing' | 'done'
export type Progress = { step: Step; done: number; total: number }

/** What is told while a study runs. The answer grows; the clock is a stopwatch and nothing else. */
export type Watcher = {
  progress(progress: Progress): void
  answer(answer: Answer): void
  seconds(): number
}

const stretchesOfFirst = 8
/** The share that is late is known when the half of its range is no wider. */
const halfWidthMax = 0.005
const longerMax = 3
const exceptionsMax = 25_000_000

/** Works out the whole answer, part by part: the first with a range, all days, the breaking point, the curve, the people. */
export function runStudy(asked: SettledQuestion, quick: Quick, watcher: Watcher): Answer {
  const tracked = { step: 'first' as Step, done: 0, total: plannedDays(asked) }
  const tell = () => watcher.progress({ ...tracked, total: Math.max(tracked.total, tracked.done) })
  const study = makeStudy(asked, (days) => {
    tracked.done += days
    tell()
  })
  let answer = emptyAnswer(quick)
  const enter = (step: Step, more: Partial<Answer>) => {
    answer = { ...answer, ...more }
    tracked.step = step
    watcher.answer(answer)
    tell()
  }
  const gathered = openVariant(study, {}, true)
  const begun = watcher.seconds()
  playInto(study, gathered, Math.min(stretchesOfFirst, stretchesToPlay(asked)))
  enter('base', { ...baseOf(study, gathered), firstAnswerSeconds: watcher.seconds() })
  playAll(study, gathered)
  const base = playedOf(gathered, asked.settled)
  const eventsPerSecond = eventsOf(gathered) / Math.max(0.001, watcher.seconds() - begun)
  const notes = gathered.stretches.length < stretchesFor(asked.settled.play.days) ? [...quick.notes, reduced(base)] : quick.notes
  enter('breaking', { ...baseOf(study, gathered), eventsPerSecond, quick: { ...quick, notes } })
  enter('curve', { breaking: breakingPoint(study, base, quick.arithmetic.load) })
  for (const multiple of asked.settled.multiples) enter('curve', { curve: [...answer.curve, pointOf(study, multiple, base)] })
  enter('staffing', {})
  enter('done', { staffing: searchPeople(study, quick.erlang.peopleToPlan), allSeconds: watcher.seconds() })
  return answer
}

export const emptyAnswer = (quick: Quick): Answer => ({
  quick,
  base: null,
  halfHours: null,
  curve: [],
  breaking: null,
  staffing: null,
  firstAnswerSeconds: null,
  allSeconds: null,
  eventsPerSecond: null,
})

const baseOf = ({ asked }: Study, gathered: Gathered) => ({
  base: playedOf(gathered, asked.settled),
  halfHours: halfHoursOf(gathered),
})

const reduced = ({ days }: Played): Note => ({ code: 'days_reduced', count: days, share: null })

/** The days that were asked for, or as many as can be played in reasonable time. */
function stretchesToPlay({ settled }: SettledQuestion): number {
  const each = Math.max(1, settled.exceptionsPerWeek * 6)
  return Math.min(stretchesFor(settled.play.days), Math.max(4, Math.floor(exceptionsMax / each)))
}

function playAll(study: Study, gathered: Gathered): void {
  const wanted = stretchesToPlay(study.asked)
  const isRough = () => {
    const { low, high } = playedOf(gathered, study.asked.settled).lateShare
    return (high - low) / 2 > halfWidthMax
  }
  while (gathered.stretches.length < wanted) playInto(study, gathered, Math.min(8, wanted - gathered.stretches.length))
  while (gathered.stretches.length < wanted * longerMax && isRough()) playInto(study, gathered, Math.max(4, Math.ceil(wanted / 4)))
}

/** A guess for the bar: all days of the base, and some three dozen looks at other volumes and people. */
function plannedDays(asked: SettledQuestion): number {
  const looks = 36 + asked.settled.multiples.length
  return stretchesToPlay(asked) * 28 + looks * 10 * 28
}

function pointOf(study: Study, multiple: number, base: Played): Answer['curve'][number] {
  const { volumePerDay, shifts, shrinkage, handleMinutes, limits, classes } = study.asked.settled
  const settled = settledFor(study, { multiple })
  const work = { arrivalsPerHour: arrivalsPerHour(study, multiple), handleMinutes }
  const { people } = peopleNeeded(work, serviceLimits(limits, classes, work))
  return {
    multiple,
    volumePerDay: volumePerDay * multiple,
    exceptionsPerDay: settled.exceptionsPerDay,
    peopleToPlan: peopleToPlan(people, shrinkage),
    played: multiple === 1 ? base : lookAt(study, { multiple, shifts }),
  }
}

/** The open hours as one, like the Erlang check of the question. */
function arrivalsPerHour({ asked }: Study, multiple: number): number {
  const hours = hoursIn(openIn(asked.settled.shifts))
  return (asked.settled.exceptionsPerWeek * multiple) / hours
}
