import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#kernel/actor.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { type Failure, makeReportOutcome, makeReportRun } from '#slices/decisions/verbs/outcomes.ts'
import { ask, furnish, refusal, switchOff, type World, world } from '../world.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

describe('execution', () => {
  const act = (request: ReturnType<typeof ask>) => ({ action: request.action })

  test('of an autonomous decision succeeds once, whoever races', async () => {
    const request = ask(20)
    const { id, argumentsHash } = await here.call(decisions.decide, request)
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => here.call(decisions.execute, { id, ...act(request) })))
    const won = tries.filter((one) => one.status === 'fulfilled')
    expect(won).toHaveLength(1)
    expect(won[0]).toMatchObject({ value: { basis: 'autonomous', argumentsHash } })
    expect((await here.call(decisions.getReview, { id })).state).toBe('executed')
  })

  test('with other arguments is refused, and so is one that nobody approved, or that people must do', async () => {
    const small = await here.call(decisions.decide, ask(20))
    expect(
      (await refusal(here.call(decisions.execute, { id: small.id, action: { name: 'refund', arguments: { amount: 99 } } }))).status,
    ).toBe(409)
    const request = ask(500)
    const larger = await here.call(decisions.decide, request)
    expect((await refusal(here.call(decisions.execute, { id: larger.id, ...act(request) }))).detail).toContain('approved')
    const huge = ask(5000)
    expect((await refusal(here.call(decisions.execute, { id: (await here.call(decisions.decide, huge)).id, ...act(huge) }))).status).toBe(
      403,
    )
    expect(await here.count('execution')).toBe(1)
  })

  test('is refused once the AI agent is switched off, although the decision was autonomous', async () => {
    const request = ask(20)
    const { id } = await here.call(decisions.decide, request)
    await switchOff(here, true)
    expect((await refusal(here.call(decisions.execute, { id, ...act(request) }))).detail).toContain('a test of the switch')
    await switchOff(here, false)
    expect(await here.call(decisions.execute, { id, ...act(request) })).toMatchObject({ basis: 'autonomous' })
  })

  test('of an approved review is bound to the approved arguments and consumes the approval', async () => {
    const request = ask(500)
    const { id, argumentsHash } = await here.call(decisions.decide, request)
    const at = here.clock.now()
    await here.running.db.query(
      `insert into approval (id, team_id, decision_id, arguments_hash, approved_at, expires_at)
       values (gen_random_uuid(), 'billing', $1, decode($2, 'hex'), $3, $4)`,
      [id, argumentsHash, at, new Date(at.getTime() + 60_000)],
    )
    expect((await here.call(decisions.getReview, { id })).state).toBe('approved')
    expect((await refusal(here.call(decisions.execute, { id, action: { name: 'refund', arguments: { amount: 501 } } }))).status).toBe(409)
    expect((await here.call(decisions.execute, { id, ...act(request) })).basis).toBe('approval')
    expect((await refusal(here.call(decisions.execute, { id, ...act(request) }))).status).toBe(409)
  })
})

describe('outcomes', () => {
  test('end a decision: what was not executed by then never is', async () => {
    const request = ask(20)
    const { id } = await here.call(decisions.decide, request)
    await here.call(decisions.reportOutcome, { id, result: 'not_executed', detail: 'people had it' })
    expect(await refusal(here.call(decisions.execute, { id, action: request.action }))).toMatchObject({ status: 409, state: 'ended' })
  })

  test('are reported once, with an audit entry', async () => {
    const { id } = await here.call(decisions.decide, ask(20))
    const before = await here.count('audit_entry')
    expect((await here.call(decisions.reportOutcome, { id, result: 'failed', detail: 'card expired' })).result).toBe('failed')
    expect(await here.count('audit_entry')).toBe(before + 1)
    expect((await refusal(here.call(decisions.reportOutcome, { id, result: 'succeeded' }))).status).toBe(409)
    expect((await here.call(decisions.getDecision, { id })).outcome).toMatchObject({ result: 'failed', detail: 'card expired' })
    const reader = await here.callWith(['decisions:read'])
    expect((await refusal(reader(decisions.reportOutcome, { id, result: 'succeeded' }))).status).toBe(403)
  })

  test('of a run are reported once; saying the same again changes nothing', async () => {
    const run = { team: 'billing', aiAgent: 'refund-bot', run: 'run-77', result: 'failed' as const }
    await here.call(decisions.reportRun, run)
    await here.call(decisions.reportRun, run)
    expect(await here.count('run_outcome')).toBe(1)
    expect((await refusal(here.call(decisions.reportRun, { ...run, result: 'succeeded' }))).status).toBe(409)
  })
})

describe('a failure', () => {
  test('is told once, in the transaction that puts it on record; what succeeded is not', async () => {
    const told: Failure[] = []
    const onFailure = async (_: unknown, failure: Failure) => void told.push(failure)
    const [reportOutcome, reportRun] = [makeReportOutcome(onFailure), makeReportRun(onFailure)]
    const { house } = here.running.app
    const ctx = { actor: systemActor('test', ['outcomes:write']), now: here.clock.now(), db: house.db, audit: house.audit, requestId: 'r' }
    const one = await here.call(decisions.decide, ask(20))
    const other = await here.call(decisions.decide, ask(20))
    await reportOutcome(ctx, { id: one.id, result: 'failed', detail: 'card expired' })
    await reportOutcome(ctx, { id: other.id, result: 'succeeded' })
    const run = { team: 'billing', aiAgent: 'refund-bot', run: 'run-broken', result: 'failed' as const, detail: 'no answer' }
    await reportRun(ctx, run)
    await reportRun(ctx, run)
    await reportRun(ctx, { ...run, run: 'run-fine', result: 'succeeded' })
    const where = { teamId: 'billing', aiAgentId: 'refund-bot' }
    expect(told).toMatchObject([
      { ...where, runId: 'run-1', decision: { id: one.id }, detail: 'card expired' },
      { ...where, runId: 'run-broken', decision: null, detail: 'no answer' },
    ])
  })

  test('that cannot be told is not on record either', async () => {
    const { id } = await here.call(decisions.decide, ask(20))
    const { house } = here.running.app
    const ctx = { actor: systemActor('test', ['outcomes:write']), now: here.clock.now(), db: house.db, audit: house.audit, requestId: 'r' }
    const report = makeReportOutcome(() => Promise.reject(new Error('the queue is broken')))
    await expect(report(ctx, { id, result: 'failed' })).rejects.toThrow('the queue is broken')
    expect((await here.call(decisions.getDecision, { id })).outcome).toBeNull()
  })
})
