import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insideCall } from '#server/inside-call.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { furnish, refusal, type World, world } from '../world.ts'
import { peopleOf } from './people.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

const { waiting, answer, edit, execute, reviewOf, override } = peopleOf(() => here)

describe('exactly one execution', () => {
  test('of a replayed approval: the second time it is refused', async () => {
    const { id, action, row } = await waiting()
    await answer(row, 'approved')
    expect((await execute(id, action)).basis).toBe('approval')
    expect(await answer(row, 'approved')).toBe(false)
    expect((await refusal(execute(id, action))).detail).toContain('executed already')
    expect(await reviewOf(id)).toMatchObject({ state: 'executed' })
  })

  test('of a resume in a new process: another node refuses what the first one executed', async () => {
    const { id, action, row } = await waiting()
    await answer(row, 'approved')
    await execute(id, action)
    const other = await here.anotherNode()
    const resumed = insideCall(other.app, other.operatorKey)
    expect((await refusal(resumed(decisions.execute, { id, action }))).status).toBe(409)
  })

  test('of two approvals at once: eight callers race, one wins', async () => {
    const { id, action, row } = await waiting()
    expect((await Promise.all([answer(row, 'approved'), answer(row, 'approved')])).filter(Boolean)).toHaveLength(1)
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => execute(id, action)))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test('of changed arguments: none, and the approved ones still work', async () => {
    const { id, action, row } = await waiting()
    await answer(row, 'approved')
    expect((await refusal(execute(id, { name: 'refund', arguments: { amount: 501 } }))).status).toBe(409)
    expect((await refusal(execute(id, { name: 'refund-twice', arguments: action.arguments }))).status).toBe(409)
    expect((await execute(id, action)).basis).toBe('approval')
  })

  test('of a request that is sent again with its idempotency key: both get the same answer', async () => {
    const { id, action, row } = await waiting()
    await answer(row, 'approved')
    const send = () => here.call(decisions.execute, { id, action }, { idempotencyKey: `take-${id}` })
    expect(await send()).toEqual(await send())
  })
})

/** Whatever people and AI agents do to one decision, all at once and in any order. */
test('no interleaving of answers, edits, overrides, outcomes and executions runs an action twice, or after it was taken away', async () => {
  const acts = ['approve', 'edit', 'reject', 'override', 'execute', 'execute', 'executeEdit', 'executeEdit', 'outcome'] as const
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(20, 500),
      fc.shuffledSubarray([...acts], { minLength: 2 }),
      fc.nat(3),
      async (amount, order, pauses) => {
        const { id, action, row } = await waiting(amount)
        const judged = await edit(row, 80)
        const edited = { name: 'refund', arguments: { amount: 80 } }
        const does = {
          approve: () => answer(row, 'approved'),
          edit: () => answer(row, 'approved', { action: edited, editedDecisionId: judged.id }),
          reject: () => answer(row, 'rejected'),
          override: () => override(row),
          execute: () => execute(id, action),
          executeEdit: () => execute(order.length % 2 ? id : judged.id, edited),
          outcome: () => here.call(decisions.reportOutcome, { id, result: 'not_executed' }),
        }
        const running: { act: string; done: Promise<unknown> }[] = []
        for (const [index, act] of order.entries()) {
          running.push({ act, done: does[act]() })
          if (index % (pauses + 1) === pauses) await Promise.allSettled(running.map(({ done }) => done))
        }
        const ends = await Promise.allSettled(running.map(({ done }) => done))
        const ran = ends.filter((end, index) => end.status === 'fulfilled' && running[index]?.act.startsWith('execute')).length
        const overridden = ends.find((_, index) => running[index]?.act === 'override')
        expect(ran).toBeLessThanOrEqual(1)
        if (overridden?.status === 'fulfilled') expect(overridden.value).toEqual({ wasExecuted: ran === 1 })
        expect(
          (await execute(id, action)
            .then(() => 1)
            .catch(() => 0)) + ran,
        ).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 60 },
  )
})
