import { requireScope } from '#kernel/actor.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import { shareOf } from '#kernel/wilson.ts'
import { attemptsSince } from '#slices/decisions/index.ts'
import { peopleByTeam, teamOf } from '#slices/identity/index.ts'
import {
  daysBetween,
  filledDays,
  type LoggedDay,
  partOfWorkingDay,
  sumOf,
  weekdayOf,
  weekOfDays,
  wholeDays,
} from '#slices/queueing/index.ts'
import { arrivalsIn, firstArrival, type HandlingCount, handlingIn, timedTeams } from '../store/observed.ts'
import type { CapacityParts } from './parts.ts'

const scope = 'capacity:read'
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const windowDays = 26 * 7
export const reviewsMin = 30
const workingDaysMin = 10

export type Observation = Awaited<ReturnType<typeof observe>>

export function getObserved(parts: Observing) {
  return read({
    scope,
    async run(db, input: { team: string }, ctx) {
      requireScope(ctx.actor, scope, input.team)
      const { days, ...seen } = await observe(db, { team: input.team, now: ctx.now, ...parts })
      return { ...seen, from: seen.from.toISOString(), to: seen.to.toISOString() }
    },
  })
}

export type Observing = Pick<CapacityParts, 'groupFloorPeople' | 'extraCases'>
type Asked = Observing & { team: string; now: Date }

/** What was seen of a team in the last half year: when exceptions came, which share of decisions they are, how long reviews took. */
export async function observe(db: Queryable, { team, now, groupFloorPeople, extraCases }: Asked) {
  const found = await teamOf(db, team)
  if (!found) throw new AppError('not_found', `There is no team ${team}.`, { next: 'See /api/v1/teams for the teams that there are.' })
  const { timeZone } = found
  const earliest = new Date(now.getTime() - windowDays * dayMs)
  const first = await firstArrival(db, team, earliest)
  const from = first ?? earliest
  const days = first === null ? [] : await loggedDays(db, { team, timeZone, from, to: now })
  const workingDays = days.filter(({ weekday }) => weekday < 5).length
  const exceptions = sumOf(days.map(({ counts }) => sumOf(counts)))
  const attempts = await attemptsSince(db, { teams: [team], from: beginOfHour(from) })
  const decisions = sumOf(attempts.map((row) => row.attempts))
  const extra = await extraCases(db, { team, from })
  return {
    team,
    timeZone,
    from,
    to: now,
    weeks: first === null ? 0 : days.length / 7,
    workingDays,
    exceptions,
    decisions,
    volumePerDay: decisions === 0 ? null : decisions * partOfWorkingDay(days, workingDaysMin),
    exceptionRate: rateOf(exceptions, decisions),
    extraCases: extra,
    exceptionRateWithExtraWork: rateOf(exceptions + extra, decisions + extra),
    week: weekOfDays(wholeDays(days)),
    isFlat: workingDays < workingDaysMin,
    days: wholeDays(days),
    ...(await handlingOf(db, { team, from: earliest, groupFloorPeople })),
  }
}

function rateOf(exceptions: number, of: number) {
  const { share, low, high } = shareOf(Math.min(exceptions, of), of)
  return share === null ? null : { value: share, low, high }
}

/** Decisions are counted by the hour: the one that the first exception fell into is whole. */
const beginOfHour = (at: Date) => new Date(Math.floor(at.getTime() / hourMs) * hourMs)

type Place = { team: string; timeZone: string; from: Date; to: Date }

async function loggedDays(db: Queryable, { team, timeZone, from, to }: Place): Promise<LoggedDay[]> {
  const seen = await arrivalsIn(db, team, { from, to, timeZone })
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  return filledDays(seen, daysBetween(local.format(from), local.format(to))).map(({ on, counts }) => ({ weekday: weekdayOf(on), counts }))
}

/**
 * Handling time of a team that is large enough. A smaller one is told that of all large teams together, or, where there is
 * none, that of everybody: so no two figures differ by the pace of a small group.
 */
async function handlingOf(db: Queryable, { team, from, groupFloorPeople }: { team: string; from: Date; groupFloorPeople: number }) {
  const teams = await timedTeams(db, from)
  const people = await peopleByTeam(db, [...new Set([...teams, team])])
  const large = teams.filter((one) => (people.get(one) ?? 0) >= groupFloorPeople)
  const isAlone = large.includes(team)
  const own = isAlone ? await handlingIn(db, [team], from) : null
  if (own && own.n >= reviewsMin) return { handling: handlingToWire(own, 'team'), handlingState: 'ok' as const, reviewsMissing: 0 }
  const group = large.length > 0 ? large : teams
  const size = sumOf(group.map((one) => people.get(one) ?? 0))
  if (group.length > 0 && size < groupFloorPeople) return { handling: null, handlingState: 'suppressed' as const, reviewsMissing: 0 }
  const all = await handlingIn(db, group, from)
  if (all.n < reviewsMin) return { handling: null, handlingState: 'too_few' as const, reviewsMissing: reviewsMin - all.n }
  return { handling: handlingToWire(all, 'organisation'), handlingState: 'of_organisation' as const, reviewsMissing: 0 }
}

function handlingToWire({ n, mean, variance, p50, p90 }: HandlingCount, from: 'team' | 'organisation') {
  return {
    from,
    kind: 'handling' as const,
    n,
    minutesMean: mean / 60,
    minutesP50: p50 / 60,
    minutesP90: p90 / 60,
    scv: mean === 0 ? 0 : variance / mean ** 2,
  }
}
