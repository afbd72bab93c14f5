import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { itemsOfIds } from '../store/items.ts'
import { type Cursor, cursorOf, type Filter, idsInOrder, itemsAfter, movesSince, openByTeam } from '../store/lists.ts'
import { toRow } from '../wire.ts'
import { reachWithin, readerOf } from './rights.ts'

const scope = 'exceptions:read'
const idsMax = 20_000
const rowsMax = 100

type Asked = InputOf<typeof contract.indexExceptions>

function filterOf(ctx: Ctx, { team, aiAgent, ...filter }: Asked): Filter {
  return { ...filter, reach: reachWithin(ctx.actor, scope, { team, aiAgent }), now: ctx.now }
}

export const listExceptions = read({
  scope,
  async run(db, { limit, after, ...asked }: InputOf<typeof contract.listExceptions>, ctx) {
    const cursor = after === undefined ? undefined : readCursor(after)
    const found = await itemsAfter(db, filterOf(ctx, asked), { after: cursor, limit: limit + 1 })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const reader = readerOf(ctx)
    return {
      items: shown.map((item) => toRow(item, reader)),
      next: last && found.length > limit ? writeCursor(cursorOf(last, asked.sort)) : null,
    }
  },
})

export const indexExceptions = read({
  scope,
  async run(db, asked: Asked, ctx) {
    const ids = await idsInOrder(db, filterOf(ctx, asked), idsMax + 1)
    return { ids: ids.slice(0, idsMax), isCut: ids.length > idsMax, asOf: ctx.now.toISOString() }
  },
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const readRows = read({
  scope,
  async run(db, { ids }: InputOf<typeof contract.readRows>, ctx) {
    const wanted = ids.split(',')
    const wrong = wanted.find((id) => !uuid.test(id))
    if (wrong !== undefined || wanted.length > rowsMax)
      throw new AppError('invalid', `Send up to ${rowsMax} ids, with commas between them.`, {
        next: 'Use ids as this API gave them.',
        faults: [{ path: 'ids', message: wrong === undefined ? `at most ${rowsMax}` : `${wrong.slice(0, 40)} is no id` }],
      })
    const items = await itemsOfIds(db, reachWithin(ctx.actor, scope, {}), wanted)
    const byId = new Map(items.map((item) => [item.id, item]))
    const reader = readerOf(ctx)
    return { items: [...new Set(wanted)].flatMap((id) => byId.get(id) ?? []).map((item) => toRow(item, reader)) }
  },
})

export const countExceptions = read({
  scope,
  async run(db, { team }: InputOf<typeof contract.countExceptions>, ctx) {
    const reach = reachWithin(ctx.actor, scope, { team })
    const midnight = new Date(ctx.now)
    midnight.setHours(0, 0, 0, 0)
    const [teams, moves] = await Promise.all([openByTeam(db, reach, ctx.now), movesSince(db, reach, midnight)])
    return {
      open: sum(teams, 'open'),
      overdue: sum(teams, 'overdue'),
      deferred: moves.deferred,
      openedToday: moves.opened,
      resolvedToday: moves.resolved,
      byTeam: teams.map((each) => ({ ...each, oldestOpenedAt: each.oldestOpenedAt?.toISOString() ?? null })),
      asOf: ctx.now.toISOString(),
    }
  },
})

function sum(teams: readonly { open: number; overdue: number }[], count: 'open' | 'overdue'): number {
  return teams.reduce((total, team) => total + team[count], 0)
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function readCursor(text: string): Cursor {
  const cursor = parsed(Buffer.from(text, 'base64url').toString())
  const [key, id] = Array.isArray(cursor) ? cursor : []
  const isKey = typeof key === 'number' || (typeof key === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(key))
  if (isKey && typeof id === 'string' && uuid.test(id)) return [key, id]
  throw new AppError('invalid', 'This cursor was not made by this list.', {
    next: 'Send the value of next from the page before, or none for the first page.',
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
