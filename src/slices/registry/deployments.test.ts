import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Call } from '#sdk/call.ts'
import { actor, ada, entriesOf, leadOf, type RegistryWorld, refundBot, registryWorld } from '../../../tests/registry-world.ts'
import * as contract from './contract.ts'

let world: RegistryWorld
beforeAll(async () => {
  world = await registryWorld()
})

let count = 0
let id = ''
let etag = ''
beforeEach(async () => {
  count += 1
  id = `bot-${count}`
  ;({ etag } = await world.call(contract.registerAiAgent, { ...refundBot, id }))
})

const refusal = (code: string) => ({ problem: { code } })
const deploy = (phase: 'shadow' | 'assist' | 'live' = 'shadow', call = world.call) =>
  call(contract.createDeployment, { aiAgentId: id, teamId: 'billing', process: 'general', phase })

describe('deploying an AI agent', () => {
  test('starts in the phase that was named, with the version on record, and leaves one audit entry', async () => {
    const made = await deploy('assist')
    expect(made).toEqual({
      id: `${id}~billing~general`,
      aiAgentId: id,
      teamId: 'billing',
      process: 'general',
      aiAgentVersion: '3.1',
      phase: 'assist',
      pausedFrom: null,
      mayBecome: ['shadow', 'live', 'paused', 'retired'],
      changedAt: world.time.now.toISOString(),
      etag: '1',
    })
    expect(await world.call(contract.getDeployment, { deployment: made.id })).toEqual(made)
    expect((await entriesOf(world, 'deployment.create')).filter((each) => each.subject === `deployment:${made.id}`)).toHaveLength(1)
  })

  test('is refused for an unknown team, an unknown AI agent and a second time', async () => {
    const input = { aiAgentId: id, teamId: 'billing', process: 'general', phase: 'shadow' as const }
    await expect(world.call(contract.createDeployment, { ...input, teamId: 'nowhere' })).rejects.toMatchObject(refusal('not_found'))
    await expect(world.call(contract.createDeployment, { ...input, aiAgentId: 'nothing' })).rejects.toMatchObject(refusal('not_found'))
    await deploy()
    await expect(deploy()).rejects.toMatchObject({ problem: { code: 'conflict', next: expect.stringContaining(`${id}~billing~general`) } })
  })

  test('live is refused without an owner or with holes in the card, with the next step', async () => {
    const emptied = await world.call(contract.changeAiAgent, { aiAgent: id, card: { dataItReads: [] } }, { ifMatch: etag })
    await expect(deploy('live')).rejects.toMatchObject({
      problem: { code: 'conflict', missing: ['dataItReads'], next: expect.stringMatching(/AI agent card/) },
    })
    await world.call(contract.setOwners, { aiAgent: id, accountableOwner: null }, { ifMatch: emptied.etag })
    await expect(deploy('live')).rejects.toMatchObject({ problem: { code: 'conflict', next: 'Name an accountable owner on its page.' } })
    expect((await deploy('assist')).phase).toBe('assist')
  })

  test('by the lead of another team changes nothing', async () => {
    await expect(deploy('shadow', world.callAs(leadOf('airline')))).rejects.toMatchObject(refusal('not_allowed'))
    const bound = world.callAs(actor({ kind: 'api_key', id: 'key', aiAgentId: 'other-bot' }))
    await expect(deploy('shadow', bound)).rejects.toMatchObject(refusal('not_allowed'))
    expect((await world.call(contract.listDeployments, { limit: 10, aiAgent: id })).items).toEqual([])
  })

  test('twice at the same moment gives one deployment', async () => {
    const settled = await Promise.allSettled([deploy(), deploy(), deploy()])
    expect(settled.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    expect((await world.call(contract.listDeployments, { limit: 10, aiAgent: id })).items).toHaveLength(1)
  })

  test('is possible again after a deployment was retired, under a new id', async () => {
    const first = await deploy()
    const ended = await move(first.id, 'retired', '1')
    expect(ended.mayBecome).toEqual([])
    await expect(move(first.id, 'shadow', '2')).rejects.toMatchObject(refusal('conflict'))
    expect((await deploy()).id).toBe(`${first.id}~2`)
  })
})

type Phase = 'shadow' | 'assist' | 'live' | 'paused' | 'retired'

const moveAs = (call: Call) => (deployment: string, phase: Phase, ifMatch: string) =>
  call(contract.changePhase, { deployment, phase, reason: 'Because of the evidence' }, { ifMatch })
const move: ReturnType<typeof moveAs> = (...given) => moveAs(world.call)(...given)

describe('changing a phase', () => {
  test('goes up step by step, records the reason, and comes back from paused', async () => {
    const { id: deployment } = await deploy()
    await expect(move(deployment, 'live', '1')).rejects.toMatchObject({
      problem: { code: 'conflict', allowed: ['assist', 'paused', 'retired'] },
    })
    await move(deployment, 'assist', '1')
    await move(deployment, 'live', '2')
    expect(await move(deployment, 'paused', '3')).toMatchObject({ phase: 'paused', pausedFrom: 'live' })
    expect(await move(deployment, 'live', '4')).toMatchObject({ phase: 'live', pausedFrom: null, etag: '5' })
    const entries = (await entriesOf(world, 'deployment.change_phase')).filter((each) => each.subject === `deployment:${deployment}`)
    expect(entries.map((each) => JSON.parse(each.detail).after.phase)).toEqual(['assist', 'live', 'paused', 'live'])
    expect(JSON.parse(entries[0]?.detail ?? '').reason).toBe('Because of the evidence')
  })

  test('by two people at once gives one change and one stale refusal', async () => {
    const { id: deployment } = await deploy('assist')
    const settled = await Promise.allSettled([move(deployment, 'paused', '1'), move(deployment, 'live', '1')])
    const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason.problem.code] : []))
    expect(refused).toEqual(['stale'])
    expect((await world.call(contract.getDeployment, { deployment })).etag).toBe('2')
  })

  test('is for the team’s own lead, not for another’s, and not without an ETag', async () => {
    const { id: deployment } = await deploy('live')
    await expect(moveAs(world.callAs(leadOf('airline')))(deployment, 'paused', '1')).rejects.toMatchObject(refusal('not_allowed'))
    const unmatched = world.call(contract.changePhase, { deployment, phase: 'paused', reason: 'x' })
    await expect(unmatched).rejects.toMatchObject(refusal('match_required'))
    expect((await moveAs(world.callAs(leadOf('billing')))(deployment, 'paused', '1')).phase).toBe('paused')
  })

  test('downwards is open to the AI agent’s owner in every team, upwards is not', async () => {
    const { id: deployment } = await deploy('live')
    const owner = world.callAs(leadOf('airline', ada.id))
    await moveAs(owner)(deployment, 'assist', '1')
    await expect(moveAs(owner)(deployment, 'live', '2')).rejects.toMatchObject(refusal('not_allowed'))
    await moveAs(owner)(deployment, 'paused', '2')
  })

  test('reaches the hot path once the watch has been refreshed', async () => {
    const { id: deployment } = await deploy('live')
    const key = `${id}/billing`
    await world.watch.refresh()
    expect(await world.book.deployments.load(key)).toMatchObject([{ phase: 'live' }])
    await move(deployment, 'paused', '1')
    await world.watch.refresh()
    expect(world.book.deployments.peek(key)).toBeUndefined()
    expect(await world.book.deployments.load(key)).toMatchObject([{ id: deployment, phase: 'paused' }])
    expect(world.book.deployments.peek(key)).toMatchObject([{ phase: 'paused' }])
  })

  test('to retired is what the hot path is told, and unknown pairs are told apart from it', async () => {
    const { id: deployment } = await deploy()
    await move(deployment, 'retired', '1')
    await world.watch.refresh()
    expect(await world.book.deployments.load(`${id}/billing`)).toMatchObject([{ phase: 'retired' }])
    expect(await world.book.deployments.load(`${id}/airline`)).toBeNull()
    await deploy('assist')
    await world.watch.refresh()
    expect(await world.book.deployments.load(`${id}/billing`)).toMatchObject([{ phase: 'assist' }])
  })

  test('happens when the whole AI agent is retired, and the hot path is told', async () => {
    await deploy('live')
    await world.watch.refresh()
    await world.book.deployments.load(`${id}/billing`)
    await world.call(contract.retireAiAgent, { aiAgent: id, reason: 'Replaced' }, { ifMatch: etag })
    await world.watch.refresh()
    expect(await world.book.deployments.load(`${id}/billing`)).toMatchObject([{ phase: 'retired' }])
  })
})

test('an idempotency key gives the same answer again and deploys once', async () => {
  const input = { aiAgentId: id, teamId: 'billing', process: 'general', phase: 'shadow' as const }
  const [first, second] = [
    await world.call(contract.createDeployment, input, { idempotencyKey: `k-${count}` }),
    await world.call(contract.createDeployment, input, { idempotencyKey: `k-${count}` }),
  ]
  expect(second).toEqual(first)
})

test('deployments are listed by team and phase, page by page', async () => {
  for (const process of ['a', 'b', 'c'])
    await world.call(contract.createDeployment, { aiAgentId: id, teamId: 'airline', process, phase: process === 'b' ? 'assist' : 'shadow' })
  const first = await world.call(contract.listDeployments, { limit: 2, aiAgent: id })
  const rest = await world.call(contract.listDeployments, { limit: 2, aiAgent: id, after: first.next ?? undefined })
  expect([...first.items, ...rest.items].map((each) => each.process)).toEqual(['a', 'b', 'c'])
  expect(rest.next).toBeNull()
  expect((await world.call(contract.listDeployments, { limit: 9, team: 'airline', phase: 'assist', aiAgent: id })).items).toHaveLength(1)
  const stranger = world.callAs(actor({ scopes: ['deployments:write'] }))
  await expect(stranger(contract.listDeployments, { limit: 9 })).rejects.toMatchObject(refusal('not_allowed'))
})
