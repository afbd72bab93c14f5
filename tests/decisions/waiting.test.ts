import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '#kernel/db.ts'
import { type Call, createCaller } from '#sdk/call.ts'
import type { Running } from '#server/house.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { type DecisionRow, decisionRow, type ReviewAnswer, settleReview, withdraw } from '#slices/decisions/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { ask, furnish, refusal, type World, world } from '../world.ts'

let here: World
let url: string
let far: Call

beforeAll(async () => {
  here = await world()
  await furnish(here)
  await here.call(identity.createTeam, { id: 'orders', name: 'Orders', timeZone: 'Europe/Berlin', department: null, lead: null })
  url = await listen(here.running)
  far = createCaller({ baseUrl: url, headers: operator() })
})
afterAll(() => here?.end())

const listen = (running: Running) => running.app.fastify.listen({ port: 0, host: '127.0.0.1' })
const operator = () => ({ authorization: `Bearer ${here.running.operatorKey}` })

async function waiting(more: Record<string, unknown> = {}): Promise<DecisionRow> {
  const { id } = await here.call(decisions.decide, ask(500, more))
  return (await decisionRow(here.running.db, null, id)) as DecisionRow
}

function settle(tx: Tx, row: DecisionRow, state: ReviewAnswer['state'] = 'rejected'): Promise<boolean> {
  const at = here.clock.now()
  const approval = state === 'approved' ? { expiresAt: new Date(at.getTime() + 60_000) } : undefined
  return settleReview(tx, { teamId: row.team_id, decisionId: row.id, aiAgentId: row.ai_agent_id, state, approval, at })
}

const answer = (row: DecisionRow, state?: ReviewAnswer['state']) => here.running.db.tx((tx) => settle(tx, row, state))
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Ends the connections of the house that listen for answers, as a database that fails over does. */
async function breakTheEar(): Promise<void> {
  const broken = await here.running.db.query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen review_settled'")
  expect(broken.length).toBeGreaterThan(0)
}

async function timed<T>(act: Promise<T>): Promise<{ ms: number; got: T }> {
  const begun = performance.now()
  const got = await act
  return { ms: performance.now() - begun, got }
}

describe('a long poll', () => {
  test('is answered as soon as the person has', async () => {
    const row = await waiting()
    const asked = timed(far(decisions.getReview, { id: row.id, waitSeconds: 20 }))
    await pause(150)
    await answer(row, 'approved')
    const { ms, got } = await asked
    expect(got.state).toBe('approved')
    expect(ms).toBeGreaterThan(140)
    expect(ms).toBeLessThan(2000)
  })

  test('hears nothing of an answer that was taken back before it was committed', async () => {
    const row = await waiting()
    const asked = far(decisions.getReview, { id: row.id, waitSeconds: 1 })
    await here.running.db
      .tx(async (tx) => {
        await settle(tx, row)
        throw new Error('undone')
      })
      .catch(() => {})
    expect((await asked).state).toBe('waiting')
  })

  test('ends by itself when nobody answers', async () => {
    const row = await waiting()
    const { ms, got } = await timed(far(decisions.getReview, { id: row.id, waitSeconds: 1 }))
    expect(got.state).toBe('waiting')
    expect(ms).toBeGreaterThan(950)
  })

  test('does not wait for what needs no person, or is answered', async () => {
    const { id } = await here.call(decisions.decide, ask(20))
    const row = await waiting()
    await answer(row)
    const { ms } = await timed(Promise.all([id, row.id].map((one) => far(decisions.getReview, { id: one, waitSeconds: 20 }))))
    expect(ms).toBeLessThan(2000)
  })

  test('hears that a person overrode the decision', async () => {
    const row = await waiting()
    const asked = far(decisions.getReview, { id: row.id, waitSeconds: 20 })
    await pause(50)
    await here.running.db.tx((tx) => withdraw(tx, { row, at: here.clock.now() }))
    expect((await asked).state).toBe('overridden')
  })

  test('of five hundred at once costs no connection each: all hear, and others are served meanwhile', async () => {
    const rows = await Promise.all(Array.from({ length: 500 }, () => waiting()))
    const asked = rows.map((row) => far(decisions.getReview, { id: row.id, waitSeconds: 60 }))
    await pause(500)
    const [busy] = await here.running.db.query<{ n: number }>(
      "select count(*) as n from pg_stat_activity where datname = current_database() and state <> 'idle'",
    )
    expect(busy?.n).toBeLessThan(5)
    const meanwhile = await timed(here.call(decisions.decide, ask(20)))
    expect(meanwhile.ms).toBeLessThan(1000)
    const { ms, got } = await timed(Promise.all([Promise.all(asked), ...rows.map((row) => answer(row))]))
    expect(got[0].every((review) => review.state === 'rejected')).toBe(true)
    expect(ms).toBeLessThan(20_000)
  })

  test('on another node hears what was answered on this one', async () => {
    const other = await here.anotherNode()
    const there = createCaller({ baseUrl: await listen(other), headers: { authorization: `Bearer ${other.operatorKey}` } })
    const row = await waiting()
    const asked = timed(there(decisions.getReview, { id: row.id, waitSeconds: 20 }))
    await pause(150)
    await answer(row)
    const { ms, got } = await asked
    expect(got.state).toBe('rejected')
    expect(ms).toBeLessThan(2000)
  })

  test('is answered although the connection that listens broke, and the answer came meanwhile', async () => {
    const row = await waiting()
    const asked = timed(far(decisions.getReview, { id: row.id, waitSeconds: 20 }))
    await pause(50)
    await Promise.all([breakTheEar(), answer(row)])
    const { ms, got } = await asked
    expect(got.state).toBe('rejected')
    expect(ms).toBeLessThan(8000)
    const next = await waiting()
    await pause(1500)
    const again = timed(far(decisions.getReview, { id: next.id, waitSeconds: 20 }))
    await pause(50)
    await answer(next)
    expect((await again).ms).toBeLessThan(1000)
  })

  test('of a caller that went away is let go', async () => {
    const row = await waiting()
    const gone = new AbortController()
    const asked = far(decisions.getReview, { id: row.id, waitSeconds: 60 }, { signal: gone.signal })
    await pause(100)
    gone.abort()
    await expect(asked).rejects.toThrow()
    await pause(100)
    expect(here.running.bell.count()).toBe(0)
  })

  test('of a key that may not see the decision is refused at once', async () => {
    const row = await waiting()
    const elsewhere = await here.callWith(['decisions:read'], { teams: ['orders'] })
    expect((await refusal(elsewhere(decisions.getReview, { id: row.id, waitSeconds: 20 }))).status).toBe(404)
  })

  test('ends when the server stops', async () => {
    const there = await world()
    await furnish(there)
    const { id } = await there.call(decisions.decide, ask(500))
    const headers = { authorization: `Bearer ${there.running.operatorKey}` }
    const place = await listen(there.running)
    const call = createCaller({ baseUrl: place, headers })
    const asked = call(decisions.getReview, { id, waitSeconds: 60 })
    // Clients open connections in reserve; one that never asks must not hold up the stop either.
    const silent = connect(Number(new URL(place).port), '127.0.0.1')
    silent.on('error', () => {})
    await pause(150)
    const { ms } = await timed(there.end())
    expect((await asked).state).toBe('waiting')
    expect(ms).toBeLessThan(15_000)
  })
})

/** Opens the stream of answers and gives its events one by one, as text. */
async function stream(query: string, key: string) {
  const gone = new AbortController()
  const response = await fetch(`${url}/api/v1/reviews/events${query}`, { headers: { authorization: `Bearer ${key}` }, signal: gone.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    status: response.status,
    close: () => gone.abort(),
    async until(wanted: string): Promise<string> {
      while (!text.includes(wanted)) {
        const part = await reader?.read()
        if (!part || part.done) return `${text}[end]`
        text += part.value
      }
      return text
    },
  }
}

async function keyFor(team: string): Promise<string> {
  const made = await here.call(identity.createKey, {
    name: team,
    scopes: ['decisions:read'],
    teams: [team],
    aiAgent: null,
    expiresInDays: null,
  })
  return made.token as string
}

describe('the stream of answers', () => {
  test('tells each answer to those who may see it, and nothing of other teams', async () => {
    const [billing, orders] = await Promise.all([stream('', await keyFor('billing')), stream('', await keyFor('orders'))])
    await Promise.all([billing.until('hello'), orders.until('hello')])
    const own = await waiting()
    const other = await waiting({ team: 'orders' })
    await answer(own, 'approved')
    await here.running.db.tx((tx) => settle(tx, other, 'taken_over'))
    expect(await orders.until(other.id)).not.toContain(own.id)
    const told = await billing.until(own.id)
    expect(told).toContain('event: review')
    expect(told).toContain('"state":"approved"')
    await pause(100)
    expect(await billing.until(own.id)).not.toContain(other.id)
    billing.close()
    orders.close()
  })

  test('can be had for one AI agent, and is refused for a team that the key does not reach', async () => {
    const key = await keyFor('billing')
    const others = await stream('?aiAgent=other-bot', key)
    const own = await stream('?team=billing&aiAgent=refund-bot', key)
    const row = await waiting()
    await answer(row)
    await own.until(row.id)
    const last = await waiting()
    await answer(last)
    await own.until(last.id)
    expect(await Promise.race([others.until(row.id), pause(100).then(() => 'nothing')])).toBe('nothing')
    expect((await stream('?team=orders', key)).status).toBe(403)
    others.close()
    own.close()
  })

  test('ends when the listening connection broke, so that its reader connects and reads again', async () => {
    const open = await stream('', here.running.operatorKey)
    await open.until('hello')
    await breakTheEar()
    expect(await open.until('never')).toContain('[end]')
  })

  test('ends for a key that was revoked', async () => {
    const made = await here.call(identity.createKey, {
      name: 'k',
      scopes: ['decisions:read'],
      teams: null,
      aiAgent: null,
      expiresInDays: null,
    })
    const open = await stream('', made.token as string)
    await open.until('hello')
    await here.call(identity.revokeKey, { key: made.key.id })
    expect(await open.until('never')).toContain('[end]')
  })
})
