import { decide } from '#slices/decisions/contract.ts'
import { body } from './parts/case.mjs'
import { startCerbos } from './parts/cerbos.mjs'
import { benchDatabase } from './parts/database.mjs'
import { cpuSeconds, load, spread, startPart } from './parts/processes.mjs'

/**
 * Deciding over HTTP with the durable write, 64 connections, beside the bare ceiling and beside Cerbos, in turn in one run.
 * `npm run bench:decide`; BENCH_DATABASE_URL names a PostgreSQL server on this machine (left out: the embedded one).
 * BENCH_REPEATS (5), BENCH_SECONDS (5). Cerbos takes part when it is there: npm install --no-save cerbos@0.51.0
 */
const repeats = Number(process.env.BENCH_REPEATS ?? 5)
const seconds = Number(process.env.BENCH_SECONDS ?? 5)
const warmUpSeconds = 2

const database = await benchDatabase()
const postmaster = await database.postmaster()

async function arm(part) {
  const { url, drop } = await database.fresh()
  const running = await startPart(part, [], { DATABASE_URL: url })
  const target = { ...running.ready, path: decide.path, body }
  await load({ ...target, seconds: warmUpSeconds })
  const before = cpuSeconds(running.child.pid) + cpuSeconds(postmaster)
  const measured = await load({ ...target, seconds })
  const cpu = cpuSeconds(running.child.pid) + cpuSeconds(postmaster) - before
  await running.stop()
  await drop()
  if (Object.keys(measured.statuses).join() !== '200') throw new Error(`${part} answered ${JSON.stringify(measured.statuses)}`)
  return { ...measured, perCpuSecond: measured.requests / cpu }
}

async function cerbosArm() {
  const server = await startCerbos()
  if (!server) return null
  await load({ ...server, token: '-', seconds: warmUpSeconds })
  const before = cpuSeconds(server.pid)
  const measured = await load({ ...server, token: '-', seconds })
  const perCpuSecond = measured.requests / (cpuSeconds(server.pid) - before)
  server.stop()
  return { ...measured, perCpuSecond }
}

console.log(`decide over HTTP, 64 connections, ${database.name}, ${repeats} repeats of ${seconds} s, median (least to greatest)`)
const rounds = []
for (let repeat = 0; repeat < repeats; repeat++) {
  const product = await arm('product.mjs')
  const ceiling = await arm('ceiling.mjs')
  const cerbos = await cerbosArm()
  rounds.push({ product, ceiling, cerbos })
  console.log(
    `  ${repeat + 1}: product ${product.perSecond.toFixed(0)}/s, ceiling ${ceiling.perSecond.toFixed(0)}/s, ratio ${(product.perSecond / ceiling.perSecond).toFixed(2)}${cerbos ? `, Cerbos ${cerbos.perSecond.toFixed(0)}/s` : ''}`,
  )
}
const of = (name, field) => rounds.map((round) => round[name][field])
for (const name of ['product', 'ceiling'])
  console.log(
    `${name.padEnd(9)} ${spread(of(name, 'perSecond'), 0)} requests/s, ${spread(of(name, 'perCpuSecond'), 0)} per CPU-second with the database, p50 ${spread(of(name, 'p50Ms'), 1)} ms, p99 ${spread(of(name, 'p99Ms'), 1)} ms`,
  )
console.log(
  `product / ceiling, requests/s          ${spread(rounds.map(({ product, ceiling }) => product.perSecond / ceiling.perSecond))}   at least 0.70`,
)
console.log(
  `product / ceiling, per CPU-second      ${spread(rounds.map(({ product, ceiling }) => product.perCpuSecond / ceiling.perCpuSecond))}`,
)
console.log(
  `product p99 / p50                      ${spread(
    rounds.map(({ product }) => product.p99Ms / product.p50Ms),
    1,
  )}   at most 8`,
)
if (rounds[0].cerbos) {
  console.log(
    `Cerbos    ${spread(of('cerbos', 'perSecond'), 0)} requests/s, ${spread(of('cerbos', 'perCpuSecond'), 0)} per CPU-second, records nothing`,
  )
  console.log(
    `product / Cerbos, per CPU-second       ${spread(rounds.map(({ product, cerbos }) => product.perCpuSecond / cerbos.perCpuSecond))}   at least 3`,
  )
} else console.log('Cerbos is not installed: npm install --no-save cerbos@0.51.0')
await database.stop()
