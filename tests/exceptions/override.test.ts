import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { askNew, takeEffect, waiting } from '../queue-world.ts'
import { furnish, refusal, type World, world } from '../world.ts'

let here: World
let deploymentId: string
beforeAll(async () => {
  here = await world()
  ;({ deploymentId } = await furnish(here))
})
afterAll(() => here.end())

const decide = (amount = 20) => {
  const request = askNew(amount)
  return here.call(decisions.decide, request).then((decision) => ({ id: decision.id, action: request.action }))
}
const override = (id: string, more: object = {}) =>
  here.call(exceptions.override, { id, reasonCode: 'rule_wrong', ...more } as Parameters<typeof override>[1] & {
    id: string
    reasonCode: 'rule_wrong'
  })
const execute = (decision: { id: string; action: { name: string; arguments: Record<string, unknown> } }) =>
  here.call(decisions.execute, decision)

describe('overriding an autonomous decision', () => {
  test('takes one act with a reason about the system, and takes away the permission that was not used', async () => {
    const decision = await decide()
    const done = await override(decision.id, { note: 'This customer was refunded last week.' })
    expect(done.wasExecuted).toBe(false)
    expect(await refusal(execute(decision))).toMatchObject({ status: 403, detail: 'A person overrode this decision.' })
    expect(await here.call(decisions.getReview, { id: decision.id })).toMatchObject({ state: 'overridden' })
    const [review] = await here.running.db.query('select verb, reason_code, origin from review where exception_id = $1', [done.exception])
    expect(review).toEqual({ verb: 'override', reason_code: 'rule_wrong', origin: 'disagreement' })
    expect(await here.call(exceptions.getException, { id: done.exception })).toMatchObject({ state: 'resolved', origin: 'disagreement' })
  })

  test('says so when the action had begun before', async () => {
    const decision = await decide()
    await execute(decision)
    expect(await override(decision.id)).toMatchObject({ wasExecuted: true })
    expect(await here.call(decisions.getReview, { id: decision.id })).toMatchObject({ state: 'executed' })
  })

  test('leaves the case in the queue when somebody has to put it right', async () => {
    const decision = await decide()
    const { exception } = await override(decision.id, { leaveOpen: true })
    expect(await here.call(exceptions.getException, { id: exception })).toMatchObject({
      state: 'open',
      verbs: expect.arrayContaining(['take_over']),
    })
    await here.call(exceptions.resolve, { id: exception, verb: 'take_over', reasonCode: 'rule_wrong' })
    await takeEffect(here)
    expect(await here.call(exceptions.getException, { id: exception })).toMatchObject({ state: 'resolved' })
  })

  test('happens once, however many do it at the same time', async () => {
    const decision = await decide()
    const done = await Promise.allSettled(Array.from({ length: 8 }, () => override(decision.id)))
    expect(done.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    expect(await refusal(override(decision.id))).toMatchObject({ status: 409, detail: 'This decision was overridden already.' })
  })

  test('or its execution happens first, never both without saying so', async () => {
    for (let round = 0; round < 12; round++) {
      const decision = await decide()
      const [executed, overridden] = await Promise.allSettled([execute(decision), override(decision.id)])
      expect(overridden.status).toBe('fulfilled')
      if (overridden.status === 'fulfilled') expect(overridden.value.wasExecuted).toBe(executed.status === 'fulfilled')
    }
  })
})

describe('overriding what people were asked', () => {
  test('is answering its item as long as it waits', async () => {
    const { id } = await waiting(here)
    expect(await refusal(override(id))).toMatchObject({ status: 409, next: expect.stringContaining(`/review?item=${id}`) })
  })

  test('takes an approval back that was not used yet', async () => {
    const { id, request } = await waiting(here)
    await here.call(exceptions.resolve, { id, verb: 'approve' })
    await takeEffect(here)
    expect(await override(id)).toMatchObject({ wasExecuted: false })
    expect(await refusal(execute({ id, action: request.action }))).toMatchObject({ status: 403 })
  })

  test('is nothing where people said no', async () => {
    const { id } = await waiting(here)
    await here.call(exceptions.resolve, { id, verb: 'reject', reasonCode: 'tone' })
    await takeEffect(here)
    expect(await refusal(override(id))).toMatchObject({ status: 409, detail: 'People did not let this happen.' })
  })

  test('is nothing in shadow', async () => {
    const live = await here.call(registry.getDeployment, { deployment: deploymentId })
    await here.call(registry.changePhase, { deployment: deploymentId, phase: 'shadow', reason: 'test' }, { ifMatch: live.etag })
    const decision = await decide()
    expect(await refusal(override(decision.id))).toMatchObject({ status: 409 })
  })
})

test('asks for nothing but the reason, and whoever proposes cannot override', async () => {
  expect(
    Object.keys(exceptions.override.input.parse({ id: '00000000-0000-4000-8000-000000000000', reasonCode: 'tone' }) as object),
  ).toEqual(['id', 'reasonCode'])
  const decision = await decide()
  const proposing = await here.callWith(['exceptions:work', 'decisions:write'])
  expect(await refusal(proposing(exceptions.override, { id: decision.id, reasonCode: 'tone' }))).toMatchObject({ status: 403 })
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
  const foreign = await here.callWith(['exceptions:work'], { teams: ['shipping'] })
  expect(await refusal(foreign(exceptions.override, { id: decision.id, reasonCode: 'tone' }))).toMatchObject({ status: 404 })
})
