import { beforeEach, describe, expect, test } from 'vitest'
import { actor, ada, entriesOf, leadOf, type RegistryWorld, refundBot, registryWorld } from '../../../tests/registry-world.ts'
import * as contract from './contract.ts'
import { switchSpeakers } from './kill-switch.ts'

let world: RegistryWorld
let deployment = ''
beforeEach(async () => {
  world = await registryWorld()
  await world.call(contract.registerAiAgent, refundBot)
  const made = await world.call(contract.createDeployment, {
    aiAgentId: 'refund-bot',
    teamId: 'billing',
    process: 'general',
    phase: 'live',
  })
  deployment = made.id
})

const refusal = (code: string) => ({ problem: { code } })
const on = { isOn: true, reason: 'Wrong refunds' }
const off = { isOn: false, reason: 'Fixed and tested' }

describe('a kill switch', () => {
  test('is in force on a node as soon as its watch has been refreshed, and so is its end', async () => {
    const place = { aiAgentId: 'refund-bot', deploymentId: deployment }
    await world.watch.refresh()
    expect(await world.book.switches.load()).toEqual([])
    await world.call(contract.setKillSwitch, { scope: 'ai_agent', target: 'refund-bot', ...on })
    await world.watch.refresh()
    expect(world.book.switches.peek()).toBeUndefined()
    await world.book.switches.load()
    const [spoken] = switchSpeakers(world.book.switches.peek() ?? [], place)
    expect(spoken).toMatchObject({ ceiling: 'human_only', because: 'This AI agent is switched off: Wrong refunds.', ask: 'Ask Ada.' })
    await world.call(contract.setKillSwitch, { scope: 'ai_agent', target: 'refund-bot', ...off })
    await world.watch.refresh()
    expect(world.book.switches.peek()).toBeUndefined()
    expect(await world.book.switches.load()).toEqual([])
  })

  test('is heard by a watching node within a second, without being asked', async () => {
    await world.watch.start()
    await world.book.switches.load()
    await world.call(contract.setKillSwitch, { scope: 'all', ...on })
    const heard = await expect.poll(() => world.book.switches.load(), { timeout: 1000, interval: 10 }).toHaveLength(1)
    await world.watch.stop()
    return heard
  })

  test('for all, one AI agent and one deployment stand beside each other, each with its audit entry', async () => {
    const all = await world.call(contract.setKillSwitch, { scope: 'all', ...on, whoToAsk: 'The duty desk' })
    expect(all).toEqual({
      scope: 'all',
      target: '*',
      isOn: true,
      reason: on.reason,
      whoToAsk: 'The duty desk',
      at: world.time.now.toISOString(),
    })
    await world.call(contract.setKillSwitch, { scope: 'ai_agent', target: 'refund-bot', ...on })
    await world.call(contract.setKillSwitch, { scope: 'deployment', target: deployment, ...on })
    const got = await world.call(contract.getAiAgent, { aiAgent: 'refund-bot' })
    expect(got.isSwitchedOff).toBe(true)
    expect(got.switches.map((each) => each.scope).sort()).toEqual(['ai_agent', 'all', 'deployment'])
    const entries = await entriesOf(world, 'kill_switch.set')
    expect(entries.map((each) => each.subject)).toEqual([
      'kill_switch:all/*',
      'kill_switch:ai_agent/refund-bot',
      `kill_switch:deployment/${deployment}`,
    ])
    expect(JSON.parse(entries[0]?.detail ?? '').reason).toBe(on.reason)
  })

  test('does not call the AI agent switched off while only one deployment is', async () => {
    await world.call(contract.setKillSwitch, { scope: 'deployment', target: deployment, ...on })
    const got = await world.call(contract.getAiAgent, { aiAgent: 'refund-bot' })
    expect(got).toMatchObject({ isSwitchedOff: false, switches: [{ scope: 'deployment' }] })
  })

  test('may be set again with a new reason, and needs a reason to end too', async () => {
    await world.call(contract.setKillSwitch, { scope: 'all', ...on })
    expect((await world.call(contract.setKillSwitch, { scope: 'all', isOn: true, reason: 'Still wrong' })).reason).toBe('Still wrong')
    await expect(world.call(contract.setKillSwitch, { scope: 'all', isOn: false, reason: ' ' })).rejects.toMatchObject(refusal('invalid'))
    expect((await world.call(contract.setKillSwitch, { scope: 'all', ...off })).isOn).toBe(false)
    await expect(world.call(contract.setKillSwitch, { scope: 'all', ...off })).rejects.toMatchObject(refusal('conflict'))
  })

  test('is refused for what is not there and for a target that does not fit', async () => {
    await expect(world.call(contract.setKillSwitch, { scope: 'ai_agent', target: 'nothing', ...on })).rejects.toMatchObject(
      refusal('not_found'),
    )
    await expect(world.call(contract.setKillSwitch, { scope: 'deployment', target: 'nothing', ...on })).rejects.toMatchObject(
      refusal('not_found'),
    )
    await expect(world.call(contract.setKillSwitch, { scope: 'deployment', ...on })).rejects.toMatchObject(refusal('invalid'))
    await expect(world.call(contract.setKillSwitch, { scope: 'all', target: 'refund-bot', ...on })).rejects.toMatchObject(
      refusal('invalid'),
    )
    expect(await entriesOf(world, 'kill_switch.set')).toEqual([])
  })
})

describe('who may set a kill switch', () => {
  test('a lead stops the own team’s deployment and nothing wider', async () => {
    const lead = world.callAs(leadOf('billing'))
    await expect(lead(contract.setKillSwitch, { scope: 'all', ...on })).rejects.toMatchObject(refusal('not_allowed'))
    await expect(lead(contract.setKillSwitch, { scope: 'ai_agent', target: 'refund-bot', ...on })).rejects.toMatchObject(
      refusal('not_allowed'),
    )
    await lead(contract.setKillSwitch, { scope: 'deployment', target: deployment, ...on })
    const other = world.callAs(leadOf('airline'))
    await expect(other(contract.setKillSwitch, { scope: 'deployment', target: deployment, ...off })).rejects.toMatchObject(
      refusal('not_allowed'),
    )
    expect((await world.call(contract.listKillSwitches, { limit: 10, isOn: true })).items).toHaveLength(1)
  })

  test('an owner stops the own AI agent everywhere', async () => {
    const owner = world.callAs(leadOf('airline', ada.id))
    await owner(contract.setKillSwitch, { scope: 'ai_agent', target: 'refund-bot', ...on })
    await owner(contract.setKillSwitch, { scope: 'deployment', target: deployment, ...on })
  })

  test('nobody without the right, and nothing is changed', async () => {
    const reader = world.callAs(actor({ scopes: ['ai-agents:read'] }))
    await expect(reader(contract.setKillSwitch, { scope: 'all', ...on })).rejects.toMatchObject(refusal('not_allowed'))
    expect((await world.call(contract.listKillSwitches, { limit: 10 })).items).toEqual([])
    expect(await entriesOf(world, 'kill_switch.set')).toEqual([])
  })
})

test('switches that are on come first, page by page, without the name of whoever set them', async () => {
  await world.call(contract.setKillSwitch, { scope: 'all', ...on })
  await world.call(contract.setKillSwitch, { scope: 'all', ...off })
  await world.call(contract.setKillSwitch, { scope: 'deployment', target: deployment, ...on })
  await world.call(contract.setKillSwitch, { scope: 'ai_agent', target: 'refund-bot', ...on })
  const first = await world.call(contract.listKillSwitches, { limit: 2 })
  expect(first.items.map((each) => [each.scope, each.isOn])).toEqual([
    ['ai_agent', true],
    ['deployment', true],
  ])
  const rest = await world.call(contract.listKillSwitches, { limit: 2, after: first.next ?? undefined })
  expect(rest).toMatchObject({ items: [{ scope: 'all', isOn: false, reason: off.reason }], next: null })
  expect(JSON.stringify(first)).not.toContain('p-someone')
})

test('the owner’s name is what people are told to ask, and an administrator where nobody answers', async () => {
  const before = await world.call(contract.setKillSwitch, { scope: 'all', ...on })
  const own = await world.call(contract.setKillSwitch, { scope: 'deployment', target: deployment, ...on })
  expect([before.whoToAsk, own.whoToAsk]).toEqual(['an administrator', 'Ada'])
})
