import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newChannel } from '../../../tests/outside/channels.ts'
import { mailSink } from '../../../tests/outside/sinks.ts'
import { furnish, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'

let here: World
beforeAll(async () => {
  here = await world({ PILOTAGE_ALLOW_PRIVATE_TARGETS: 'true' })
  await furnish(here)
})
afterAll(() => here?.end())

/** Sends a test through a mail server that is set like this; what became of it. */
async function sendThrough(port: number, more: object) {
  const target = { kind: 'smtp' as const, host: '127.0.0.1', port, security: 'none' as const, from: 'pilotage@example.com', ...more }
  const { id, etag } = await here.call(contract.createChannel, newChannel({ name: 'Mail', target }))
  const { id: delivery } = await here.call(contract.testChannel, { channel: id, to: 'ada@example.com' })
  await here.running.sender.runOnce()
  const seen = await here.call(contract.getDelivery, { delivery })
  await here.call(contract.deleteChannel, { channel: id }, { ifMatch: etag })
  return seen
}

describe('an e-mail channel', () => {
  test('that is to encrypt says nothing to a server that cannot', async () => {
    const sink = await mailSink()
    expect(await sendThrough(sink.port, { security: 'starttls' })).toMatchObject({ state: 'waiting', deliveredAt: null })
    expect(sink.mails).toEqual([])
    await sink.close()
  })

  test('does not trust a certificate that nobody vouches for', async () => {
    const sink = await mailSink({ hasTls: true })
    const seen = await sendThrough(sink.port, { security: 'starttls' })
    expect(seen).toMatchObject({ state: 'waiting', lastProblem: expect.stringMatching(/certificate/i) })
    expect(sink.mails).toEqual([])
    await sink.close()
  })

  test('signs in with its name and password', async () => {
    const sink = await mailSink({ login: { username: 'desk', password: 'right' } })
    expect(await sendThrough(sink.port, { username: 'desk', password: 'right' })).toMatchObject({ state: 'delivered' })
    expect(await sendThrough(sink.port, { username: 'desk', password: 'wrong' })).toMatchObject({ state: 'waiting', lastStatus: 535 })
    expect(sink.mails).toHaveLength(1)
    await sink.close()
  })

  test('waits for a server that is not there, and says so', async () => {
    const sink = await mailSink()
    await sink.close()
    expect(await sendThrough(sink.port, {})).toMatchObject({
      state: 'waiting',
      lastProblem: expect.stringContaining('could not be reached'),
    })
  })
})
