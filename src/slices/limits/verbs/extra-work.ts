import { requireActFor, requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { read, write } from '#kernel/verb.ts'
import { peopleByTeam, teamOf } from '#slices/identity/index.ts'
import { dayIn, placesAtWork } from '#slices/registry/index.ts'
import type * as contract from '../contract.ts'
import { type ExtraWork, requireCountable } from '../extra-work.ts'
import { type Place, placeKey } from '../limit.ts'
import { rateOf } from '../rate.ts'
import { deleteExtraWork, extraWorkSince, insertExtraWork } from '../store/extra-work.ts'
import { countedIn, extraIn, isForTeamAlone, type Sums, sumsSince, toExtraWork, windowStart } from './figures.ts'
import type { LimitParts } from './parts.ts'
import { visible } from './visible.ts'

const scope = 'extra-work:write'

export function recordExtraWork({ chance }: LimitParts) {
  return write({
    scope,
    action: 'extra_work.record',
    async run(tx, input: InputOf<typeof contract.recordExtraWork>, ctx) {
      requireScope(ctx.actor, scope, input.team)
      if (input.aiAgent !== undefined) requireActFor(ctx.actor, input.aiAgent)
      const team = await teamOf(tx, input.team)
      if (!team) throw new AppError('not_found', `There is no team ${input.team}.`, { next: 'Check its id, or make the team first.' })
      const today = dayIn(team.timeZone, ctx.now)
      requireCountable(input, today)
      const work = workOf(input, { id: chance.uuid(ctx.now), on: input.on ?? today })
      await insertExtraWork(tx, work)
      const { id, teamId, aiAgentId, kind, on, minutes, cases } = work
      const result = { id, team: teamId, aiAgent: aiAgentId, kind, on }
      return { subject: `extra_work:${id}`, after: { team: teamId, aiAgent: aiAgentId, kind, on, minutes, cases }, result }
    },
  })
}

function workOf(input: InputOf<typeof contract.recordExtraWork>, made: { id: string; on: string }): ExtraWork {
  const { team: teamId, aiAgent: aiAgentId = null, kind, minutes = null, cases = null } = input
  return { ...made, teamId, aiAgentId, kind, minutes, cases }
}

export const takeBackExtraWork = write({
  scope,
  action: 'extra_work.take_back',
  async run(tx, input: InputOf<typeof contract.takeBackExtraWork>, ctx) {
    const gone = await deleteExtraWork(tx, teamsOf(ctx.actor, scope), input.work)
    if (!gone)
      throw new AppError('not_found', `There is no record ${input.work} that you may take back.`, {
        next: 'Use the id that recording gave.',
      })
    const { teamId: team, aiAgentId: aiAgent, kind, minutes, cases, on } = gone
    return { subject: `extra_work:${gone.id}`, before: { team, aiAgent, kind, minutes, cases, on }, result: {} }
  },
})

export function countExtraWork({ groupFloor }: LimitParts) {
  return read({
    scope: 'limits:read',
    async run(db, input: InputOf<typeof contract.countExtraWork>, ctx) {
      const seen = visible(ctx, 'limits:read', input)
      const from = windowStart(ctx.now, input.days * 24)
      const extra = await extraWorkSince(db, { teams: seen.teams, from: from.toISOString().slice(0, 10) })
      const atWork = (await placesAtWork(db, seen)).map((row) => ({ teamId: row.team_id, aiAgentId: row.ai_agent_id }))
      const told = extra.map((row) => ({ teamId: row.team_id, aiAgentId: isForTeamAlone(row) ? null : row.ai_agent_id }))
      const places = distinct([...atWork, ...told]).filter((place) => seen.aiAgentId === undefined || place.aiAgentId === seen.aiAgentId)
      const teams = [...new Set(places.map((place) => place.teamId))]
      const sums = await sumsSince(db, { teams, from })
      const people = await peopleByTeam(db, teams)
      const items = places
        .map((place) => itemOf(sums, place, (people.get(place.teamId) ?? 0) >= groupFloor))
        .filter(({ rateWithExtraWork, extraWork }) => rateWithExtraWork.attempts > 0 || extraWork.babysittingMinutes !== 0)
      return { from: from.toISOString(), asOf: ctx.now.toISOString(), items: items.slice(0, itemsMax) }
    },
  })
}

const itemsMax = 500

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()].sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1))
}

/** What was recorded for a team without an AI agent stands alone: it belongs to none of the rates beside it. */
function itemOf(sums: Sums, place: Place, isShown: boolean) {
  const isTeam = place.aiAgentId === null
  const counted = isTeam ? { attempts: 0, forPeople: 0, openedAbout: 0, openedInstead: 0 } : countedIn(sums, place)
  const extra = extraIn(isTeam ? sums.extra.filter(isForTeamAlone) : sums.extra, place)
  return {
    team: place.teamId,
    aiAgent: place.aiAgentId,
    rate: rateOf(counted),
    rateWithExtraWork: rateOf(counted, extra),
    extraWork: toExtraWork(extra, isShown),
  }
}
