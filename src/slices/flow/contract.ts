import * as z from 'zod/mini'
import { route, Slug } from '#kernel/contract.ts'

const Day = z.iso.date('write a day like 2026-01-31').check(z.refine((on) => on >= '1900', 'write a day after 1900'))
const window = { team: z.optional(Slug), from: Day, to: Day }
const TimeZone = z.string().check(z.maxLength(64), z.regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/, 'write a time zone like Europe/Berlin'))
const scope = 'measures:read'

export const getArrivals = route({
  method: 'GET',
  path: '/api/v1/flow/arrivals',
  scope,
  summary: 'When conversations begin: by hour of the week, and the busiest hours of all',
  input: z.object({ ...window, /** UTC unless told. */ timeZone: z.optional(TimeZone) }),
  output: z.object({
    timeZone: z.string(),
    conversations: z.int(),
    /** Weekday 1 is Monday; hours without any are left out. */
    hours: z.array(z.object({ weekday: z.int(), hour: z.int(), n: z.int() })),
    /** The five hours in which most began, by when each begins. */
    busiest: z.array(z.object({ at: z.iso.datetime(), n: z.int() })),
  }),
})

export const getBacklog = route({
  method: 'GET',
  path: '/api/v1/flow/backlog',
  scope,
  summary: 'How many conversations were open at the end of each day or week, and in each team at the end of the window',
  description:
    'Open are those that began and had neither been solved nor closed, by what is known now: one that was reopened is open until its last end, and counts in the team that has it now.',
  input: z.object({ ...window, by: z.optional(z.enum(['day', 'week'])) }),
  output: z.object({
    rows: z.array(
      z.object({
        /** The UTC day, or the Monday of the week, at whose end `open` are open. */
        on: z.string(),
        begun: z.int(),
        ended: z.int(),
        open: z.int(),
      }),
    ),
    /** Most first. */
    teams: z.array(z.object({ team: z.string(), begun: z.int(), ended: z.int(), open: z.int() })),
  }),
})

export const getPassedOn = route({
  method: 'GET',
  path: '/api/v1/flow/passed-on',
  scope,
  summary: 'Which team passes conversations on to which, and how many go to and fro',
  description: 'Of conversations that began in the window, by the team that each event names.',
  input: z.object({ ...window, /** A team that only stands for no team. */ without: z.optional(Slug) }),
  output: z.object({
    conversations: z.int(),
    passedOn: z.int(),
    /** Changes from one team to another. */
    moves: z.int(),
    /** Those that came back to a team that had had them: A, B, A. */
    pingPong: z.int(),
    /** The hundred most frequent. */
    pairs: z.array(z.object({ from: z.string(), to: z.string(), n: z.int() })),
  }),
})

export const getQuietTeams = route({
  method: 'GET',
  path: '/api/v1/flow/teams',
  scope,
  summary: 'Teams year by year: how many conversations began, and which teams went quiet',
  description: 'A team went quiet if in the year it had under a tenth of its best year until then.',
  input: z.object({
    /** The last whole year, or the last with conversations where that is longer ago, unless told. */
    year: z.optional(z.coerce.number().check(z.int(), z.minimum(1900), z.maximum(9999))),
  }),
  output: z.object({
    year: z.nullable(z.int()),
    years: z.array(z.object({ year: z.int(), n: z.int(), teams: z.int() })),
    teams: z.array(
      z.object({
        team: z.string(),
        n: z.int(),
        firstMonth: z.string(),
        lastMonth: z.string(),
        activeMonths: z.int(),
        best: z.object({ year: z.int(), n: z.int() }),
        inYear: z.int(),
        isQuiet: z.boolean(),
      }),
    ),
  }),
})
