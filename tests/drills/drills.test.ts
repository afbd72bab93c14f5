import { hash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '#kernel/contract.ts'
import * as audit from '#slices/audit/contract.ts'
import { canonicalText } from '#slices/audit/index.ts'
import * as capacity from '#slices/capacity/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as drills from '#slices/drills/contract.ts'
import * as escalation from '#slices/escalation/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as limits from '#slices/limits/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { type Desk, desk, minutes, setThree, stranger, tokenIn } from '../outside/escalation-world.ts'
import { askNew, waiting } from '../queue-world.ts'
import { refusal, type World } from '../world.ts'

let place: Desk
let here: World
beforeEach(async () => {
  place = await desk()
  here = place.here
  await setThree(place)
})
afterEach(() => place.end())

const base = { team: 'billing', severity: 'high' as const, hypothesis: 'The first responder answers in time.' }
const start = (more: Partial<InputOf<typeof drills.startDrill>> = {}) =>
  here.call(drills.startDrill, { ...base, scenario: 'ai_agent_stops', aiAgent: 'refund-bot', ...more })
const get = (drill: string) => here.call(drills.getDrill, { drill })
const moment = (drill: Awaited<ReturnType<typeof get>>, name: string) => drill.timeline.find((each) => each.moment === name)

describe('a drill, end to end', () => {
  test('is told by a real mail server, acknowledged from the message, contained, ended by itself, and proved', async () => {
    const { id } = await start()
    await place.settle()
    const [mail] = place.newMail().fay ?? []
    expect(mail?.subject).toMatch(/^\[Drill\]/)
    here.clock.add(minutes(4))
    await stranger(place)(escalation.answerLink, { token: tokenIn(mail), answer: 'acknowledge' })
    await place.settle()
    const running = await get(id)
    expect(running).toMatchObject({ state: 'running', verdict: null, promise: { seconds: 900 } })
    expect(moment(running, 'told')).toMatchObject({ role: 'first_responder' })
    expect(moment(running, 'acknowledged')).toMatchObject({ role: 'first_responder' })
    expect(running.promise.tookSeconds).toBeGreaterThan(239)
    expect(await refusal(here.call(drills.getEvidence, { drill: id }))).toMatchObject({ status: 409 })
    await here.call(escalation.closeEscalation, { escalation: running.escalations[0] as string })
    await place.settle()
    const over = await get(id)
    expect(over).toMatchObject({ state: 'ended', verdict: 'kept' })
    expect(over.timeline.every(({ at }) => at !== null)).toBe(true)
    const evidence = await here.call(drills.getEvidence, { drill: id })
    expect(evidence).toMatchObject({
      on: '2026-11-16',
      verdict: 'kept',
      wasInBusinessHours: true,
      says: expect.stringMatching(/in the promised time, after 4 minutes/),
    })
    expect(JSON.stringify([over, evidence])).not.toMatch(/fay|ben|lea@/i)
  })

  test('that the second answers is late, and one that nobody answers is unanswered when its time is over', async () => {
    const { id } = await start()
    await place.settle()
    here.clock.add(minutes(16))
    await place.settle()
    await stranger(place)(escalation.answerLink, { token: tokenIn(place.newMail().ben?.[0]), answer: 'acknowledge' })
    here.clock.add(minutes(61))
    await place.settle()
    expect(await get(id)).toMatchObject({ state: 'ended', verdict: 'late' })
    const second = await start()
    here.clock.add(minutes(61))
    await place.settle()
    expect(await get(second.id)).toMatchObject({ state: 'ended', verdict: 'unanswered', promise: { tookSeconds: null } })
    const running = await here.call(escalation.listEscalations, { limit: 50, isRunning: true })
    expect(running.items).toEqual([])
  })

  test('has a digest that anybody can compute and that stands in the audit log, also after something was learned', async () => {
    const { id } = await start()
    await here.call(drills.endDrill, { drill: id })
    const before = await here.call(drills.getEvidence, { drill: id })
    await here.call(drills.endDrill, { drill: id, learned: 'Nobody knew where the list is.' })
    const { digest, ...body } = await here.call(drills.getEvidence, { drill: id })
    expect(digest).not.toBe(before.digest)
    expect(digest).toBe(hash('sha256', canonicalText(body)))
    const { items } = await here.call(audit.listAudit, { limit: 50, subject: `drill:${id}` })
    expect(items.map((entry) => entry.action)).toEqual(['drill.end', 'drill.end', 'drill.start'])
    expect(items.slice(0, 2).map((entry) => (entry.after as { digest: string }).digest)).toEqual([digest, before.digest])
  })
})

describe('a drill leaves no trace in any real figure', () => {
  /** Everything that anybody can read about how much there is, without the time of asking. */
  async function figures() {
    const { call } = here
    const timeless = <T extends object>(answer: T) => JSON.parse(JSON.stringify({ ...answer, asOf: null, from: null, to: null })) as T
    const where = { team: 'billing', aiAgent: 'refund-bot' }
    const lists = await call(limits.listLimits, { limit: 50 })
    return {
      counts: timeless(await call(exceptions.countExceptions, {})),
      ofTeam: timeless(await call(exceptions.countExceptions, { team: 'billing' })),
      summary: timeless(await call(decisions.getSummary, { hours: 24 })),
      reasons: timeless(await call(exceptions.countReasons, { days: 366 })),
      limits: lists.items.map((item) => ({ ...item, figures: timeless(item.figures) })),
      limit: { ...(await call(limits.getLimit, where)), figures: null },
      breaches: await call(limits.listBreaches, { limit: 50 }),
      extra: timeless(await call(limits.countExtraWork, { days: 28 })),
      observed: timeless(await call(capacity.getObserved, { team: 'billing' })),
      switches: await call(registry.listKillSwitches, { limit: 50 }),
      aiAgents: await call(registry.listAiAgents, { limit: 50 }),
      views: await here.running.db.query(
        `select (select count(*) from pub_exception_arrival) as arrivals, (select count(*) from pub_review_handling) as handled,
                (select count(*) from decision) as decisions, (select count(*) from deployment) as deployments`,
      ),
    }
  }

  beforeEach(async () => {
    for (const amount of [20, 20, 500, 5000]) await here.call(decisions.decide, askNew(amount))
    await here.running.tail.runOnce()
    const reason = 'before the drill'
    const bounds = { rateMax: 0.5, depthMax: 3, windowHours: 24, onBreach: 'drop_to_assist' as const, reason }
    await here.call(limits.setLimit, { team: 'billing', aiAgent: 'refund-bot', ...bounds }, { ifMatch: '0' })
  })

  test('not while a flood is in the queue, not while people answer it, not afterwards', async () => {
    const before = await figures()
    const { id } = await start({ scenario: 'queue_floods', items: 30 })
    here.clock.add(11_000)
    await place.settle()
    expect(await figures()).toEqual(before)
    const { items } = await here.call(exceptions.listExceptions, { limit: 100 })
    const labelled = items.filter((item) => item.isDrill)
    expect(labelled).toHaveLength(30)
    await here.call(exceptions.claim, { id: labelled[0]?.id as string })
    await here.call(exceptions.resolveMany, { ids: labelled.slice(0, 20).map((item) => item.id), verb: 'take_over', reasonCode: 'tone' })
    here.clock.add(9000)
    await place.settle()
    expect(await figures()).toEqual(before)
    expect(await get(id)).toMatchObject({ state: 'running', items: { injected: 30, answered: 20 } })
    await here.call(exceptions.resolveMany, { ids: labelled.slice(20).map((item) => item.id), verb: 'take_over', reasonCode: 'tone' })
    await place.settle()
    const over = await get(id)
    expect(over).toMatchObject({ state: 'ended', items: { injected: 30, answered: 30 } })
    expect(moment(over, 'contained')?.at).not.toBeNull()
    expect(await figures()).toEqual(before)
    here.clock.add(7 * 24 * 3_600_000)
    const weekLater = await figures()
    expect({ ...weekLater, counts: 0, ofTeam: 0, summary: 0, limits: 0, observed: 0, extra: 0 }).toEqual({
      ...before,
      ...{ counts: 0, ofTeam: 0, summary: 0, limits: 0, observed: 0, extra: 0 },
    })
    expect(await here.count('exception where drill_id is not null')).toBe(0)
    expect(await here.count('review where drill_id is not null')).toBe(0)
  })

  test.each(['ai_agent_stops', 'errors_spike', 'kill_switch'] as const)('not by %s', async (scenario) => {
    const before = await figures()
    const { id } = await start({ scenario })
    await place.settle()
    const during = await figures()
    expect({ ...during, switches: null }).toEqual({ ...before, switches: null })
    if ((await get(id)).state === 'running') await here.call(drills.abortDrill, { drill: id, reason: 'enough' })
    await place.settle()
    expect(await figures()).toEqual(before)
  })
})

describe('a drill stops', () => {
  test('by itself when a real item is escalated, and takes its items away', async () => {
    const real = await waiting(here)
    const { id } = await start({ scenario: 'queue_floods', items: 5 })
    await place.settle()
    await here.call(exceptions.escalate, { id: real.id, reason: 'a real matter' })
    await place.settle()
    expect(await get(id)).toMatchObject({
      state: 'aborted',
      verdict: 'unclear',
      abortedBecause: expect.stringMatching(/real item was escalated/),
    })
    expect(await here.count('exception where drill_id is not null')).toBe(0)
    expect(await here.call(exceptions.getException, { id: real.id })).toMatchObject({ state: 'open' })
  })

  test('by itself when a real item is critical', async () => {
    const { id } = await start()
    await here.call(exceptions.openException, { team: 'billing', origin: 'by_hand', subject: 's', title: 'Fire', severity: 'critical' })
    await place.settle()
    expect(await get(id)).toMatchObject({ state: 'aborted' })
  })

  test('at once when somebody aborts it, and only once', async () => {
    const { id } = await start()
    expect(await here.call(drills.abortDrill, { drill: id, reason: 'wrong day' })).toMatchObject({
      state: 'aborted',
      abortedBecause: 'wrong day',
    })
    expect(await refusal(here.call(drills.abortDrill, { drill: id, reason: 'again' }))).toMatchObject({ status: 409 })
    expect(await refusal(here.call(drills.endDrill, { drill: id }))).toMatchObject({ status: 409 })
  })
})

describe('when a drill may start', () => {
  test('in the business hours of the team, else only with a reason that stays visible', async () => {
    here.clock.add(12 * 3_600_000)
    expect(await here.call(drills.readiness, { team: 'billing' })).toMatchObject({
      isOpenNow: false,
      opensAt: '2026-11-17T08:00:00.000Z',
      running: null,
    })
    expect(await refusal(start())).toMatchObject({ status: 409, next: expect.stringMatching(/2026-11-17T08:00/) })
    expect(await here.count('drill')).toBe(0)
    const forced = await start({ force: 'The night shift asked for it.' })
    expect(forced.forcedBecause).toBe('The night shift asked for it.')
    await here.call(drills.endDrill, { drill: forced.id })
    expect((await here.call(drills.getEvidence, { drill: forced.id })).wasInBusinessHours).toBe(false)
  })

  test('one at a time in a team, also when two start it at once', async () => {
    const started = await Promise.allSettled([start(), start()])
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusal(start())).toMatchObject({ status: 409 })
    const { items } = await here.call(drills.listDrills, { limit: 50, isRunning: true })
    expect((await here.call(drills.readiness, { team: 'billing' })).running).toBe(items[0]?.id)
  })

  test('with an AI agent that works there, where it is about one', async () => {
    expect(await refusal(start({ aiAgent: undefined }))).toMatchObject({ status: 400 })
    expect(await refusal(start({ aiAgent: 'nobody-bot' }))).toMatchObject({ status: 404 })
  })

  test('in one’s own team only', async () => {
    await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    const foreign = await here.callWith(['drills:read', 'drills:write'], { teams: ['shipping'] })
    expect(await refusal(foreign(drills.startDrill, { ...base, scenario: 'kill_switch' }))).toMatchObject({ status: 403 })
    const { id } = await start()
    expect((await foreign(drills.listDrills, { limit: 50 })).items).toEqual([])
    for (const act of [drills.getDrill, drills.getEvidence, drills.endDrill])
      expect(await refusal(foreign(act, { drill: id }))).toMatchObject({ status: 404 })
  })
})

describe('the kill switch drill', () => {
  test('is in force on every server within a second, by the road of every decision, and is gone without a trace', async () => {
    const other = await here.anotherNode()
    await here.running.tail.runOnce()
    await other.tail.runOnce()
    const { id, nodes } = await start({ scenario: 'kill_switch', aiAgent: undefined })
    expect(nodes).toHaveLength(2)
    expect((await here.call(registry.listKillSwitches, { limit: 50 })).items).toMatchObject([
      { reason: expect.stringMatching(/drill/), isOn: true },
    ])
    await expect.poll(async () => (await get(id)).nodes.filter((node) => node.inForceSeconds !== null).length).toBe(2)
    await here.running.tail.runOnce()
    const over = await get(id)
    expect(over).toMatchObject({ state: 'ended', verdict: 'kept', promise: { seconds: 1 } })
    for (const { inForceSeconds } of over.nodes) expect(inForceSeconds).toBeLessThan(1)
    expect((await here.call(registry.listKillSwitches, { limit: 50 })).items).toEqual([])
    expect((await here.call(decisions.decide, askNew(20))).tier).toBe('autonomous')
    const recorded = await here.call(decisions.listDecisions, { limit: 50 })
    expect(recorded.items.filter((decision) => decision.aiAgent.startsWith('drill-'))).toEqual([])
  })

  test('is not contained by a server that says nothing', async () => {
    await here.running.tail.runOnce()
    await here.running.db.query("insert into drill_host (node, seen_at) values ('deaf', $1)", [here.clock.now()])
    const { id } = await start({ scenario: 'kill_switch' })
    await expect.poll(async () => (await get(id)).nodes.filter((node) => node.inForceSeconds !== null).length).toBe(1)
    await here.running.tail.runOnce()
    expect(await get(id)).toMatchObject({ state: 'running' })
    here.clock.add(minutes(6))
    await here.running.tail.runOnce()
    expect(await get(id)).toMatchObject({ state: 'ended', verdict: 'unanswered' })
  })
})

test('two servers move a drill on at the same instant and tell everybody once', async () => {
  const other = await here.anotherNode()
  const { id } = await start({ scenario: 'queue_floods', items: 3 })
  await Promise.all([here.running.tail.runOnce(), other.tail.runOnce()])
  await place.settle()
  expect((await get(id)).escalations).toHaveLength(1)
  expect(place.newMail().fay).toHaveLength(1)
  here.clock.add(minutes(121))
  await Promise.all([here.running.tail.runOnce(), other.tail.runOnce()])
  const { items } = await here.call(audit.listAudit, { limit: 50, subject: `drill:${id}` })
  expect(items.filter((entry) => entry.action === 'drill.end')).toHaveLength(1)
})
