import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '#kernel/db.ts'
import { insideCall } from '#server/inside-call.ts'
import { listAudit } from '#slices/audit/contract.ts'
import { recountConversations } from '#slices/conversations/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { beginRebuild, cancelRebuild, newestRebuild } from '#slices/measures/contract.ts'
import { type Piece, type Recount, recountAll } from '#slices/measures/index.ts'
import { recordSuggestions } from '#slices/usage/contract.ts'
import { recountNow } from '../recount.ts'
import { refusal, type World, world } from '../world.ts'
import { begunRow, counts, damage, many, newest, rebuilderThatHears, rebuilt, record, until } from './rebuild-kit.ts'

let here: World
beforeEach(async () => {
  here = await world()
  for (const id of ['billing', 'shipping'])
    await here.call(identity.createTeam, { id, name: id, timeZone: 'UTC', department: null, lead: null })
})
afterEach(() => here.end())

describe('a rebuild', () => {
  test('of counts that are right changes nothing and says so', async () => {
    await record(here, many(0, 300))
    const [before, rows] = [await counts(here), await here.running.db.query('select * from rollup_day order by 1, 2, 3, 4, 5')]
    const rebuild = await rebuilt(here)
    expect(rebuild).toMatchObject({ state: 'done', factsRead: 300, factsTotal: 300, share: 1, differed: 0, differences: [], problem: null })
    expect(await counts(here)).toEqual(before)
    expect(await here.running.db.query('select * from rollup_day order by 1, 2, 3, 4, 5')).toEqual(rows)
    const { proven } = await here.call(newestRebuild, {})
    expect(proven).toEqual({ at: rebuild.endedAt, differed: 0 })
  })

  test('puts right what was damaged, says in which counts of which team, and finds nothing the second time', async () => {
    await record(here, many(0, 300))
    const before = await counts(here)
    await damage(here)
    expect(await counts(here)).not.toEqual(before)
    const rebuild = await rebuilt(here)
    expect(rebuild.differences).toEqual([
      { team: 'billing', counts: 'resolve_time_median', places: 1 },
      { team: 'billing', counts: 'sla_met', places: 1 },
    ])
    expect(await counts(here)).toEqual(before)
    expect((await rebuilt(here)).differed).toBe(0)
  })

  test('makes all counts of all facts from none', async () => {
    await record(here, many(0, 200))
    const suggestion = {
      team: 'billing',
      id: 'a',
      person: 'ada',
      aiAgent: 'helper',
      shownAt: '2026-11-02T09:00:00Z',
      outcome: 'none' as const,
    }
    await here.call(recordSuggestions, { suggestions: [suggestion] })
    const [before, days] = [await counts(here), await here.running.db.query('select * from use_day')]
    for (const table of ['rollup_place', 'rollup_spread', 'rollup_hour', 'use_day']) await here.running.db.query(`delete from ${table}`)
    expect(await rebuilt(here)).toMatchObject({ state: 'done', factsRead: 201 })
    expect(await counts(here)).toEqual(before)
    expect(await here.running.db.query('select * from use_day')).toEqual(days)
  })

  test('is begun over the API, runs in a thread beside the server, and is on record with who began it and how it ended', {
    timeout: 180_000,
  }, async () => {
    await record(here, many(0, 300))
    const before = await counts(here)
    await damage(here)
    const begun = await here.call(beginRebuild, {})
    expect(begun).toMatchObject({ state: 'running', factsRead: 0, factsTotal: null, share: null })
    expect(await refusal(here.call(beginRebuild, {}))).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('goes on already'),
    })
    await until(async () => (await newest(here)).state !== 'running', 6000)
    expect(await newest(here)).toMatchObject({ id: begun.id, state: 'done', factsRead: 300, share: 1 })
    expect(await counts(here)).toEqual(before)
    const { items } = await here.call(listAudit, { limit: 10 })
    expect(items.filter(({ action }) => action.startsWith('rebuild.')).map(({ action }) => action)).toEqual([
      'rebuild.end',
      'rebuild.begin',
    ])
  })
})

describe('while facts come in', () => {
  test('facts recorded between reading and putting right are counted once', async () => {
    await record(here, many(0, 200))
    await damage(here)
    const recount = interrupted(recountConversations, async () => {
      // New conversations, and steps of old ones that change what they count: some of them move to another team.
      await record(here, many(200, 320))
      await record(
        here,
        many(0, 60).map((each) => ({ ...each, team: 'shipping', event: 'later', kind: 'resolved', at: '2026-11-15T09:00:00Z' })),
      )
    })
    const seen = await recountNow(here.running.db, [recount], here.clock.now())
    expect(Object.keys(seen.differed)).toContain('sla_met')
    expect((await recountNow(here.running.db, [recountConversations], here.clock.now())).differed).toEqual({})
    expect((await total('conversations')).n).toBe(320)
  })

  test('facts recorded at the same time by several writers leave the same counts as without it', async () => {
    await record(here, many(0, 100))
    await damage(here)
    const writing = Promise.all([100, 200, 300].map((from) => oneByOne(from, from + 60)))
    const passes: Awaited<ReturnType<typeof recountNow>>[] = []
    for (let pass = 0; pass < 5; pass++) passes.push(await recountNow(here.running.db, [recountConversations], here.clock.now()))
    await writing
    expect(passes.slice(1).map(({ differed }) => differed)).toEqual([{}, {}, {}, {}])
    expect((await recountNow(here.running.db, [recountConversations], here.clock.now())).differed).toEqual({})
    expect((await total('conversations')).n).toBe(280)
  })

  async function oneByOne(from: number, to: number) {
    for (let n = from; n < to; n += 5) await record(here, many(n, n + 5))
  }

  async function total(measure: string) {
    const [row] = await here.running.db.query<{ n: number }>('select sum(n)::bigint as n from rollup_day where measure_id = $1', [measure])
    return row ?? { n: 0 }
  }

  /** Does something after a team was read, before it is put right. */
  const interrupted = (recount: Recount, act: () => Promise<void>): Recount => ({
    ...recount,
    async missing(snapshot, teamId, onRead) {
      const pieces = await recount.missing(snapshot, teamId, onRead)
      if (teamId === 'billing') await act()
      return pieces
    },
  })
})

describe('one at a time', () => {
  test('a second one is refused while the first goes on, also on another node', async () => {
    const other = await here.anotherNode()
    await begunRow(here)
    const problem = await refusal(insideCall(other.app, other.operatorKey)(beginRebuild, {}))
    expect(problem).toMatchObject({ code: 'conflict', detail: expect.stringContaining('goes on already') })
    expect(await here.count('rebuild_run')).toBe(1)
  })

  test('one whose server ended is interrupted, says so, and can be begun again', async () => {
    await record(here, many(0, 20))
    await here.running.db.query(
      `insert into rebuild_run (id, batch_key, state, is_taken, facts_read, facts_total, began_at, beats_at) values (gen_random_uuid(), 'all', 'running', true, 7, 20, $1, $1)`,
      [here.clock.now()],
    )
    expect((await here.call(newestRebuild, {})).rebuild?.state).toBe('running')
    here.clock.add(31_000)
    const seen = await here.call(newestRebuild, {})
    expect(seen).toMatchObject({ rebuild: { state: 'interrupted', factsRead: 7, secondsLeft: null }, proven: null })
    expect((await here.call(beginRebuild, {})).state).toBe('running')
    expect(await here.running.db.query('select state from rebuild_run order by began_at')).toEqual([
      { state: 'interrupted' },
      { state: 'running' },
    ])
  })

  test('a stopped server says that it was interrupted; what it put right stays right, and the next one does the rest', async () => {
    await record(here, many(0, 200))
    const before = await counts(here)
    await damage(here)
    const { db } = here.running
    const stuck = rebuilderThatHears(here, [await firstMissing()])
    const { id } = await begunRow(here)
    stuck.begin(id)
    await until(async () => (await db.query('select from rebuild_difference')).length > 0)
    await stuck.stop()
    expect((await here.call(newestRebuild, {})).rebuild).toMatchObject({ id, state: 'interrupted' })
    expect((await rebuilt(here)).state).toBe('done')
    expect(await counts(here)).toEqual(before)
  })

  test('a piece that comes after its rebuild was cancelled changes nothing', async () => {
    await record(here, many(0, 200))
    await damage(here)
    const damaged = await counts(here)
    const { id } = await begunRow(here)
    const missing = await firstMissing()
    await here.call(cancelRebuild, { rebuild: id })
    const late = rebuilderThatHears(here, [missing])
    late.begin(id)
    await late.stop()
    expect(await counts(here)).toEqual(damaged)
    expect((await here.call(newestRebuild, {})).rebuild?.state).toBe('cancelled')
  })

  test('one that cannot put right what differs has failed, and says so', async () => {
    await record(here, many(0, 10))
    await damage(here)
    const failing: Recount = { ...recountConversations, correct: (tx: Tx, _piece: Piece) => tx.query('select 1 / 0').then(() => {}) }
    const { id } = await begunRow(here)
    const rebuilder = rebuilderThatHears(here, [await firstMissing()], [failing])
    rebuilder.begin(id)
    await until(async () => (await here.call(newestRebuild, {})).rebuild?.state === 'failed')
    await rebuilder.stop()
    expect((await here.call(newestRebuild, {})).rebuild?.problem).toContain('could not be put right')
  })

  async function firstMissing() {
    const found: unknown[] = []
    await recountAll(here.running.db, [recountConversations], {
      onTotal: () => {},
      onRead: () => {},
      onMissing: async (missing) => void found.push(missing),
    })
    return { missing: found[0] }
  }
})

describe('who may', () => {
  test('a key without the right, or with it in one team only, begins nothing', async () => {
    const reader = await here.callWith(['measures:read'])
    expect((await refusal(reader(beginRebuild, {}))).code).toBe('not_allowed')
    const ofTeam = await here.callWith(['counts:rebuild'], { teams: ['billing'] })
    expect((await refusal(ofTeam(beginRebuild, {}))).code).toBe('not_allowed')
    expect(await here.count('rebuild_run')).toBe(0)
  })

  test('a reader of one team sees how many counts differed, and which only in that team', async () => {
    await record(here, many(0, 300))
    await here.running.db.query(
      "update rollup_place set n[7] = n[7] + 1 where facts = 'conversations' and day in ('2026-11-05', '2026-11-06')",
    )
    const rebuild = await rebuilt(here)
    expect(rebuild.differences.map(({ team }) => team)).toEqual(['billing', 'shipping'])
    const reader = await here.callWith(['measures:read'], { teams: ['billing'] })
    const seen = (await reader(newestRebuild, {})).rebuild
    expect(seen?.differed).toBe(2)
    expect(seen?.differences).toEqual([{ team: 'billing', counts: 'reopened', places: 1 }])
  })

  test('cancelling one that is over, or that never was, is refused', async () => {
    const { id } = await rebuilt(here)
    expect((await refusal(here.call(cancelRebuild, { rebuild: id }))).code).toBe('conflict')
    expect((await refusal(here.call(cancelRebuild, { rebuild: '0198b2a0-0000-7000-8000-000000000000' }))).code).toBe('not_found')
  })
})
