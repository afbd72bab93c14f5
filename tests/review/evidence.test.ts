import { afterAll, beforeAll, expect, test } from 'vitest'
import * as audit from '#slices/audit/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { ask, furnish, type World, world } from '../world.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

test('whom to ask about a kill switch is told to the caller, and stands in no entry of the ledger', async () => {
  await here.call(registry.setKillSwitch, { scope: 'ai_agent', target: 'refund-bot', isOn: true, reason: 'wrong refunds' })
  const request = ask(20)
  const told = await here.call(decisions.decide, request)
  expect(told.reasons[0]?.because).toBe('This AI agent is switched off: wrong refunds. Ask Ada Admin.')
  await here.running.tail.runOnce()
  const { seq } = await here.call(decisions.getDecision, { id: told.id })
  const { entry } = await here.call(audit.getProof, { source: 'decisions', seq })
  expect(entry).toContain('switched off: wrong refunds.')
  expect(entry).not.toContain('Ada')
})

test('the time at which a replayed decision was judged is part of its evidence', async () => {
  const occurredAt = '2024-05-15T12:00:00.000Z'
  const { id } = await here.call(decisions.decide, ask(20, { occurredAt }))
  await here.running.tail.runOnce()
  const { seq } = await here.call(decisions.getDecision, { id })
  const { entry } = await here.call(audit.getProof, { source: 'decisions', seq })
  expect(JSON.parse(entry ?? '')).toMatchObject({ occurredAt })
})
