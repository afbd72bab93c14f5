import { afterAll, beforeAll, expect, test } from 'vitest'
import { insideCall } from '#server/inside-call.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { ask, card, furnish, refusal, switchOff, type World, world } from '../world.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

/** Autonomous decisions of this many calls, with the actions that they allow. */
async function decided(count: number) {
  const requests = Array.from({ length: count }, () => ask(20))
  return Promise.all(requests.map(async (request) => ({ id: (await here.call(decisions.decide, request)).id, action: request.action })))
}

test('more executions at once than there are connections get through although nothing is in memory', async () => {
  const allowed = await decided(30)
  const node = await here.anotherNode()
  const call = insideCall(node.app, node.operatorKey)
  const taken = await Promise.all(allowed.map((one) => call(decisions.execute, one)))
  expect(taken.map((one) => one.basis)).toEqual(allowed.map(() => 'autonomous'))
})

test('a kill switch gets through a stream of executions within a second', async () => {
  const allowed = await decided(600)
  let isOver = false
  async function lane() {
    for (let one = allowed.pop(); one && !isOver; one = allowed.pop()) await here.call(decisions.execute, one).catch(() => {})
  }
  const lanes = Array.from({ length: 10 }, lane)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const begun = performance.now()
  await switchOff(here, true)
  const waitedMs = performance.now() - begun
  const left = allowed.length
  isOver = true
  await Promise.all(lanes)
  await switchOff(here, false)
  expect(left).toBeGreaterThan(0)
  expect(waitedMs).toBeLessThan(1000)
})

test('a key that speaks for one AI agent neither executes nor reports for another', async () => {
  const [one] = (await decided(1)) as [Awaited<ReturnType<typeof decided>>[number]]
  await here.call(registry.registerAiAgent, {
    id: 'other-bot',
    name: 'Other bot',
    function: 'Does other things',
    vendor: 'in-house',
    runtime: 'test',
    version: '1',
    stage: 'pilot',
    accountableOwner: here.adminId,
    technicalOwner: here.adminId,
    card,
  })
  const scopes = ['executions:write', 'outcomes:write', 'decisions:read']
  const foreign = await here.callWith(scopes, { teams: ['billing'], aiAgent: 'other-bot' })
  expect((await refusal(foreign(decisions.execute, one))).status).toBe(404)
  expect((await refusal(foreign(decisions.reportOutcome, { id: one.id, result: 'succeeded' }))).status).toBe(404)
  expect((await refusal(foreign(decisions.getDecision, { id: one.id }))).status).toBe(404)
  expect((await refusal(foreign(decisions.getReview, { id: one.id }))).status).toBe(404)
  expect((await foreign(decisions.listDecisions, { limit: 50 })).items).toEqual([])
  expect((await foreign(decisions.getSummary, { hours: 24 })).decisions).toBe(0)
  const run = { team: 'billing', aiAgent: 'refund-bot', run: 'run-of-another', result: 'failed' as const }
  expect((await refusal(foreign(decisions.reportRun, run))).status).toBe(403)
  const own = await here.callWith(scopes, { teams: ['billing'], aiAgent: 'refund-bot' })
  expect((await own(decisions.execute, one)).basis).toBe('autonomous')
})
