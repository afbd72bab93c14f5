import * as z from 'zod/mini'
import { Settled } from './question.ts'

/** An estimate with its 95 % range, from the spread between simulated stretches of days. */
export const Ranged = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Ranged = z.infer<typeof Ranged>

/** What somebody who reads the answer has to know of it. The console has the words; `count` and `share` are the figures in them. */
export const Note = z.object({
  code: z.enum([
    'flat_profile', // fewer than ten working days were seen: arrivals are spread evenly over the open hours
    'logged_days', // whole logged days were drawn, so that busy days stay busy
    'poisson', // arrivals are independent of each other; real ones come in clumps
    'rate_upper_limit', // the exception rate is the upper end of its range, because few decisions were seen
    'rate_unknown', // no decision was seen; the rate has to be given
    'handling_unknown', // fewer than thirty timed reviews: give a time; shown at that time and at twice of it
    'handling_of_organisation', // too few people review in this team; the time of the whole organisation is used
    'handling_is_elapsed', // the log holds time to resolve, which is no handling time; give one
    'arrives_closed', // this share arrives while nobody is planned, and waits for the next opening
    'volume_unknown', // no decision was seen; the volume has to be given
    'no_arrivals',
    'nobody_planned',
    'days_reduced', // so many exceptions that fewer days were played
    'approximate_scv', // handling times are not exponential: the Erlang check is an approximation
    'proposed_shift',
  ]),
  count: z.nullable(z.number()),
  share: z.nullable(z.number()),
})
export type Note = z.infer<typeof Note>

/** Layer 1. The arithmetic of one working day; true without any model. */
const Arithmetic = z.object({
  exceptionsPerDay: z.number(),
  workHoursPerDay: z.number(),
  /** Hours of people planned, and what is left of them after shrinkage. */
  plannedHoursPerDay: z.number(),
  dutyHoursPerDay: z.number(),
  /** Reviews that these people can do in a week and on a working day at the occupancy limit. */
  capacityPerDay: z.number(),
  /** Work ÷ time on duty, over the week. 1 and above can never be done. */
  load: z.nullable(z.number()),
  /** Full-time people to plan for, at eight hours a day. */
  fullTimePeople: z.number(),
  /** Backlog at close if nothing changes, day by day; empty when capacity is enough. */
  backlog: z.array(z.object({ day: z.int(), atClose: z.number(), daysOfWork: z.number() })),
})

/** Layer 2. The busiest half hour after carry-over, held against Erlang's formulas. */
const ErlangCheck = z.object({
  status: z.enum(['stable', 'unstable', 'no_arrivals', 'nobody_planned']),
  /** The open hours of a working day as one: mean rate, and what is needed for it. */
  arrivalsPerHour: z.number(),
  offeredLoad: z.number(),
  peopleOnDuty: z.number(),
  peopleNeeded: z.int(),
  peopleToPlan: z.int(),
  /** Which limit asks for the last person. */
  bindingLimit: z.nullable(z.enum(['late', 'depth', 'occupancy'])),
  /** With the people on duty now; null where the queue is unstable and a wait has no value. */
  occupancy: z.nullable(z.number()),
  chanceToWait: z.nullable(z.number()),
  meanWaitMinutes: z.nullable(z.number()),
  waitMinutesP90: z.nullable(z.number()),
  lateShare: z.nullable(z.number()),
  depthChance: z.nullable(z.number()),
  /** Through a working day: planned, needed for each half hour alone, and needed with the work that is carried over. */
  halfHours: z.array(
    z.object({
      halfHour: z.int(),
      arrivalsPerHour: z.number(),
      offeredLoad: z.number(),
      carriedLoad: z.number(),
      peoplePlanned: z.number(),
      peopleOnDuty: z.number(),
      neededAlone: z.int(),
      neededCarried: z.int(),
    }),
  ),
})

export const Quick = z.object({
  settled: Settled,
  notes: z.array(Note),
  arithmetic: Arithmetic,
  /** The same for twice the handling time and twice the rate, when the observed ones are thin. */
  atTwice: z.nullable(z.object({ handleMinutes: Arithmetic, exceptionRate: Arithmetic })),
  erlang: ErlangCheck,
})
export type Quick = z.infer<typeof Quick>

/** One half hour of a working day, over all simulated days. */
const HalfHour = z.object({
  halfHour: z.int(),
  arrivals: z.number(),
  peopleOnDuty: z.number(),
  queueMean: Ranged,
  /** 95 of 100 days have at most this many waiting at the end of the half hour. */
  queueP95: Ranged,
  /** Wait of those who arrived in it; null when nobody did. */
  waitMinutesMean: z.nullable(Ranged),
  lateShare: z.nullable(Ranged),
  /** Null while nobody is on duty. */
  occupancy: z.nullable(Ranged),
})

const ClassAnswer = z.object({
  id: z.string(),
  arrivals: z.int(),
  waitMinutesMax: z.number(),
  waitMinutesMean: Ranged,
  waitMinutesP50: Ranged,
  waitMinutesP90: Ranged,
  waitMinutesP95: Ranged,
  lateShare: Ranged,
  /** Share that nobody took before it expired. */
  expiredShare: Ranged,
})

/** What one way of staffing does to one volume. */
export const Played = z.object({
  /** How many days it rests on; the first week of each stretch is played and not counted. */
  days: z.int(),
  replications: z.int(),
  exceptions: z.int(),
  events: z.int(),
  lateShare: Ranged,
  waitMinutesMean: Ranged,
  waitMinutesP50: Ranged,
  waitMinutesP90: Ranged,
  waitMinutesP95: Ranged,
  waitMinutesP99: Ranged,
  depthMean: Ranged,
  /** Greatest depth of a day: in the middle, and what 95 of 100 days stay under. */
  depthMaxP50: Ranged,
  depthMaxP95: Ranged,
  depthChance: Ranged,
  oldestMinutesP95: Ranged,
  occupancy: z.nullable(Ranged),
  /** Share of working days on which the queue is never empty from one opening to the next. */
  neverEmptyShare: Ranged,
  /** Waiting at opening, and how much more from one day to the next. */
  depthAtOpening: Ranged,
  growthPerDay: Ranged,
  /** Work left at close, in hours of one person. */
  hoursLeftAtClose: Ranged,
  expiredShare: Ranged,
  /** True when every limit of the question is kept. */
  holds: z.boolean(),
  broken: z.array(z.enum(['late', 'depth', 'occupancy', 'never_empty', 'grows'])),
  classes: z.array(ClassAnswer),
})
export type Played = z.infer<typeof Played>

const CurvePoint = z.object({
  multiple: z.number(),
  volumePerDay: z.number(),
  exceptionsPerDay: z.number(),
  /** Erlang's answer beside it: people to plan for a shift pattern like this one. */
  peopleToPlan: z.int(),
  played: Played,
})

/** A number of planned people, and what it does: more people, fewer late. */
const FrontierPoint = z.object({
  shiftPeople: z.array(z.int()),
  /** Most people planned at one time, and hours planned in a week. */
  peoplePlanned: z.int(),
  plannedHoursPerWeek: z.number(),
  lateShare: Ranged,
  depthChance: Ranged,
  occupancy: z.nullable(Ranged),
  holds: z.boolean(),
  isSmallest: z.boolean(),
})

const Staffing = z.object({
  /** The fewest people in these shifts that keep every limit; null when none up to the bound does. */
  shiftPeople: z.nullable(z.array(z.int())),
  peoplePlanned: z.nullable(z.int()),
  plannedHoursPerWeek: z.nullable(z.number()),
  erlangPeople: z.int(),
  frontier: z.array(FrontierPoint),
})

const VolumeRange = z.object({ multiple: Ranged, volumePerDay: Ranged, exceptionsPerDay: Ranged })

/** Where a limit is first passed as the volume grows, everything else staying as it is. */
const Sign = z.object({
  sign: z.enum(['late', 'depth', 'never_empty']),
  state: z.enum(['found', 'already', 'beyond']),
  at: z.nullable(VolumeRange),
})

const Breaking = z.object({
  /** `found`: at `at` the queue no longer empties overnight. `already`: it does not today. `beyond`: not within the range searched. */
  state: z.enum(['found', 'already', 'beyond', 'no_arrivals', 'nobody_planned']),
  at: z.nullable(VolumeRange),
  /** Beyond this volume the work is more than the time of the people, whatever the day looks like. */
  arithmeticMultiple: z.nullable(z.number()),
  searchedTo: z.number(),
  /** The queue breaks when more than this share of working days never sees it empty. */
  neverEmptyShareMax: z.number(),
  signs: z.array(Sign),
  /** The volume where it breaks, simulated by itself: the two must agree. */
  played: z.nullable(Played),
})

/** The whole answer. Parts are null until they are reached. */
export const Answer = z.object({
  quick: Quick,
  /** Today, or the volume that was asked for. */
  base: z.nullable(Played),
  halfHours: z.nullable(z.array(HalfHour)),
  /** Volume times this and that, with the people of the question. */
  curve: z.array(CurvePoint),
  breaking: z.nullable(Breaking),
  staffing: z.nullable(Staffing),
  /** Seconds until the first answer with a range, and until all of it. */
  firstAnswerSeconds: z.nullable(z.number()),
  allSeconds: z.nullable(z.number()),
  eventsPerSecond: z.nullable(z.number()),
})
export type Answer = z.infer<typeof Answer>
