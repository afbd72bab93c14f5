import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import { ask } from '../world.ts'
import { answerFaults } from './answer-faults.ts'
import { type Answer, type Headers, type Letter, letterOf, send } from './door.ts'
import { contentOf, type Furnished, furnishedWorld } from './furnished.ts'

let place: Furnished
let port: number
beforeAll(async () => {
  place = await furnishedWorld()
  await place.here.running.app.fastify.listen({ host: '127.0.0.1', port: 0 })
  port = (place.here.running.app.fastify.server.address() as { port: number }).port
})
afterAll(() => place?.here.end())

const json: Headers = { 'content-type': 'application/json' }
const post = (payload: string | undefined, headers: Headers = json): Letter => ({
  method: 'POST',
  url: decisions.decide.path,
  headers: { authorization: `Bearer ${place.here.running.operatorKey}`, ...headers },
  payload,
})

/** Over a real connection, byte for byte. */
function shout(text: string): Promise<Answer> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let heard = ''
    socket.on('data', (chunk) => (heard += chunk))
    socket.on('error', fail)
    socket.on('close', () => {
      const [head = '', body = ''] = heard.split('\r\n\r\n')
      const type = /content-type: (.*)/i.exec(head)?.[1] ?? ''
      done({ status: Number(head.split(' ')[1]), type, headers: {}, text: body })
    })
  })
}

describe('a request that is no good', () => {
  const good = JSON.stringify(ask(20))
  const cases: [string, number, () => Letter][] = [
    ['broken JSON', 400, () => post('{"aiAgent": "refund-bot", ')],
    ['two values', 400, () => post(`${good}${good}`)],
    ['an array', 400, () => post('[]')],
    ['a bare word', 400, () => post('"hello"')],
    ['null', 400, () => post('null')],
    ['an empty body', 400, () => post('')],
    ['no body and no type', 400, () => post(undefined, {})],
    ['__proto__', 400, () => post(`{"__proto__": {}, ${good.slice(1)}`)],
    ['plain text', 415, () => post(good, { 'content-type': 'text/plain' })],
    ['a form', 415, () => post('aiAgent=refund-bot', { 'content-type': 'application/x-www-form-urlencoded' })],
    ['bytes that are no text', 400, () => post('{"aiAgent": "\ufffd\u0000"}')],
    ['10 MB', 413, () => post(JSON.stringify({ ...ask(20), subject: 'x'.repeat(10 * 1024 * 1024) }))],
    ['10 MB of levels', 413, () => post('['.repeat(10 * 1024 * 1024))],
    ['levels below the limit', 400, () => post(`{"inputs":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)],
    ['another method', 404, () => ({ ...post(good), method: 'PUT' })],
    ['another address', 404, () => ({ ...post(good), url: '/api/v1/nothing' })],
    ['an address that cannot be read', 400, () => ({ ...post(undefined, {}), method: 'GET', url: '/api/v1/decisions/%zz' })],
    [
      'an address that is a part too long',
      404,
      () => ({ ...post(undefined, {}), method: 'GET', url: `/api/v1/decisions/${'x'.repeat(5000)}` }),
    ],
    ['an Idempotency-Key that is too long', 400, () => post(good, { ...json, 'idempotency-key': 'k'.repeat(201) })],
    ['a key that is none', 401, () => post(good, { ...json, authorization: 'Bearer hello' })],
    ['a password instead of a key', 401, () => post(good, { ...json, authorization: 'Basic YWRhOmFkYQ==' })],
  ]

  test.each(cases)('%s: %i, in words, and nothing is changed', async (_name, status, letter) => {
    const before = await contentOf(place.here.running.db)
    const answer = await send(place.here.running.app, letter())
    expect([answer.status, answerFaults(answer)]).toEqual([status, []])
    expect(await contentOf(place.here.running.db)).toEqual(before)
  })

  test('more headers than fit, or no HTTP at all, is answered in words too', async () => {
    const bomb = await shout(`GET /api/health HTTP/1.1\r\nhost: x\r\n${'x-bomb: y\r\n'.repeat(10_000)}\r\n`)
    expect(bomb).toMatchObject({ status: 431, type: expect.stringContaining('application/problem+json') })
    expect(JSON.parse(bomb.text)).toMatchObject({ status: 431, code: 'too_large', next: expect.any(String) })
    const noise = await shout('hello?\r\n\r\n')
    expect([noise.status, answerFaults({ ...noise })]).toEqual([400, []])
    expect((await shout('GET /api/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).status).toBe(200)
  })

  test('the limit of a body is that of its route', async () => {
    const items = Array.from({ length: 100 }, () => ask(20, { inputs: { amount: 20, note: 'x'.repeat(5000) } }))
    const batch = letterOf(decisions.decideBatch, { items }, post('').headers)
    expect((await send(place.here.running.app, batch)).status).toBe(200)
    const single = post(JSON.stringify(ask(20, { inputs: { note: 'x'.repeat(300 * 1024) } })))
    expect((await send(place.here.running.app, single)).status).toBe(413)
  })
})
