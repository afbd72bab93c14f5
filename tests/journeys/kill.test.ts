import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openDirectory } from '../embedded-child.ts'
import { startCallers } from '../torture/callers.ts'
import { expectNothingLost } from '../torture/expectations.ts'
import { ordeal } from '../torture/ordeal.ts'
import { freePort, moveIn, processesOf, realHouse, runPilotage } from '../torture/real-house.ts'
import { readRecords, reckon } from '../torture/reckoning.ts'

const directory = openDirectory()
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
const fresh = (name: string) => join(directory, name)

test('killed under load, the server twice and its database once, it loses nothing that it acknowledged', { timeout: 120_000 }, async () => {
  const outcome = await ordeal(fresh('killed'), { serverKills: 2, databaseKills: 1, callers: 8, pauseMaxMs: 1_500, chance: Math.random })
  expectNothingLost(outcome)
})

test('told to stop under load it answers whom it heard, writes all of it down, and leaves no process', async () => {
  const house = await realHouse(fresh('stopped'))
  await house.start()
  const callers = startCallers({ url: house.url, ...(await moveIn(house)) }, 8)
  await sleep(500)
  const second = await runPilotage(['start'], house.env).ended
  expect(second.code).toBe(1)
  expect(second.err).toContain(`Another Pilotage uses the database in ${house.dataDir}`)
  expect(second.err).toContain(`at ${house.url}`)
  const end = await house.stop()
  expect(end).toMatchObject({ code: 0, err: '' })
  expect(end.out).toContain('Stopping')
  expect(processesOf(house.dataDir)).toEqual([])
  const atTheEnd = [...callers.seen.acknowledged]
  await house.start()
  await callers.stop()
  await house.stop()
  expect(atTheEnd.length).toBeGreaterThan(20)
  expect([...callers.seen.faults, ...reckon(callers.seen.acknowledged, await readRecords(house.dataDir))]).toEqual([])
})

test('told to stop while it starts it leaves no process behind, and starts the next time', async () => {
  const env = { PILOTAGE_DATA_DIR: fresh('called-off'), PILOTAGE_PORT: '0' }
  for (const afterMs of [300, 800, 1_300]) {
    const run = runPilotage(['start'], env)
    await sleep(afterMs)
    run.child.kill('SIGTERM')
    await run.ended
    expect(processesOf(env.PILOTAGE_DATA_DIR)).toEqual([])
  }
  const run = runPilotage(['start'], env)
  await run.says('Pilotage is running at')
  run.child.kill('SIGTERM')
  expect((await run.ended).code).toBe(0)
})

test('where the port is taken it says so, and leaves no process behind', async () => {
  const port = await freePort()
  const taken = createServer().listen(port, '127.0.0.1')
  const env = { PILOTAGE_DATA_DIR: fresh('taken'), PILOTAGE_PORT: String(port) }
  const end = await runPilotage(['start'], env).ended
  taken.close()
  expect(end.code).toBe(1)
  expect(end.err).toBe(`Port ${port} is taken by another program. Stop it, or set PILOTAGE_PORT to another port (0 takes any free one).\n`)
  expect(processesOf(env.PILOTAGE_DATA_DIR)).toEqual([])
})
