import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Run } from './run.ts'
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

  test('the sample was chosen from it by the rule that its README states, without looking at what was said', async () => {
    const chosen = chosenFrom(await runsOf(path)).map((run) => run.run)
    expect((await runsOf()).map((run) => run.run).sort()).toEqual(chosen.sort())
  })

  test('the shipped tool catalogue is the same', () => {
    expect(parseTools(readFileSync(join(dirname(path), 'tools.json'), 'utf8'))).toEqual(tools)
  })
})

const groupOf = (run: Run) => `${run.domain} ${run.ai_agent} ${run.mode}`
const digestOf = (run: Run) => createHash('sha256').update(run.run).digest('hex')

/** Six of each AI agent, domain and way of working, in the order of the SHA-256 of their ids: three failed, three succeeded, where there are so many. */
function chosenFrom(runs: readonly Run[]): Run[] {
  const ordered = [...runs].sort((one, other) => (digestOf(one) < digestOf(other) ? -1 : 1))
  const names = new Set(ordered.map(groupOf))
  return [...names].flatMap((name) => {
    const group = ordered.filter((run) => groupOf(run) === name)
    const failed = group.filter((run) => !run.success)
    const succeeded = group.filter((run) => run.success)
    const failures = Math.max(Math.min(3, failed.length), 6 - succeeded.length)
    return [...failed.slice(0, failures), ...succeeded.slice(0, 6 - failures)]
  })
}
