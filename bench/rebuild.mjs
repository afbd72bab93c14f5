import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDb } from '#kernel/db.ts'
import { createCaller } from '#sdk/call.ts'
import { decide } from '#slices/decisions/contract.ts'
import { beginRebuild, newestRebuild } from '#slices/measures/contract.ts'
import { body } from './parts/case.mjs'
import { benchDatabase } from './parts/database.mjs'
import { cpuSeconds, startPart } from './parts/processes.mjs'
import { multiply, recordOneTeam, teams } from './parts/truth.mjs'

/**
 * All counts proven against ten million conversations, in a thread of a server that goes on deciding: how long it takes, how many conversations a
 * second, what memory it adds, and what it does to decisions that come meanwhile, fifty a second.
 * `npm run bench:rebuild`; BENCH_FACTS (10000000), BENCH_PER_SECOND (50), BENCH_SECONDS (300, then it is cancelled and the rest is said by its rate). BENCH_KEEP=1 keeps the database of a server.
 */
const facts = Number(process.env.BENCH_FACTS ?? 10_000_000)
const perSecond = Number(process.env.BENCH_PER_SECOND ?? 50)
const secondsMax = Number(process.env.BENCH_SECONDS ?? 300)
const beforeSeconds = 20

async function seed(connectionString) {
  const db = openDb({ connectionString, poolSize: 2 })
  const [{ isNew }] = await db.query('select not exists (select from conversation) as "isNew"')
  if (isNew) {
    const own = Math.min(facts / teams.length, 10_000)
    await recordOneTeam(db, { conversations: own, at: new Date(), isUseTold: false })
    const onTeam = (count) => process.stderr.write(`\r  ${Math.round((facts * count) / teams.length).toLocaleString('en')} conversations`)
    await multiply(db, { fold: Math.max(1, Math.round(facts / teams.length / own)), onTeam })
    process.stderr.write('\n')
  }
  await db.close()
}

const residentMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024

/** Decisions at an even pace, whether the one before was answered or not, until `isOver`; the time that each took. */
async function decideUntil({ port, token }, isOver) {
  const taken = []
  const going = []
  const salt = `${process.pid}-${Math.round(performance.now())}`
  const begun = performance.now()
  for (let n = 0; !isOver(); n++) {
    const text = body.replaceAll('@', `${salt}-${n}`).replace(/~(\d+)~/g, (_, below) => String(n % Number(below)))
    going.push(decideOnce({ port, token, text }).then((ms) => taken.push(ms)))
    await sleep(Math.max(0, begun + ((n + 1) * 1000) / perSecond - performance.now()))
  }
  await Promise.all(going)
  return taken.sort((one, other) => one - other)
}

async function decideOnce({ port, token, text }) {
  const from = performance.now()
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(`http://127.0.0.1:${port}${decide.path}`, { method: 'POST', headers, body: text })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`A decision was answered with ${response.status}.`)
  return performance.now() - from
}

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
const inWords = (times) => `p50 ${at(times, 0.5).toFixed(1)} ms, p99 ${at(times, 0.99).toFixed(1)} ms of ${times.length}`
const many = (count) => Math.round(count).toLocaleString('en')

const database = await benchDatabase()
const { url } = await database.fresh(process.env.BENCH_KEEP ? `bench_rebuild_${facts}` : undefined)
const part = await startPart('product.mjs', [], { DATABASE_URL: url })
await seed(url)
const call = createCaller({
  baseUrl: `http://127.0.0.1:${part.ready.port}`,
  headers: { authorization: `Bearer ${part.ready.operatorKey}` },
})

const warmUntil = performance.now() + beforeSeconds * 250
await decideUntil(part.ready, () => performance.now() > warmUntil)
const postmaster = await database.postmaster()
const cpu = () => cpuSeconds(part.child.pid) + (cpuSeconds(postmaster) ?? 0)
const cpuAtFirst = cpu()
const until = performance.now() + beforeSeconds * 1000
const before = await decideUntil(part.ready, () => performance.now() > until)
const cpuOfDecidingPerSecond = (cpu() - cpuAtFirst) / beforeSeconds
const memoryBefore = residentMb(part.child.pid)

const cpuBefore = cpu()
const begun = performance.now()
let rebuild = await call(beginRebuild, {})
let memoryMost = 0
const watching = watch()
const during = await decideUntil(part.ready, () => rebuild.state !== 'running' || performance.now() - begun > secondsMax * 1000)
const seconds = (performance.now() - begun) / 1000
await watching
const cpuSpent = cpu() - cpuBefore - cpuOfDecidingPerSecond * seconds

async function watch() {
  while (rebuild.state === 'running' && performance.now() - begun < secondsMax * 1000) {
    await sleep(500)
    rebuild = (await call(newestRebuild, {})).rebuild
    memoryMost = Math.max(memoryMost, residentMb(part.child.pid))
    const left = rebuild.secondsLeft === null ? '' : `, ${many(rebuild.secondsLeft)} s left`
    process.stderr.write(`\r  ${many(rebuild.factsRead)} of ${many(rebuild.factsTotal ?? facts)} read${left}     `)
  }
  process.stderr.write('\n')
}

await part.stop()
await database.stop()

const rate = rebuild.factsRead / seconds
const isWhole = rebuild.state === 'done'
console.log(`${many(facts)} conversations of ${teams.length} teams, ${database.name}, load ${loadavg()[0].toFixed(1)}`)
console.log(
  `rebuild      ${isWhole ? `${seconds.toFixed(0)} s` : `${many(rebuild.factsRead)} in ${seconds.toFixed(0)} s, all of them in about ${many((rebuild.factsTotal ?? facts) / rate)} s`}, ${many(rate)} facts a second, ${many(rebuild.differed)} counts differed`,
)
console.log(`processor    ${cpuSpent.toFixed(0)} s of server and database, ${many(rebuild.factsRead / cpuSpent)} facts for each`)
console.log(`memory       ${memoryBefore.toFixed(0)} MB before, ${memoryMost.toFixed(0)} MB at most`)
console.log(`decide       before: ${inWords(before)}; during: ${inWords(during)}`)
console.log(`ratio        p50 ${(at(during, 0.5) / at(before, 0.5)).toFixed(2)}, p99 ${(at(during, 0.99) / at(before, 0.99)).toFixed(2)}`)
