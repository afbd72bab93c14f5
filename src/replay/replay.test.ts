import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { TemporaryError } from './patient.ts'
import { type ReplayOptions, replay } from './replay.ts'
import type { Run } from './run.ts'
import { shippedStandards } from './standards.ts'
import { openStateFile } from './state-file.ts'
import { tallyOf } from './tally.ts'
import { judged, memoryDoor, rowsOf, runsOf, tools } from './test-kit.ts'

let runs: Run[]
beforeAll(async () => {
  runs = (await runsOf()).slice(0, 12)
})

const options = (door: ReplayOptions['door'], rest: Partial<ReplayOptions> = {}): ReplayOptions => ({
  source: rowsOf(runs),
  door,
  tools,
  standardsFor: (domain) => shippedStandards('.', [domain]),
  concurrency: 4,
  wait: async () => {},
  ...rest,
})

describe('replay', () => {
  test('records every decision once, reports each outcome and each end, and its table is made of the answers', async () => {
    const { door, recorded } = memoryDoor()
    const replayed = await replay(options(door))
    const expected = tallyOf(judged(runs))
    expect(tallyOf(replayed.runs)).toEqual(expected)
    expect(recorded.decisions.size).toBe(expected.calls)
    expect(recorded.outcomes.length).toBe(expected.calls)
    expect(recorded.runs.sort()).toEqual(runs.map((run) => run.run).sort())
    expect(replayed).toMatchObject({ skipped: [], repeated: 0, isStopped: false })
  })

  test('keeps the order within a run: a decision, its outcome, then the next decision', async () => {
    const { door, recorded } = memoryDoor()
    await replay(options(door, { source: rowsOf(runs.slice(0, 1)), concurrency: 1 }))
    const log = recorded.log.filter((what) => /^(decide|outcome)/.test(what)).map((what) => what.split(' ')[0])
    expect(log).toEqual(log.map((_, at) => (at % 2 === 0 ? 'decide' : 'outcome')))
  })

  test('sets teams, standards, AI agents and deployments up once, before the first decision', async () => {
    const { door, recorded } = memoryDoor()
    await replay(options(door))
    const setUp = recorded.log.filter((what) => /^(team|AI agent|standard|deploy)/.test(what))
    expect(new Set(setUp).size).toBe(setUp.length)
    expect(recorded.standards.size).toBeGreaterThan(0)
  })

  test('stopped in the middle and started again it makes no duplicate and ends with the same table', async () => {
    const { door, recorded } = memoryDoor()
    const stop = new AbortController()
    const state = await openStateFile(join(await mkdtemp(join(tmpdir(), 'replay-')), 'state'), 'here')
    const first = await replay(
      options(door, { state, signal: stop.signal, onProgress: ({ decisions }) => decisions >= 40 && stop.abort() }),
    )
    expect(first.isStopped).toBe(true)
    const second = await replay(options(door, { state }))
    expect(second.isStopped).toBe(false)
    expect(tallyOf(second.runs)).toEqual(tallyOf(judged(runs)))
    expect(recorded.decisions.size).toBe(tallyOf(judged(runs)).calls)
    expect(second.repeated).toBeGreaterThanOrEqual(40)
  })

  test('a state file of another server is not believed, and one that lies only costs time', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'replay-')), 'state')
    const lying = await openStateFile(path, 'server A')
    for (const run of runs) await lying.add(run.run)
    const { door, recorded } = memoryDoor()
    const replayed = await replay(options(door, { state: lying }))
    expect(tallyOf(replayed.runs)).toEqual(tallyOf(judged(runs)))
    expect(recorded.outcomes.length).toBe(tallyOf(judged(runs)).calls)
    expect((await openStateFile(path, 'server B')).has(runs[0]?.run ?? '')).toBe(false)
  })

  test('a state file whose last line was cut off goes on being used', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'replay-')), 'state')
    await (await openStateFile(path, 'here')).add('one')
    await writeFile(path, `${await readFile(path, 'utf8')}"tw`)
    const again = await openStateFile(path, 'here')
    expect([again.has('one'), again.has('tw')]).toEqual([true, false])
    await again.add('two')
    expect((await openStateFile(path, 'here')).has('two')).toBe(true)
  })

  test('a server that is gone for a while is waited for, and nothing happens twice', async () => {
    let calls = 0
    const { door, recorded } = memoryDoor({
      onCall() {
        calls += 1
        if (calls % 3 === 0) throw new TemporaryError('not now')
      },
    })
    const replayed = await replay(options(door))
    expect(tallyOf(replayed.runs)).toEqual(tallyOf(judged(runs)))
    expect(recorded.decisions.size).toBe(tallyOf(judged(runs)).calls)
  })

  test('a failure that does not pass ends the replay with that failure', async () => {
    const { door } = memoryDoor({
      onCall(what) {
        if (what.startsWith('outcome')) throw new Error('not allowed')
      },
    })
    await expect(replay(options(door))).rejects.toThrow('not allowed')
  })

  test('rows that cannot be read and decisions that are refused are counted with their reason', async () => {
    const { door, recorded } = memoryDoor()
    const [run] = runs as [Run]
    await replay(options(door, { source: rowsOf([run]) }))
    for (const envelope of recorded.decisions.values()) envelope.subject = 'other'
    async function* source() {
      yield { line: 1, fault: 'This is not one JSON object.' }
      yield { line: 2, run }
    }
    const { skipped, runs: done } = await replay(options(door, { source: source() }))
    expect(skipped[0]).toEqual({ where: 'line 1', why: 'This is not one JSON object.' })
    expect(skipped.length).toBe(1 + recorded.decisions.size)
    expect(done[0]?.decided).toEqual([])
  })
})
