import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tableOf } from './table.ts'
import { runsOf, tallyOfRuns, tools } from './test-kit.ts'
import { parseTools } from './tools.ts'

/** The whole file of public runs is not shipped: name it to check the counts over all of it. */
const whole = process.env.PILOTAGE_AGENT_RUNS

describe('counts of the shipped sample', () => {
  test('runs, calls and kinds', async () => {
    const tally = tallyOfRuns(await runsOf())
    // Counted from the file by a separate script.
    expect(tally).toMatchObject({
      runs: 60,
      failures: 28,
      failuresWithWrite: 22,
      calls: 704,
      byKind: { READ: 541, WRITE: 136, GENERIC: 21, THINK: 6 },
    })
  })
})

describe.runIf(whole !== undefined && existsSync(whole))('counts of the whole file, computed independently beside it', () => {
  const path = whole ?? ''

  test('agree with its facts', async () => {
    const kinds = parseTools(readFileSync(join(dirname(path), 'tools.json'), 'utf8'))
    const { facts } = JSON.parse(readFileSync(join(dirname(path), 'facts.json'), 'utf8'))
    const runs = await runsOf(path)
    const tally = tallyOfRuns(runs, kinds)
    process.stdout.write(`${tableOf(tally)}\n`)
    expect(tally.runs).toBe(facts.runs)
    expect(tally.runs - tally.failures).toBe(facts.successes)
    expect(tally.calls).toBe(facts.ai_agent_tool_calls)
    expect(tally.byKind).toEqual(facts.ai_agent_tool_calls_by_kind)
    expect(tally.handOffs.runs).toBe(facts.runs_with_transfer_to_human.runs)
    expect(tally.failuresWithWrite).toBe(facts.runs_with_ai_agent_write.runs - facts.runs_with_ai_agent_write.successes)
  })

  test('the shipped tool catalogue is the same', () => {
    expect(parseTools(readFileSync(join(dirname(path), 'tools.json'), 'utf8'))).toEqual(tools)
  })
})
