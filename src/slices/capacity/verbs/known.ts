import { teamsOf } from '#kernel/actor.ts'
import type { Queryable } from '#kernel/db.ts'
import type { Ctx } from '#kernel/verb.ts'
import { weekdayOf } from '#slices/queueing/index.ts'
import type { Question } from '../contract.ts'
import type { Profile } from '../profile.ts'
import type { Arrivals, Known, KnownHandling } from '../settle.ts'
import { type Observation, type Observing, observe } from './observed.ts'
import { requireProfile } from './profiles.ts'

/** All that a question needs to be settled: what was observed in its team, and the profile that it names. */
export async function knownFor(db: Queryable, question: Question, at: Observing & { ctx: Ctx }): Promise<Known> {
  const { ctx, ...parts } = at
  const seen = await observe(db, { team: question.team, now: ctx.now, ...parts })
  const observed: Known = {
    timeZone: seen.timeZone,
    arrivals: arrivalsSeen(seen),
    volumePerDay: seen.volumePerDay,
    rate: seen.exceptionRateWithExtraWork,
    handling: seen.handling,
  }
  if (question.profile === null) return observed
  return withProfile(observed, await requireProfile(db, question.profile, teamsOf(ctx.actor, 'capacity:read')))
}

function arrivalsSeen({ team, week, weeks, workingDays, days }: Observation): Arrivals {
  return { id: null, name: team, kind: 'observed', counts: 'exceptions', week, weeks, workingDays, days }
}

/** A week that somebody measured elsewhere is taken as it is, also without the days that it came from. */
const workingDaysOfWeek = 10

function withProfile(observed: Known, profile: Profile): Known {
  const days = profile.days.map(({ on, counts }) => ({ weekday: weekdayOf(on), counts }))
  return {
    ...observed,
    timeZone: profile.timeZone,
    arrivals: {
      id: profile.id,
      name: profile.name,
      kind: 'imported',
      counts: profile.counts,
      week: profile.week,
      weeks: days.length / 7,
      workingDays: days.length === 0 ? workingDaysOfWeek : days.filter(({ weekday }) => weekday < 5).length,
      days,
    },
    rate: profile.exceptionRate === null ? observed.rate : { value: profile.exceptionRate, high: profile.exceptionRate },
    handling: handlingOf(profile) ?? observed.handling ?? elapsedOf(profile),
  }
}

function handlingOf({ handling }: Profile): KnownHandling | null {
  return handling?.kind === 'handling' ? { ...handling, from: 'imported' } : null
}

function elapsedOf({ handling }: Profile): KnownHandling | null {
  return handling?.kind === 'elapsed' ? { ...handling, from: 'elapsed' } : null
}
