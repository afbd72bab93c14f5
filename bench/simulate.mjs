import { setTimeout as sleep } from 'node:timers/promises'
import { createCaller } from '#sdk/call.ts'
import { getRun, Question, startRun } from '#slices/capacity/contract.ts'
import { benchDatabase } from './parts/database.mjs'
import { cpuSeconds, median, spread, startPart } from './parts/processes.mjs'
import { bareYears, yearsOf } from './parts/simulated-years.mjs'

/**
 * The event simulation of the queue: years of 10,000 tickets a day, 5 % of them exceptions, beside a bare ceiling in the same
 * run, both per second of one processor (as many draws of chance and as many pushes and pops of the same heap, and nothing else); and the standard question of
 * the capacity page through the real server, from the press of the button to the first answer with its range, to the 2,000
 * days that were asked for, and to the end of everything. `npm run bench:simulate`; BENCH_DATABASE_URL names a PostgreSQL
 * server (left out: the embedded one). BENCH_REPEATS (3), BENCH_YEARS (200).
 */
const repeats = Number(process.env.BENCH_REPEATS ?? 3)
const years = Number(process.env.BENCH_YEARS ?? 200)
const perSecond = (count, seconds) => `${(count / seconds / 1e6).toFixed(2)} million/s`

console.log(
  `a year of 10,000 tickets a day, 5 % exceptions, 12 people planned; ${years} replications, ${repeats} repeats, median (least to greatest)`,
)
const rounds = []
for (let repeat = 0; repeat < repeats; repeat++) {
  const simulated = yearsOf({ years, seed: repeat + 1 })
  const bare = bareYears({ exceptions: simulated.exceptions, seed: repeat + 1 })
  rounds.push({ simulated, bare, ratio: bare.seconds / simulated.seconds })
  const { events, exceptions, seconds } = simulated
  console.log(
    `  ${repeat + 1}: ${events} events of ${exceptions} exceptions in ${seconds.toFixed(1)} s, ${perSecond(events, seconds)}; bare ${bare.seconds.toFixed(1)} s`,
  )
}
const of = (what) => rounds.map(what)
console.log(`simulation       ${spread(of(({ simulated }) => simulated.events / simulated.seconds / 1e6))} million events/s`)
console.log(
  `bare ceiling     ${spread(of(({ bare }) => bare.events / bare.seconds / 1e6))} million events/s; time as a part of the simulation's: ${spread(of(({ ratio }) => ratio))}`,
)
console.log(
  `late             ${(median(of(({ simulated }) => simulated.lateShare)) * 100).toFixed(2)} % of exceptions wait longer than an hour`,
)

/** What the page asks when nothing but volume, share and minutes is filled in. */
const standard = Question.parse({ team: 'billing', volumePerDay: 10_000, exceptionRate: 0.05, handleMinutes: 6 })
const pollMs = 50

async function askOnce(ask) {
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  const used = cpuSeconds(product.child.pid)
  const { id } = await ask(startRun, standard)
  const seen = { first: null, days: null, all: null, cpu: null }
  for (;;) {
    const run = await ask(getRun, { run: id })
    note(seen, run, seconds())
    if (seen.all !== null) break
    await sleep(pollMs)
  }
  seen.cpu = used === null ? null : cpuSeconds(product.child.pid) - used
  return seen
}

function note(seen, { state, answer, problem }, seconds) {
  if (state === 'failed') throw new Error(problem)
  const days = answer?.base?.days ?? 0
  if (days > 0) seen.first ??= seconds
  if (days >= standard.play.days) seen.days ??= seconds
  if (state === 'done') seen.all = seconds
}

const database = await benchDatabase()
const { url, drop } = await database.fresh()
const product = await startPart('product.mjs', [], { DATABASE_URL: url })
const { port, operatorKey } = product.ready
const call = createCaller({ baseUrl: `http://127.0.0.1:${port}`, headers: { authorization: `Bearer ${operatorKey}` } })
const asked = []
for (let repeat = 0; repeat < repeats; repeat++) asked.push(await askOnce(call))
await product.stop()
await drop()
await database.stop()
console.log(`the page's standard question through the real server, 500 exceptions a day, ${database.name}`)
console.log(`  first answer with its range  ${spread(asked.map(({ first }) => first))} s   at most 2`)
console.log(`  2,000 days                   ${spread(asked.map(({ days }) => days))} s   at most 5`)
console.log(`  with breaking point, curve and people  ${spread(asked.map(({ all }) => all))} s   at most 5`)
if (asked.every(({ cpu }) => cpu !== null)) console.log(`  of that, processor time of the server  ${spread(asked.map(({ cpu }) => cpu))} s`)
