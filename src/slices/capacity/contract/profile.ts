import * as z from 'zod/mini'
import { page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { halfHoursOfDay, halfHoursOfWeek } from '#slices/queueing/ids.ts'

const rate = z.number().check(z.minimum(0), z.maximum(10_000_000))
const Name = z.string().check(z.trim(), z.minLength(1, 'write a name'), z.maxLength(120))

/** How long one review takes, in minutes of a person's time. */
const Handling = z.strictObject({
  /** `elapsed` is time from opening to resolution: it says how long customers wait and nothing about the work. */
  kind: z.enum(['handling', 'elapsed']),
  n: z.int().check(z.minimum(0), z.maximum(1_000_000_000)),
  minutesMean: z.number().check(z.minimum(0), z.maximum(10_000_000)),
  minutesP50: z.number().check(z.minimum(0), z.maximum(10_000_000)),
  minutesP90: z.number().check(z.minimum(0), z.maximum(10_000_000)),
  /** Variance ÷ mean squared. */
  scv: z.number().check(z.minimum(0), z.maximum(1_000_000)),
})

/** One logged day and what arrived in each of its half hours, in local time. */
const LoggedDay = z.strictObject({
  on: z.iso.date(),
  counts: z.array(z.int().check(z.minimum(0), z.maximum(1_000_000))).check(z.minLength(halfHoursOfDay), z.maxLength(halfHoursOfDay)),
})

const profileFields = {
  team: Slug,
  name: Name,
  /** Where it comes from: the file, the data set, its licence. */
  source: z.string().check(z.minLength(1), z.maxLength(1000)),
  /** What the counts count: everything that the AI agents handle, or only what became an exception. */
  counts: z.enum(['tickets', 'exceptions']),
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Mean arrivals in each half hour of the week, from Monday 00:00 local time. */
  week: z.array(rate).check(z.minLength(halfHoursOfWeek), z.maxLength(halfHoursOfWeek)),
  handling: z._default(z.nullable(Handling), null),
  exceptionRate: z._default(z.nullable(z.number().check(z.minimum(0), z.maximum(1))), null),
  /** At least eight weeks of them allow whole days to be drawn. */
  days: z._default(z.array(LoggedDay).check(z.maxLength(1100)), []),
}

export const ProfileSummary = z.object({
  id: Uuid,
  team: z.string(),
  name: z.string(),
  source: z.string(),
  counts: z.enum(['tickets', 'exceptions']),
  /** On a working day, Monday to Friday. */
  perWorkingDay: z.number(),
  loggedDays: z.int(),
  madeAt: z.iso.datetime(),
})

export const Profile = z.object({
  ...ProfileSummary.shape,
  timeZone: z.string(),
  week: z.array(z.number()),
  handling: z.nullable(Handling),
  exceptionRate: z.nullable(z.number()),
  firstDayOn: z.nullable(z.string()),
  lastDayOn: z.nullable(z.string()),
})

/** What this installation saw by itself; what it may not show or does not know is null, with the reason beside it. */
const Observed = z.object({
  team: z.string(),
  timeZone: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  weeks: z.number(),
  workingDays: z.int(),
  exceptions: z.int(),
  decisions: z.int(),
  volumePerDay: z.nullable(z.number()),
  /** Share of decisions that became exceptions, with its range. */
  exceptionRate: z.nullable(z.object({ value: z.number(), low: z.number(), high: z.number() })),
  /** Cases handled outside of the tool or out of scope that were recorded in that time, and the rate with them: what plans go by. */
  extraCases: z.int(),
  exceptionRateWithExtraWork: z.nullable(z.object({ value: z.number(), low: z.number(), high: z.number() })),
  week: z.array(z.number()),
  isFlat: z.boolean(),
  handling: z.nullable(z.object({ ...Handling.shape, from: z.enum(['team', 'organisation']) })),
  handlingState: z.enum(['ok', 'too_few', 'of_organisation', 'suppressed']),
  /** Timed reviews that are still missing before a handling time is shown. */
  reviewsMissing: z.int(),
})

export const listProfiles = route({
  method: 'GET',
  path: '/api/v1/capacity/profiles',
  scope: 'capacity:read',
  summary: 'Imported profiles of arrivals, newest first',
  input: z.object({ ...pageInput, after: z.optional(Uuid), team: z.optional(Slug) }),
  output: page(ProfileSummary),
})

export const getProfile = route({
  method: 'GET',
  path: '/api/v1/capacity/profiles/:profile',
  scope: 'capacity:read',
  summary: 'One profile: arrivals by half hour of the week, and handling time',
  input: z.object({ profile: Uuid }),
  output: Profile,
})

export const createProfile = route({
  method: 'POST',
  path: '/api/v1/capacity/profiles',
  scope: 'capacity:write',
  summary: 'Import a profile of arrivals',
  input: z.strictObject(profileFields),
  output: Profile,
  status: 201,
})

export const getObserved = route({
  method: 'GET',
  path: '/api/v1/capacity/teams/:team/observed',
  scope: 'capacity:read',
  summary: 'Arrivals, exception rate and handling time as they were seen in a team',
  description: 'Drills are left out. Handling time is shown from thirty timed reviews on, and never for a group under the group floor.',
  input: z.object({ team: Slug }),
  output: Observed,
})
