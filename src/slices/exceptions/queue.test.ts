import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { askNew, colleague, detailOf, takeEffect, waiting } from '../../../tests/queue-world.ts'
import { furnish, refusal, type World, world } from '../../../tests/world.ts'
import * as exceptions from './contract.ts'

let here: World
const minute = 60_000

beforeAll(async () => {
  here = await world()
  await furnish(here)
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
})
afterAll(() => here?.end())

const byHand = (more: Record<string, unknown> = {}) =>
  here.call(exceptions.openException, {
    team: 'billing',
    origin: 'by_hand',
    subject: 'case:1',
    title: 'Look at this',
    ...more,
  } as never)

describe('the list', () => {
  test('is in the order of the priority, page by page, and the index is the same order at once', async () => {
    for (let index = 0; index < 7; index++) await waiting(here, 200 + index * 100)
    const { ids, isCut } = await here.call(exceptions.indexExceptions, {})
    expect([ids.length, isCut]).toEqual([7, false])
    const paged: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await here.call(exceptions.listExceptions, { limit: 2, after })
      paged.push(...page.items.map((item) => item.id))
      if (page.next === null) break
      after = page.next
    }
    expect(paged).toEqual(ids)
    const points = await Promise.all(ids.map(async (id) => (await detailOf(here, id)).priority.points))
    expect([...points].sort((one, other) => other - one)).toEqual(points)
    const rows = await here.call(exceptions.readRows, { ids: [...ids].reverse().join(',') })
    expect(rows.items.map((row) => row.id)).toEqual([...ids].reverse())
  })

  test('sorts by time left, amount and age, every one page by page', async () => {
    await byHand({ severity: 'critical' })
    for (const sort of ['due', 'amount', 'age'] as const) {
      const whole = (await here.call(exceptions.indexExceptions, { sort })).ids
      const first = await here.call(exceptions.listExceptions, { sort, limit: 3 })
      const rest = await here.call(exceptions.listExceptions, { sort, limit: 100, after: first.next ?? '' })
      expect([...first.items, ...rest.items].map((item) => item.id)).toEqual(whole)
    }
    const [largest] = (await here.call(exceptions.listExceptions, { sort: 'amount', limit: 1 })).items
    expect(largest?.amount?.value).toBe(800)
    const [soonest] = (await here.call(exceptions.listExceptions, { sort: 'due', limit: 1 })).items
    expect(soonest?.severity).toBe('critical')
  })

  test('is narrowed by words, origin, severity, decision type and lateness', async () => {
    const odd = await byHand({ title: '100% off_by one', severity: 'high' })
    const found = async (filter: Record<string, unknown>) => (await here.call(exceptions.indexExceptions, filter)).ids
    expect(await found({ q: '100% off_' })).toEqual([odd.id])
    expect(await found({ q: '100_ off%' })).toEqual([])
    expect(await found({ origin: 'by_hand', severity: 'high' })).toEqual([odd.id])
    expect((await found({ decisionType: 'refund' })).length).toBe(7)
    expect(await found({ decisionType: 'refund', aiAgent: 'another' })).toEqual([])
    expect(await found({ overdue: 'true' })).toEqual([])
    here.clock.add(121 * minute)
    expect(await found({ overdue: 'true', severity: 'high' })).toEqual([odd.id])
  })

  test('refuses a cursor and ids that it did not give', async () => {
    expect((await refusal(here.call(exceptions.listExceptions, { limit: 2, after: 'nonsense' }))).status).toBe(400)
    expect((await refusal(here.call(exceptions.readRows, { ids: 'x'.repeat(40) }))).status).toBe(400)
    const nobody = '00000000-0000-7000-8000-000000000000'
    expect((await here.call(exceptions.readRows, { ids: nobody })).items).toEqual([])
  })

  test('shows a team its own items, and a key its AI agent’s', async () => {
    const item = await byHand({ team: 'shipping' })
    const elsewhere = await here.callWith(['exceptions:read', 'exceptions:work'], { teams: ['shipping'] })
    expect((await elsewhere(exceptions.indexExceptions, {})).ids).toEqual([item.id])
    expect((await elsewhere(exceptions.indexExceptions, { team: 'billing' })).ids).toEqual([])
    const [foreign = ''] = (await here.call(exceptions.indexExceptions, { team: 'billing' })).ids
    expect((await refusal(elsewhere(exceptions.getException, { id: foreign }))).status).toBe(404)
    expect((await refusal(elsewhere(exceptions.claim, { id: foreign }))).status).toBe(404)
    expect((await refusal(elsewhere(exceptions.claimNext, { team: 'billing' }))).status).toBe(403)
    expect((await elsewhere(exceptions.readRows, { ids: foreign })).items).toEqual([])
    expect((await elsewhere(exceptions.countExceptions, {})).byTeam.map((each) => each.team)).toEqual(['shipping'])
    const bound = await here.callWith(['exceptions:read'], { aiAgent: 'refund-bot' })
    expect((await bound(exceptions.indexExceptions, {})).ids.length).toBe(7)
    expect((await bound(exceptions.indexExceptions, { aiAgent: 'another' })).ids).toEqual([])
  })
})

describe('the counts', () => {
  test('say what waits, what is late, and what came and went today', async () => {
    const before = await here.call(exceptions.countExceptions, { team: 'billing' })
    const { id } = await waiting(here)
    const late = await byHand({ severity: 'critical' })
    here.clock.add(31 * minute)
    await here.call(exceptions.resolve, { id, verb: 'approve' })
    await takeEffect(here)
    const until = new Date(here.clock.now().getTime() + 5 * minute).toISOString()
    await here.call(exceptions.defer, { id: (await byHand()).id, until })
    const after = await here.call(exceptions.countExceptions, { team: 'billing' })
    expect(after.open - before.open).toBe(1)
    expect(after.overdue - before.overdue).toBe(1)
    expect([after.deferred, after.openedToday - before.openedToday, after.resolvedToday - before.resolvedToday]).toEqual([1, 3, 1])
    expect(after.byTeam).toHaveLength(1)
    expect((await here.call(exceptions.readRows, { ids: late.id })).items[0]?.severity).toBe('critical')
  })
})

describe('a claim', () => {
  test('lasts two minutes, is renewed by asking again, and ends by itself', async () => {
    const { id } = await waiting(here)
    const tess = await colleague(here, 'tess')
    const first = await here.call(exceptions.claim, { id })
    here.clock.add(90_000)
    const renewed = await here.call(exceptions.claim, { id })
    expect(renewed.claimedUntil > first.claimedUntil).toBe(true)
    expect((await tess.ask(exceptions.claim, { id })).body).toMatchObject({
      status: 409,
      code: 'claimed',
      detail: 'A colleague opened this.',
    })
    expect((await tess.ask(exceptions.getException, { id })).body).toMatchObject({ claim: 'colleague', claimedUntil: null, verbs: [] })
    expect((await tess.ask(exceptions.resolve, { id, verb: 'approve' })).body).toMatchObject({ code: 'claimed' })
    here.clock.add(121_000)
    expect((await tess.ask(exceptions.claim, { id })).status).toBe(200)
    expect(await refusal(here.call(exceptions.resolve, { id, verb: 'approve' }))).toMatchObject({ code: 'claimed' })
    await tess.ask(exceptions.unclaim, { id })
    expect((await here.call(exceptions.resolve, { id, verb: 'approve' })).state).toBe('held')
  })

  test('leaves no trace in the audit log, and letting go of somebody else’s changes nothing', async () => {
    const { id } = await waiting(here)
    const tom = await colleague(here, 'tom')
    const before = await here.count('audit_entry')
    await here.call(exceptions.claim, { id })
    await tom.ask(exceptions.unclaim, { id })
    expect((await detailOf(here, id)).claim).toBe('mine')
    await here.call(exceptions.unclaim, { id })
    expect((await detailOf(here, id)).claim).toBe('none')
    expect(await here.count('audit_entry')).toBe(before)
  })

  test('of the next item takes the most urgent one that nobody holds, until none is left', async () => {
    await here.call(identity.createTeam, { id: 'small', name: 'Small', timeZone: 'UTC', department: null, lead: null })
    const [low, top] = [await byHand({ team: 'small' }), await byHand({ team: 'small', severity: 'critical' })]
    const next = async () => (await here.call(exceptions.claimNext, { team: 'small' })).item?.id ?? null
    expect([await next(), await next(), await next()]).toEqual([top.id, low.id, null])
  })
})

describe('an item that is put off', () => {
  test('leaves the queue, comes back by itself, and can be taken back before', async () => {
    const { id } = await waiting(here)
    const until = new Date(here.clock.now().getTime() + 10 * minute).toISOString()
    expect(await here.call(exceptions.defer, { id, until })).toMatchObject({ state: 'deferred', deferredUntil: until })
    expect((await here.call(exceptions.indexExceptions, {})).ids).not.toContain(id)
    expect((await here.call(exceptions.indexExceptions, { state: 'deferred' })).ids).toContain(id)
    expect((await here.call(exceptions.undo, { ids: [id] })).items[0]?.isUndone).toBe(true)
    await here.call(exceptions.defer, { id, until })
    here.clock.add(11 * minute)
    await here.running.tail.runOnce()
    expect(await detailOf(here, id)).toMatchObject({ state: 'open', deferredUntil: null })
    expect((await refusal(here.call(exceptions.defer, { id, until }))).status).toBe(400)
  })

  test('lets its AI agent know all the same when nobody came', async () => {
    const { id } = await waiting(here)
    await here.call(exceptions.defer, { id, until: new Date(here.clock.now().getTime() + 48 * 60 * minute).toISOString() })
    here.clock.add(25 * 60 * minute)
    await here.running.tail.runOnce()
    expect((await here.call(decisions.getReview, { id })).state).toBe('expired')
    expect(await detailOf(here, id)).toMatchObject({ state: 'deferred', isPeopleOnly: true })
  })
})

describe('a decision that cannot be read', () => {
  test('waits for people with nothing but its kind, and holds up no other', async () => {
    const broken = await here.call(decisions.decide, askNew(500))
    await here.running.db.query(`update decision set content = '{"subject":1}' where id = $1`, [broken.id])
    const strange = { amount: 500, membership: 'gold\u0000', currency: '\ud800' }
    const odd = await here.call(decisions.decide, askNew(500, { inputs: strange, context: { title: 'Zero\u0000byte' } }))
    const { id } = await waiting(here)
    expect((await detailOf(here, id)).state).toBe('open')
    const { items } = await here.call(exceptions.readRows, { ids: `${broken.id},${odd.id}` })
    expect(items.map((row) => [row.title, row.isPeopleOnly])).toEqual([
      ['refund', true],
      ['Zero byte', false],
    ])
  })
})

describe('asking the next level', () => {
  test('marks the item, says why, and leaves it in the queue', async () => {
    const { id } = await waiting(here)
    expect(await here.call(exceptions.escalate, { id, reason: 'The contract is unclear.' })).toMatchObject({
      isEscalated: true,
      state: 'open',
    })
    await here.call(exceptions.escalate, { id, reason: 'Still unclear.' })
    expect((await detailOf(here, id)).escalation).toMatchObject({ reason: 'Still unclear.', level: 2 })
  })
})

describe('an item without a decision', () => {
  test('is opened when a customer asks for a person, with the conversation, and answered by a person only', async () => {
    const item = await here.call(exceptions.openException, {
      team: 'billing',
      origin: 'customer_asked',
      aiAgent: 'refund-bot',
      subject: 'conversation:9',
      title: 'Wants a person\u202e',
      note: 'asked twice',
      conversation: [{ from: 'customer', text: 'A person, please!' }],
    })
    const shown = await detailOf(here, item.id)
    expect(shown).toMatchObject({ title: 'Wants a person', note: 'asked twice', decision: null, proposal: null, isErased: false })
    expect(shown.conversation).toEqual([{ from: 'customer', at: null, text: 'A person, please!' }])
    expect(shown.verbs).toEqual(['respond', 'take_over', 'defer', 'escalate'])
    expect((await refusal(here.call(exceptions.resolve, { id: item.id, verb: 'approve' }))).status).toBe(409)
    expect((await refusal(byHand({ team: 'nowhere' }))).status).toBe(404)
  })

  test('is opened once for a run that failed and for an action that failed', async () => {
    const report = { team: 'billing', aiAgent: 'refund-bot', run: 'run-f', result: 'failed' as const, detail: 'No answer from the shop.' }
    await here.call(decisions.reportRun, report)
    await here.call(decisions.reportRun, report)
    const { id } = await waiting(here, 20)
    await here.call(decisions.reportOutcome, { id, result: 'failed', detail: 'card expired' })
    const { items } = await here.call(exceptions.listExceptions, { origin: 'failed', limit: 10 })
    expect(items.map((item) => item.title).sort()).toEqual(['A run of refund-bot failed', 'Failed: refund'])
    const failed = items.find((item) => item.decisionType === 'refund')
    expect(await detailOf(here, failed?.id ?? '')).toMatchObject({
      decision: id,
      note: 'card expired',
      proposal: { action: { name: 'refund' } },
    })
  })
})

describe('the triage standard', () => {
  test('ships with Pilotage, is published in versions, and orders open items anew', async () => {
    const shipped = await here.call(exceptions.getTriage, {})
    expect(shipped).toMatchObject({ version: 0, publishedAt: null })
    const { id } = await waiting(here, 250)
    const standard = { ...shipped.standard, harm: { otherwise: 1, byType: { refund: 3 } } }
    expect((await refusal(here.call(exceptions.publishTriage, { standard, reason: 'refunds hurt' }))).status).toBe(428)
    const before = await detailOf(here, id)
    await here.call(exceptions.publishTriage, { standard, reason: 'refunds hurt' }, { ifMatch: '0' })
    expect((await refusal(here.call(exceptions.publishTriage, { standard, reason: 'again' }, { ifMatch: '0' }))).status).toBe(412)
    await here.running.tail.runOnce()
    const after = await detailOf(here, id)
    expect(after.priority.standardVersion).toBe(1)
    expect(after.isHighRisk).toBe(true)
    expect(after.priority.points - before.priority.points).toBeCloseTo(40, 1)
    // A promise that was made stays.
    expect([after.dueAt, after.severity]).toEqual([before.dueAt, before.severity])
    here.clock.add(11_000)
    await here.running.tail.runOnce()
    const [mark] = await here.running.db.query("select seq from exception_projected where batch_key = 'ranked'")
    expect(mark).toEqual({ seq: 1 })
  })

  test('is published only by who holds the right everywhere', async () => {
    const { standard } = await here.call(exceptions.getTriage, {})
    const tim = await colleague(here, 'tim')
    expect((await tim.ask(exceptions.publishTriage, { standard, reason: 'mine first' })).status).toBe(403)
  })
})
