import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mailTo, newChannel } from '../../../tests/outside/channels.ts'
import { type HttpSink, httpSink, type MailSink, mailSink } from '../../../tests/outside/sinks.ts'
import { furnish, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { enqueue, type OutgoingMessage, publishEvent } from './index.ts'
import { leaseDue } from './store/deliveries.ts'

let here: World
let sink: HttpSink
let mails: MailSink
beforeAll(async () => {
  here = await world({ PILOTAGE_ALLOW_PRIVATE_TARGETS: 'true', PILOTAGE_URL: 'https://pilotage.example.com' })
  await furnish(here)
})
afterAll(() => here?.end())
beforeEach(async () => {
  sink = await httpSink()
  mails = await mailSink()
})
afterEach(async () => {
  await sink.close()
  await mails.close()
  for (const { id, etag } of (await here.call(contract.listChannels, { limit: 200 })).items)
    await here.call(contract.deleteChannel, { channel: id }, { ifMatch: etag })
})

const send = () => here.running.sender.runOnce()
const webhook = (more = {}) =>
  here.call(contract.createChannel, newChannel({ name: 'Hook', target: { kind: 'webhook', url: `${sink.url}/hook` }, ...more }))

function message(channelId: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    teamId: 'billing',
    channelId,
    kind: 'escalation',
    subject: 'High: 3 cases of Billing wait longer than promised',
    text: 'Three cases <wait> & wait.',
    link: 'https://pilotage.example.com/escalations/ack#token',
    severity: 'high',
    dedupKey: 'escalation/1',
    action: 'trigger',
    isDrill: false,
    at: here.clock.now(),
    ...more,
  }
}

const put = (sent: OutgoingMessage) => here.running.db.tx((tx) => enqueue(tx, sent))
const deliveries = async (channelId: string) => (await here.call(contract.listDeliveries, { channelId, limit: 50 })).items

describe('a signed webhook', () => {
  test('is verified, unchanged, by the library of Standard Webhooks', async () => {
    const { id, secret } = await webhook({ events: ['limit.breached'] })
    await here.running.db.tx((tx) =>
      publishEvent(tx, { teamId: 'billing', type: 'limit.breached', data: { limit: 'äöü & <1>' }, at: here.clock.now() }),
    )
    // The library looks at the real time; ours stands in the past.
    here.clock.add(Date.now() - here.clock.now().getTime())
    await send()
    const [got] = sink.got
    const body = new Webhook(secret as string).verify(got?.body as string, got?.headers as Record<string, string>)
    expect(body).toMatchObject({ type: 'limit.breached', data: { team: 'billing', limit: 'äöü & <1>' } })
    const [delivery] = await deliveries(id)
    expect(got?.headers['webhook-id']).toBe(delivery?.id)
    expect(delivery).toMatchObject({ state: 'delivered', lastStatus: 200, tries: 1 })
    expect(() => new Webhook(secret as string).verify(`${got?.body} `, got?.headers as Record<string, string>)).toThrow()
  })

  test('is signed with both secrets for a day after a change, and with the new one from then on', async () => {
    const { id, secret } = await webhook()
    const { secret: newer } = await here.call(contract.rotateSecret, { channel: id })
    here.clock.add(Date.now() - here.clock.now().getTime())
    await put(message(id))
    await send()
    const verify = (key: string | null, index: number) =>
      new Webhook(key as string).verify(sink.got[index]?.body as string, sink.got[index]?.headers as Record<string, string>)
    for (const key of [secret, newer]) expect(verify(key, 0)).toMatchObject({ type: 'escalation' })
    here.clock.add(25 * 3_600_000)
    await put(message(id))
    await send()
    expect(String(sink.got[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1)
  })

  test('hears of the events that it asked for, of its team and its AI agent, and of no others', async () => {
    const { id } = await webhook({ teamId: 'billing', events: ['exception.opened'], aiAgentId: 'refund-bot' })
    const tell = (more: object) =>
      here.running.db.tx((tx) =>
        publishEvent(tx, { teamId: 'billing', aiAgentId: 'refund-bot', type: 'exception.opened', data: {}, at: here.clock.now(), ...more }),
      )
    await tell({})
    await tell({ type: 'limit.breached' })
    await tell({ teamId: 'shipping' })
    await tell({ aiAgentId: 'other-bot' })
    await tell({ aiAgentId: undefined })
    expect(await deliveries(id)).toHaveLength(1)
  })

  test('that answers 410 is switched off, and the list says why', async () => {
    const { id } = await webhook()
    sink.answer = 410
    await put(message(id))
    await send()
    const channel = await here.call(contract.getChannel, { channel: id })
    expect(channel).toMatchObject({ isOn: false, offBecause: expect.stringContaining('410') })
    expect((await deliveries(id))[0]).toMatchObject({ state: 'failed', lastStatus: 410 })
    expect(await put(message(id))).toBe(false)
  })
})

describe('e-mail', () => {
  test('goes to the person with an id that stays, in one thread with what was said before', async () => {
    const { id } = await here.call(contract.createChannel, mailTo(mails.port))
    await put(message(id, { to: 'ada@example.com' }))
    await send()
    await put(message(id, { to: 'ada@example.com', action: 'resolve', subject: 'Over', link: undefined }))
    await send()
    const [first, second] = mails.mails
    expect(first).toMatchObject({ to: ['ada@example.com'], subject: 'High: 3 cases of Billing wait longer than promised' })
    expect(first?.text).toContain('https://pilotage.example.com/escalations/ack#token')
    const sent = await deliveries(id)
    expect(first?.header('Message-ID')).toBe(`<${sent.at(-1)?.id}@pilotage.example.com>`)
    expect(second?.header('References')).toBe(first?.header('References'))
    expect(first?.header('Auto-Submitted')).toBe('auto-generated')
    const kept = await here.running.db.query<{ message: object }>('select message from delivery where channel_id = $1', [id])
    expect(kept.map((row) => row.message)).toEqual([{}, {}])
  })

  test('that says it is a drill says so first', async () => {
    const { id } = await here.call(contract.createChannel, mailTo(mails.port))
    await put(message(id, { to: 'ada@example.com', isDrill: true }))
    await send()
    expect(mails.mails[0]?.subject).toMatch(/^\[Drill\] High/)
    expect(mails.mails[0]?.text).toMatch(/^This is a drill/)
  })

  test('to an address that is refused fails for good, and the others arrive', async () => {
    const { id } = await here.call(contract.createChannel, mailTo(mails.port))
    mails.refuses.set('gone@example.com', 550)
    mails.refuses.set('full@example.com', 452)
    for (const to of ['gone@example.com', 'full@example.com', 'ada@example.com']) await put(message(id, { to }))
    await send()
    expect(mails.mails.map(({ to }) => to)).toEqual([['ada@example.com']])
    const all = await deliveries(id)
    expect(all.find(({ state }) => state === 'failed')).toMatchObject({ lastStatus: 550, nextTryAt: null })
    expect(all.find(({ state }) => state === 'waiting')).toMatchObject({ lastStatus: 452, tries: 1 })
    expect((await here.call(contract.getChannel, { channel: id })).restsUntil).toBeNull()
  })

  test('cannot be given headers by what it says', async () => {
    const { id } = await here.call(contract.createChannel, mailTo(mails.port))
    await put(message(id, { to: 'ada@example.com', subject: 'Hi\r\nBcc: eve@example.com\r\n\r\nbody' }))
    await send()
    expect(mails.mails[0]?.to).toEqual(['ada@example.com'])
    expect(mails.mails[0]?.header('Bcc')).toBeUndefined()
  })
})

describe('when the other side does not take it', () => {
  test('a message is tried again under the same id, later each time, until it is taken', async () => {
    const { id } = await webhook()
    sink.answer = 503
    await put(message(id))
    await send()
    const waits: number[] = []
    for (let tries = 1; tries <= 3; tries++) {
      const [delivery] = await deliveries(id)
      expect(delivery).toMatchObject({ state: 'waiting', tries, lastStatus: 503 })
      const rests = (await here.call(contract.getChannel, { channel: id })).restsUntil as string
      waits.push(Date.parse(delivery?.nextTryAt as string) - here.clock.now().getTime())
      here.clock.add(Math.max(Date.parse(delivery?.nextTryAt as string), Date.parse(rests)) - here.clock.now().getTime())
      if (tries === 3) sink.answer = 200
      await send()
    }
    expect(waits[1]).toBeGreaterThan(waits[0] as number)
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', tries: 4, lastProblem: null })
    expect(new Set(sink.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(sink.got).toHaveLength(4)
    expect((await here.call(contract.getChannel, { channel: id })).restsUntil).toBeNull()
  })

  test('it rests as a whole, and what goes elsewhere is not held up', async () => {
    const dead = await httpSink()
    const { id } = await webhook({ target: { kind: 'webhook', url: dead.url } })
    dead.answer = 500
    for (let index = 0; index < 40; index++) await put(message(id, { dedupKey: `dead/${index}` }))
    const alive = await webhook()
    for (let index = 0; index < 20; index++) await put(message(alive.id, { dedupKey: `alive/${index}` }))
    await send()
    expect((await deliveries(alive.id)).every(({ state }) => state === 'delivered')).toBe(true)
    expect(dead.got.length).toBeLessThanOrEqual(4)
    here.clock.add(20_000)
    await send()
    // One is sent to see whether it is back.
    expect(dead.got.length).toBeLessThanOrEqual(5)
    dead.answer = 200
    here.clock.add(40_000)
    await send()
    expect((await deliveries(id)).every(({ state }) => state === 'delivered')).toBe(true)
    await dead.close()
  })

  test('and says when to come back, it is not asked before', async () => {
    const { id } = await webhook()
    Object.assign(sink, { answer: 429, headers: { 'retry-after': '900' } })
    await put(message(id))
    await send()
    const { restsUntil } = await here.call(contract.getChannel, { channel: id })
    expect(Date.parse(restsUntil as string) - here.clock.now().getTime()).toBeGreaterThan(890_000)
  })

  test('and sends us elsewhere, we do not follow', async () => {
    const inner = await httpSink()
    const { id } = await webhook()
    Object.assign(sink, { answer: 307, headers: { location: `${inner.url}/inside` } })
    await put(message(id))
    await send()
    expect(inner.got).toEqual([])
    expect((await deliveries(id))[0]).toMatchObject({ lastStatus: 307, state: 'waiting' })
    await inner.close()
  })

  test('for a whole day, it is given up and everybody can see that; a person may have it tried again', async () => {
    const { id } = await webhook()
    sink.answer = 500
    await put(message(id))
    await send()
    here.clock.add(25 * 3_600_000)
    const other = await here.anotherNode()
    await other.sender.runOnce()
    const [given] = await deliveries(id)
    expect(given).toMatchObject({ state: 'given_up', nextTryAt: null, lastStatus: 500 })
    sink.answer = 200
    await here.call(contract.retryDelivery, { delivery: given?.id as string })
    await send()
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', id: given?.id })
  })
})

describe('a node that dies between sending and noting it', () => {
  test('leaves the message to be sent once more, under the same id', async () => {
    const { id } = await webhook()
    await put(message(id))
    const { db } = here.running
    const now = here.clock.now()
    // What a node does first; then it dies.
    const [leased] = await leaseDue(
      db,
      { teamId: 'billing', channelId: id, failures: 0 },
      { now, until: new Date(now.getTime() + 60_000), limit: 1 },
    )
    await send()
    expect(sink.got).toEqual([])
    here.clock.add(61_000)
    await send()
    expect(sink.got.map(({ headers }) => headers['webhook-id'])).toEqual([leased?.id])
  })
})

describe('two nodes', () => {
  test('send each message once between them', async () => {
    const { id } = await webhook()
    const other = await here.anotherNode()
    for (let index = 0; index < 60; index++) await put(message(id, { dedupKey: `both/${index}` }))
    await Promise.all([send(), other.sender.runOnce()])
    await expect.poll(async () => (await deliveries(id)).filter(({ state }) => state === 'waiting').length).toBe(0)
    expect(sink.got).toHaveLength(60)
  })
})

describe('putting in line', () => {
  test('happens exactly if the caller’s transaction does, and twice the same is once', async () => {
    const { id } = await webhook()
    const once = message(id)
    await expect(
      here.running.db.tx(async (tx) => {
        await enqueue(tx, once)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect(await deliveries(id)).toEqual([])
    for (const same of [once, once]) await put(same)
    expect(await deliveries(id)).toHaveLength(1)
  })

  test('never goes through a channel of another team', async () => {
    const { id } = await webhook({ teamId: 'billing' })
    expect(await put(message(id, { teamId: 'shipping' }))).toBe(false)
  })

  test('for a channel that is deleted ends what still waits there', async () => {
    const { id, etag } = await webhook()
    sink.answer = 500
    await put(message(id))
    await send()
    await here.call(contract.deleteChannel, { channel: id }, { ifMatch: etag })
    expect((await deliveries(id))[0]).toMatchObject({ state: 'given_up', lastProblem: 'The channel was deleted.' })
  })
})
