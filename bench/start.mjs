import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCaller } from '#sdk/call.ts'
import { decide } from '#slices/decisions/contract.ts'
import { body } from './parts/case.mjs'
import { furnish } from './parts/furnish.mjs'
import { freePort } from './parts/ports.mjs'
import { familyOf, load, spread } from './parts/processes.mjs'

/**
 * From the start of the command to the first page, with the embedded database made and before it is made, and the memory
 * that Node and the database take then and after some thousand decisions. `npm run bench:start`; BENCH_REPEATS (5),
 * BENCH_DECISIONS (20000).
 */
const repeats = Number(process.env.BENCH_REPEATS ?? 5)
const wanted = Number(process.env.BENCH_DECISIONS ?? 20_000)

const directory = mkdtempSync(join(tmpdir(), 'pilotage-start-'))
// As root the database runs as another user, who must be able to go in.
chmodSync(directory, 0o755)
const port = await freePort()
const url = `http://127.0.0.1:${port}`

/** Starts the real command and asks until it answers. Seconds are counted from the start of the process. */
async function startOnce() {
  const begun = performance.now()
  const child = spawn(process.execPath, ['--max-semi-space-size=32', join(import.meta.dirname, '..', 'bin', 'pilotage.mjs'), 'start'], {
    env: { ...process.env, DATABASE_URL: undefined, PILOTAGE_DATA_DIR: directory, PILOTAGE_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (text) => (said += text))
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const since = async (path) => {
    while (!(await fetch(url + path).then(answered, () => false))) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`)
      await sleep(5)
    }
    return (performance.now() - begun) / 1000
  }
  const pageSeconds = await since('/')
  const healthSeconds = await since('/api/health')
  const stop = () => child.kill('SIGTERM') && gone
  return { child, pageSeconds, healthSeconds, said: () => said, stop }
}

async function answered(response) {
  await response.arrayBuffer()
  return response.status === 200
}

/** Memory of processes in MB, what they share counted once (PSS). Linux only. */
function megabytes(pids) {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0))
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024)
}

function memory(child) {
  if (process.platform !== 'linux') return 'memory is not known on this system'
  const postmaster = Number(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  return `Node ${megabytes([child.pid])} MB, database ${megabytes(familyOf(postmaster))} MB`
}

console.log(`start to first page, ${repeats} repeats, median (least to greatest)`)
const first = await startOnce()
console.log(
  `  first start ever, makes the database   ${first.pageSeconds.toFixed(2)} s to the page, ${first.healthSeconds.toFixed(2)} s to health`,
)
const token = await furnish({
  nobody: createCaller({ baseUrl: url, headers: { origin: url } }),
  operator: createCaller({
    baseUrl: url,
    headers: { authorization: `Bearer ${readFileSync(join(directory, 'operator.key'), 'utf8').trim()}` },
  }),
  setupToken: /#(\S+)/.exec(first.said())?.[1],
})
await first.stop()

const starts = []
let running
for (let repeat = 0; repeat < repeats; repeat++) {
  await running?.stop()
  running = await startOnce()
  starts.push(running)
}
console.log(`  with the database made                 ${spread(starts.map((one) => one.pageSeconds))} s to the page   at most 10`)
console.log(`                                         ${spread(starts.map((one) => one.healthSeconds))} s to health`)
await sleep(1000)
console.log(`  memory after the start                 ${memory(running.child)}`)
let made = 0
while (made < wanted) made += (await load({ port, path: decide.path, token, body, seconds: 1 })).statuses['200'] ?? 0
console.log(`  memory after ${made} decisions        ${memory(running.child)}`)
await running.stop()
rmSync(directory, { recursive: true, force: true })
