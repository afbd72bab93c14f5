import { mayEverywhere, requireEverywhere, requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { type Cause, demandsOf } from '../cause.ts'
import type * as contract from '../contract.ts'
import { candidatesFor, causesAfter, endCause, holdCause, insertCause, itemsOfCause, openItemsOf } from '../store/causes.ts'
import { sortAnew } from './known-cause.ts'
import type { QueueParts } from './ports.ts'
import { reachOf, reachWithin } from './rights.ts'

const scope = 'causes:write'
/** Items that are looked at again when a cause is named: the most urgent ones. What comes later is looked at when it is opened. */
const lookedAtMax = 20_000
/** The same where every item's decision must be read. */
const readMax = 2000

export const listCauses = read({
  scope: 'exceptions:read',
  async run(db, input: InputOf<typeof contract.listCauses>, ctx) {
    const { teams } = reachWithin(ctx.actor, 'exceptions:read', { team: input.team })
    const filter = { teams, team: input.team, isClosed: input.closed === 'true', after: input.after, limit: input.limit + 1 }
    const found = await causesAfter(db, filter)
    const shown = found.slice(0, input.limit)
    const items = await answersFor(db, ctx, shown)
    return { items, next: found.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
  },
})

async function answersFor(db: Queryable, ctx: Ctx, causes: readonly Cause[]) {
  const counts = await openItemsOf(
    db,
    reachOf(ctx.actor, 'exceptions:read'),
    causes.map((cause) => cause.id),
  )
  return causes.map((cause) => toAnswer(cause, counts.get(cause.id) ?? 0))
}

async function answerFor(db: Queryable, ctx: Ctx, cause: Cause) {
  const [answer] = await answersFor(db, ctx, [cause])
  return answer ?? toAnswer(cause, 0)
}

export function makeOpenCause({ knownTeams }: QueueParts) {
  return write({
    scope,
    action: 'cause.open',
    async run(tx, input: InputOf<typeof contract.openCause>, ctx) {
      requireOver(ctx, input.team)
      if (input.team !== null && (await knownTeams(tx, [input.team])).length === 0)
        throw new AppError('not_found', `There is no team ${input.team}.`, { next: 'Check its id, or leave it out for all teams.' })
      const { id, team, title, nextStep, matches } = input
      if (demandsOf({ matches, teamId: null }) === 0) throw tooWide()
      const cause: Cause = { id, teamId: team, title, nextStep, matches, openedAt: ctx.now, closedAt: null, etag: 1 }
      if (!(await insertCause(tx, cause)))
        throw new AppError('conflict', `There is a cause ${id} already.`, {
          next: 'Choose another id, for example with a number at its end.',
        })
      const items = await sortAnew(tx, await candidatesFor(tx, cause, matches.rule === undefined ? lookedAtMax : readMax), ctx.now)
      return { subject: `cause:${id}`, after: { team, title, nextStep, matches, items }, result: await answerFor(tx, ctx, cause) }
    },
  })
}

function tooWide(): AppError {
  return new AppError('invalid', 'Say what belongs to this cause.', {
    faults: [{ path: 'matches', message: 'name a decision type, an AI agent, a rule or words' }],
    next: 'Name at least one of decisionType, aiAgent, rule and words.',
  })
}

/** What is of the whole organisation is in the hands of those who hold the right in all of it. */
function requireOver(ctx: Ctx, team: string | null): void {
  if (team === null) requireEverywhere(ctx.actor, scope)
  else requireScope(ctx.actor, scope, team)
}

export const closeCause = write({
  scope,
  action: 'cause.close',
  async run(tx, { id, what }: InputOf<typeof contract.closeCause>, ctx) {
    const before = await holdCause(tx, id)
    const isForeign = before?.teamId && !mayEverywhere(ctx.actor, scope) && !reachOf(ctx.actor, scope).teams?.includes(before.teamId)
    if (!before || isForeign)
      throw new AppError('not_found', `There is no cause ${id} that you may close.`, { next: 'See /api/v1/causes for what there is.' })
    requireOver(ctx, before.teamId)
    if (before.closedAt) throw new AppError('conflict', 'This cause is closed already.', { next: 'Nothing is left to do.' })
    const after = { ...before, closedAt: ctx.now, etag: before.etag + 1 }
    await endCause(tx, after)
    await sortAnew(tx, await itemsOfCause(tx, id), ctx.now)
    return { subject: `cause:${id}`, after: { closedAt: ctx.now.toISOString() }, reason: what, result: await answerFor(tx, ctx, after) }
  },
})

function toAnswer({ teamId, openedAt, closedAt, ...cause }: Cause, openItems: number) {
  return { ...cause, team: teamId, openedAt: openedAt.toISOString(), closedAt: closedAt?.toISOString() ?? null, openItems }
}
