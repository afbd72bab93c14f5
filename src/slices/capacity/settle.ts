import { AppError } from '#kernel/errors.ts'
import {
  flatWeek,
  hoursIn,
  type LoggedDay,
  openDays,
  openIn,
  perWorkingDay,
  proposedPeople,
  type Shift,
  sumOf,
  usualShift,
  type Week,
  weekOf,
} from '#slices/queueing/index.ts'
import type { Note, Question, Settled } from './contract.ts'

/** Arrivals as they were observed here or imported. */
export type Arrivals = {
  id: string | null
  name: string
  kind: 'observed' | 'imported'
  counts: 'tickets' | 'exceptions'
  week: Week
  weeks: number
  workingDays: number
  days: readonly LoggedDay[]
}

/** Handling time as it is known; `elapsed` is none. */
export type KnownHandling = { minutesMean: number; scv: number; n: number; from: 'team' | 'organisation' | 'imported' | 'elapsed' }

/** All that the house knows about the team and the profile of a question. */
export type Known = {
  timeZone: string
  arrivals: Arrivals
  volumePerDay: number | null
  /** Share of decisions that became exceptions: planned with the upper end of its range. */
  rate: { value: number; high: number } | null
  handling: KnownHandling | null
}

export type SettledQuestion = { settled: Settled; notes: Note[]; week: number[]; days: readonly LoggedDay[] }

const workingDaysMin = 10
const weeksForDays = 8

const note = (code: Note['code'], figures: { count?: number; share?: number } = {}): Note => ({
  code,
  count: figures.count ?? null,
  share: figures.share ?? null,
})

/** Fills in what the question leaves open, from what is known, and says what was assumed. */
export function settle(question: Question, known: Known, freshSeed: number): SettledQuestion {
  const flow = flowOf(question, known)
  const handling = handlingOf(question, known)
  requirePlayable(flow.exceptionsPerDay, handling.minutes)
  const classes = question.classes ?? [oneClass]
  const shape = shapeOf(question, known.arrivals)
  const week = weekOf(shape.week, flow.exceptionsPerDay)
  const { limits, shrinkage } = question
  const perOpenHour = { arrivalsPerHour: sumOf(week) / hoursIn(shape.open), handleMinutes: handling.minutes }
  const shifts = question.shifts ?? [usualShift(proposedPeople(perOpenHour, { limits, classes, shrinkage }))]
  const settled: Settled = {
    team: question.team,
    timeZone: known.timeZone,
    profile: shape.profile,
    volumePerDay: flow.volumePerDay,
    exceptionRate: flow.exceptionRate,
    exceptionsPerDay: flow.exceptionsPerDay,
    exceptionsPerWeek: sumOf(week),
    handleMinutes: handling.minutes,
    handleScv: handling.scv,
    handlingFrom: handling.from,
    shifts,
    isProposedShift: question.shifts === null,
    shrinkage,
    classes: classes.map((one) => ({ ...one })),
    limits,
    play: { ...question.play, arrivals: shape.drawsDays ? 'logged_days' : 'poisson', seed: question.play.seed ?? freshSeed },
    multiples: playable(question.multiples, flow.exceptionsPerDay),
  }
  const notes = [...flow.notes, ...handling.notes, ...shape.notes, ...notesOf(settled, week)]
  return { settled, notes, week, days: shape.drawsDays ? known.arrivals.days : [] }
}

const oneClass = { id: 'all', share: 1, priority: 1, waitMinutesMax: 60, expiresAfterMinutes: null, skill: 'any' }

/** What comes while nobody works waits for the next opening: below this share it is not worth a word. */
const closedShareMin = 0.05

function notesOf({ isProposedShift, shifts, handleScv, exceptionsPerDay, play }: Settled, week: Week): Note[] {
  const open = openIn(shifts)
  const closed = sumOf(week.filter((_, slot) => !open[slot])) / Math.max(1e-9, sumOf(week))
  return [
    ...(closed >= closedShareMin && play.waitCounts === 'always' ? [note('arrives_closed', { share: closed })] : []),
    ...(isProposedShift ? [note('proposed_shift', { count: shifts[0]?.people ?? 0 })] : []),
    ...(handleScv === 1 ? [] : [note('approximate_scv')]),
    ...(exceptionsPerDay === 0 ? [note('no_arrivals')] : []),
    ...(shifts.every(({ people }) => people === 0) ? [note('nobody_planned')] : []),
  ]
}

/** When arrivals come: as they were seen, or evenly over the open hours when too little was seen. */
function shapeOf(question: Question, arrivals: Arrivals) {
  const { id, name, kind, weeks, workingDays, days } = arrivals
  const isFlat = workingDays < workingDaysMin
  const open = openIn(question.shifts ?? [usualShift(1)])
  const drawsDays = !isFlat && weeks >= weeksForDays && days.length > 0 && question.play.arrivals !== 'poisson'
  return {
    open,
    week: isFlat ? flatWeek(open) : arrivals.week,
    profile: { id, name, kind: isFlat ? ('flat' as const) : kind, weeks, workingDays },
    drawsDays,
    notes: [
      ...(isFlat ? [note('flat_profile', { count: workingDays })] : []),
      drawsDays ? note('logged_days', { count: days.length }) : note('poisson'),
    ],
  }
}

/** Beyond this a stretch of weeks no longer fits into memory. */
const exceptionsPerDayMax = 60_000
const loadMax = 20_000

function requirePlayable(exceptionsPerDay: number, handleMinutes: number): void {
  if (exceptionsPerDay > exceptionsPerDayMax || (exceptionsPerDay / 8 / 60) * handleMinutes > loadMax)
    throw new AppError('invalid', 'This is more than one queue of people can be simulated for.', {
      next: `Ask for at most ${exceptionsPerDayMax.toLocaleString('en-US')} exceptions a day, or split them by team.`,
    })
}

const playable = (multiples: readonly number[], exceptionsPerDay: number) =>
  [...new Set(multiples)].filter((multiple) => multiple * exceptionsPerDay <= exceptionsPerDayMax).sort((one, other) => one - other)

/** How many exceptions a working day brings. */
function flowOf(question: Question, { arrivals, volumePerDay, rate }: Known) {
  const seen = perWorkingDay(arrivals.week)
  const volume = question.volumePerDay ?? (arrivals.counts === 'tickets' ? seen : volumePerDay)
  if (volume === null)
    throw new AppError('conflict', 'How much the AI agents handle in a day is not known yet.', {
      next: 'Give volumePerDay (on the command line --volume), or import a profile.',
    })
  const share = question.exceptionRate ?? rate?.high ?? null
  if (share === null)
    throw new AppError('conflict', 'Which share becomes an exception is not known yet.', {
      next: 'Give exceptionRate (on the command line --rate), like 0.05.',
    })
  const isUpper = question.exceptionRate === null && rate !== null && rate.high > rate.value
  return {
    volumePerDay: volume,
    exceptionRate: share,
    exceptionsPerDay: volume * share,
    notes: isUpper ? [note('rate_upper_limit', { share })] : [],
  }
}

const reviewsMin = 30

function handlingOf(question: Question, { handling }: Known) {
  const usable = handling !== null && handling.from !== 'elapsed' && handling.n >= reviewsMin ? handling : null
  const isElapsed = handling?.from === 'elapsed'
  const minutes = question.handleMinutes ?? usable?.minutesMean
  if (minutes === undefined) throw handlingUnknown(isElapsed)
  const isTaken = question.handleMinutes === null
  const timed = isElapsed ? 0 : (handling?.n ?? 0)
  const from: Settled['handlingFrom'] = isTaken && usable ? usable.from : 'asked'
  const notes = [
    ...(usable ? [] : [note('handling_unknown', { count: reviewsMin - timed })]),
    ...(isElapsed ? [note('handling_is_elapsed')] : []),
    ...(from === 'organisation' ? [note('handling_of_organisation')] : []),
  ]
  return { minutes, scv: question.handleScv ?? usable?.scv ?? 1, from, notes }
}

function handlingUnknown(isElapsed: boolean): AppError {
  return new AppError('conflict', 'How long one review takes is not known yet.', {
    next: isElapsed
      ? 'The profile holds time to resolve, which is no handling time. Give handleMinutes (on the command line --minutes), or time thirty reviews.'
      : 'Give handleMinutes (on the command line --minutes), or let thirty reviews be timed: work on items in the queue does that by itself.',
  })
}

/** Working days in a week of these shifts, at least one. */
export const workingDaysOf = (shifts: readonly Shift[]) => Math.max(1, openDays(openIn(shifts)))
