import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { countRows, readRuns } from './read-runs.ts'
import type { Row } from './run.ts'

const good = { run: 'r1', ai_agent: 'bot', domain: 'airline', success: true, messages: [] }

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'runs-')), 'runs')
  await writeFile(path, content)
  return path
}

async function rowsIn(path: string): Promise<Row[]> {
  const rows: Row[] = []
  for await (const row of readRuns(path)) rows.push(row)
  return rows
}

describe('a file of runs', () => {
  test('is read plain or compressed, whatever its name', async () => {
    const text = `${JSON.stringify(good)}\n`
    expect(await rowsIn(await fileOf(text))).toEqual(await rowsIn(await fileOf(gzipSync(text))))
  })

  test('gives each bad row its line and what is wrong, and goes on after it', async () => {
    const path = await fileOf(`not json\n\n${JSON.stringify({ ...good, success: 'yes' })}\n[]\n${JSON.stringify(good)}`)
    const rows = await rowsIn(path)
    expect(rows.map((row) => row.line)).toEqual([1, 3, 4, 5])
    expect(rows.slice(0, 3).map((row) => 'fault' in row)).toEqual([true, true, true])
    expect(rows[0]).toEqual({ line: 1, fault: 'This is not one JSON object.' })
    expect(rows[1]).toEqual({ line: 3, fault: 'success is missing or not of the type boolean.' })
    expect(rows[3]).toMatchObject({ run: { run: 'r1' } })
    expect(await countRows(path)).toBe(4)
  })

  test('that is not there is said to be missing', async () => {
    await expect(rowsIn('/no/such/file')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('that breaks off inside its archive is an error, not a shorter file', async () => {
    const lines = Array.from({ length: 500 }, (_, at) => JSON.stringify({ ...good, run: `r${at}-${Math.sin(at)}` })).join('\n')
    const whole = gzipSync(lines)
    await expect(rowsIn(await fileOf(whole.subarray(0, whole.length / 2)))).rejects.toThrow('could not be read to its end')
  })
})
