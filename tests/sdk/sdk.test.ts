import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CallError } from '#sdk/index.ts'
import { routes } from '#sdk/routes.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { getBundle } from '#slices/policy/contract.ts'
import { counted, idOf, pause, refund, type SdkWorld, sdkWorld } from './sdk-world.ts'

let here: SdkWorld

beforeAll(async () => {
  here = await sdkWorld()
})
afterEach(() => here.gate.open())
afterAll(async () => {
  await here?.end()
})

const outcomeOf = async (id: string) => (await here.call(decisions.getDecision, { id })).outcome

describe('an AI agent with the client', () => {
  test('runs an autonomous action at once, and its outcome is on record', async () => {
    const pilotage = here.client()
    const decision = await pilotage.decide(refund(20))
    expect(decision).toMatchObject({ tier: 'autonomous', isOffline: false, repeated: false })
    const action = counted()
    expect(await pilotage.execute(decision, action.run)).toEqual({ ran: true, value: 1, isReported: true })
    expect(action.seen).toEqual([{ amount: 20 }])
    expect(await outcomeOf(idOf(decision))).toMatchObject({ result: 'succeeded' })
  })

  test('waits for a person, and runs what the teammate made of it', async () => {
    const pilotage = here.client()
    const decision = await pilotage.decide(refund(500))
    expect(decision.tier).toBe('review')
    const waiting = pilotage.waitForReview(decision)
    await here.approveEdited(idOf(decision), 300)
    const review = await waiting
    expect(review).toMatchObject({ state: 'approved', isEdited: true, action: { name: 'refund', arguments: { amount: 300 } } })
    const action = counted()
    expect(await pilotage.execute(review, action.run)).toMatchObject({ ran: true })
    expect(action.seen).toEqual([{ amount: 300 }])
  })

  test('is told no with the teammate’s words, and nothing runs', async () => {
    const pilotage = here.client()
    const decision = await pilotage.decide(refund(500))
    await here.answer(idOf(decision), 'rejected', { reasonCode: 'rule_wrong', message: 'Offer a voucher first.' })
    const review = await pilotage.waitForReview(decision)
    expect(review).toMatchObject({ state: 'rejected', reasonCode: 'rule_wrong', message: 'Offer a voucher first.' })
    const action = counted()
    expect(await pilotage.execute(review, action.run)).toEqual({ ran: false, reason: 'refused', why: 'Offer a voucher first.' })
    expect(action.seen).toEqual([])
  })

  test('never runs what people do, what waits, and what was decided in vain', async () => {
    const pilotage = here.client()
    const action = counted()
    expect(await pilotage.execute(await pilotage.decide(refund(5000)), action.run)).toMatchObject({ ran: false, reason: 'people_only' })
    expect(await pilotage.execute(await pilotage.decide(refund(500)), action.run)).toMatchObject({ ran: false, reason: 'waiting' })
    expect(action.seen).toEqual([])
  })

  test('stops waiting when the time is over, and when it is told to', async () => {
    const pilotage = here.client()
    const decision = await pilotage.decide(refund(500))
    expect(await pilotage.waitForReview(decision, { timeoutSeconds: 1 })).toMatchObject({ state: 'waiting' })
    const gone = new AbortController()
    const waiting = pilotage.waitForReview(decision, { signal: gone.signal })
    setTimeout(() => gone.abort(), 100)
    await expect(waiting).rejects.toThrow(/abort/i)
  })

  test('waits on while Pilotage is away for a moment', async () => {
    const pilotage = here.client()
    const decision = await pilotage.decide(refund(500))
    const waiting = pilotage.waitForReview(decision)
    await pause(100)
    here.gate.shut()
    await here.answer(idOf(decision), 'approved')
    await pause(200)
    here.gate.open()
    expect((await waiting).state).toBe('approved')
  })

  test('reports what its action threw, and throws it on', async () => {
    const pilotage = here.client()
    const decision = await pilotage.decide(refund(20))
    const failing = pilotage.execute(decision, () => {
      throw new Error('card expired')
    })
    await expect(failing).rejects.toThrow('card expired')
    expect(await outcomeOf(idOf(decision))).toMatchObject({ result: 'failed', detail: 'card expired' })
  })

  test('hears of its own mistakes with a next step', async () => {
    const pilotage = here.client()
    const fault = await pilotage.decide({ ...refund(20), run: '' }).catch((error) => error)
    expect(fault).toBeInstanceOf(CallError)
    expect(fault.problem).toMatchObject({ status: 400, next: expect.any(String) })
    await expect(here.client({ apiKey: 'wrong' }).decide(refund(20))).rejects.toBeInstanceOf(CallError)
  })
})

describe('exactly one run', () => {
  test('of two at once, of a second try, and of a client in a new process', async () => {
    const pilotage = here.client()
    const decision = await pilotage.decide(refund(500))
    await here.answer(idOf(decision), 'approved')
    const review = await pilotage.waitForReview(decision)
    const action = counted()
    const both = await Promise.all([pilotage.execute(review, action.run), here.client().execute(review, action.run)])
    expect(both.filter((one) => one.ran)).toHaveLength(1)
    expect(both.find((one) => !one.ran)).toMatchObject({ reason: 'already_executed' })
    const resumed = here.client()
    const again = await resumed.waitForReview({ id: idOf(decision), action: decision.action })
    expect(await resumed.execute(again, action.run)).toMatchObject({ ran: false, reason: 'already_executed' })
    expect(await pilotage.execute(await pilotage.decide({ ...refund(500), call: 'x' }), action.run)).toMatchObject({ reason: 'waiting' })
    expect(action.seen).toHaveLength(1)
  })

  test('when the answer of the server is lost: the same attempt asks again and is let through', async () => {
    const pilotage = here.client({ patienceMs: 4000 })
    const decision = await pilotage.decide(refund(20))
    here.gate.swallow()
    const action = counted()
    const executing = pilotage.execute(decision, action.run)
    while ((await here.call(decisions.getDecision, { id: idOf(decision) })).execution === null) await pause(20)
    here.gate.shut()
    here.gate.open()
    expect(await executing).toMatchObject({ ran: true })
    expect(action.seen).toHaveLength(1)
  })

  test('or none, when Pilotage goes away in the middle: the decision is ended, and nobody runs it later', async () => {
    const spoolDir = here.directory()
    const pilotage = here.client({ spoolDir })
    const decision = await pilotage.decide(refund(20))
    here.gate.shut()
    const action = counted()
    expect(await pilotage.execute(decision, action.run)).toMatchObject({ ran: false, reason: 'unavailable' })
    here.gate.open()
    expect(await pilotage.deliver()).toBe(0)
    expect(await outcomeOf(idOf(decision))).toMatchObject({ result: 'not_executed' })
    expect(await pilotage.execute(decision, action.run)).toMatchObject({ ran: false, reason: 'refused' })
    expect(action.seen).toEqual([])
    expect(readdirSync(spoolDir)).toEqual([])
  })
})

test('the client’s routes are those of the contract', () => {
  const { decide, getDecision, findDecision, getReview, execute, reportOutcome } = decisions
  const said = Object.entries({ decide, getDecision, findDecision, getReview, execute, reportOutcome, getBundle })
  expect(routes).toEqual(Object.fromEntries(said.map(([name, { method, path }]) => [name, { method, path }])))
})
