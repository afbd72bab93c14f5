import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recounts } from '#server/recounts.ts'
import * as identity from '#slices/identity/contract.ts'
import * as imports from '#slices/imports/contract.ts'
import { reasonsOf, writeRejects } from '../../src/cli/import/rejects.ts'
import { openRows, type RowFile } from '../../src/cli/import/rows.ts'
import { recountNow } from '../recount.ts'
import { refusal, type World, world } from '../world.ts'
import { importFile, root, shuffled, truthIn } from './import-world.ts'

const directory = mkdtempSync(join(tmpdir(), 'pilotage-import-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

let here: World
beforeEach(async () => {
  here = await world()
})
afterEach(() => here.end())

const excerpt = join(root, 'samples/imports/itsm-incidents/excerpt.ndjson')
const mapping = join(root, 'samples/imports/itsm-incidents/mapping.yaml')

const put = (name: string, content: string | Buffer): string => {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

const useMapping = put(
  'use.yaml',
  `import: 1
title: Use of a helper
empty: ['', '-']
timeZone: Europe/Berlin
times: DD.MM.YYYY HH:mm
leaveOut: [{ What: hovered }]
facts:
  - as: suggestion
    when: { What: [took, refused] }
    set:
      team: { field: Team, as: slug }
      id: \${Nr}
      person: \${Who}
      aiAgent: helper
      shownAt: \${Shown}
      answeredAt: \${Answered}
      outcome: { field: What, table: outcomes }
  - as: training
    when: { What: trained }
    set: { team: { field: Team, as: slug }, person: '\${Who}', kind: boundary, at: '\${Shown}' }
  - as: access
    when: { What: access }
    set: { team: { field: Team, as: slug }, person: '\${Who}', from: '\${Shown}' }
  - as: exposure
    when: { What: tickets }
    set: { team: { field: Team, as: slug }, person: '\${Who}', day: '\${Shown}', eligibleTickets: '\${Nr}' }
tables:
  outcomes: { took: accepted, refused: rejected }
`,
)

const useRows = `Nr;Team;Who;What;Shown;Answered
1;Back Office;ada;took;29.03.2026 01:30;29.03.2026 03:30
2;Back Office;ben;refused;02.11.2026 09:00;02.11.2026 09:01
3;Back Office;ben;hovered;02.11.2026 09:00;-
4;Back Office;ben;refused;31.06.2026 09:00;02.11.2026 09:01
5;Back Office;ben;slept;02.11.2026 09:00;-
6;Back Office
7;Back Office;"Céline ""C"" Dupont";trained;02.11.2026 09:00;-
8;Back Office;ben;access;02.11.2026 09:00;-
9;Back Office;ben;tickets;02.11.2026 09:00;-
10;Back Office;ben;took;02.11.2029 09:00;02.11.2029 09:01
`

describe('a file with good and bad rows', () => {
  const withComma = useMapping.replace('use.yaml', 'use-semicolon.yaml')

  beforeEach(() => writeFileSync(withComma, `delimiter: ';'\n${readFileSync(useMapping, 'utf8')}`))

  test('is written row by row: the counts add up, and every bad row is kept with its line and reason', async () => {
    const path = put('use.csv.gz', gzipSync(useRows))
    const run = await importFile(here.call, { path, mapping: withComma })
    expect(run).toMatchObject({ state: 'finished', read: 10, written: 5, unchanged: 0, rejected: 4, leftOut: 1, share: 1 })
    const reasons = await reasonsOf(here.call, run.id)
    expect([...reasons]).toEqual([
      [5, 'shownAt: “31.06.2026 09:00” is no time of this form'],
      [6, 'no part of the mapping takes this row, and none leaves it out'],
      [7, 'the row has more or fewer columns than the header'],
      [11, '2029-11-02T08:00:00.000Z lies in the future'],
    ])
    const out = join(directory, 'rejects.ndjson')
    await writeRejects(out, reasons, await openRows(path, { delimiter: ';' }))
    const rejects = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rejects[0]).toMatchObject({ Nr: '4', Who: 'ben', _reject: { line: 5 } })
    expect(rejects[2]._reject.text).toContain('6;Back Office')
    const [early] = await here.running.db.query<{ shown_at: Date; answered_at: Date }>("select * from suggestion where suggestion_id = '1'")
    expect([early?.shown_at.toISOString(), early?.answered_at.toISOString()]).toEqual([
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ])
    const { items } = await here.call(identity.listTeams, { limit: 50 })
    expect(items.map(({ id, name }) => [id, name])).toContainEqual(['back-office', 'Back Office'])
  })

  test('corrected, its rejects are a file that the same mapping reads', async () => {
    const path = put(
      'rejects-again.ndjson',
      `${JSON.stringify({ Nr: '4', Team: 'Back Office', Who: 'ben', What: 'refused', Shown: '30.06.2026 09:00', Answered: '30.06.2026 09:01', _reject: { line: 5 } })}\n`,
    )
    expect(await importFile(here.call, { path, mapping: useMapping })).toMatchObject({ written: 1, rejected: 0 })
  })
})

test('a file that was imported is not read again, and read once more on purpose it changes nothing', async () => {
  const first = await importFile(here.call, { path: excerpt, mapping })
  const before = await truthIn(here.running.db)
  const problem = await refusal(here.call(imports.importRows, { import: first.id, after: first.read, rows: { lines: [], facts: {} } }))
  expect(problem.code).toBe('conflict')
  expect(await importFile(here.call, { path: excerpt, mapping, restart: true })).toMatchObject({
    id: first.id,
    written: 0,
    unchanged: first.read,
  })
  expect(await truthIn(here.running.db)).toEqual(before)
  const { items } = await here.call(imports.listImports, { limit: 10 })
  expect(items).toMatchObject([{ id: first.id, state: 'finished', read: 401 }])
})

/** A file that ends the program that reads it after so many rows. */
function breaking(file: RowFile, after: number): RowFile {
  async function* some() {
    let count = 0
    for await (const row of file.rows) {
      if (count++ === after) throw new Error('the lights went out')
      yield row
    }
  }
  return { rows: some(), share: file.share }
}

test('an import that dies goes on where its last batch was written, and ends as if it had not died', async () => {
  await importFile(here.call, { path: excerpt, mapping, batchRows: 50 })
  const whole = await truthIn(here.running.db)
  await here.end()
  here = await world()
  const dying = importFile(here.call, { path: excerpt, mapping, batchRows: 50, rows: (file) => breaking(file, 260) })
  await expect(dying).rejects.toThrow('the lights went out')
  const newest = async () => (await here.call(imports.listImports, { limit: 1 })).items[0]
  // The batch that was on its way when the lights went out is written all the same.
  await expect.poll(async () => (await newest())?.read).toBe(250)
  const half = await newest()
  expect(half?.state).toBe('running')
  const run = await importFile(here.call, { path: excerpt, mapping, batchRows: 70 })
  expect(run).toMatchObject({ id: half?.id, state: 'finished', read: 401, written: 401, unchanged: 0, rejected: 0 })
  expect(await truthIn(here.running.db)).toEqual(whole)
})

test('what an import counted, in any order and in small batches, is what its facts add up to', async () => {
  await importFile(here.call, { path: excerpt, mapping, batchRows: 30, rows: (file) => shuffled(file) })
  await importFile(here.call, { path: excerpt, mapping, batchRows: 170, restart: true })
  expect(await recountNow(here.running.db, recounts, here.clock.now())).toMatchObject({ read: 77, differed: {} })
  await here.running.db.query("update rollup_place set n[8] = n[8] + 1 where facts = 'conversations' and n[8] is not null")
  expect(Object.keys((await recountNow(here.running.db, recounts, here.clock.now())).differed)).toEqual(['sla_met'])
})

test('two programs that import one file at once write each row once', async () => {
  const both = await Promise.allSettled([1, 2].map(() => importFile(here.call, { path: excerpt, mapping, batchRows: 40 })))
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true)
  const [run] = (await here.call(imports.listImports, { limit: 5 })).items
  expect(run).toMatchObject({ state: 'finished', read: 401, written: 401, unchanged: 0 })
})

test('a program that begins while the last batch of a killed one is still being written goes on after it', async () => {
  let told = 0
  const call: World['call'] = async (route, input, options) => {
    if (route.path === imports.importRows.path && told++ === 0)
      await importFile(here.call, { path: excerpt, mapping, batchRows: 50, rows: (file) => breaking(file, 130) }).catch(() => {})
    return here.call(route, input, options)
  }
  const run = await importFile(call, { path: excerpt, mapping, batchRows: 70 })
  expect(run).toMatchObject({ state: 'finished', read: 401, written: 401, unchanged: 0, rejected: 0 })
  // Refused once, or twice where the second batch of the dying one came between.
  expect(told).toBeGreaterThan(6)
})

test('an import that somebody else moves on without end is given up with the reason', async () => {
  const call: World['call'] = async (route, input, options) => {
    if (route.path !== imports.importRows.path) return here.call(route, input, options)
    return here.call(route, { ...(input as object), after: 7 } as typeof input, options)
  }
  await expect(importFile(call, { path: excerpt, mapping, batchRows: 70 })).rejects.toThrow(
    '0 rows of this file are read, and these come after 7',
  )
})

test('a key of one team imports nothing: a file holds rows of any team', async () => {
  await here.call(identity.createTeam, { id: 'group-70', name: 'Group 70', timeZone: 'UTC', department: null, lead: null })
  const call = await here.callWith(['imports:write', 'teams:read'], { teams: ['group-70'] })
  const problem = await refusal(call(imports.listImports, { limit: 1 }))
  expect(problem.code).toBe('not_allowed')
  await expect(importFile(call, { path: excerpt, mapping })).rejects.toThrow('in every team')
  expect(await here.count('import_run')).toBe(0)
})

test('killed in the middle, the command goes on where it was', { timeout: 120_000 }, async () => {
  const rows = readFileSync(excerpt, 'utf8')
  const many = Array.from({ length: 220 }, (_, copy) => rows.replaceAll('"ticket":"INC', `"ticket":"INC${copy}-`)).join('')
  const path = put('long.ndjson', many)
  await here.running.app.fastify.listen({ host: '127.0.0.1', port: 0 })
  const address = here.running.app.fastify.server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const args = ['bin/pilotage.mjs', 'import', path, '--mapping', mapping, '--create-teams', '--url', url, '--key', here.running.operatorKey]
  const program = () => spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const killed = program()
  const gone = new Promise((resolve) => killed.once('exit', resolve))
  while (((await here.call(imports.listImports, { limit: 1 })).items[0]?.read ?? 0) === 0)
    await new Promise((resolve) => setTimeout(resolve, 20))
  killed.kill('SIGKILL')
  await gone
  const [half] = (await here.call(imports.listImports, { limit: 1 })).items
  expect(half?.state).toBe('running')
  const again = program()
  let said = ''
  again.stdout.on('data', (chunk) => (said += chunk))
  expect(await new Promise((resolve) => again.once('exit', resolve))).toBe(0)
  expect(said).toContain('Going on after')
  expect((await here.call(imports.listImports, { limit: 1 })).items[0]).toMatchObject({
    state: 'finished',
    read: 88_220,
    written: 88_220,
    unchanged: 0,
  })
})
