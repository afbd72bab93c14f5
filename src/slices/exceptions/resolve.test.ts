import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import { askNew, detailOf, takeEffect, waiting } from '../../../tests/queue-world.ts'
import { furnish, refusal, type World, world } from '../../../tests/world.ts'
import * as exceptions from './contract.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

const review = (id: string) => here.call(decisions.getReview, { id })

describe('a decision that needs a person', () => {
  test('opens one item with its id, and one that goes alone opens none', async () => {
    await here.call(decisions.decide, askNew(20))
    const { id, request } = await waiting(here)
    await here.running.tail.runOnce()
    expect(await here.count('exception')).toBe(1)
    const item = await detailOf(here, id)
    expect(item).toMatchObject({ id, origin: 'review', state: 'open', isPeopleOnly: false, subject: request.subject, decision: id })
    expect(item.proposal?.action).toEqual(request.action)
    expect(item.amount).toEqual({ value: 500, currency: null })
    expect(item.verbs).toEqual(['approve', 'edit', 'reject', 'respond', 'take_over', 'defer', 'escalate'])
  })

  test('is approved eight seconds after a person says so, and executed once', async () => {
    const { id, request } = await waiting(here)
    const { effectiveAt } = await here.call(exceptions.resolve, { id, verb: 'approve' })
    await here.running.tail.runOnce()
    expect((await review(id)).state).toBe('waiting')
    expect((await detailOf(here, id)).held).toMatchObject({ verb: 'approve', until: effectiveAt, isMine: true })
    await takeEffect(here)
    expect(await review(id)).toMatchObject({ state: 'approved', reasonCode: 'ai_agent_right' })
    expect((await here.call(decisions.execute, { id, action: request.action })).basis).toBe('approval')
    expect((await refusal(here.call(decisions.execute, { id, action: request.action }))).status).toBe(409)
  })

  test('is edited: the edit is decided again, and only the edited arguments are executed, once', async () => {
    const { id, request } = await waiting(here)
    const action = { name: 'refund', arguments: { amount: 300 } }
    const { editedDecision } = await here.call(exceptions.resolve, { id, verb: 'edit', action, reasonCode: 'knowledge_wrong' })
    expect((await here.call(decisions.getDecision, { id: editedDecision as string })).tier).toBe('review')
    await takeEffect(here)
    expect(await review(id)).toMatchObject({ state: 'approved', action })
    expect((await refusal(here.call(decisions.execute, { id, action: request.action }))).status).toBe(409)
    expect((await here.call(decisions.execute, { id, action })).basis).toBe('approval')
    // The decision about the edit is part of this item and opens none of its own.
    expect((await refusal(detailOf(here, editedDecision as string))).status).toBe(404)
  })
})
