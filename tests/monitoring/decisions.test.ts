import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as measures from '#slices/measures/contract.ts'
import { recountDecisions } from '#slices/monitoring/index.ts'
import { recountNow } from '../recount.ts'
import { ask, furnish, type World, world } from '../world.ts'

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

const window = { from: '2026-11-01', to: '2026-12-31' }

async function figure(measure: string, more: Record<string, string> = {}) {
  await here.running.tail.runOnce()
  const { rows } = await here.call(measures.getFigures, { ...window, measures: measure, by: 'aiAgent', ...more })
  return rows.map(({ n, x, value, aiAgent }) => ({ n, x, value, aiAgent }))
}

const counts = () =>
  here.running.db.query(
    `select team_id, measure_id, day, ai_agent_id, kind, version, n, x, total, squares from rollup_day
     union all select team_id, measure_id, hour, ai_agent_id, '', 0, n, x, 0, 0 from rollup_hour
     order by 1, 2, 3, 4, 5`,
  )

const act = (amount: number) => ({ name: 'refund', arguments: { amount } })

describe('what AI agents did', () => {
  test('is counted: decisions, those on their own, and those that went to people', async () => {
    for (const amount of [20, 30, 40, 500]) await here.call(decisions.decide, ask(amount))
    expect(await figure('decisions')).toMatchObject([{ n: 4, aiAgent: 'refund-bot' }])
    const [row] = await here.running.db.query<{ n: number; x: number }>(`select n, x from rollup_day where measure_id = 'exceptions'`)
    expect(row).toEqual({ n: 4, x: 1 })
    const [alone] = await here.running.db.query<{ n: number; x: number }>(`select n, x from rollup_day where measure_id = 'autonomous'`)
    expect(alone).toEqual({ n: 4, x: 3 })
  })

  test('becomes an error when it failed or was overridden after it was done, once each', async () => {
    const made: string[] = []
    for (const amount of [11, 12, 13, 14]) {
      const { id } = await here.call(decisions.decide, ask(amount))
      made.push(id)
      if (amount !== 14) await here.call(decisions.execute, { id, action: act(amount) })
    }
    const [one, two, three, four] = made as [string, string, string, string]
    await here.call(decisions.reportOutcome, { id: one, result: 'succeeded' })
    await here.running.tail.runOnce()
    await here.call(decisions.reportOutcome, { id: two, result: 'failed' })
    await here.call(exceptions.override, { id: two, reasonCode: 'rule_wrong' })
    await here.call(exceptions.override, { id: three, reasonCode: 'rule_wrong' })
    // Overridden before it was done: nothing went wrong.
    await here.call(exceptions.override, { id: four, reasonCode: 'rule_wrong' })
    await here.running.tail.runOnce()
    const [row] = await here.running.db.query(`select sum(n)::int as n, sum(x)::int as x from rollup_day where measure_id = 'errors'`)
    expect(row).toEqual({ n: 3, x: 2 })
  })

  test('is counted the same when everything is counted anew, and by two servers', async () => {
    const before = await counts()
    expect(before.length).toBeGreaterThan(5)
    const again = await recountNow(here.running.db, [recountDecisions], here.clock.now())
    expect(again).toEqual({ total: 8, read: 8, differed: {} })
    await here.running.db.query("update rollup_place set x[4] = x[4] + 1 where facts = 'decisions' and n[4] is not null")
    await here.running.db.query("delete from rollup_hour where measure_id = 'decisions'")
    expect((await recountNow(here.running.db, [recountDecisions], here.clock.now())).differed).toEqual({ errors: 1, decisions: 1 })
    expect(await counts()).toEqual(before)
    const other = await here.anotherNode()
    await here.call(decisions.decide, ask(20))
    await Promise.all([here.running.tail.runOnce(), other.tail.runOnce()])
    const [row] = await here.running.db.query(`select sum(n)::int as n from rollup_day where measure_id = 'decisions'`)
    expect(row).toEqual({ n: 9 })
  })
})
