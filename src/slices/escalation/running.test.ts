import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { escalationTick } from '#slices/escalation/index.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { type Desk, desk, minutes, setThree, stranger, tokenIn } from '../../../tests/outside/escalation-world.ts'
import { refusal } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { closeAlarm, escalationsOfDrill, raiseAlarm } from './index.ts'

let place: Desk
beforeAll(async () => {
  place = await desk()
  const team = await place.here.call(identity.getTeam, { team: 'billing' })
  await place.here.call(identity.updateTeam, { team: 'billing', lead: place.people.lea }, { ifMatch: team.etag })
  await setThree(place)
})
afterAll(() => place?.end())

const running = async () => (await place.here.call(contract.listEscalations, { isRunning: true, limit: 50 })).items
const only = async () => place.here.call(contract.getEscalation, { escalation: (await running())[0]?.id as string })

beforeEach(async () => {
  for (const { id } of await running()) await place.here.call(contract.closeEscalation, { escalation: id })
  await place.settle()
  place.newMail()
})

const alarm = (more = {}) => ({
  teamId: 'billing',
  severity: 'high' as const,
  kind: 'alarm' as const,
  subject: 'limit:refund-bot',
  title: 'The queue of Billing is too deep',
  text: 'More items wait than agreed.',
  link: '/limits',
  drillId: null,
  at: place.here.clock.now(),
  ...more,
})
const raise = (more = {}) => place.here.running.db.tx((tx) => raiseAlarm(tx, alarm(more)))

describe('what waits too long', () => {
  test('is told to the first responder, then to the backup, then to the lead, then to the administrators', async () => {
    await place.late(1)
    await place.settle()
    expect(Object.keys(place.newMail())).toEqual(['fay'])
    place.here.clock.add(minutes(14))
    await place.settle()
    expect(place.newMail()).toEqual({})
    place.here.clock.add(minutes(2))
    await place.settle()
    expect(Object.keys(place.newMail())).toEqual(['ben'])
    place.here.clock.add(minutes(31))
    await place.settle()
    expect(Object.keys(place.newMail())).toEqual(['lea'])
    place.here.clock.add(minutes(16))
    await place.settle()
    expect(Object.keys(place.newMail())).toEqual(['ada'])
    place.here.clock.add(minutes(600))
    await place.settle()
    expect(place.newMail()).toEqual({})
    const seen = await only()
    expect(seen).toMatchObject({ state: 'open', step: 4, stepsCount: 4, nextAt: null, mayHandOver: false })
    expect(seen.log.map(({ what, role }) => `${what} ${role}`)).toEqual([
      'told first_responder',
      'unanswered first_responder',
      'told backup',
      'unanswered backup',
      'told lead',
      'unanswered lead',
      'told administrators',
    ])
    for (const who of [...Object.values(place.people), 'example.com', 'fay', 'Ada']) expect(JSON.stringify(seen.log)).not.toContain(who)
  })

  test('in hundreds at once is one message that says how many, and nothing of what is in them', async () => {
    await place.late(120)
    await place.settle()
    const { fay } = place.newMail()
    expect(fay).toHaveLength(1)
    expect(fay?.[0]?.subject).toBe('High: 120 cases of Billing wait longer than promised')
    expect(fay?.[0]?.raw).not.toContain('Mr. X')
    await place.late(5)
    await place.settle()
    expect(place.newMail()).toEqual({})
    expect(await only()).toMatchObject({ itemsCount: 125, title: '125 cases of Billing wait longer than promised' })
    await place.here.call(contract.acknowledge, { escalation: (await only()).id })
    await place.settle()
    place.newMail()
    await place.late(1)
    await place.settle()
    expect(place.newMail().fay?.[0]?.subject).toBe('High: 1 case of Billing waits longer than promised')
  })

  test('ends by itself when nothing of it waits any more, and whoever was told hears that', async () => {
    const items = await place.late(2)
    await place.settle()
    place.newMail()
    const { id } = await only()
    await place.here.running.db.query("update exception set state = 'resolved' where id = any ($1)", [items])
    await place.settle()
    expect(await place.here.call(contract.getEscalation, { escalation: id })).toMatchObject({ state: 'closed', nextAt: null })
    expect(place.newMail().fay?.[0]?.subject).toMatch(/^Over: 2 cases/)
  })

  test('or was escalated by somebody is told at once, though it is not late', async () => {
    const item = await place.here.call(exceptions.openException, {
      team: 'billing',
      origin: 'by_hand',
      subject: 'case:9',
      title: 'A hard one',
      severity: 'high',
    })
    await place.settle()
    expect(await running()).toEqual([])
    await place.here.running.db.query('update exception set escalated_at = $1, escalation_level = 1 where id = $2', [
      place.here.clock.now(),
      item.id,
    ])
    await place.settle()
    expect(place.newMail().fay?.[0]?.subject).toBe('High: 1 case of Billing was escalated')
    expect(await only()).toMatchObject({ kind: 'escalated', items: [{ id: item.id, isGone: false }] })
  })

  test('is told once by two nodes that look at the same time', async () => {
    const other = await place.here.anotherNode()
    await place.late(30)
    await raise({ subject: 'both' })
    const now = place.here.clock.now()
    const { db, app } = place.here.running
    const parts = (node: typeof other) => ({
      ...node.app.house,
      chance: { bytes: () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))), uuid: () => '' },
      baseUrl: () => 'https://x',
    })
    await Promise.all([
      escalationTick({ ...parts(other), db, audit: app.house.audit }, now),
      escalationTick(parts(other), now),
      place.settle(),
    ])
    await place.settle()
    const { fay } = place.newMail()
    expect(fay?.map(({ subject }) => subject).sort()).toEqual([
      'High: 30 cases of Billing wait longer than promised',
      'High: The queue of Billing is too deep',
    ])
  })
})

describe('a team that nobody made yet', () => {
  test('holds up no other, and what is raised for it is told to the administrators', async () => {
    await raise({ teamId: 'unknown', severity: 'critical' })
    await raise({ subject: 'known' })
    for (let step = 0; step < 2; step++) await place.settle()
    const mail = place.newMail()
    expect(Object.keys(mail).sort()).toEqual(['ada', 'fay'])
  })
})

describe('somebody who was told', () => {
  test('acknowledges from the message, without signing in: nobody further is told, and the record says which role', async () => {
    await raise()
    await place.settle()
    const token = tokenIn(place.newMail().fay?.[0])
    const call = stranger(place)
    const seen = await call(contract.readLink, { token })
    expect(seen).toMatchObject({ teamName: 'Billing', state: 'open', mayAcknowledge: true, mayHandOver: true, isDrill: false })
    expect((await only()).state).toBe('open')
    expect(await call(contract.answerLink, { token, answer: 'acknowledge' })).toMatchObject({
      state: 'acknowledged',
      mayAcknowledge: false,
    })
    place.here.clock.add(minutes(120))
    await place.settle()
    expect(Object.entries(place.newMail()).map(([name, mails]) => [name, mails[0]?.subject])).toEqual([
      ['fay', 'Somebody looks after it: The queue of Billing is too deep'],
    ])
    expect((await only()).log.at(-1)).toMatchObject({
      what: 'acknowledged',
      role: 'first_responder',
      says: 'Acknowledged by the first responder.',
    })
  })

  test('acknowledges twice, and the second time is told that it is done', async () => {
    await raise()
    await place.settle()
    const token = tokenIn(place.newMail().fay?.[0])
    const call = stranger(place)
    const both = await Promise.allSettled([1, 2].map(() => call(contract.answerLink, { token, answer: 'acknowledge' })))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await refusal(call(contract.answerLink, { token, answer: 'acknowledge' }))).toMatchObject({ code: 'conflict' })
    expect((await only()).log.filter(({ what }) => what === 'acknowledged')).toHaveLength(1)
  })

  test('hands over: the next is told at once, and may hand over again until nobody is left', async () => {
    await raise()
    await place.settle()
    const call = stranger(place)
    let token = tokenIn(place.newMail().fay?.[0])
    for (const next of ['ben', 'lea', 'ada']) {
      expect(await call(contract.answerLink, { token, answer: 'hand_over' })).toMatchObject({ state: 'handed_over' })
      await place.settle()
      const mail = place.newMail()
      expect(Object.keys(mail)).toEqual([next])
      token = tokenIn(mail[next]?.[0])
    }
    expect(await refusal(call(contract.answerLink, { token, answer: 'hand_over' }))).toMatchObject({ code: 'conflict' })
    expect(await call(contract.answerLink, { token, answer: 'acknowledge' })).toMatchObject({ state: 'acknowledged' })
  })

  test('has a link for a day, and nobody else has one', async () => {
    await raise()
    await place.settle()
    const token = tokenIn(place.newMail().fay?.[0])
    const call = stranger(place)
    expect(await refusal(call(contract.readLink, { token: `${token.slice(0, -2)}xx` }))).toMatchObject({ code: 'not_found' })
    const stored = JSON.stringify(await place.here.running.db.query('select * from escalation_link, audit_entry'))
    expect(stored).not.toContain(token)
    place.here.clock.add(minutes(24 * 60 + 1))
    expect(await refusal(call(contract.readLink, { token }))).toMatchObject({ code: 'not_found' })
    expect(await refusal(call(contract.answerLink, { token, answer: 'acknowledge' }))).toMatchObject({ code: 'not_found' })
    expect((await running()).map(({ state }) => state)).toEqual(['open'])
  })
})

describe('an alarm', () => {
  test('runs once about a subject, ends when its reason is gone, and may be raised again after that', async () => {
    const [first, second] = [await raise(), await raise()]
    expect(second).toBe(first)
    await place.settle()
    expect(place.newMail().fay).toHaveLength(1)
    await place.here.running.db.tx((tx) => closeAlarm(tx, { teamId: 'billing', subject: 'limit:refund-bot', at: place.here.clock.now() }))
    await place.settle()
    expect(place.newMail().fay?.[0]?.subject).toBe('Over: The queue of Billing is too deep')
    expect(await raise()).not.toBe(first)
  })

  test('of a drill is labelled everywhere, and tells the drill who answered and how fast, in roles', async () => {
    const drillId = '00000000-0000-4000-8000-00000000d811'
    const id = await raise({ kind: 'drill', subject: `drill:${drillId}`, drillId })
    await place.settle()
    const [mail] = place.newMail().fay ?? []
    expect(mail?.subject).toMatch(/^\[Drill\] High/)
    place.here.clock.add(minutes(7))
    await stranger(place)(contract.answerLink, { token: tokenIn(mail), answer: 'acknowledge' })
    const [told] = await escalationsOfDrill(place.here.running.db, drillId)
    expect(told).toMatchObject({
      id,
      state: 'acknowledged',
      answeredBy: 'first_responder',
      tells: [{ role: 'first_responder', channelKind: 'smtp' }],
    })
    expect(told?.tells[0]?.deliveredAt).toBeInstanceOf(Date)
    const took = (told?.answeredAt?.getTime() ?? 0) - (told?.firstToldAt?.getTime() ?? 0)
    expect(took).toBeGreaterThanOrEqual(minutes(7))
    expect(took).toBeLessThan(minutes(8))
  })
})
