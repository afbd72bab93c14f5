import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

export const daysMin = 50
export const daysMax = 10_000

const amount = (min: number, max: number) => z.number().check(z.minimum(min), z.maximum(max))
const whole = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max))
const share = amount(0, 1)

/** People who are planned for a part of the day. One that ends before it begins goes on into the next day. */
const Shift = z.strictObject({
  /** 0 is Monday, 6 is Sunday. */
  days: z.array(whole(0, 6)).check(z.minLength(1), z.maxLength(7)),
  /** In half hours since midnight in the team's time zone: 18 is 09:00. */
  fromHalfHour: whole(0, 47),
  /** The half hour that it ends before; 48 is midnight. */
  toHalfHour: whole(1, 48),
  /** People planned, before breaks, meetings and absence are taken off. */
  people: whole(0, 2000),
  /** Skills of these people, the first one served first; left out: all skills. */
  skills: z.optional(z.array(Slug).check(z.minLength(1), z.maxLength(8))),
})

/** A class of exceptions that waits in a queue of its own. */
const ExceptionClass = z.strictObject({
  id: Slug,
  /** Share of all exceptions; the shares of all classes are put into proportion. */
  share: amount(0.0001, 1),
  /** 1 is served first. Classes of one priority are served in the order in which the reviewer's skills are listed, then first come, first served. */
  priority: whole(1, 9),
  /** An exception of this class is late when it waits longer for a person. */
  waitMinutesMax: amount(0, 100_000),
  /** After this wait it leaves the queue and becomes people only; null waits for ever. */
  expiresAfterMinutes: z._default(z.nullable(amount(1, 1_000_000)), null),
  skill: z._default(Slug, 'any'),
})

const Limits = z.strictObject({
  /** Greatest share of exceptions that may wait too long, for each class. */
  lateShareMax: z._default(amount(0, 0.5), 0.05),
  /** Greatest number of exceptions that may wait at once. */
  depthMax: z._default(whole(0, 1_000_000), 25),
  /** Greatest chance that a day goes beyond that depth. */
  depthChanceMax: z._default(amount(0.001, 0.5), 0.05),
  /** Greatest share of paid time on duty that may be spent in reviews; null: 0.85, and 0.92 above 50 people on duty. */
  occupancyMax: z._default(z.nullable(amount(0.1, 1)), null),
})

/** How the days are played. Each choice is named in the answer. */
const Play = z.strictObject({
  /** Days to simulate. */
  days: z._default(whole(daysMin, daysMax), 2000),
  /** `logged_days` draws whole days of the log; it needs eight weeks of them. `auto` does so when there are. */
  arrivals: z._default(z.enum(['auto', 'poisson', 'logged_days']), 'auto'),
  /** What becomes of an open review when the shift ends. */
  atShiftEnd: z._default(z.enum(['hand_back', 'finish']), 'hand_back'),
  /** Whether waiting counts around the clock, or only while somebody is planned. */
  waitCounts: z._default(z.enum(['always', 'open_hours']), 'always'),
  /** Repeats an earlier run exactly; null takes a new one. */
  seed: z._default(z.nullable(whole(0, 4_294_967_295)), null),
})

/** What somebody wants to know. Null means: as observed, or as imported. */
export const questionFields = {
  team: Slug,
  /** An imported profile; null takes what was observed in this team. */
  profile: z._default(z.nullable(Uuid), null),
  /** What the AI agents of the team handle on a working day. */
  volumePerDay: z._default(z.nullable(amount(0, 10_000_000)), null),
  /** Share of it that becomes an exception: the threshold, up or down. */
  exceptionRate: z._default(z.nullable(share), null),
  handleMinutes: z._default(z.nullable(amount(0.05, 1440)), null),
  /** Variance of handling time ÷ its mean squared: 0 always the same, 1 exponential. */
  handleScv: z._default(z.nullable(amount(0, 25)), null),
  /** Null asks for a proposal: Monday to Friday 09:00 to 17:00 with the people that the Erlang check finds. */
  shifts: z._default(z.nullable(z.array(Shift).check(z.minLength(1), z.maxLength(40))), null),
  /** Share of planned time that goes to breaks, meetings and absence. */
  shrinkage: z._default(amount(0, 0.9), 0.3),
  /** Null: one class, late after 60 minutes. */
  classes: z._default(z.nullable(z.array(ExceptionClass).check(z.minLength(1), z.maxLength(8))), null),
  limits: z._default(Limits, { lateShareMax: 0.05, depthMax: 25, depthChanceMax: 0.05, occupancyMax: null }),
  play: z._default(Play, { days: 2000, arrivals: 'auto', atShiftEnd: 'hand_back', waitCounts: 'always', seed: null }),
  /** Multiples of the volume for the curve. */
  multiples: z._default(z.array(amount(0.05, 100)).check(z.minLength(1), z.maxLength(12)), [1, 2, 3, 5, 7.5, 10, 15, 20]),
  /** A name for the list of runs. */
  name: z._default(z.nullable(z.string().check(z.maxLength(120))), null),
}

export const Question = z.strictObject(questionFields)
export type Question = z.infer<typeof Question>

/** The question with everything filled in: what was really asked of the simulation. */
export const Settled = z.object({
  team: z.string(),
  timeZone: z.string(),
  profile: z.object({
    id: z.nullable(Uuid),
    name: z.string(),
    kind: z.enum(['observed', 'imported', 'flat']),
    weeks: z.number(),
    workingDays: z.int(),
  }),
  volumePerDay: z.number(),
  exceptionRate: z.number(),
  /** Exceptions on a day that has a shift, and over the whole week. */
  exceptionsPerDay: z.number(),
  exceptionsPerWeek: z.number(),
  handleMinutes: z.number(),
  handleScv: z.number(),
  /** Where handling time comes from; `elapsed` is time to resolve and no handling time. */
  handlingFrom: z.enum(['asked', 'team', 'organisation', 'imported', 'elapsed']),
  shifts: z.array(Shift),
  isProposedShift: z.boolean(),
  shrinkage: z.number(),
  classes: z.array(
    z.object({
      id: z.string(),
      share: z.number(),
      priority: z.int(),
      waitMinutesMax: z.number(),
      expiresAfterMinutes: z.nullable(z.number()),
      skill: z.string(),
    }),
  ),
  limits: z.object({ lateShareMax: z.number(), depthMax: z.int(), depthChanceMax: z.number(), occupancyMax: z.nullable(z.number()) }),
  play: z.object({
    days: z.int(),
    arrivals: z.enum(['poisson', 'logged_days']),
    atShiftEnd: z.enum(['hand_back', 'finish']),
    waitCounts: z.enum(['always', 'open_hours']),
    seed: z.int(),
  }),
  multiples: z.array(z.number()),
})
export type Settled = z.infer<typeof Settled>
