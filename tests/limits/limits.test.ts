import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as audit from '#slices/audit/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import { openExceptions } from '#slices/exceptions/index.ts'
import * as identity from '#slices/identity/contract.ts'
import * as limits from '#slices/limits/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { seat } from '../contract/furnished.ts'
import { askNew } from '../queue-world.ts'
import { card, furnish, refusal, type World, world } from '../world.ts'

let here: World
let deploymentId: string
beforeEach(async () => {
  here = await world()
  ;({ deploymentId } = await furnish(here))
})
afterEach(() => here.end())

const place = { team: 'billing', aiAgent: 'refund-bot' }
const bounds = { rateMax: 0.1, depthMax: 1000, windowHours: 24, onBreach: 'pause_launches' as const, reason: 'agreed with the team' }

const setLimit = (more: Partial<Parameters<World['call']>[1]> = {}, ifMatch = '0') =>
  here.call(limits.setLimit, { ...place, ...bounds, ...(more as object) }, { ifMatch })
const view = () => here.call(limits.getLimit, place)

/** So many decisions that the AI agent may take alone, and so many that go to people. */
async function decide(alone: number, forPeople: number) {
  const items = [...Array(alone).fill(20), ...Array(forPeople).fill(500)].map((amount) => askNew(amount))
  for (let begin = 0; begin < items.length; begin += 100) await here.call(decisions.decideBatch, { items: items.slice(begin, begin + 100) })
}

/** Lets the house look at the limits again. */
async function look() {
  here.clock.add(11_000)
  await here.running.tail.runOnce()
}

async function anotherAiAgent(id: string) {
  await here.call(registry.registerAiAgent, {
    id,
    name: id,
    function: 'Ships',
    vendor: 'in-house',
    runtime: 'test',
    version: '1',
    stage: 'pilot',
    accountableOwner: here.adminId,
    technicalOwner: here.adminId,
    card,
  })
}

async function toLive(aiAgentId: string, teamId = 'billing') {
  const made = await here.call(registry.createDeployment, { aiAgentId, teamId, process: 'general', phase: 'assist' })
  return () => here.call(registry.changePhase, { deployment: made.id, phase: 'live', reason: 'ready' }, { ifMatch: made.etag })
}

describe('before live', () => {
  test('what ran before Pilotage is live without a limit and shows that none is set', async () => {
    expect(await view()).toMatchObject({ limit: null, isLive: true, etag: '0', history: [] })
    const { items } = await here.call(limits.listLimits, { limit: 50 })
    expect(items).toMatchObject([{ team: 'billing', aiAgent: 'refund-bot', limit: null, isLive: true, breaches: [] }])
  })

  test('nothing is promoted to live before somebody fixed what is acceptable, and then it is', async () => {
    await anotherAiAgent('ship-bot')
    const promote = await toLive('ship-bot')
    expect(await refusal(promote())).toMatchObject({ status: 409, next: expect.stringMatching(/acceptable exception rate/) })
    await here.call(limits.setLimit, { team: 'billing', aiAgent: 'ship-bot', ...bounds }, { ifMatch: '0' })
    expect(await promote()).toMatchObject({ phase: 'live' })
    const after = await here.call(limits.getLimit, { team: 'billing', aiAgent: 'ship-bot' })
    expect(after.limit).toMatchObject({ isBeforeLive: true, loosenedAt: null })
  })

  test('a limit that is loosened while something is live is marked so, and every change stays readable', async () => {
    await setLimit()
    await setLimit({ rateMax: 0.05, reason: 'stricter' }, '1')
    expect((await view()).limit).toMatchObject({ isBeforeLive: false, loosenedAt: null })
    await setLimit({ rateMax: 0.2, reason: 'it was too tight' }, '2')
    const { limit, history } = await view()
    expect(limit?.loosenedAt).not.toBeNull()
    expect(history.map((each) => [each.rateMax, each.isLoosened, each.wasLive])).toEqual([
      [0.2, true, true],
      [0.05, false, true],
      [0.1, false, true],
    ])
  })

  test('a limit is set against its present state only, and is not taken from what is live', async () => {
    await setLimit()
    expect(await refusal(setLimit({ rateMax: 0.3 }, '0'))).toMatchObject({ status: 412 })
    expect(await refusal(here.call(limits.removeLimit, place, { ifMatch: '1' }))).toMatchObject({ status: 409 })
    const { etag } = await here.call(registry.getDeployment, { deployment: deploymentId })
    await here.call(registry.changePhase, { deployment: deploymentId, phase: 'assist', reason: 'test' }, { ifMatch: etag })
    expect(await here.call(limits.removeLimit, place, { ifMatch: '1' })).toMatchObject({ limit: null, etag: '0' })
    expect(await setLimit()).toMatchObject({ etag: '3' })
  })
})

describe('the figures', () => {
  test('count the policy alone, so an AI agent in assist is measured as if it were live, and only recorded ones not at all', async () => {
    const before = await here.call(registry.getDeployment, { deployment: deploymentId })
    await here.call(registry.changePhase, { deployment: deploymentId, phase: 'assist', reason: 'test' }, { ifMatch: before.etag })
    await decide(45, 5)
    expect((await view()).figures.rate).toMatchObject({ status: 'ok', exceptions: 5, attempts: 50, share: 0.1 })
    const shadow = await here.call(registry.getDeployment, { deployment: deploymentId })
    await here.call(registry.changePhase, { deployment: deploymentId, phase: 'shadow', reason: 'test' }, { ifMatch: shadow.etag })
    await decide(10, 10)
    expect((await view()).figures.rate).toMatchObject({ exceptions: 5, attempts: 50 })
  })

  test('say too few below thirty attempts', async () => {
    await decide(20, 9)
    expect((await view()).figures.rate).toEqual({ status: 'too_few', share: null, low: null, high: null, exceptions: 9, attempts: 29 })
  })

  test('have extra work in both halves of the second rate, and leave the first as it was', async () => {
    await decide(95, 5)
    const record = (more: object) => here.call(limits.recordExtraWork, { ...place, ...(more as { kind: 'handled_outside' }) })
    await record({ kind: 'handled_outside', cases: 12 })
    const wrong = await record({ kind: 'out_of_scope', cases: 80 })
    await here.call(limits.takeBackExtraWork, { work: wrong.id })
    await record({ kind: 'out_of_scope', cases: 8 })
    await record({ kind: 'babysitting', minutes: 45 })
    const { figures } = await view()
    expect(figures.rate).toMatchObject({ exceptions: 5, attempts: 100, share: 0.05 })
    expect(figures.rateWithExtraWork).toMatchObject({ exceptions: 25, attempts: 120, share: 25 / 120 })
    expect(figures.extraWork).toMatchObject({ handledOutside: 12, outOfScope: 8 })
    const { items } = await here.call(limits.countExtraWork, { days: 28 })
    expect(items).toMatchObject([{ ...place, rate: { attempts: 100 }, rateWithExtraWork: { attempts: 120 } }])
  })

  test('show minutes of people only where the team is as large as the group floor', async () => {
    await here.call(limits.recordExtraWork, { ...place, kind: 'babysitting', minutes: 45 })
    expect((await view()).figures.extraWork).toMatchObject({ babysittingMinutes: null, minutesStatus: 'suppressed' })
    for (let n = 0; n < 8; n++)
      await here.call(identity.addPerson, { name: `P${n}`, email: `p${n}@example.com`, roles: [{ role: 'teammate', team: 'billing' }] })
    expect((await view()).figures.extraWork).toMatchObject({ babysittingMinutes: 45, minutesStatus: 'ok' })
  })

  test('leave labelled items out of rate and depth', async () => {
    await decide(95, 5)
    await here.running.tail.runOnce()
    const before = (await view()).figures
    const drillId = '00000000-0000-7000-8000-00000000d011'
    await here.running.db.tx((tx) =>
      openExceptions(
        tx,
        [1, 2, 3].map((n) => ({
          id: `00000000-0000-7000-8000-00000000000${n}`,
          teamId: 'billing',
          aiAgentId: 'refund-bot',
          origin: 'customer_asked' as const,
          subject: 'drill',
          title: 'drill',
          drillId,
          at: here.clock.now(),
        })),
      ),
    )
    const after = (await view()).figures
    expect({ ...after, asOf: before.asOf }).toEqual(before)
    expect(after.depth).toBe(5)
  })

  test('refuse work that cannot be counted', async () => {
    const record = (more: object) => refusal(here.call(limits.recordExtraWork, { ...place, ...(more as { kind: 'handled_outside' }) }))
    expect(await record({ kind: 'handled_outside', minutes: 5 })).toMatchObject({
      status: 400,
      detail: expect.stringMatching(/how many cases/),
    })
    expect(await record({ kind: 'babysitting', cases: 5 })).toMatchObject({ status: 400 })
    expect(await record({ kind: 'babysitting', minutes: 5, on: '2026-12-24' })).toMatchObject({ status: 400 })
    expect(await record({ kind: 'babysitting', minutes: 5, on: '2026-01-01' })).toMatchObject({ status: 400 })
    expect(await here.count('extra_work')).toBe(0)
  })
})

describe('a breach of the rate', () => {
  test('refuses launches of the AI agent anywhere and of anything in the team, until the limit is kept again', async () => {
    await setLimit()
    await decide(30, 20)
    await look()
    const { breaches } = await view()
    expect(breaches).toMatchObject([{ kind: 'rate', value: 0.4, attempts: 50, limit: 0.1, endedAt: null, dropped: [] }])
    await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    await anotherAiAgent('ship-bot')
    const deploy = (aiAgentId: string, teamId: string, phase: 'live' | 'assist' = 'live') =>
      here.call(registry.createDeployment, { aiAgentId, teamId, process: 'other', phase })
    expect(await refusal(deploy('refund-bot', 'shipping'))).toMatchObject({ status: 409, detail: expect.stringMatching(/limit is broken/) })
    expect(await refusal(deploy('ship-bot', 'billing'))).toMatchObject({ status: 409 })
    expect(await deploy('ship-bot', 'shipping')).toMatchObject({ phase: 'live' })
    expect(await deploy('refund-bot', 'shipping', 'assist')).toMatchObject({ phase: 'assist' })
    await decide(600, 0)
    await look()
    expect(await view()).toMatchObject({ breaches: [] })
    expect((await here.call(limits.listBreaches, { limit: 50 })).items).toMatchObject([{ endedBecause: 'kept_again' }])
    expect(await deploy('ship-bot', 'billing')).toMatchObject({ phase: 'live' })
  })

  test('drops what is live to assist by rule, in force at once and audited, and again if it slips back', async () => {
    await setLimit({ onBreach: 'drop_to_assist' })
    await decide(30, 20)
    expect(await here.call(decisions.decide, askNew(20))).toMatchObject({ tier: 'autonomous' })
    await look()
    expect(await here.call(registry.getDeployment, { deployment: deploymentId })).toMatchObject({ phase: 'assist' })
    expect(await here.call(decisions.decide, askNew(20))).toMatchObject({ tier: 'review', policyTier: 'autonomous' })
    expect((await view()).breaches).toMatchObject([{ dropped: [deploymentId] }])
    const { items } = await here.call(audit.listAudit, { limit: 50, subject: `deployment:${deploymentId}` })
    expect(items[0]).toMatchObject({
      action: 'deployment.change_phase',
      actor: 'system:limits',
      reason: expect.stringMatching(/By the rule/),
    })
    await here.running.db.query("update deployment set phase = 'live' where id = $1", [deploymentId])
    await look()
    expect(await here.call(registry.getDeployment, { deployment: deploymentId })).toMatchObject({ phase: 'assist' })
  })

  test('is closed by saying what was done, which gives it its window once more and no longer', async () => {
    await setLimit({ windowHours: 2 })
    await decide(30, 20)
    await look()
    const [breach] = (await view()).breaches
    const closed = await here.call(limits.closeBreach, { breach: breach?.id as string, what: 'The rule was wrong; version 2 is out.' })
    expect(closed).toMatchObject({ endedBecause: 'closed', what: 'The rule was wrong; version 2 is out.' })
    expect(await refusal(here.call(limits.closeBreach, { breach: closed.id, what: 'again' }))).toMatchObject({ status: 409 })
    await look()
    expect((await view()).breaches).toEqual([])
    here.clock.add(2 * 3_600_000)
    await decide(30, 20)
    await look()
    expect((await view()).breaches).toHaveLength(1)
  })

  test('ends when the limit is changed so that nothing breaks it, and goes on when it still does', async () => {
    await setLimit()
    await decide(30, 20)
    await look()
    expect((await setLimit({ rateMax: 0.15 }, '1')).breaches).toHaveLength(1)
    expect((await setLimit({ rateMax: 0.6 }, '2')).breaches).toEqual([])
    expect((await here.call(limits.listBreaches, { limit: 50, isOpen: false })).items).toMatchObject([{ endedBecause: 'limit_changed' }])
  })

  test('begins once, though several nodes look at the same instant', async () => {
    await setLimit()
    await decide(30, 20)
    const other = await here.anotherNode()
    here.clock.add(11_000)
    await Promise.all([here.running.tail.runOnce(), other.tail.runOnce()])
    expect(await here.count('limit_breach')).toBe(1)
  })
})

describe('a breach of the depth', () => {
  test('of the whole team begins as soon as one item too many waits, and cannot be talked away', async () => {
    const team = { team: 'billing', ...bounds, rateMax: 1, depthMax: 5 }
    await here.call(limits.setLimit, team, { ifMatch: '0' })
    await decide(0, 6)
    await here.running.tail.runOnce()
    await look()
    const { breaches, figures } = await here.call(limits.getLimit, { team: 'billing' })
    expect(figures.depth).toBe(6)
    expect(breaches).toMatchObject([{ aiAgent: null, kind: 'depth', value: 6, limit: 5 }])
    const close = () => here.call(limits.closeBreach, { breach: breaches[0]?.id as string, what: 'more people' })
    expect(await refusal(close())).toMatchObject({ status: 409 })
    const { items } = await here.call(exceptions.listExceptions, { limit: 50, team: 'billing' })
    await here.call(exceptions.resolveMany, { ids: items.slice(0, 2).map((item) => item.id), verb: 'approve' })
    here.clock.add(9000)
    await here.running.tail.runOnce()
    await look()
    expect((await here.call(limits.getLimit, { team: 'billing' })).breaches).toEqual([])
  })
})

describe('whose limits', () => {
  test('another team’s key sees, sets and records nothing of it', async () => {
    await setLimit()
    await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    const foreign = await here.callWith(['limits:read', 'limits:write', 'extra-work:write'], { teams: ['shipping'] })
    expect((await foreign(limits.listLimits, { limit: 50 })).items).toEqual([])
    expect((await foreign(limits.listLimits, { limit: 50, team: 'billing' })).items).toEqual([])
    expect((await foreign(limits.countExtraWork, { days: 28 })).items).toEqual([])
    expect(await refusal(foreign(limits.getLimit, place))).toMatchObject({ status: 403 })
    expect(await refusal(foreign(limits.setLimit, { ...place, ...bounds }, { ifMatch: '1' }))).toMatchObject({ status: 403 })
    expect(await refusal(foreign(limits.recordExtraWork, { ...place, kind: 'handled_outside', cases: 1 }))).toMatchObject({ status: 403 })
  })

  test('a teammate records extra work and fixes no limit', async () => {
    const { headers } = await seat(here, 'tea', { role: 'teammate', team: 'billing' })
    const { letterOf, send } = await import('../contract/door.ts')
    const recorded = await send(here.running.app, letterOf(limits.recordExtraWork, { ...place, kind: 'babysitting', minutes: 10 }, headers))
    expect(recorded.status).toBe(201)
    expect(JSON.parse(recorded.text)).toMatchObject({ on: '2026-11-16' })
    const refused = await send(here.running.app, letterOf(limits.setLimit, { ...place, ...bounds }, { ...headers, 'if-match': '0' }))
    expect(refused.status).toBe(403)
  })
})
