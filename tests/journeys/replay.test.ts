import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Replayed, readRuns, replay, sampleRuns, serverDoor, shippedStandards, tallyOf } from '#replay/index.ts'
import type { Row } from '#replay/run.ts'
import { runsOf, tallyOfRuns, tools } from '#replay/test-kit.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { type World, world } from '../world.ts'

let here: World
beforeAll(async () => {
  here = await world()
})
afterAll(() => here?.end())

/** A part of the sample that has every domain; the whole of it takes the same road for longer. */
const runsMax = 14
const isPart = (line: number) => line % 4 === 1 && line < 4 * runsMax

async function* part(): AsyncGenerator<Row> {
  for await (const row of readRuns(sampleRuns('.'))) if (isPart(row.line)) yield row
}

const play = (signal?: AbortSignal, onProgress?: Parameters<typeof replay>[0]['onProgress']): Promise<Replayed> =>
  replay({
    source: part(),
    door: serverDoor(here.call, { reason: 'a test of the replay' }),
    tools,
    standardsFor: (domain) => shippedStandards('.', [domain]),
    concurrency: 8,
    signal,
    onProgress,
  })

describe('the public sample through a running Pilotage', () => {
  test('stopped in the middle it leaves whole decisions behind, and played again it makes no duplicate', { timeout: 120_000 }, async () => {
    const stop = new AbortController()
    const first = await play(stop.signal, ({ decisions: made }) => made >= 40 && stop.abort())
    expect(first.isStopped).toBe(true)
    const again = await play()
    const offline = tallyOfRuns((await runsOf()).filter((_, at) => isPart(at + 1)))
    expect(tallyOf(again.runs)).toEqual(offline)
    expect(again).toMatchObject({ skipped: [], isStopped: false })
    expect(again.notLive.size).toBe(0)
    expect(again.repeated).toBeGreaterThanOrEqual(40)
    expect(await here.count('decision')).toBe(offline.calls)
    expect(await here.count('outcome')).toBe(offline.calls)
    expect(await here.count('run_outcome')).toBe(offline.runs)
  })

  test('the server’s own summary says what the table says', async () => {
    const tally = tallyOf((await play()).runs)
    const summary = await here.call(decisions.getSummary, { hours: 24 })
    expect(summary).toMatchObject({
      decisions: tally.calls,
      covered: tally.coverage.all.hits,
      inForce: tally.tiers,
      byPolicy: tally.tiers,
      recordOnly: 0,
    })
  })

  test('it registers each AI agent with a complete card and the administrator as owner, live for its team', async () => {
    const { items } = await here.call(registry.listAiAgents, { limit: 200 })
    expect(items.map((aiAgent) => aiAgent.id)).toContain('airline-gpt-4o')
    expect(items.every((aiAgent) => aiAgent.cardShare === 1 && aiAgent.accountableOwner?.id === here.adminId)).toBe(true)
    expect(items.flatMap((aiAgent) => aiAgent.deployments).every((deployment) => deployment.phase === 'live')).toBe(true)
  })

  test('a standard that people changed in the meantime is left as they made it', async () => {
    const id = 'airline.cancel_reservation'
    const { text } = await here.call(policy.getStandard, { id })
    await here.call(policy.apply, { text: text.replace('default: 1000', 'default: 900'), reason: 'we want to see more of them' })
    await play()
    expect((await here.call(policy.getStandard, { id })).publishedText).toContain('default: 900')
  })
})
