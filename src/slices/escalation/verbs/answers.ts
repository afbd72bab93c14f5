import { type Actor, systemActor, teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { teamOf } from '#slices/identity/index.ts'
import type * as contract from '../contract.ts'
import { acknowledged, type Escalation, escalationSubject, handedOver, mayHandOver, summaryToWire } from '../escalation.ts'
import { roleWords, type StepRole } from '../procedure.ts'
import { escalationById, escalationsBefore, lockEscalation, saveEscalation } from '../store/escalations.ts'
import { itemsOf } from '../store/items.ts'
import { appendLog, forgetLinks, linkOf, logOf } from '../store/log.ts'
import { end } from './alarm.ts'
import { withName, withNames } from './named.ts'
import { planOf } from './plan.ts'
import { hashToken, tellAfter } from './tell.ts'

const reading = 'escalation:read'
const scope = 'escalation:answer'

export const listEscalations = read({
  scope: reading,
  async run(db, { after, limit, ...filter }: InputOf<typeof contract.listEscalations>, { actor }) {
    const found = await escalationsBefore(db, { ...filter, teamIds: teamsOf(actor, reading), before: after, limit: limit + 1 })
    const shown = found.slice(0, limit)
    return { items: (await withNames(db, shown)).map(summaryToWire), next: found.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
  },
})

export const getEscalation = read({
  scope: reading,
  run: async (db, input: { escalation: string }, { actor }) => wireOf(db, await seen(db, input.escalation, { actor, asked: reading })),
})

/** The escalation, for somebody who may; of another team's it is not even said that it exists. */
async function seen(db: Queryable, id: string, by: { actor: Actor; asked: string }): Promise<Escalation> {
  const found = await escalationById(db, id)
  const teams = teamsOf(by.actor, by.asked)
  if (found && (teams === null || teams.includes(found.teamId))) return found
  throw new AppError('not_found', `There is no escalation ${id}.`, { next: 'See /api/v1/escalations for what there is.' })
}

async function wireOf(db: Queryable, escalation: Escalation) {
  const items = await itemsOf(db, escalation)
  return {
    ...summaryToWire(await withName(db, escalation)),
    hasProcedure: escalation.hasProcedure,
    items: items.map(({ id, title, isGone }) => ({ id, isGone, title: title === '' ? 'Resolved meanwhile' : title })),
    log: await logOf(db, escalation),
    mayHandOver: mayHandOver(escalation),
  }
}

type Role = StepRole | 'other'
type Answer = 'acknowledge' | 'hand_over'

/** What an answer does, whoever gives it: the state, the log, and a word to those who were told. */
async function answer(tx: Tx, before: Escalation, given: { answer: Answer; role: Role; at: Date }): Promise<Escalation> {
  const { role, at } = given
  if (given.answer === 'hand_over') {
    const after = handedOver(before, at)
    await saveEscalation(tx, after)
    await appendLog(tx, before, [{ at, what: 'handed_over', role, says: `Handed over by ${roleWords[role]}.` }])
    return after
  }
  const after = acknowledged(before, at)
  await saveEscalation(tx, after)
  await appendLog(tx, before, [{ at, what: 'acknowledged', role, says: `Acknowledged by ${roleWords[role]}.` }])
  await tellAfter(tx, after, { action: 'acknowledge', at })
  return after
}

async function held(tx: Tx, id: string, ctx: Ctx): Promise<Escalation> {
  const found = await seen(tx, id, { actor: ctx.actor, asked: scope })
  return (await lockEscalation(tx, found)) ?? found
}

/** The place that somebody has in the procedure now. */
async function roleOf(tx: Tx, actor: Actor, { teamId, severity }: Escalation): Promise<Role> {
  if (actor.kind !== 'person') return 'other'
  const { procedure, team, steps } = await planOf(tx, teamId, severity)
  const named = procedure.steps.find((step) => step.holderId === actor.id)?.role
  const isLead = team.lead?.id === actor.id ? 'lead' : undefined
  return named ?? isLead ?? steps.find((step) => step.holders.some((holder) => holder.id === actor.id))?.role ?? 'other'
}

function signedIn(action: string, given: Answer) {
  return write({
    scope,
    action,
    async run(tx, input: { escalation: string }, ctx) {
      const before = await held(tx, input.escalation, ctx)
      const after = await answer(tx, before, { answer: given, role: await roleOf(tx, ctx.actor, before), at: ctx.now })
      return { ...told(before, after), result: await wireOf(tx, after) }
    },
  })
}

const told = (before: Escalation, after: Escalation) => ({
  subject: escalationSubject(before),
  before: { state: before.state },
  after: { state: after.state },
})

export const acknowledge = signedIn('escalation.acknowledge', 'acknowledge')
export const handOver = signedIn('escalation.hand_over', 'hand_over')

export const closeEscalation = write({
  scope,
  action: 'escalation.close',
  async run(tx, input: { escalation: string }, ctx) {
    const before = await held(tx, input.escalation, ctx)
    const role = await roleOf(tx, ctx.actor, before)
    const after = await end(tx, before, { at: ctx.now, role, says: `Closed by ${roleWords[role]}.` })
    return { ...told(before, after), result: await wireOf(tx, after) }
  },
})

const linkScope = 'escalation:answer'
const byLink = systemActor('escalation-link', [linkScope])

async function requireLink(db: Queryable, token: string, now: Date) {
  const link = await linkOf(db, hashToken(token), now)
  const escalation = link && (await escalationById(db, link.id))
  if (link && escalation) return { link, escalation }
  throw new AppError('not_found', 'This link does not work any more.', {
    next: 'Links work for 24 hours. Sign in and look at the list of escalations.',
  })
}

async function viewOf(db: Queryable, escalation: Escalation) {
  const team = await teamOf(db, escalation.teamId)
  const { severity, kind, title, text, state, openedAt, acknowledgedAt, closedAt, nextAt, isDrill } = summaryToWire(
    await withName(db, escalation),
  )
  return {
    ...{ severity, kind, title, text, state, openedAt, acknowledgedAt, closedAt, nextAt, isDrill },
    teamName: team?.name ?? escalation.teamId,
    link: escalation.link,
    mayAcknowledge: state === 'open' || state === 'handed_over',
    mayHandOver: mayHandOver(escalation),
  }
}

/** Whoever holds the link sees what it is about, signed in or not. Looking changes nothing. */
export async function readLink(ctx: Ctx, input: InputOf<typeof contract.readLink>) {
  const { escalation } = await requireLink(ctx.db, input.token, ctx.now)
  return viewOf(ctx.db, escalation)
}

const answerByLink = write({
  scope: linkScope,
  action: 'escalation.answer_by_link',
  async run(tx, input: InputOf<typeof contract.answerLink>, ctx) {
    const { link } = await requireLink(tx, input.token, ctx.now)
    const before = await lockEscalation(tx, link)
    if (!before) throw new AppError('not_found', 'There is no such escalation any more.', { next: 'Nothing is left to do.' })
    const after = await answer(tx, before, { answer: input.answer, role: link.role, at: ctx.now })
    await forgetLinks(tx, ctx.now)
    return { ...told(before, after), result: await viewOf(tx, after) }
  },
})

/** The link is the right, whoever asks; the log says which role it was sent to. */
export function answerLink(ctx: Ctx, input: InputOf<typeof contract.answerLink>) {
  return answerByLink({ ...ctx, actor: byLink, idempotency: undefined }, input)
}
