import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import { newChannel } from '../outside/channels.ts'
import { type HttpSink, httpSink } from '../outside/sinks.ts'
import { askNew, colleague, heldMs, takeEffect, waiting } from '../queue-world.ts'
import { furnish, type World, world } from '../world.ts'

let here: World
let sink: HttpSink
let secret: string
beforeEach(async () => {
  here = await world({ PILOTAGE_ALLOW_PRIVATE_TARGETS: 'true' })
  await furnish(here)
  sink = await httpSink()
  secret = await hookOf('refund-bot')
  // The library that verifies looks at the real time; ours stands in the past.
  here.clock.add(Date.now() - here.clock.now().getTime())
})
afterEach(async () => {
  await here.end()
  await sink.close()
})

async function hookOf(aiAgentId: string): Promise<string> {
  const target = { kind: 'webhook' as const, url: `${sink.url}/${aiAgentId}` }
  const events = ['review.resolved' as const]
  const made = await here.call(notifications.createChannel, newChannel({ teamId: 'billing', name: aiAgentId, target, events, aiAgentId }))
  return made.secret as string
}

const send = () => here.running.sender.runOnce()

type Told = { type: string; timestamp: string; data: Record<string, unknown> }

/** What the AI agent was told so far, each message verified by the library of Standard Webhooks as it came. */
const told = () =>
  sink.got.map(({ path, body, headers }) => {
    expect(path).toBe('/refund-bot')
    return new Webhook(secret).verify(body, headers as Record<string, string>) as Told
  })

describe('the AI agent that asked is told by a signed message', () => {
  test('what a teammate said, once it is sure and not before, and it is what waiting for it gives', async () => {
    const { id } = await waiting(here)
    const teammate = await colleague(here, 'tess')
    expect((await teammate.ask(exceptions.claim, { id })).status).toBe(200)
    const action = { name: 'refund', arguments: { amount: 300 } }
    const edit = { id, verb: 'edit', action, reasonCode: 'knowledge_wrong', message: 'Three hundred is what was paid.' }
    expect((await teammate.ask(exceptions.resolve, edit)).status).toBe(200)
    here.clock.add(7000)
    await here.running.tail.runOnce()
    await send()
    expect(told()).toEqual([])
    here.clock.add(heldMs - 7000)
    await here.running.tail.runOnce()
    await send()
    const answer = await here.call(decisions.getReview, { id, waitSeconds: 1 })
    expect(answer).toMatchObject({ state: 'approved', action })
    const data = { team: 'billing', exception: id, decision: id, verb: 'edit', reasonCode: 'knowledge_wrong', state: answer.state }
    expect(told()).toEqual([{ type: 'review.resolved', timestamp: expect.any(String), data: { ...data, isDrill: false } }])
    expect(sink.got[0]?.body).not.toMatch(/tess/i)
  })

  test('nothing of a resolution that was undone', async () => {
    const { id } = await waiting(here)
    await here.call(exceptions.resolve, { id, verb: 'approve' })
    await here.call(exceptions.undo, { ids: [id] })
    await takeEffect(here)
    await send()
    expect(told()).toEqual([])
    expect((await here.call(decisions.getReview, { id })).state).toBe('waiting')
  })

  test('that nobody came in time, and no second answer when somebody comes later', async () => {
    const { id } = await waiting(here)
    here.clock.add(8 * 24 * 3_600_000)
    await here.running.tail.runOnce()
    await here.call(exceptions.resolve, { id, verb: 'take_over', reasonCode: 'ai_agent_right' })
    await takeEffect(here)
    await send()
    expect(sink.got.map(({ body }) => JSON.parse(body).data)).toMatchObject([{ decision: id, verb: null, state: 'expired' }])
    expect((await here.call(decisions.getReview, { id })).state).toBe('expired')
  })

  test('that its case is with people for good after two rejections, also when it proposes it once more', async () => {
    const about = { subject: 'conversation:again' }
    for (let round = 0; round < 2; round++) {
      const { id } = await waiting(here, 500, about)
      await here.call(exceptions.resolve, { id, verb: 'reject', reasonCode: 'rule_wrong' })
      await takeEffect(here)
    }
    await waiting(here, 500, about)
    await send()
    const inOrder = told().sort((one, other) => one.timestamp.localeCompare(other.timestamp))
    expect(inOrder.map(({ data }) => [data.verb, data.state])).toEqual([
      ['reject', 'rejected'],
      ['reject', 'people_only'],
      [null, 'people_only'],
    ])
  })

  test('of a decision that was overridden afterwards', async () => {
    const { id } = await here.call(decisions.decide, askNew(20))
    await here.running.tail.runOnce()
    await here.call(exceptions.override, { id, reasonCode: 'context_missing' })
    await send()
    expect(told()).toMatchObject([{ data: { decision: id, verb: 'override', state: 'overridden' } }])
  })

  test('once, though two servers let it take effect and two send, and with one id when the first try found nobody', async () => {
    const { id } = await waiting(here)
    const other = await here.anotherNode()
    // Before anything can be sent: both servers also send by themselves.
    sink.answer = 503
    await here.call(exceptions.resolve, { id, verb: 'approve' })
    here.clock.add(heldMs)
    // One that was under way already looked before the clock moved: the second look is after it.
    for (let look = 0; look < 2; look++) await Promise.all([here.running.tail.runOnce(), other.tail.runOnce()])
    const bothSend = () => Promise.all([send(), other.sender.runOnce()])
    const sent = async (how: string) => {
      await bothSend()
      return here.count(`delivery where ${how}`)
    }
    await expect.poll(() => sent('last_status = 503')).toBe(1)
    sink.answer = 200
    here.clock.add(60_000)
    await expect.poll(() => sent("state = 'delivered'")).toBe(1)
    expect(told().map(({ data }) => data.state)).toEqual(['approved', 'approved'])
    expect(new Set(sink.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })
})

test('another AI agent hears nothing of it', async () => {
  await hookOf('ship-bot')
  const { id } = await waiting(here)
  await here.call(exceptions.resolve, { id, verb: 'approve' })
  await takeEffect(here)
  await send()
  expect(told()).toHaveLength(1)
})
