import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '#kernel/contract.ts'
import * as conversations from '#slices/conversations/contract.ts'
import { recountConversations } from '#slices/conversations/index.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as measures from '#slices/measures/contract.ts'
import { recountRuns } from '#slices/runs/index.ts'
import { recountNow } from '../recount.ts'
import { furnish, type World, world } from '../world.ts'

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

type Told = Partial<InputOf<typeof decisions.reportRun>>
const told = (run: string, more: Told = {}) =>
  here.call(decisions.reportRun, { team: 'billing', aiAgent: 'refund-bot', run, result: 'succeeded', ...more })

const counted = () =>
  here.running.db.query<{ measure_id: string; kind: string; n: number; total: string; squares: string }>(
    `select measure_id, kind, sum(n)::int as n, sum(total)::text as total, sum(squares)::text as squares from rollup_day
      where measure_id in ('runs', 'run_time', 'run_cost') group by 1, 2 order by 1, 2`,
  )
const everything = async () => [
  await here.running.db.query('select * from rollup_day order by team_id, measure_id, day, ai_agent_id, kind'),
  await here.running.db.query('select * from rollup_spread order by team_id, measure_id, day, ai_agent_id, kind, bucket'),
  await here.running.db.query('select * from run_counted order by run_id'),
]
const unmade = ([days, ...rest]: object[][]) => [days?.map((row) => ({ ...row, changed_at: null })), ...rest]

describe('runs of an AI agent', () => {
  test('are counted with their time and their cost, to the millionth of a dollar, and what nobody told stays unknown', async () => {
    await told('one', { costUsd: 0.044642, durationSeconds: 8.79 })
    await told('two', { costUsd: 0.034873999999999995, durationSeconds: 11.4 })
    await told('three')
    await here.running.tail.runOnce()
    const squares = (44_642 ** 2 + 34_874 ** 2).toString()
    expect(await counted()).toEqual([
      { measure_id: 'run_cost', kind: 'USD', n: 2, total: '79516', squares },
      { measure_id: 'run_time', kind: '', n: 2, total: '20', squares: '202' },
      { measure_id: 'runs', kind: '', n: 3, total: '0', squares: '0' },
    ])
    const [spread] = await here.running.db.query(`select sum(n)::int as n from rollup_spread where measure_id = 'run_cost'`)
    expect(spread).toEqual({ n: 2 })
  })

  test('told again count once; a later telling fills in what was not known, and restates nothing that was told', async () => {
    await told('one', { costUsd: 9, durationSeconds: 9 })
    here.clock.add(3 * 86_400_000)
    await told('three', { costUsd: 0.01 })
    await here.running.tail.runOnce()
    await here.running.tail.runOnce()
    expect(await counted()).toMatchObject([
      { measure_id: 'run_cost', n: 3, total: '89516' },
      { measure_id: 'run_time', n: 2, total: '20' },
      { measure_id: 'runs', n: 3 },
    ])
    const late = await here.running.db.query(`select n from restatement where measure_id = 'run_cost'`)
    expect(late).toEqual([{ n: 1 }])
  })

  test('count the same when everything is counted anew, and when two servers follow them at once', async () => {
    const whole = async () => unmade(await everything())
    const before = await whole()
    const again = () => recountNow(here.running.db, [recountRuns], here.clock.now())
    expect(await again()).toEqual({ total: 3, read: 3, differed: {} })
    await here.running.db.query(
      `update rollup_place set total[3] = total[3] + 7, n[3] = n[3] + 1 where facts = 'runs' and n[3] is not null`,
    )
    await here.running.db.query(`delete from rollup_spread where measure_id = 'run_time'`)
    expect((await again()).differed).toEqual({ run_cost: 1, run_time: 2 })
    expect(await whole()).toEqual(before)
    const other = await here.anotherNode()
    await told('four', { costUsd: 1 })
    await Promise.all([here.running.tail.runOnce(), other.tail.runOnce()])
    expect(await counted()).toMatchObject([{ n: 4, total: '1089516' }, { n: 2 }, { n: 4 }])
  })
})

describe('costs of conversations', () => {
  const events = ['EUR', 'EUR', 'USD', undefined].flatMap((currency, at) => {
    const base = { team: 'billing', source: 'desk', conversation: `case-${at}`, aiAgent: 'refund-bot', reason: 'refund' }
    const facts = { costCents: 100 * (at + 1), handleSeconds: 60, ...(currency ? { currency } : {}) }
    return [
      { ...base, event: 'a', at: '2026-11-02T09:00:00Z', kind: 'opened' as const },
      { ...base, event: 'b', at: '2026-11-02T10:00:00Z', kind: 'resolved' as const, facts },
    ]
  })
  const figures = () => here.call(measures.getFigures, { measures: 'cost', from: '2026-11-01', to: '2026-11-30' })

  test('of two currencies are never added up, and a cost without a currency is unknown', async () => {
    await here.call(conversations.recordConversationEvents, { events })
    const { rows } = await figures()
    expect(rows.map(({ kind, n }) => ({ kind, n }))).toEqual([
      { kind: 'EUR', n: 2 },
      { kind: 'USD', n: 1 },
    ])
  })

  test('move with a currency that is told later, and count the same anew', async () => {
    const late = {
      team: 'billing',
      source: 'desk',
      conversation: 'case-3',
      event: 'c',
      at: '2026-11-02T11:00:00Z',
      kind: 'closed' as const,
    }
    await here.call(conversations.recordConversationEvents, { events: [{ ...late, facts: { currency: 'USD' } }] })
    const totals = () =>
      here.running.db.query(
        `select kind, sum(n)::int as n, sum(total)::int as total from rollup_day where measure_id = 'cost' group by 1 having sum(n) <> 0 order by 1`,
      )
    const expected = [
      { kind: 'EUR', n: 2, total: 300 },
      { kind: 'USD', n: 2, total: 700 },
    ]
    expect(await totals()).toEqual(expected)
    expect((await recountNow(here.running.db, [recountConversations], here.clock.now())).differed).toEqual({})
    expect(await totals()).toEqual(expected)
  })
})
