import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf } from '#kernel/contract.ts'
import { readRuns, replay, sampleRuns, serverDoor, shippedStandards } from '#replay/index.ts'
import type { Row } from '#replay/run.ts'
import { tools } from '#replay/test-kit.ts'
import type { Call } from '#sdk/call.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import { type World, world } from '../world.ts'

let here: World
beforeAll(async () => {
  here = await world()
})
afterAll(() => here?.end())

const teams = ['airline-support', 'retail-support', 'telecom-support'] as const
const minuteMs = 60_000

/** The whole data set where its path is given, else a third of the sample. */
const whole = process.env.PILOTAGE_AGENT_RUNS
const isPart = (line: number) => whole !== undefined || line % 3 === 1

async function* part(): AsyncGenerator<Row> {
  for await (const row of readRuns(whole ?? sampleRuns('.'))) if (isPart(row.line)) yield row
}

/** Numbers between 0 and 1 that are the same in every run of the test (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Answer = InputOf<typeof exceptions.resolve>
type Reviewer = { call: Call; team: string; item: string | null; finishAt: number; busyUntil: number }

/** What a teammate says to an item; each kind of answer comes up. */
function answerTo(item: { id: string; verbs: readonly string[] }, chance: () => number): Answer {
  const can = (verb: string) => item.verbs.includes(verb)
  const draw = chance()
  if (can('approve') && draw < 0.7) return { id: item.id, verb: 'approve' }
  if (can('reject') && draw < 0.85) return { id: item.id, verb: 'reject', reasonCode: 'rule_wrong' }
  if (can('respond') && draw < 0.93)
    return { id: item.id, verb: 'respond', reasonCode: 'context_missing', message: 'Ask the customer for the order first.' }
  return { id: item.id, verb: 'take_over', reasonCode: 'customer_wanted_person' }
}

/** Six minutes on average, most shorter, some much longer: log-normal with a squared coefficient of variation of 1. */
function handlingMs(chance: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
  const sigma = Math.sqrt(Math.log(2))
  return 6 * minuteMs * Math.exp(sigma * normal - (sigma * sigma) / 2)
}

test('a crew of six works through the items of real runs at realistic times, each of them once', { timeout: 900_000 }, async () => {
  await replay({
    source: part(),
    door: serverDoor(here.call, { reason: 'a test of the queue' }),
    tools,
    standardsFor: (domain) => shippedStandards('.', [domain]),
    concurrency: 4,
  })
  await here.running.tail.runOnce()
  const before = await here.call(exceptions.countExceptions, {})
  const waiting = await here.count("decision where tier <> 'autonomous'")
  const failed = await here.count("run_outcome where result = 'failed'")
  expect(before.open).toBe(
    waiting +
      failed +
      (await here.count("outcome o join decision d on d.id = o.decision_id where o.result = 'failed' and d.tier = 'autonomous'")),
  )

  const chance = chanceOf(7)
  const crew: Reviewer[] = []
  for (const team of teams)
    for (let seat = 0; seat < 2; seat++) {
      const call = await here.callWith(['exceptions:read', 'exceptions:work'], { teams: [team] })
      crew.push({ call, team, item: null, finishAt: 0, busyUntil: 0 })
    }
  const said = new Map<string, string>()
  const idle = new Set<string>()
  let elapsedMs = 0
  while (crew.some((reviewer) => reviewer.item !== null || !idle.has(reviewer.team))) {
    const next = crew
      .filter((reviewer) => reviewer.item !== null || !idle.has(reviewer.team))
      .sort((a, b) => a.busyUntil - b.busyUntil)[0] as Reviewer
    if (next.busyUntil > elapsedMs) {
      here.clock.add(next.busyUntil - elapsedMs)
      elapsedMs = next.busyUntil
      await here.running.tail.runOnce()
    }
    await act(next)
  }
  here.clock.add(10_000)
  await here.running.tail.runOnce()

  async function act(reviewer: Reviewer): Promise<void> {
    if (reviewer.item === null) return take(reviewer)
    if (elapsedMs < reviewer.finishAt) {
      await reviewer.call(exceptions.claim, { id: reviewer.item })
      reviewer.busyUntil = Math.min(reviewer.finishAt, elapsedMs + minuteMs)
      return
    }
    const item = await reviewer.call(exceptions.getException, { id: reviewer.item })
    const answer = answerTo(item, chance)
    await reviewer.call(exceptions.resolve, answer)
    // A second rejection leaves the item with people for good: it comes back and is resolved otherwise.
    if (said.get(item.id) !== 'reject') expect(said.has(item.id)).toBe(false)
    said.set(item.id, answer.verb)
    reviewer.item = null
  }

  async function take(reviewer: Reviewer): Promise<void> {
    const { item } = await reviewer.call(exceptions.claimNext, { team: reviewer.team as 'airline-support' })
    if (!item) {
      // The last rejections may still come back.
      if (idle.has(`${reviewer.team} once`)) idle.add(reviewer.team)
      idle.add(`${reviewer.team} once`)
      reviewer.busyUntil = elapsedMs + minuteMs
      return
    }
    expect(crew.filter((other) => other.item === item.id)).toEqual([])
    reviewer.item = item.id
    reviewer.finishAt = elapsedMs + handlingMs(chance)
    reviewer.busyUntil = Math.min(reviewer.finishAt, elapsedMs + minuteMs)
  }

  const after = await here.call(exceptions.countExceptions, {})
  expect(after).toMatchObject({ open: 0, deferred: 0 })
  expect(said.size).toBe(before.open)
  expect(await here.count("exception where state <> 'resolved' or claimed_by is not null or held_by is not null")).toBe(0)
  // What the AI agents are told is what the crew said, unless nobody had come in time.
  const told = await here.running.db.query<{ id: string; state: string }>(
    `select r.decision_id as id, r.state from review_result r join decision d on d.id = r.decision_id and d.tier = 'review'`,
  )
  const states = { approve: ['approved'], reject: ['rejected', 'people_only'], respond: ['responded'], take_over: ['taken_over'] }
  expect(told.length).toBe(await here.count("decision where tier = 'review'"))
  for (const { id, state } of told) expect([...states[said.get(id) as keyof typeof states], 'people_only', 'expired']).toContain(state)
  for (const { id, state } of told) if (said.get(id) === 'approve') expect(state).toBe('approved')
  const [handled] = await here.running.db.query<{ minutes: number; reviews: number }>(
    'select avg(handle_seconds) / 60 as minutes, count(*)::int as reviews from pub_review_handling',
  )
  expect(handled?.reviews).toBeGreaterThanOrEqual(before.open)
  expect(handled?.minutes).toBeGreaterThan(4)
  expect(handled?.minutes).toBeLessThan(9)
})
