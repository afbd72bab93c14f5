import { may, mayActFor, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Db } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { readCounts, versionsOf } from '#slices/measures/index.ts'
import type * as contract from '../contract.ts'
import { historyOf, stateOf } from '../conversation.ts'
import { compareSteps } from '../event.ts'
import { partsOf, placeOf, textsOf } from '../store/events.ts'
import { countRows, listRows, type Query, rowOf } from '../store/list.ts'
import { bitOf } from '../tally.ts'
import { fits, toConversation } from '../wire.ts'
import { asKnownAt, type Found } from './as-of.ts'

const scope = 'conversations:read'

type Asked = InputOf<typeof contract.listConversations>

export const listConversations = read({
  scope,
  async run(db, input: Asked, ctx) {
    const query = queryOf(ctx, input)
    const { rows, next } = input.asOf === undefined ? await pageNow(db, query, input) : await pageThen(db, query, new Date(input.asOf))
    return { items: rows.map(toConversation), next }
  },
})

function queryOf({ actor }: Ctx, { team, aiAgent, state, reason, from, to, measure, hit, after, limit }: Asked): Query {
  const own = team !== undefined && may(actor, scope, team) ? [team] : []
  return {
    teams: team === undefined ? teamsOf(actor, scope) : own,
    aiAgentId: actor.aiAgentId ?? aiAgent,
    state,
    reason,
    from: from === undefined ? undefined : new Date(`${from}T00:00:00Z`),
    to: to === undefined ? undefined : new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000),
    ...behind(measure, hit),
    after: cursorOf(after),
    limit,
  }
}

function behind(measure: string | undefined, isHit: boolean | undefined): Pick<Query, 'on' | 'bit' | 'isHit'> {
  if (measure === undefined && isHit !== undefined)
    throw new AppError('invalid', 'hit says something only beside a measure.', { next: 'Name the measure, or leave hit out.' })
  if (measure === undefined) return { on: 'begun' }
  const found = bitOf(measure)
  if (!found)
    throw new AppError('invalid', `${measure} is not counted over conversations.`, {
      next: 'See /api/v1/measures: those with records "conversations" are.',
    })
  return { ...found, isHit }
}

const mark = /^(\d{1,15})~([a-z0-9._-]+):(.+)$/u

function cursorOf(after: string | undefined): Query['after'] {
  if (after === undefined) return undefined
  const [, ms, source, externalId] = mark.exec(after) ?? []
  if (ms === undefined || source === undefined || externalId === undefined)
    throw new AppError('invalid', 'This is not where a page ended.', { next: 'Give `next` of the page before as it was.' })
  return { begunAt: new Date(Number(ms)), source, externalId }
}

type Page = { rows: Found[]; next: string | null }

const cursorAfter = (row: Found) => `${row.conversation.begunAt}~${row.source}:${row.externalId}`

async function pageNow(db: Db, query: Query, asked: Asked): Promise<Page> {
  const most = await mostFrom(db, query, asked)
  const rows = most === 0 ? [] : await listRows(db, { ...query, limit: Math.min(query.limit + 1, most) })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return { rows: page, next: last && rows.length > query.limit ? cursorAfter(last) : null }
}

const hitName = (isHit: boolean | undefined) => {
  if (isHit === undefined) return 'all'
  return isHit ? 'hit' : 'miss'
}

/** At most so many are left to be shown behind a figure, by its counts: whoever knows that there is no more looks no further. */
async function mostFrom(db: Db, query: Query, { measure, from, to }: Asked): Promise<number> {
  if (measure === undefined) return Number.POSITIVE_INFINITY
  const { teams, aiAgentId, isHit, after } = query
  const days = { from: from ?? '1900-01-01', to: to ?? '9999-12-31' }
  const [counted] = await readCounts(db, { measureIds: [measure], teams, aiAgentId, ...days, by: [] })
  const { n, x } = counted ?? { n: 0, x: 0 }
  const all = { all: n, hit: x, miss: n - x }[hitName(isHit)]
  if (after === undefined || all === 0) return all
  const left = all - (await countRows(db, { ...query, after: undefined, until: after }))
  return Math.max(0, left)
}

/** How many conversations are looked at for one page of what was known earlier. */
const lookedAtMax = 1000

/**
 * What was known then may fit other filters than what is known now, so each one is folded anew and then judged: as many as the page
 * needs, then twice as many again while too few of them fit.
 */
async function pageThen(db: Db, query: Query, asOf: Date): Promise<Page> {
  const versions = await versionsOf(db)
  const looked: Found[] = []
  const fitting: { row: Found; place: number }[] = []
  let isEnd = false
  while (!isEnd && fitting.length <= query.limit && looked.length < lookedAtMax) {
    const limit = Math.min(looked.length + query.limit + 1, lookedAtMax - looked.length)
    const rows = await listRows(db, {
      teams: query.teams,
      on: 'begun',
      recordedUntil: asOf,
      after: placeIn(looked.at(-1)) ?? query.after,
      limit,
    })
    const then = await asKnownAt(db, rows, { asOf, versions })
    fitting.push(...then.flatMap((row, at) => (row && fits(row, query) ? [{ row, place: looked.length + at }] : [])))
    looked.push(...rows)
    isEnd = rows.length < limit
  }
  const page = fitting.slice(0, query.limit)
  const isFull = fitting.length > query.limit
  const last = isFull ? looked[page.at(-1)?.place ?? 0] : looked.at(-1)
  return { rows: page.map(({ row }) => row), next: last && (isFull || !isEnd) ? cursorAfter(last) : null }
}

const placeIn = (row: Found | undefined): Query['after'] => row && { ...row, begunAt: new Date(row.conversation.begunAt) }

export const getConversation = read({
  scope,
  async run(db, { id, asOf }: InputOf<typeof contract.getConversation>, ctx): Promise<OutputOf<typeof contract.getConversation>> {
    const row = await rowFor(db, ctx, id)
    const at = asOf === undefined ? null : new Date(asOf)
    const [shown] = at === null ? [row] : await asKnownAt(db, [row], { asOf: at, versions: await versionsOf(db) })
    if (!shown) throw unseen(id)
    return { ...toConversation(shown), steps: await stepsFor(db, row, at) }
  },
})

/** The conversation, if the actor may see its team; the same words whether it is absent or foreign. */
async function rowFor(db: Db, { actor }: Ctx, id: string): Promise<Found> {
  const split = id.indexOf(':')
  const place = await placeOf(db, { source: id.slice(0, split), externalId: id.slice(split + 1) })
  const row = place && may(actor, scope, place.teamId) ? await rowOf(db, place) : undefined
  if (!row || (actor.aiAgentId !== undefined && !mayActFor(actor, row.conversation.aiAgentId ?? ''))) throw unseen(id)
  return row
}

const unseen = (id: string) =>
  new AppError('not_found', `There is no conversation ${id} that you may see.`, {
    next: 'Check the id, and that your key or role reaches its team.',
  })

async function stepsFor(db: Db, row: Found, asOf: Date | null) {
  const [parts, texts] = await Promise.all([partsOf(db, row, asOf), textsOf(db, row)])
  const steps = parts
    .flatMap(({ recordedAt, steps: each }) => each.map((step) => ({ step, recordedAt })))
    .sort((one, other) => compareSteps(one.step, other.step))
  const history = historyOf(steps.map(({ step }) => step))
  return steps.map(({ step, recordedAt }, place) => {
    const after = history[place]
    return {
      event: step.event,
      at: new Date(step.at).toISOString(),
      recordedAt: recordedAt.toISOString(),
      kind: step.kind,
      team: step.team,
      aiAgent: step.aiAgent ?? null,
      state: after ? stateOf(after, false) : 'open',
      verifiedBy: step.verifiedBy ?? null,
      vendor: step.word === undefined ? null : { word: step.word, rule: step.rule, ruleVersion: step.ruleVersion },
      said: texts.get(step.event) ?? null,
    }
  })
}
