import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as audit from '#slices/audit/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { askNew, colleague, detailOf, takeEffect, waiting } from '../../../tests/queue-world.ts'
import { furnish, refusal, switchOff, type World, world } from '../../../tests/world.ts'
import * as exceptions from './contract.ts'

let here: World

beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

const review = (id: string) => here.call(decisions.getReview, { id })
const resolve = (id: string, more: Record<string, unknown>) => here.call(exceptions.resolve, { id, ...more } as never)
const hour = 3_600_000

describe('a decision that needs a person', () => {
  test('opens one item with its id, and one that goes alone opens none', async () => {
    await here.call(decisions.decide, askNew(20))
    const { id, request } = await waiting(here)
    await here.running.tail.runOnce()
    expect(await here.count('exception')).toBe(1)
    const item = await detailOf(here, id)
    expect(item).toMatchObject({ id, origin: 'review', state: 'open', isPeopleOnly: false, subject: request.subject, decision: id })
    expect(item.proposal?.action).toEqual(request.action)
    expect(item.because[0]).toMatchObject({ because: 'A teammate looks at larger refunds.' })
    expect(item.amount).toEqual({ value: 500, currency: 'USD' })
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

  test('is not edited into what the policy leaves to people, nor into another action', async () => {
    const { id } = await waiting(here)
    const huge = { verb: 'edit', reasonCode: 'rule_wrong', action: { name: 'refund', arguments: { amount: 4000 } } }
    expect(await refusal(resolve(id, huge))).toMatchObject({ status: 403, detail: expect.stringContaining('made by people') })
    const other = { verb: 'edit', reasonCode: 'rule_wrong', action: { name: 'pay', arguments: { amount: 300 } } }
    expect(await refusal(resolve(id, other))).toMatchObject({ status: 400 })
    expect((await detailOf(here, id)).state).toBe('open')
  })

  test('is rejected, answered or taken over, and the AI agent is told which, why and what was said', async () => {
    const told = [
      ['reject', 'rejected'],
      ['respond', 'responded'],
      ['take_over', 'taken_over'],
    ] as const
    for (const [verb, state] of told) {
      const { id, request } = await waiting(here)
      await resolve(id, { verb, reasonCode: 'context_missing', message: 'Ask for the receipt.', note: 'for the knowledge team' })
      await takeEffect(here)
      expect(await review(id)).toMatchObject({ state, reasonCode: 'context_missing', message: 'Ask for the receipt.' })
      expect((await refusal(here.call(decisions.execute, { id, action: request.action }))).status).toBe(403)
      expect(await detailOf(here, id)).toMatchObject({ state: 'resolved', verbs: [], held: null, claim: 'none' })
    }
  })
})

describe('an answer', () => {
  test('says what it lacks: a reason, an action, a message; and brings nothing that its verb does not need', async () => {
    const { id } = await waiting(here)
    const wrong: [Record<string, unknown>, string][] = [
      [{ verb: 'reject' }, 'knowledge_wrong'],
      [{ verb: 'edit', reasonCode: 'tone' }, 'action'],
      [{ verb: 'respond', reasonCode: 'tone' }, 'message'],
      [{ verb: 'approve', action: { name: 'refund', arguments: {} } }, 'edit'],
    ]
    for (const [answer, word] of wrong) {
      const { status, next } = await refusal(resolve(id, answer))
      expect([status, next]).toEqual([400, expect.stringContaining(word)])
    }
    expect((await detailOf(here, id)).state).toBe('open')
  })

  test('leaves one audit entry, with the reason and without what was said', async () => {
    const { id } = await waiting(here)
    const before = await here.count('audit_entry')
    await resolve(id, { verb: 'reject', reasonCode: 'tone', message: 'a secret of the customer', note: 'another' })
    await takeEffect(here)
    expect(await here.count('audit_entry')).toBe(before + 1)
    const { items } = await here.call(audit.listAudit, { limit: 1 })
    expect(items[0]).toMatchObject({ action: 'exception.resolve', subject: `exception:${id}` })
    expect(JSON.stringify(items[0])).not.toContain('secret')
  })

  test('can be taken back for eight seconds by whoever gave it; the item is open and theirs again', async () => {
    const { id } = await waiting(here)
    const tess = await colleague(here, 'tess')
    await resolve(id, { verb: 'approve' })
    const foreign = await tess.ask(exceptions.undo, { ids: [id] })
    expect(foreign.body).toMatchObject({ items: [{ isUndone: false, problem: { code: 'conflict' } }] })
    expect((await here.call(exceptions.undo, { ids: [id] })).items).toEqual([{ id, isUndone: true, problem: null }])
    expect(await detailOf(here, id)).toMatchObject({ state: 'open', claim: 'mine', held: null })
    await takeEffect(here)
    expect((await review(id)).state).toBe('waiting')
    await resolve(id, { verb: 'approve' })
    await takeEffect(here)
    expect((await here.call(exceptions.undo, { ids: [id] })).items[0]).toMatchObject({ isUndone: false })
    expect((await review(id)).state).toBe('approved')
  })

  test('sent twice with one key is given once', async () => {
    const { id } = await waiting(here)
    const once = () => here.call(exceptions.resolve, { id, verb: 'approve' }, { idempotencyKey: `answer-${id}` })
    const first = await once()
    expect(await once()).toEqual(first)
    expect((await refusal(resolve(id, { verb: 'approve' }))).status).toBe(409)
  })

  test('keeps how long the work took, from the claim on, and nobody’s name', async () => {
    const { id } = await waiting(here)
    await here.call(exceptions.claim, { id })
    here.clock.add(90_000)
    await resolve(id, { verb: 'approve' })
    await takeEffect(here)
    const [kept] = await here.running.db.query<Record<string, unknown>>(
      `select r.handle_seconds, e.claimed_by, e.claimed_at, e.held_by, e.held from review r join exception e on e.id = r.exception_id where e.id = $1`,
      [id],
    )
    expect(kept).toMatchObject({ claimed_by: null, claimed_at: null, held_by: null, held: null })
    expect(kept?.handle_seconds).toBeCloseTo(90, 0)
  })
})

describe('the same proposal', () => {
  test('that is rejected twice goes to a person for good, and a third one is for people only at once', async () => {
    const subject = 'conversation:again'
    const first = await waiting(here, 500, { subject })
    await resolve(first.id, { verb: 'reject', reasonCode: 'knowledge_wrong' })
    await takeEffect(here)
    const second = await waiting(here, 510, { subject })
    await resolve(second.id, { verb: 'reject', reasonCode: 'knowledge_wrong' })
    await takeEffect(here)
    expect((await review(first.id)).state).toBe('rejected')
    expect((await review(second.id)).state).toBe('people_only')
    expect(await detailOf(here, second.id)).toMatchObject({ state: 'open', isPeopleOnly: true, rejections: 2, claim: 'none' })
    const third = await waiting(here, 520, { subject })
    expect(await detailOf(here, third.id)).toMatchObject({ isPeopleOnly: true, rejections: 2 })
    expect((await review(third.id)).state).toBe('people_only')
    expect((await refusal(resolve(third.id, { verb: 'approve' }))).status).toBe(409)
    await resolve(second.id, { verb: 'take_over', reasonCode: 'rule_wrong' })
    await takeEffect(here)
    expect((await detailOf(here, second.id)).state).toBe('resolved')
  })
})

describe('what is for people only', () => {
  test('cannot be approved or edited, and ends when a person takes it over', async () => {
    const { id } = await waiting(here, 5000)
    expect(await detailOf(here, id)).toMatchObject({
      origin: 'human_only',
      isPeopleOnly: true,
      verbs: expect.not.arrayContaining(['approve']),
    })
    expect(await refusal(resolve(id, { verb: 'approve' }))).toMatchObject({ status: 409, next: expect.stringContaining('take_over') })
    await resolve(id, { verb: 'take_over', reasonCode: 'rule_wrong' })
    await takeEffect(here)
    expect((await review(id)).state).toBe('taken_over')
  })

  test('is also what nobody answered in time: the AI agent is told, the item stays', async () => {
    const { id, request } = await waiting(here)
    here.clock.add(25 * hour)
    await here.running.tail.runOnce()
    expect((await review(id)).state).toBe('expired')
    expect(await detailOf(here, id)).toMatchObject({ state: 'open', isPeopleOnly: true, expiresAt: null })
    expect((await refusal(resolve(id, { verb: 'approve' }))).status).toBe(409)
    expect((await refusal(here.call(decisions.execute, { id, action: request.action }))).status).toBe(403)
  })

  test('is what an AI agent that was switched off asks for: its items say so', async () => {
    await switchOff(here, true)
    const { id } = await waiting(here, 20)
    await switchOff(here, false)
    expect((await detailOf(here, id)).because[0]).toMatchObject({
      source: 'switch',
      because: expect.stringContaining('a test of the switch'),
    })
  })
})

describe('many at once', () => {
  test('are answered each by itself: high risk is left out, and one that fails holds up no other', async () => {
    const [small, large, gone] = [await waiting(here, 400), await waiting(here, 999), await waiting(here, 400)]
    await here.running.db.query('update exception set is_high_risk = true where id = $1', [large.id])
    await resolve(gone.id, { verb: 'approve' })
    const ids = [small.id, large.id, gone.id, small.id]
    const { items } = await here.call(exceptions.resolveMany, { ids, verb: 'approve' })
    expect(items.map((item) => [item.id, item.problem?.code ?? null])).toEqual([
      [small.id, null],
      [large.id, 'high_risk'],
      [gone.id, 'conflict'],
    ])
    expect((await here.call(exceptions.resolveMany, { ids: [large.id], verb: 'reject', reasonCode: 'tone' })).items[0]?.problem).toBeNull()
    await takeEffect(here)
    expect([(await review(small.id)).state, (await review(large.id)).state]).toEqual(['approved', 'rejected'])
  })
})

describe('a key', () => {
  test('that proposes never answers: not itself, and not for others', async () => {
    const { id } = await waiting(here)
    const proposing = await here.callWith(['exceptions:work', 'exceptions:read', 'decisions:write'])
    const bound = await here.callWith(['exceptions:work', 'exceptions:read'], { aiAgent: 'refund-bot' })
    for (const call of [proposing, bound]) {
      expect((await refusal(call(exceptions.resolve, { id, verb: 'approve' }))).status).toBe(403)
      expect((await refusal(call(exceptions.resolveMany, { ids: [id], verb: 'approve' }))).status).toBe(403)
      expect((await refusal(call(exceptions.claim, { id }))).status).toBe(403)
      expect((await call(exceptions.getException, { id })).verbs).toEqual([])
    }
    const helpdesk = await here.callWith(['exceptions:work'])
    expect((await helpdesk(exceptions.resolve, { id, verb: 'approve' })).state).toBe('held')
  })
})

describe('every kind of item', () => {
  const verbs = ['approve', 'edit', 'reject', 'respond', 'take_over'] as const
  const answer = { reasonCode: 'tone', message: 'an answer' }

  async function verbsTaken(id: string, amount: number): Promise<string[]> {
    const taken: string[] = []
    for (const verb of verbs) {
      const action = verb === 'edit' ? { name: 'refund', arguments: { amount: amount - 1 } } : undefined
      const held = await resolve(id, { verb, ...answer, action }).catch(() => null)
      if (held === null) continue
      taken.push(verb)
      await here.call(exceptions.undo, { ids: [id] })
    }
    return taken
  }

  test.each([
    [500, 'is_people_only = false'],
    [500, 'is_people_only = true'],
    [500, `expires_at = '2026-01-01'`],
    [5000, 'is_people_only = true'],
    [500, `origin = 'customer_asked', expires_at = null`],
    [500, `origin = 'failed', expires_at = null`],
  ])('takes exactly the verbs that its page offers (%i, %s)', async (amount, change) => {
    const { id } = await waiting(here, amount)
    await here.running.db.query(`update exception set ${change} where id = $1`, [id])
    const offered: string[] = (await detailOf(here, id)).verbs
    expect(await verbsTaken(id, amount)).toEqual(verbs.filter((verb) => offered.includes(verb)))
  })
})
