import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { openRows } from '#cli/import/rows.ts'
import { knownTeams, sendRows, teamsFor } from '#cli/import/send.ts'
import { createCaller } from '#sdk/call.ts'
import { beginImport } from '#slices/imports/contract.ts'
import { applierOf, readMapping } from '#slices/imports/offline.ts'
import { benchDatabase } from './parts/database.mjs'
import { cpuSeconds, spread, startPart } from './parts/processes.mjs'

/**
 * A real incident log, from its file into facts and counts as `pilotage import` does it over the API, beside PostgreSQL's own COPY of the same
 * rows, all columns, ready as CSV in memory, into one bare table; in turn in one run. Between them a ceiling: COPY of the very rows that the
 * import wrote, from memory into empty tables with the same indexes, which is the least that writing them costs. `npm run bench:import`; BENCH_DATABASE_URL names a
 * PostgreSQL server (left out: the embedded one), BENCH_FILE the log (left out: the excerpt, its incidents repeated under other names),
 * BENCH_REPEATS (5).
 */
const repeats = Number(process.env.BENCH_REPEATS ?? 5)
const samples = join(import.meta.dirname, '../samples/imports/itsm-incidents')
const directory = mkdtempSync(join(tmpdir(), 'pilotage-bench-import-'))
const copies = 210

/** The excerpt many times over, each time with other tickets. */
function repeatedExcerpt() {
  const path = join(directory, 'log.ndjson.gz')
  const text = readFileSync(join(samples, 'excerpt.ndjson'), 'utf8')
  const all = Array.from({ length: copies }, (_, copy) => text.replaceAll('"ticket":"INC', `"ticket":"INC${copy}-`))
  writeFileSync(path, gzipSync(all.join('')))
  return path
}

const file = process.env.BENCH_FILE ?? repeatedExcerpt()
const mappingText = readFileSync(join(samples, 'mapping.yaml'), 'utf8')
const { mapping } = readMapping(mappingText)
const digest = (text) => createHash('sha256').update(text).digest('hex')

async function csvOf(path) {
  const lines = []
  let names = []
  for await (const { row } of (await openRows(path, {})).rows) {
    names = Object.keys(row)
    lines.push(names.map((name) => (row[name] === null ? '' : `"${String(row[name]).replaceAll('"', '""')}"`)).join(','))
  }
  return { names, rows: lines.length, text: Buffer.from(`${lines.join('\n')}\n`) }
}

async function copyArm({ names, text }) {
  const { url, drop } = await database.fresh()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create table bare (${names.map((name) => `"${name}" text`).join(', ')})`)
  const began = performance.now()
  await pipeline([text], client.query(copyFrom('copy bare from stdin (format csv)')))
  const seconds = (performance.now() - began) / 1000
  await client.end()
  await drop()
  return seconds
}

/** The small excerpt first, under another name, so that what is measured is not how Node warms up. */
async function importArm() {
  const { url, drop } = await database.fresh()
  const running = await startPart('product.mjs', [], { DATABASE_URL: url })
  const headers = { authorization: `Bearer ${running.ready.operatorKey}` }
  const call = createCaller({ baseUrl: `http://127.0.0.1:${running.ready.port}`, headers })
  await importFile(call, join(samples, 'excerpt.ndjson'))
  const parts = [process.pid, running.child.pid, await database.postmaster()]
  const before = parts.map(cpuOf)
  const began = performance.now()
  const run = await importFile(call, file)
  const seconds = (performance.now() - began) / 1000
  const cpu = before.map((one, part) => cpuOf(parts[part]) - one)
  if (run.state !== 'finished' || run.rejected > 0) throw new Error(JSON.stringify(run))
  await running.stop()
  const ceiling = await ceilingArm(url)
  await drop()
  return { seconds, cpu, ceiling }
}

const written = ['conversation_home', 'conversation_event', 'conversation', 'rollup_place', 'rollup_spread', 'rollup_hour']

/** Seconds to write again what an import wrote, table after table. */
async function ceilingArm(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const texts = []
  for (const table of written) {
    const chunks = []
    for await (const chunk of client.query(copyTo(`copy ${table} to stdout`))) chunks.push(chunk)
    texts.push(Buffer.concat(chunks))
    await client.query(`create table again_${table} (like ${table} including all)`)
  }
  const began = performance.now()
  await client.query('begin')
  for (const [at, table] of written.entries()) await pipeline([texts[at]], client.query(copyFrom(`copy again_${table} from stdin`)))
  await client.query('commit')
  const seconds = (performance.now() - began) / 1000
  await client.end()
  return seconds
}

const cpuOf = (part) => (part === process.pid ? ownCpu() : cpuSeconds(part))

function ownCpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function importFile(call, path) {
  const digests = { fileDigest: digest(path), mappingDigest: digest(mappingText) }
  const run = await call(beginImport, { name: 'log', title: mapping.title, ...digests })
  const teams = teamsFor(await knownTeams(call), mapping, true)
  const { signal } = new AbortController()
  return sendRows({
    call,
    run,
    open: () => openRows(path, mapping),
    apply: applierOf(mapping),
    teams,
    batchRows: 20_000,
    signal,
    onProgress() {},
  })
}

const database = await benchDatabase()
try {
  const csv = await csvOf(file)
  console.log(
    `${csv.rows.toLocaleString('en')} rows of an incident log, ${csv.names.length} columns, ${database.name}, ${repeats} repeats, median (least to greatest)`,
  )
  const rounds = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const copied = await copyArm(csv)
    const { seconds, cpu, ceiling } = await importArm()
    const again = await copyArm(csv)
    const [client, server, postgres] = cpu.map((used) => ((used / csv.rows) * 1e6).toFixed(0))
    const round = { copy: (2 * csv.rows) / (copied + again), imported: csv.rows / seconds, ceiling: csv.rows / ceiling }
    rounds.push(round)
    console.log(
      `  ${repeat + 1}: import ${round.imported.toFixed(0)} rows/s, COPY ${round.copy.toFixed(0)}, ceiling ${round.ceiling.toFixed(0)}; us of CPU a row: client ${client}, server ${server}, PostgreSQL ${postgres}; load ${loadavg()[0].toFixed(1)}`,
    )
  }
  const of = (name) => rounds.map((round) => round[name])
  console.log(`import, facts and counts           ${spread(of('imported'), 0)} rows/s`)
  console.log(`COPY, one bare table               ${spread(of('copy'), 0)} rows/s`)
  console.log(`COPY, what the import wrote        ${spread(of('ceiling'), 0)} rows of the log/s`)
  console.log(`ratio                              ${spread(rounds.map((round) => round.imported / round.copy))}, wanted at least 0.35`)
  console.log(`ratio of the ceiling               ${spread(rounds.map((round) => round.ceiling / round.copy))}`)
} finally {
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
}
