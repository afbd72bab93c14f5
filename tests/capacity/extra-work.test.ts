import { afterAll, beforeAll, expect, test } from 'vitest'
import * as capacity from '#slices/capacity/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as limits from '#slices/limits/contract.ts'
import { askNew } from '../queue-world.ts'
import { furnish, type World, world } from '../world.ts'

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

test('a plan goes by the exception rate with extra work in it, and both rates are shown', async () => {
  const items = [...Array(95).fill(20), ...Array(5).fill(500)].map((amount) => askNew(amount))
  await here.call(decisions.decideBatch, { items })
  await here.running.tail.runOnce()
  const seen = () => here.call(capacity.getObserved, { team: 'billing' })
  expect(await seen()).toMatchObject({ exceptions: 5, decisions: 100, extraCases: 0, exceptionRateWithExtraWork: { value: 0.05 } })
  await here.call(limits.recordExtraWork, { team: 'billing', aiAgent: 'refund-bot', kind: 'handled_outside', cases: 20 })
  expect(await seen()).toMatchObject({ exceptionRate: { value: 0.05 }, extraCases: 20, exceptionRateWithExtraWork: { value: 25 / 120 } })
  const question = capacity.Question.parse({ team: 'billing', handleMinutes: 6 })
  expect((await here.call(capacity.quickAnswer, question)).settled.exceptionRate).toBeGreaterThan(25 / 120)
})
