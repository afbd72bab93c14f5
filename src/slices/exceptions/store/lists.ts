import type { Queryable } from '#kernel/db.ts'
import type { Item } from '../item.ts'
import { columns, type Reachable, reachable } from './items.ts'

export type Sort = 'priority' | 'due' | 'amount' | 'age'

export type Filter = {
  reach: Reachable
  state?: 'open' | 'deferred'
  decisionType?: string
  origin?: string
  severity?: string
  overdue?: 'true'
  q?: string
  sort?: Sort
  now: Date
}

/** Where a page ends: the key of the sort, and the id. */
export type Cursor = [key: number | string, id: string]

/** The newest first of equals does not matter; that two looks give the same order does, so the id breaks every tie. */
const sorts = {
  priority: { key: 'e.rank', type: 'double precision', isFalling: true, of: (item: Item) => item.rank },
  due: { key: 'e.due_at', type: 'timestamptz', isFalling: false, of: (item: Item) => item.dueAt.toISOString() },
  amount: { key: 'coalesce(e.amount, -1)', type: 'double precision', isFalling: true, of: (item: Item) => item.amount ?? -1 },
  age: { key: 'e.opened_at', type: 'timestamptz', isFalling: false, of: (item: Item) => item.openedAt.toISOString() },
} as const

export function cursorOf(item: Item, sort: Sort = 'priority'): Cursor {
  return [sorts[sort].of(item), item.id]
}

const wanted = `${reachable}
        and e.state = $3
        and ($4::text is null or e.decision_type = $4)
        and ($5::text is null or e.origin = $5)
        and ($6::text is null or e.severity = $6)
        and ($7::timestamptz is null or e.due_at < $7)
        and ($8::text is null or e.title ilike $8 or e.subject ilike $8)`

function values(filter: Filter): unknown[] {
  const words = filter.q === undefined ? null : `%${filter.q.replace(/[%_\\]/g, '\\$&')}%`
  return [
    filter.reach.teams,
    filter.reach.aiAgent ?? null,
    filter.state ?? 'open',
    filter.decisionType ?? null,
    filter.origin ?? null,
    filter.severity ?? null,
    filter.overdue ? filter.now : null,
    words,
  ]
}

/** Items in the asked order, after a cursor. */
export function itemsAfter(db: Queryable, filter: Filter, page: { after?: Cursor; limit: number }): Promise<Item[]> {
  const { key, type, isFalling } = sorts[filter.sort ?? 'priority']
  const further = isFalling ? '<' : '>'
  return db.query<Item>(
    `select ${columns} from exception e
      where ${wanted}
        and ($9::${type} is null or (${key} ${further}= $9::${type} and (${key} ${further} $9::${type} or e.id > $10::uuid)))
      order by ${key} ${isFalling ? 'desc' : 'asc'}, e.id
      limit $11`,
    [...values(filter), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  )
}

/** The ids alone, in the asked order. */
export async function idsInOrder(db: Queryable, filter: Filter, limit: number): Promise<string[]> {
  const { key, isFalling } = sorts[filter.sort ?? 'priority']
  const rows = await db.query<{ id: string }>(
    `select e.id from exception e where ${wanted} order by ${key} ${isFalling ? 'desc' : 'asc'}, e.id limit $9`,
    [...values(filter), limit],
  )
  return rows.map((row) => row.id)
}

export type TeamCount = { team: string; open: number; overdue: number; oldestOpenedAt: Date | null }

/** What waits in each team. Drills are no work that waits. */
export function openByTeam(db: Queryable, reach: Reachable, now: Date): Promise<TeamCount[]> {
  return db.query<TeamCount>(
    `select e.team_id as team, count(*)::int as open, (count(*) filter (where e.due_at < $3))::int as overdue,
            min(e.opened_at) as "oldestOpenedAt"
       from exception e
      where ${reachable} and e.state = 'open' and e.drill_id is null
      group by e.team_id order by e.team_id`,
    [reach.teams, reach.aiAgent ?? null, now],
  )
}

/** What is put off, and what came and went since a time. */
export async function movesSince(
  db: Queryable,
  reach: Reachable,
  since: Date,
): Promise<{ deferred: number; opened: number; resolved: number }> {
  const [row] = await db.query<{ deferred: number; opened: number; resolved: number }>(
    `select (select count(*)::int from exception e where ${reachable} and e.state = 'deferred' and e.drill_id is null) as deferred,
            (select count(*)::int from exception e where ${reachable} and e.opened_at >= $3 and e.drill_id is null) as opened,
            (select count(*)::int from review e where ${reachable} and e.resolved_at >= $3 and e.drill_id is null) as resolved`,
    [reach.teams, reach.aiAgent ?? null, since],
  )
  return row ?? { deferred: 0, opened: 0, resolved: 0 }
}

export type Move = { teamId: string; id: string; aiAgentId: string | null; version: number; state: string; changedAt: Date }

/** What changed since a time, oldest first: what open pages are told of. Claims that change hands are among them. */
export function changedSince(db: Queryable, since: Date, limit: number): Promise<Move[]> {
  return db.query<Move>(
    `select e.team_id as "teamId", e.id, e.ai_agent_id as "aiAgentId", e.version, e.state, e.changed_at as "changedAt"
       from exception e where e.changed_at >= $1 order by e.changed_at limit $2`,
    [since, limit],
  )
}
