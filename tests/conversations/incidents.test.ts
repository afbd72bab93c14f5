import { expect, test } from 'vitest'
import { type Event, recordEvents, recountConversations } from '#slices/conversations/index.ts'
import { readCounts, versionsOf } from '#slices/measures/index.ts'
import { recountNow } from '../recount.ts'
import { type World, world } from '../world.ts'
import { eventOf, expectedByTeam, readIncidents } from './incidents.ts'

const whole = process.env.PILOTAGE_INCIDENTS !== undefined
const rows = readIncidents()
const events = rows.map(eventOf)
const batch = whole ? 20_000 : 200
const minutes = (count: number) => ({ timeout: count * 60_000 })

/** Records events in batches, each in a transaction of its own, and gives the seconds that it took. */
async function record(here: World, given: readonly Event[]): Promise<number> {
  const versions = await versionsOf(here.running.db)
  const begun = performance.now()
  for (let from = 0; from < given.length; from += batch)
    await here.running.db.tx((tx) =>
      recordEvents(tx, given.slice(from, from + batch), {
        at: here.clock.now(),
        pseudonymKey: Buffer.alloc(32, 7),
        versions,
        keepsRaw: false,
      }),
    )
  return (performance.now() - begun) / 1000
}

/** What the tables say, without when it was written and without rows that count nothing any more. */
async function tables({ running }: World): Promise<string[]> {
  const read = (sql: string) => running.db.query(sql)
  const all = await Promise.all([
    read(`select team_id, measure_id, day::text, ai_agent_id, kind, version, n, x, total::text, squares::text from rollup_day
           where n <> 0 or x <> 0 order by 1, 2, 3, 4, 5, 6`),
    read('select team_id, measure_id, day::text, ai_agent_id, kind, bucket, n from rollup_spread where n <> 0 order by 1, 2, 3, 4, 5, 6'),
    read('select team_id, measure_id, hour, ai_agent_id, n, x from rollup_hour where n <> 0 order by 1, 2, 3, 4'),
    read(`select team_id, source, external_id, state, ai_agent_id, reason, customer, begun_at, ended_at, next_contact_at, counted, hit,
                 event_count, known from conversation order by 1, 2, 3`),
    read('select source, external_id, team_id from conversation_home order by 1, 2'),
  ])
  return all.flat().map((row) => JSON.stringify(row))
}

/** Thousands of rows: only what differs is worth reading. */
function expectSame(found: readonly string[], expected: readonly string[]): void {
  const [seen, wanted] = [new Set(found), new Set(expected)]
  expect(found.filter((row) => !wanted.has(row)).slice(0, 5)).toEqual([])
  expect(expected.filter((row) => !seen.has(row)).slice(0, 5)).toEqual([])
}

/** The same events in another order, the same at every run (a multiplicative hash of their place). */
const shuffled = (given: readonly Event[]) =>
  given
    .map((event, place) => [Math.imul(place + 1, 0x9e3779b1) >>> 0, event] as const)
    .sort(([one], [other]) => one - other)
    .map(([, event]) => event)

async function figuresByTeam({ running }: World) {
  const ids = [
    'conversations',
    'reopened',
    'reassigned',
    'reassignments',
    'sla_met',
    'knowledge_used',
    'unresolved',
    'resolve_time',
    'still_open',
  ]
  const counts = await readCounts(running.db, { measureIds: ids, teams: null, from: '2016-01-01', to: '2018-01-01', by: ['team'] })
  const of = (measure: string, team: string) => counts.find((row) => row.measureId === measure && row.by[0] === team)
  return new Map(
    counts
      .filter(({ measureId }) => measureId === 'conversations')
      .map(({ by: [team = ''], n }) => [
        team,
        {
          tickets: n,
          reopened: of('reopened', team)?.x,
          reassigned: of('reassigned', team)?.x,
          reassignmentsMean: (of('reassignments', team)?.total ?? 0) / n,
          slaMet: of('sla_met', team)?.x,
          knowledgeUsed: of('knowledge_used', team)?.x,
          unresolved: of('unresolved', team)?.x,
          solved: of('resolve_time', team)?.n ?? 0,
          solvedSeconds: of('resolve_time', team)?.total ?? 0,
          open: of('still_open', team)?.x,
        },
      ]),
  )
}

test('real incidents give the figures that their log says, team by team', minutes(10), async () => {
  const here = await world()
  try {
    const seconds = await record(here, events)
    if (whole) process.stdout.write(`${events.length} events in ${seconds.toFixed(2)} s: ${Math.round(events.length / seconds)} a second\n`)
    const figures = await figuresByTeam(here)
    const expected = expectedByTeam(rows)
    expect([...figures.keys()].sort()).toEqual([...expected.keys()].sort())
    for (const [team, { resolveHoursMean, ...counts }] of expected) {
      const found = figures.get(team)
      expect(found, team).toMatchObject(counts)
      expect(found?.open, team).toBe(0)
      expect(found?.solved, team).toBe(counts.tickets - counts.unresolved)
      if (resolveHoursMean !== null) expect((found?.solvedSeconds ?? 0) / (found?.solved ?? 1) / 3600).toBeCloseTo(resolveHoursMean, 6)
    }
  } finally {
    await here.end()
  }
})

test('in order of time, shuffled, twice, and made anew from the events: the same tables', minutes(20), async () => {
  const [inOrder, mixed] = [await world(), await world()]
  try {
    await record(inOrder, events)
    await record(mixed, shuffled(events))
    const first = await tables(inOrder)
    expectSame(await tables(mixed), first)
    await record(inOrder, events)
    expectSame(await tables(inOrder), first)
    const { db } = inOrder.running
    expect((await recountNow(db, [recountConversations], inOrder.clock.now())).differed).toEqual({})
    await db.query('update rollup_place set n[7] = n[7] + 3 where n[7] is not null and kind = (select min(kind) from rollup_place)')
    await db.query('delete from rollup_spread where day = (select min(day) from rollup_spread)')
    const again = await recountNow(db, [recountConversations], inOrder.clock.now())
    expect(Object.keys(again.differed).sort()).toEqual(['reopened', 'resolve_time_median'])
    expect(again.read).toBe(again.total)
    expectSame(await tables(inOrder), first)
  } finally {
    await Promise.all([inOrder.end(), mixed.end()])
  }
})

test('nothing of the log is known before its time', minutes(5), async () => {
  const here = await world()
  try {
    const days = [...new Set(rows.map(({ at }) => at.slice(0, 10)))].sort()
    const until = days[Math.floor(days.length / 3)] as string
    await record(
      here,
      events.filter(({ at }) => at.slice(0, 10) < until),
    )
    const early = rows.filter(({ at }) => at.slice(0, 10) < until)
    const open = new Set(early.map(({ ticket }) => ticket))
    const isPast = (time: string | null, at: string) => time !== null && time <= at
    for (const { ticket, at, state, resolved_at, closed_at } of early)
      if (state === 'Closed' || isPast(resolved_at, at) || isPast(closed_at, at)) open.delete(ticket)
    const [found] = await here.running.db.query<{ open: number; late: number }>(
      `select count(*) filter (where ended_at is null) as open,
              count(*) filter (where (known ->> 'closedAt')::bigint >= extract(epoch from $1::timestamptz) * 1000
                                  or (known ->> 'resolvedAt')::bigint >= extract(epoch from $1::timestamptz) * 1000) as late
         from conversation`,
      [`${until}T00:00:00Z`],
    )
    expect(found).toEqual({ open: open.size, late: 0 })
    expect(open.size).toBeGreaterThan(0)
  } finally {
    await here.end()
  }
})
