import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailTo, newChannel } from '../../../tests/outside/channels.ts'
import { httpSink, mailSink } from '../../../tests/outside/sinks.ts'
import { furnish, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { waitAfter } from './delivery.ts'
import { isOutside, makeGuard } from './jobs/guard.ts'

const inside = [
  '127.0.0.1',
  '127.9.9.9',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  '2001::1',
  '::127.0.0.1',
]

describe('an address', () => {
  test.each(inside)('%s leads inside', (address) => {
    expect(isOutside(address)).toBe(false)
  })

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.167.255.255', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    '%s leads outside',
    (address) => {
      expect(isOutside(address)).toBe(true)
    },
  )

  test('that is none leads nowhere', () => {
    fc.assert(fc.property(fc.string(), (text) => !isOutside(text) || /^[\d.]+$|:/.test(text)))
  })
})

describe('a name that leads inside', () => {
  test('is refused when the connection is made, whatever it was before', async () => {
    const guard = makeGuard({ allowsPrivate: false })
    await expect(guard.addressOf('localhost')).rejects.toThrow(/private address/)
    await expect(
      new Promise((resolve, reject) =>
        guard.lookup('localhost', { all: true }, (error, found) => (error ? reject(error) : resolve(found))),
      ),
    ).rejects.toThrow(/private address/)
    await expect(makeGuard({ allowsPrivate: true }).addressOf('localhost')).resolves.toMatch(/127|::1/)
  })
})

describe('a house that does not allow private targets', () => {
  let here: World
  beforeAll(async () => {
    here = await world()
    await furnish(here)
  })
  afterAll(() => here?.end())

  test.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]', 'http://[::ffff:127.0.0.1]', 'http://0x7f.1', 'http://2130706433'])(
    'posts nothing to %s, and says what to set',
    async (base) => {
      const sink = await httpSink()
      const target = { kind: 'webhook' as const, url: `${base}:${new URL(sink.url).port}/inside` }
      const { id } = await here.call(contract.createChannel, newChannel({ teamId: 'billing', name: 'Inside', target }))
      await here.call(contract.testChannel, { channel: id })
      await here.running.sender.runOnce()
      const { items } = await here.call(contract.listDeliveries, { channelId: id, limit: 1 })
      expect(items[0]).toMatchObject({ state: 'failed', lastProblem: expect.stringContaining('PILOTAGE_ALLOW_PRIVATE_TARGETS') })
      expect(sink.got).toEqual([])
      await sink.close()
    },
  )

  test('sends no mail to a server of its own network', async () => {
    const sink = await mailSink()
    const { id } = await here.call(contract.createChannel, mailTo(sink.port))
    await here.call(contract.testChannel, { channel: id, to: 'ada@example.com' })
    await here.running.sender.runOnce()
    const { items } = await here.call(contract.listDeliveries, { channelId: id, limit: 1 })
    expect(items[0]).toMatchObject({ state: 'failed', lastProblem: expect.stringContaining('private address') })
    expect(sink.mails).toEqual([])
    await sink.close()
  })
})

describe('the wait after a try', () => {
  test('grows from seconds to an hour, and chance takes at most half of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, chance) => {
        const wait = waitAfter(tries, chance)
        expect(wait).toBeGreaterThanOrEqual(2500)
        expect(wait).toBeLessThanOrEqual(3_600_000)
        expect(waitAfter(tries + 1, chance)).toBeGreaterThanOrEqual(wait)
        expect(wait).toBeGreaterThanOrEqual(waitAfter(tries, 0) / 2)
      }),
    )
  })

  test('is what the other side asked for, up to an hour', () => {
    expect(waitAfter(1, 0, 60_000)).toBe(60_000)
    expect(waitAfter(1, 0, 10 * 3_600_000)).toBe(3_600_000)
  })
})
