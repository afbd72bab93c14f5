import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import { waitingAfterSeq } from '#slices/decisions/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { ask, furnish, refusal, switchOff, type World, world } from '../world.ts'
import { peopleOf } from './people.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

const { waiting, answer, edit, approveEdited, execute, reviewOf, override } = peopleOf(() => here)
const executions = () => here.count('execution')

describe('the answer of a person', () => {
  test('is given once: of eight at a time one counts, and the others change nothing', async () => {
    const { row } = await waiting()
    const states = ['approved', 'rejected', 'responded', 'taken_over', 'approved', 'rejected', 'expired', 'people_only'] as const
    const given = await Promise.all(states.map((state) => answer(row, state, { message: `as ${state}` })))
    expect(given.filter(Boolean)).toHaveLength(1)
    const won = states[given.indexOf(true)]
    expect(await reviewOf(row.id)).toMatchObject({ state: won, message: `as ${won}` })
  })

  test('is told with its reason and its message, and refuses the execution in these words', async () => {
    const { id, action, row } = await waiting()
    await answer(row, 'rejected', { reasonCode: 'knowledge_wrong', message: 'The order was refunded in May.' })
    expect(await reviewOf(id)).toMatchObject({
      state: 'rejected',
      reasonCode: 'knowledge_wrong',
      message: 'The order was refunded in May.',
      approvedUntil: null,
      settledAt: expect.any(String),
    })
    const problem = await refusal(execute(id, action))
    expect(problem).toMatchObject({ status: 403, state: 'rejected', reasonCode: 'knowledge_wrong', next: 'The order was refunded in May.' })
    expect(problem.detail).toBe('A teammate said no to this action.')
  })

  test.each(['responded', 'taken_over', 'people_only', 'expired', 'overridden'] as const)(
    'of %s lets nothing be executed',
    async (state) => {
      const { id, action, row } = await waiting()
      await answer(row, state)
      expect(await reviewOf(id)).toMatchObject({ state })
      const before = await executions()
      expect(await refusal(execute(id, action))).toMatchObject({ code: 'not_allowed', state })
      expect(await executions()).toBe(before)
    },
  )

  test('of yes runs out: then nothing is executed, and the review says expired', async () => {
    const { id, action, row } = await waiting()
    await answer(row, 'approved', { approval: { expiresAt: new Date(here.clock.now().getTime() + 60_000) } })
    expect((await reviewOf(id)).state).toBe('approved')
    here.clock.add(61_000)
    expect(await reviewOf(id)).toMatchObject({ state: 'expired', approvedUntil: null })
    expect((await refusal(execute(id, action))).detail).toContain('ran out')
  })

  test('that was never given leaves the decision waiting', async () => {
    const { id, action } = await waiting()
    expect(await reviewOf(id)).toMatchObject({ state: 'waiting', action: null, settledAt: null })
    expect((await refusal(execute(id, action))).detail).toBe('Nobody has approved this yet.')
  })
})

describe('an edited action', () => {
  test('is decided anew: the input that bears the name of the changed argument follows it', async () => {
    const { row } = await waiting(500, { inputs: { amount: 500 } })
    expect(await edit(row, 80)).toMatchObject({ tier: 'autonomous', repeated: false })
    expect(await edit(row, 300)).toMatchObject({ tier: 'review' })
    expect(await edit(row, 5000)).toMatchObject({ tier: 'human_only' })
    expect(await edit(row, 80)).toMatchObject({ repeated: true })
    expect(await edit(row, 80, { amount: 2000 })).toMatchObject({ tier: 'human_only', repeated: false })
  })

  test('keeps what else the proposal brought, and names the decision that it edits', async () => {
    const context = { title: 'Late parcel', conversation: [{ from: 'customer', text: 'Where is it?' }] }
    const knowledge = [{ id: 'refund-policy', title: 'Refunds', updatedAt: '2026-01-01T00:00:00Z' }]
    const { id, row } = await waiting(500, { context, knowledge, confidence: 0.6 })
    const judged = await edit(row, 300)
    const found = await here.call(decisions.getDecision, { id: judged.id })
    expect(found.content).toMatchObject({ context, knowledge, confidence: 0.6, editOf: id, inputs: { amount: 300 } })
    expect((await here.call(decisions.getDecision, { id })).content).toMatchObject({ context, knowledge })
    expect((await here.call(decisions.getDecision, { id })).content?.editOf).toBeUndefined()
  })

  test('is executed with the edited arguments and not with the proposed ones', async () => {
    const { id, action, row } = await waiting()
    const edited = await approveEdited(row, 300)
    expect(await reviewOf(id)).toMatchObject({ state: 'approved', action: edited })
    expect((await refusal(execute(id, action))).status).toBe(409)
    const taken = await execute(id, edited)
    expect(taken).toMatchObject({ basis: 'approval', argumentsHash: (await reviewOf(id)).argumentsHash })
    expect((await refusal(execute(id, edited))).status).toBe(409)
  })

  test('that would go alone is executed by the approval all the same, once', async () => {
    const { id, row } = await waiting()
    const edited = await approveEdited(row, 80)
    expect((await execute(id, edited)).basis).toBe('approval')
    expect((await refusal(execute(id, edited))).status).toBe(409)
  })

  test('permits nothing by itself, also when its own tier is autonomous', async () => {
    const { id, row } = await waiting()
    const judged = await edit(row, 80)
    expect(judged.tier).toBe('autonomous')
    const problem = await refusal(execute(judged.id, { name: 'refund', arguments: { amount: 80 } }))
    expect(problem).toMatchObject({ code: 'not_allowed', next: expect.stringContaining(id) })
  })

  test('is judged again when it is executed: a switch that came after the approval holds', async () => {
    const { id, row } = await waiting()
    const edited = await approveEdited(row, 300)
    await switchOff(here, true)
    expect(await refusal(execute(id, edited))).toMatchObject({ code: 'not_allowed' })
    await switchOff(here, false)
    expect((await execute(id, edited)).basis).toBe('approval')
  })

  test('that only people may do is not executed, whoever approved it', async () => {
    const { id, row } = await waiting()
    const edited = await approveEdited(row, 5000)
    expect((await refusal(execute(id, edited))).detail).toContain('A person has to do this')
  })

  test('cannot be forged: callers may not use the call ids of the house', async () => {
    const { row } = await waiting()
    const forged = await refusal(here.call(decisions.decide, ask(20, { call: `edit:${row.id}:00000000` })))
    expect(forged).toMatchObject({ status: 400, detail: expect.stringContaining('edit:') })
    const batch = await here.call(decisions.decideBatch, { items: [ask(20, { call: 'edit:x' }), ask(20, { editOf: row.id })] })
    expect(batch.items.map((item) => item.problem?.status)).toEqual([400, 400])
  })
})

describe('an overridden decision', () => {
  test('is not executed any more, autonomous or approved, and says so', async () => {
    const alone = await waiting(20)
    const approved = await waiting()
    await answer(approved.row, 'approved')
    for (const { id, action, row } of [alone, approved]) {
      expect(await override(row)).toEqual({ wasExecuted: false })
      expect(await refusal(execute(id, action))).toMatchObject({ code: 'not_allowed', detail: 'A person overrode this decision.' })
      expect(await reviewOf(id)).toMatchObject({ state: 'overridden', approvedUntil: null, reasonCode: null })
      expect((await here.call(decisions.getDecision, { id })).execution).toBeNull()
      expect(await override(row)).toEqual({ wasExecuted: false })
    }
  })

  test('that was executed before stays executed', async () => {
    const { id, action, row } = await waiting(20)
    await execute(id, action)
    expect(await override(row)).toEqual({ wasExecuted: true })
    expect((await reviewOf(id)).state).toBe('executed')
  })

  test('is either executed or withdrawn when both come at once', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, action, row } = await waiting(20)
      const [withdrawn, executed] = await Promise.allSettled([override(row), execute(id, action)])
      const wasExecuted = withdrawn.status === 'fulfilled' && withdrawn.value.wasExecuted
      expect(wasExecuted).toBe(executed.status === 'fulfilled')
    }
  })
})

test('what waits for a person is found by number, and what is autonomous is passed over', async () => {
  const { db } = here.running
  const start = (await waitingAfterSeq(db, 0, 100_000)).upTo
  for (let made = 0; made < 3; made++) await waiting(20)
  const held = await waiting(500)
  const huge = await waiting(5000)
  await waiting(20)
  const all = await waitingAfterSeq(db, start, 100)
  expect(all.rows.map((row) => row.id)).toEqual([held.id, huge.id])
  expect(all.upTo).toBe(start + 6)
  const first = await waitingAfterSeq(db, start, 1)
  expect(first.rows.map((row) => row.id)).toEqual([held.id])
  expect((await waitingAfterSeq(db, first.upTo, 1)).rows.map((row) => row.id)).toEqual([huge.id])
  expect(await waitingAfterSeq(db, all.upTo, 10)).toEqual({ rows: [], upTo: all.upTo })
})

describe('the decision of a run and call', () => {
  test('is found by its names, and by nobody who may not see it', async () => {
    const request = ask(20, { run: 'run-find' })
    const { id } = await here.call(decisions.decide, request)
    const { team, aiAgent, run, call } = request
    expect(await here.call(decisions.findDecision, { team, aiAgent, run, call })).toEqual({ id })
    expect((await refusal(here.call(decisions.findDecision, { team, aiAgent, run, call: 'none' }))).status).toBe(404)
    await here.call(identity.createTeam, { id: 'orders', name: 'Orders', timeZone: 'Europe/Berlin', department: null, lead: null })
    const elsewhere = await here.callWith(['decisions:read'], { teams: ['orders'] })
    expect((await refusal(elsewhere(decisions.findDecision, { team, aiAgent, run, call }))).status).toBe(404)
  })
})
