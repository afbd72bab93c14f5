import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { openDirectory } from '../embedded-child.ts'
import { expectNothingLost } from './expectations.ts'
import { ordeal, tell } from './ordeal.ts'

const directory = openDirectory(tmpdir())
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

test('killed thirty times under load it loses nothing that it acknowledged', { timeout: 900_000 }, async () => {
  const outcome = await ordeal(directory, { serverKills: 20, databaseKills: 10, callers: 16, pauseMaxMs: 6_000, chance: Math.random })
  process.stdout.write(`${tell(outcome)}\n`)
  expectNothingLost(outcome)
  expect(outcome.databaseBackMs).toHaveLength(10)
})
