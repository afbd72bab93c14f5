import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actor, ada, bo, card, cy, entriesOf, leadOf, type RegistryWorld, refundBot, registryWorld } from '../../../tests/registry-world.ts'
import * as contract from './contract.ts'
import { discover } from './verbs/discover.ts'

let world: RegistryWorld
beforeAll(async () => {
  world = await registryWorld()
})

let count = 0
/** A registered AI agent under an id of its own. */
let id = ''
let etag = ''
beforeEach(async () => {
  count += 1
  id = `bot-${count}`
  ;({ etag } = await world.call(contract.registerAiAgent, { ...refundBot, id }))
})

const refusal = (code: string) => ({ problem: { code } })

describe('registering an AI agent', () => {
  test('puts it on record with its owners by name and leaves one audit entry', async () => {
    const got = await world.call(contract.getAiAgent, { aiAgent: id })
    expect(got).toMatchObject({
      status: 'active',
      vendor: 'Acme',
      stage: 'pilot',
      card,
      completeness: { share: 1, missing: [] },
      accountableOwner: { id: ada.id, name: 'Ada', isActive: true },
      technicalOwner: { id: bo.id, name: 'Bo', isActive: true },
      alarms: [],
      launchedOn: null,
      lastCheckedOn: null,
    })
    expect((await entriesOf(world, 'ai_agent.register')).filter((entry) => entry.subject === `ai_agent:${id}`)).toHaveLength(1)
  })

  test('needs no more than an id, a name and a function, and then says what is missing', async () => {
    const made = await world.call(contract.registerAiAgent, { id: `bare-${count}`, name: 'Bare', function: 'Greets', ...defaults })
    expect(made.completeness).toMatchObject({ share: 0, filled: 0, required: 6 })
    expect(made.alarms.map((alarm) => alarm.kind)).toEqual(['no_accountable_owner', 'no_technical_owner', 'card_incomplete'])
  })

  test('is refused for an id that is taken, an unknown owner and an owner who has left', async () => {
    await expect(world.call(contract.registerAiAgent, { ...refundBot, id })).rejects.toMatchObject(refusal('conflict'))
    const other = { ...refundBot, id: `other-${count}` }
    const nobodyKnown = world.call(contract.registerAiAgent, { ...other, accountableOwner: 'nobody@example.com' })
    await expect(nobodyKnown).rejects.toMatchObject(refusal('not_found'))
    await expect(world.call(contract.registerAiAgent, { ...other, technicalOwner: cy.email })).rejects.toMatchObject(refusal('conflict'))
    await expect(world.call(contract.getAiAgent, { aiAgent: other.id })).rejects.toMatchObject(refusal('not_found'))
  })

  test.each(['\ud800', 'a\0b', ' ', 'x'.repeat(121)])('is refused for the name %j', async (name) => {
    await expect(world.call(contract.registerAiAgent, { ...refundBot, id: `bad-${count}`, name })).rejects.toMatchObject(refusal('invalid'))
  })

  test('by somebody who may not changes nothing', async () => {
    const before = (await entriesOf(world, 'ai_agent.register')).length
    const reader = world.callAs(actor({ scopes: ['ai-agents:read'] }))
    await expect(reader(contract.registerAiAgent, { ...refundBot, id: 'forbidden' })).rejects.toMatchObject(refusal('not_allowed'))
    const lead = world.callAs(leadOf('billing'))
    await expect(lead(contract.registerAiAgent, { ...refundBot, id: 'forbidden' })).rejects.toMatchObject(refusal('not_allowed'))
    await expect(world.call(contract.getAiAgent, { aiAgent: 'forbidden' })).rejects.toMatchObject(refusal('not_found'))
    expect(await entriesOf(world, 'ai_agent.register')).toHaveLength(before)
  })

  test('twice at the same moment gives one AI agent and one refusal', async () => {
    const both = [1, 2].map((nth) => world.call(contract.registerAiAgent, { ...refundBot, id: `twin-${count}`, name: `Twin ${nth}` }))
    const settled = await Promise.allSettled(both)
    const [kept] = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.name] : []))
    expect(settled.flatMap((each) => (each.status === 'rejected' ? [each.reason.problem.code] : []))).toEqual(['conflict'])
    expect((await world.call(contract.getAiAgent, { aiAgent: `twin-${count}` })).name).toBe(kept)
  })
})

const defaults = { vendor: 'not stated', runtime: 'not stated', version: '1', stage: 'pilot' as const, card: {} }

describe('changing an AI agent', () => {
  test('changes what is named, keeps the rest, and records both values', async () => {
    const changed = await world.call(
      contract.changeAiAgent,
      { aiAgent: id, name: 'Refunds', launchedOn: '2026-03-01', card: { knownLimits: null, model: 'm-2' } },
      { ifMatch: etag },
    )
    expect(changed).toMatchObject({
      name: 'Refunds',
      function: 'Refunds',
      launchedOn: '2026-03-01',
      card: { model: 'm-2', dataItReads: ['Orders', 'Payments'] },
    })
    expect(changed.card.knownLimits).toBeUndefined()
    expect(changed.completeness.missing.map((field) => field.field)).toEqual(['knownLimits'])
    const [entry] = (await entriesOf(world, 'ai_agent.change')).filter((each) => each.subject === `ai_agent:${id}`)
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({ before: { name: 'Refund bot' }, after: { name: 'Refunds' } })
  })

  test('is refused without an ETag, and with an old one', async () => {
    await expect(world.call(contract.changeAiAgent, { aiAgent: id, name: 'A' })).rejects.toMatchObject(refusal('match_required'))
    await world.call(contract.changeAiAgent, { aiAgent: id, name: 'B' }, { ifMatch: etag })
    await expect(world.call(contract.changeAiAgent, { aiAgent: id, name: 'C' }, { ifMatch: etag })).rejects.toMatchObject(refusal('stale'))
    expect((await world.call(contract.getAiAgent, { aiAgent: id })).name).toBe('B')
  })

  test('is open to its owner, and closed to a lead who owns something else', async () => {
    const owner = world.callAs(leadOf('billing', ada.id))
    await owner(contract.changeAiAgent, { aiAgent: id, name: 'Mine' }, { ifMatch: etag })
    const stranger = world.callAs(leadOf('billing'))
    const attempt = stranger(contract.changeAiAgent, { aiAgent: id, name: 'Theirs' }, { ifMatch: '2' })
    await expect(attempt).rejects.toMatchObject(refusal('not_allowed'))
    expect((await world.call(contract.getAiAgent, { aiAgent: id })).name).toBe('Mine')
  })
})

describe('setting owners', () => {
  test('changes the named owner and keeps the other', async () => {
    const set = await world.call(contract.setOwners, { aiAgent: id, accountableOwner: bo.email }, { ifMatch: etag })
    expect(set).toMatchObject({ accountableOwner: { id: bo.id }, technicalOwner: { id: bo.id } })
    expect((await entriesOf(world, 'ai_agent.set_owners')).filter((each) => each.subject === `ai_agent:${id}`)).toHaveLength(1)
  })

  test('to nobody raises the alarm, and is refused while something is live', async () => {
    const none = await world.call(contract.setOwners, { aiAgent: id, accountableOwner: null }, { ifMatch: etag })
    expect(none.alarms.map((alarm) => alarm.kind)).toContain('no_accountable_owner')
    const again = await world.call(contract.setOwners, { aiAgent: id, accountableOwner: ada.id }, { ifMatch: none.etag })
    await world.call(contract.createDeployment, { aiAgentId: id, teamId: 'billing', process: 'general', phase: 'live' })
    const attempt = world.call(contract.setOwners, { aiAgent: id, accountableOwner: null }, { ifMatch: again.etag })
    await expect(attempt).rejects.toMatchObject(refusal('conflict'))
  })

  test('without the right changes nothing', async () => {
    const reader = world.callAs(actor({ scopes: ['ai-agents:read'] }))
    const attempt = reader(contract.setOwners, { aiAgent: id, accountableOwner: null }, { ifMatch: etag })
    await expect(attempt).rejects.toMatchObject(refusal('not_allowed'))
    expect((await world.call(contract.getAiAgent, { aiAgent: id })).accountableOwner?.id).toBe(ada.id)
  })
})

describe('retiring an AI agent', () => {
  test('ends all its deployments and is final', async () => {
    const deployment = await world.call(contract.createDeployment, { aiAgentId: id, teamId: 'billing', process: 'general', phase: 'live' })
    const retired = await world.call(contract.retireAiAgent, { aiAgent: id, reason: 'Replaced' }, { ifMatch: etag })
    expect(retired).toMatchObject({ status: 'retired', alarms: [], deployments: [{ id: deployment.id, phase: 'retired', mayBecome: [] }] })
    await expect(world.call(contract.changeAiAgent, { aiAgent: id, name: 'X' }, { ifMatch: retired.etag })).rejects.toMatchObject(
      refusal('conflict'),
    )
    await expect(world.call(contract.registerAiAgent, { ...refundBot, id })).rejects.toMatchObject(refusal('conflict'))
    await expect(
      world.call(contract.createDeployment, { aiAgentId: id, teamId: 'airline', process: 'general', phase: 'shadow' }),
    ).rejects.toMatchObject(refusal('conflict'))
    const [entry] = (await entriesOf(world, 'ai_agent.retire')).filter((each) => each.subject === `ai_agent:${id}`)
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({ reason: 'Replaced', after: { retiredDeployments: [deployment.id] } })
  })

  test('without the right changes nothing', async () => {
    const attempt = world.callAs(leadOf('billing'))(contract.retireAiAgent, { aiAgent: id, reason: 'x' }, { ifMatch: etag })
    await expect(attempt).rejects.toMatchObject(refusal('not_allowed'))
    expect((await world.call(contract.getAiAgent, { aiAgent: id })).status).toBe('active')
  })
})

describe('checked today', () => {
  test('counts once a day, on the owner’s calendar', async () => {
    const first = await world.callAs(actor({ id: ada.id, reach: new Set(['airline']) }))(contract.checkToday, { aiAgent: id })
    // Ten in the evening in Berlin.
    expect(first).toEqual({ aiAgentId: id, checkedOn: '2026-05-04', wasCheckedBefore: false })
    expect((await world.call(contract.checkToday, { aiAgent: id })).wasCheckedBefore).toBe(true)
    expect(await world.db.query('select 1 from daily_check where ai_agent_id = $1', [id])).toHaveLength(1)
  })

  test('silences the alarm of a live AI agent until the next day', async () => {
    await world.call(contract.createDeployment, { aiAgentId: id, teamId: 'billing', process: 'general', phase: 'live' })
    const alarms = async () => (await world.call(contract.getAiAgent, { aiAgent: id })).alarms.map((alarm) => alarm.kind)
    expect(await alarms()).toEqual(['not_checked_today'])
    await world.callAs(leadOf('billing'))(contract.checkToday, { aiAgent: id })
    expect(await alarms()).toEqual([])
    const today = world.time.now
    world.time.now = new Date('2026-05-04T22:00:00Z')
    expect(await alarms()).toEqual(['not_checked_today'])
    world.time.now = today
  })

  test('is not for those who neither own it nor work with it, and not for a retired one', async () => {
    await expect(world.callAs(leadOf('airline'))(contract.checkToday, { aiAgent: id })).rejects.toMatchObject(refusal('not_allowed'))
    const reader = world.callAs(actor({ scopes: ['ai-agents:read'] }))
    await expect(reader(contract.checkToday, { aiAgent: id })).rejects.toMatchObject(refusal('not_allowed'))
    expect((await world.call(contract.getAiAgent, { aiAgent: id })).lastCheckedOn).toBeNull()
    await world.call(contract.retireAiAgent, { aiAgent: id, reason: 'Replaced' }, { ifMatch: etag })
    await expect(world.call(contract.checkToday, { aiAgent: id })).rejects.toMatchObject(refusal('conflict'))
  })
})

describe('discovery', () => {
  const sight = (process?: string) =>
    world.db.tx((tx) =>
      discover(tx, [{ aiAgentId: `seen-${count}`, teamId: 'billing', process }], { audit: world.audit, now: world.time.now }),
    )

  test('puts an unknown AI agent on record once, however often it is seen', async () => {
    await sight()
    await sight()
    const got = await world.call(contract.getAiAgent, { aiAgent: `seen-${count}` })
    expect(got).toMatchObject({ status: 'discovered', accountableOwner: null, sightings: [{ teamId: 'billing', process: null }] })
    const entries = (await entriesOf(world, 'ai_agent.discover')).filter((each) => each.subject === `ai_agent:seen-${count}`)
    expect(entries).toMatchObject([{ actor: 'system:discovery' }])
  })

  test('changes nothing about an AI agent that is registered but shows where it was seen', async () => {
    const pair = { aiAgentId: id, teamId: 'airline', process: 'bookings' }
    await world.db.tx((tx) => discover(tx, [pair], { audit: world.audit, now: world.time.now }))
    expect(await world.call(contract.getAiAgent, { aiAgent: id })).toMatchObject({
      status: 'active',
      etag,
      sightings: [{ process: 'bookings' }],
    })
    await world.call(contract.createDeployment, { ...pair, phase: 'shadow' })
    expect((await world.call(contract.getAiAgent, { aiAgent: id })).sightings).toEqual([])
  })

  test('is followed by registering, which takes the entry over', async () => {
    await sight()
    const deployed = world.call(contract.createDeployment, {
      aiAgentId: `seen-${count}`,
      teamId: 'billing',
      process: 'general',
      phase: 'shadow',
    })
    await expect(deployed).rejects.toMatchObject(refusal('conflict'))
    const made = await world.call(contract.registerAiAgent, { ...refundBot, id: `seen-${count}` })
    expect(made).toMatchObject({ status: 'active', etag: '2' })
  })
})

describe('the list of AI agents', () => {
  test('comes page by page and misses none', async () => {
    const ids: string[] = []
    let after: string | undefined
    do {
      const page = await world.call(contract.listAiAgents, { limit: 3, after })
      ids.push(...page.items.map((item) => item.id))
      after = page.next ?? undefined
    } while (after !== undefined)
    const all = await world.db.query<{ id: string }>('select id from ai_agent order by id')
    expect(ids).toEqual(all.map((row) => row.id))
    expect(ids.length).toBeGreaterThan(3)
  })

  test('finds words in any place, and takes % and _ for what they are', async () => {
    await world.call(contract.registerAiAgent, { ...refundBot, id: `odd-${count}`, name: `100%_sure ${count}` })
    const found = async (q: string) => (await world.call(contract.listAiAgents, { limit: 200, q })).items.map((item) => item.id)
    expect(await found(`100%_SURE ${count}`)).toEqual([`odd-${count}`])
    expect(await found(`1%sure ${count}`)).toEqual([])
    expect(await found(`\ud800${count}`)).toEqual([])
    await expect(found('\0')).rejects.toMatchObject(refusal('invalid'))
  })

  test('filters by status, owner and team', async () => {
    await world.call(contract.setOwners, { aiAgent: id, accountableOwner: null, technicalOwner: null }, { ifMatch: etag })
    await world.call(contract.createDeployment, { aiAgentId: id, teamId: 'airline', process: 'general', phase: 'shadow' })
    const listed = async (filter: object) =>
      (await world.call(contract.listAiAgents, { limit: 200, ...filter })).items.map((item) => item.id)
    expect(await listed({ owner: 'none' })).toContain(id)
    expect(await listed({ owner: ada.id })).not.toContain(id)
    expect(await listed({ team: 'airline' })).toContain(id)
    expect(await listed({ status: 'retired' })).not.toContain(id)
    expect((await world.call(contract.listAiAgents, { limit: 1, team: 'airline', q: id })).items).toMatchObject([
      { id, deployments: [{ teamId: 'airline', phase: 'shadow' }], cardShare: 5 / 6, isSwitchedOff: false },
    ])
  })

  test('is closed to whoever may not see AI agents', async () => {
    const stranger = world.callAs(actor({ scopes: ['checks:write'] }))
    await expect(stranger(contract.listAiAgents, { limit: 1 })).rejects.toMatchObject(refusal('not_allowed'))
    await expect(stranger(contract.getAiAgent, { aiAgent: id })).rejects.toMatchObject(refusal('not_allowed'))
    await expect(stranger(contract.cardForm, {})).rejects.toMatchObject(refusal('not_allowed'))
  })
})

test('the card form says which fields are required and why each matters', async () => {
  const { fields } = await world.call(contract.cardForm, {})
  expect(fields.filter((field) => field.isRequired)).toHaveLength(6)
  for (const field of fields) expect(field.why).toMatch(/\.$/)
})
