import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDb } from '#kernel/db.ts'
import { decide } from '#slices/decisions/contract.ts'
import { body } from './parts/case.mjs'
import { benchDatabase } from './parts/database.mjs'
import { growPast, growStandards, growTeams } from './parts/grow.mjs'
import { cpuSeconds, load, spread, startPart } from './parts/processes.mjs'

/**
 * What a decision costs when there is much: many standards, many teams, many past decisions, each beside few, in turn in one
 * run on one database server. `npm run bench:growth`; BENCH_REPEATS (5), BENCH_SECONDS (4), BENCH_PAST (5000000), BENCH_ONLY
 * (standards, teams or past). The past takes about 10 GB under the temporary directory while it runs.
 */
const repeats = Number(process.env.BENCH_REPEATS ?? 5)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const past = Number(process.env.BENCH_PAST ?? 5_000_000)
const only = process.env.BENCH_ONLY

const few = { standards: 10, teams: 1, past: 0 }
const comparisons = [
  { name: 'standards', words: '10 and 10,000 standards', much: { ...few, standards: 10_000 } },
  { name: 'teams', words: '1 and 2,000 teams', much: { ...few, teams: 2000 } },
  { name: 'past', words: `no and ${past.toLocaleString('en')} past decisions`, much: { ...few, past } },
].filter(({ name }) => !only || only.split(',').includes(name))

/** Lost at a power cut while the rows are made, and only then; what is measured runs with the settings of the product. */
const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', max_wal_size: '16GB' }
/** Long enough for what follows the facts: the ledger and the counts are part of what a decision costs. */
const settleMs = 1200
const warmUpSeconds = 3

const directory = mkdtempSync(join(tmpdir(), 'pilotage-growth-'))

/** A database that holds so much, made with the product's own tables. Answers its name. */
async function make(amount) {
  const { name, url } = await database.fresh()
  await (await startPart('product.mjs', [], { DATABASE_URL: url })).stop()
  const db = openDb({ connectionString: url, poolSize: 2 })
  await growStandards(db, amount.standards)
  await growTeams(db, amount.teams)
  if (amount.past > 0) await growPast(db, amount.past)
  await db.query('vacuum analyze')
  await db.query('checkpoint')
  await db.close()
  return { name, amount }
}

async function open({ name, amount }) {
  const running = await startPart('product.mjs', [], { DATABASE_URL: database.urlOf(name), BENCH_ALL_TEAMS: '1' })
  const asked = body.replace('"bench.refund"', `"bench.refund-~${amount.standards}~"`).replace('"billing"', `"team-~${amount.teams}~"`)
  const arm = { running, target: { ...running.ready, path: decide.path, body: asked }, first: 0 }
  const all = Math.max(amount.standards, amount.teams)
  do await turn(arm, warmUpSeconds)
  while (arm.first < 1.1 * all)
  return arm
}

async function turn(arm, forSeconds) {
  const before = cpuSeconds(arm.running.child.pid) + cpuSeconds(postmaster)
  const measured = await load({ ...arm.target, seconds: forSeconds, first: arm.first })
  arm.first += measured.requests
  await sleep(settleMs)
  const cpu = cpuSeconds(arm.running.child.pid) + cpuSeconds(postmaster) - before
  if (Object.keys(measured.statuses).join() !== '200') throw new Error(`answered ${JSON.stringify(measured.statuses)}`)
  return { ...measured, elapsed: measured.requests / measured.perSecond, cpu }
}

/** Few, much, much, few: what else the machine does, and what grows meanwhile, falls on both. */
async function round(arms) {
  const turns = { few: [], much: [] }
  for (const name of ['few', 'much', 'much', 'few']) turns[name].push(await turn(arms[name], seconds / 2))
  return { few: together(turns.few), much: together(turns.much) }
}

function together(turns) {
  const sum = (field) => turns.reduce((total, one) => total + one[field], 0)
  const requests = sum('requests')
  return { perSecond: requests / sum('elapsed'), cpuUs: (sum('cpu') * 1e6) / requests, p99Ms: Math.max(...turns.map((one) => one.p99Ms)) }
}

async function compare({ words, few: small, much: large }) {
  const arms = { few: await open(small), much: await open(large) }
  const rounds = []
  for (let repeat = 0; repeat < repeats; repeat++) rounds.push(await round(arms))
  for (const arm of Object.values(arms)) await arm.running.stop()
  const ratio = (of) => spread(rounds.map(of))
  const all = (of) => spread(rounds.map(of), 0)
  console.log(`\n${words}`)
  console.log(`  requests/s     ${all((r) => r.few.perSecond)} and ${all((r) => r.much.perSecond)}`)
  console.log(`  CPU us each    ${all((r) => r.few.cpuUs)} and ${all((r) => r.much.cpuUs)}, Node and database`)
  console.log(`  p99 ms         ${all((r) => r.few.p99Ms)} and ${all((r) => r.much.p99Ms)}`)
  console.log(`  time of one    ${ratio((r) => r.few.perSecond / r.much.perSecond)} times   at most 1.30`)
  console.log(`  CPU of one     ${ratio((r) => r.much.cpuUs / r.few.cpuUs)} times   at most 1.30`)
}

const begun = performance.now()
let database = await benchDatabase({ directory, settings: hasty })
let postmaster = await database.postmaster()
const made = []
for (const comparison of comparisons) made.push({ ...comparison, few: await make(few), much: await make(comparison.much) })
await database.stop()
console.log(
  `decide as things grow, ${database.name}, 64 connections, ${repeats} repeats of ${seconds} s, median (least to greatest); made in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
)
database = await benchDatabase({ directory })
postmaster = await database.postmaster()
try {
  for (const one of made) await compare(one)
} finally {
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
}
