import { mayActFor, requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { people } from '#slices/identity/index.ts'
import { addDays, versionsOf } from '#slices/measures/index.ts'
import type * as contract from '../contract.ts'
import { type News, recordAccess, recordExposure, recordGrades, recordSuggestions, recordTraining, type UseParts } from './record.ts'

const scope = 'usage:write'
/** Clocks of other systems may go a little ahead of ours. */
const aheadMs = 5 * 60_000

export type UsageParts = { pseudonymKey: Buffer }

type Told = { team: string; aiAgent?: string; times: readonly (string | null | undefined)[] }

/** Refuses a batch for teams that are not the caller's or not known, for another AI agent, or from the future. */
async function requireTellable(tx: Tx, ctx: Ctx, told: readonly Told[]): Promise<void> {
  const teams = [...new Set(told.map(({ team }) => team))]
  for (const team of teams) requireScope(ctx.actor, scope, team)
  const other = told.find(({ aiAgent }) => (aiAgent === undefined ? ctx.actor.aiAgentId !== undefined : !mayActFor(ctx.actor, aiAgent)))
  if (other)
    throw new AppError('not_allowed', `This key speaks for ${ctx.actor.aiAgentId} only.`, {
      next: 'Report its own use with it, and the rest with another key.',
    })
  const known = new Set(await people.teams(tx, teams))
  const unknown = teams.find((team) => !known.has(team))
  if (unknown !== undefined)
    throw new AppError('not_found', `There is no team ${unknown}.`, { next: 'Add it under Settings, or correct its id.' })
  const latest = new Date(ctx.now.getTime() + aheadMs)
  const late = told.findIndex(({ times }) => times.some((time) => time && new Date(time) > latest))
  if (late >= 0)
    throw new AppError('invalid', `Item ${late + 1} lies in the future.`, { next: 'Correct its time. What will be cannot be reported.' })
}

const partsOf = async (tx: Tx, ctx: Ctx, { pseudonymKey }: UsageParts): Promise<UseParts> => ({
  at: ctx.now,
  pseudonymKey,
  versions: await versionsOf(tx),
})

function summed(subject: string, news: News) {
  const recorded = news.filter(Boolean).length
  const result = { recorded, unchanged: news.length - recorded }
  return { subject, after: result, result }
}

export const makeRecordSuggestions = (parts: UsageParts) =>
  write({
    scope,
    action: 'suggestions.record',
    async run(tx, { suggestions }: InputOf<typeof contract.recordSuggestions>, ctx) {
      await requireTellable(
        tx,
        ctx,
        suggestions.map(({ team, aiAgent, shownAt, answeredAt }) => ({ team, aiAgent, times: [shownAt, answeredAt] })),
      )
      return summed('suggestions', await recordSuggestions(tx, suggestions, await partsOf(tx, ctx, parts)))
    },
  })

export const makeRecordTraining = (parts: UsageParts) =>
  write({
    scope,
    action: 'training.record',
    async run(tx, { training }: InputOf<typeof contract.recordTraining>, ctx) {
      await requireTellable(
        tx,
        ctx,
        training.map(({ team, at }) => ({ team, times: [at] })),
      )
      return summed('training', await recordTraining(tx, training, await partsOf(tx, ctx, parts)))
    },
  })

export const makeRecordAccess = (parts: UsageParts) =>
  write({
    scope,
    action: 'access.record',
    async run(tx, { access }: InputOf<typeof contract.recordAccess>, ctx) {
      await requireTellable(
        tx,
        ctx,
        access.map(({ team }) => ({ team, times: [] })),
      )
      return summed('access', await recordAccess(tx, access, await partsOf(tx, ctx, parts)))
    },
  })

export const makeRecordExposure = (parts: UsageParts) =>
  write({
    scope,
    action: 'exposure.record',
    async run(tx, { exposure }: InputOf<typeof contract.recordExposure>, ctx) {
      await requireTellable(
        tx,
        ctx,
        // Where the day begins first it is a day ahead of UTC.
        exposure.map(({ team, day }) => ({ team, times: [`${addDays(day, -1)}T00:00:00Z`] })),
      )
      return summed('exposure', await recordExposure(tx, exposure, await partsOf(tx, ctx, parts)))
    },
  })

export const makeRecordGrades = (parts: UsageParts) =>
  write({
    scope,
    action: 'grades.record',
    async run(tx, { grades }: InputOf<typeof contract.recordGrades>, ctx) {
      await requireTellable(
        tx,
        ctx,
        grades.map(({ team, aiAgent, at, gradedAt }) => ({ team, aiAgent, times: [at, gradedAt] })),
      )
      return summed('grades', await recordGrades(tx, grades, await partsOf(tx, ctx, parts)))
    },
  })
