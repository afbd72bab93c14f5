import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { readConfig } from '#kernel/config.ts'
import { startHouse } from '#server/house.ts'
import { insideCall } from '#server/inside-call.ts'
import { decideBatch } from '#slices/decisions/contract.ts'
import { indexExceptions } from '#slices/exceptions/contract.ts'
import { benchDatabase } from './parts/database.mjs'
import { furnish } from './parts/furnish.mjs'
import { proposal } from './parts/inbox-proposal.mjs'

/**
 * The review inbox with 10,000 items in a real browser: from a key to the next painted frame, for moving, deciding, searching
 * and picking all. Beside each the same of the throw-away prototype that the screen was designed with, measured on a machine of
 * this kind without a server behind it. A machine that does other work at the same time adds its waiting to every key, so the
 * processor time that the page itself spends on a key is given beside it. `npm run bench:inbox`; CHROMIUM_PATH, BENCH_ITEMS (10000), BENCH_SESSIONS (3), BENCH_KEYS (60).
 */
const items = Number(process.env.BENCH_ITEMS ?? 10_000)
const sessions = Number(process.env.BENCH_SESSIONS ?? 3)
const keys = Number(process.env.BENCH_KEYS ?? 60)
const password = 'a long enough password'

/** Median and 98th percentile in milliseconds: what the prototype had, and what is allowed. */
const known = {
  move: { prototype: '19 / 39', budget: [20, 50] },
  decide: { prototype: '22 / 65', budget: [20, 50] },
  search: { prototype: '24 / 161', budget: [40, 200] },
  sort: { prototype: '79 / 127', budget: [120, 250] },
  'pick all': { prototype: '17 / 24', budget: [30, 80] },
}

const directory = mkdtempSync(join(tmpdir(), 'pilotage-inbox-'))
const database = await benchDatabase()
const { url: databaseUrl } = await database.fresh()
const running = await startHouse({
  config: readConfig({ PILOTAGE_DATA_DIR: directory }),
  connection: { connectionString: databaseUrl },
  publicDir: join(import.meta.dirname, '../dist/public'),
})
const url = await running.app.fastify.listen({ host: '127.0.0.1', port: 0 })
const call = insideCall(running.app, running.operatorKey)

await furnish({ nobody: insideCall(running.app, ''), operator: call, setupToken: (await running.setupLink(url)).split('#').at(-1) })
const batch = 100
for (let from = 0; from < items; from += batch)
  await call(decideBatch, { items: Array.from({ length: Math.min(batch, items - from) }, (_, n) => proposal(from + n)) })
while ((await call(indexExceptions, {})).ids.length < items) await sleep(250)

/** In the page: from each key to the frame after it. */
function watchKeys() {
  window.taken = []
  const begin = (event) => {
    const at = event.timeStamp
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        window.taken.push(performance.now() - at)
        window.painted?.()
      }
      channel.port2.postMessage(0)
    })
  }
  document.addEventListener('keydown', begin, true)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
})

async function session() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('E-mail').fill('bench@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((address) => address.pathname !== '/sign-in')
  await page.goto(`${url}/review`)
  await page.getByRole('listbox').getByRole('option').first().waitFor()
  const firstRow = await page.evaluate(() => performance.now())
  await page.getByRole('button', { name: 'Approve' }).first().waitFor()
  await page.evaluate(watchKeys)
  await page.getByRole('listbox').focus()
  const measured = await walk(page)
  const [heap] = await page.evaluate(() => [performance.memory?.usedJSHeapSize ?? 0, 0])
  await context.close()
  return { measured, firstRow, heap }
}

async function taken(page, work) {
  await page.evaluate(() => window.taken.splice(0))
  await work()
  await sleep(400)
  return page.evaluate(() => window.taken)
}

/** Presses keys one after the other, and notes the processor time of the page's thread from each to its painted frame. */
async function worked(page, { key, pause, isReady = () => {} }) {
  const debug = await page.context().newCDPSession(page)
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' })
  const spent = async () => (await debug.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000
  const work = []
  const wall = await taken(page, async () => {
    for (let n = 0; n < keys; n++) {
      await isReady()
      const painted = page.evaluate(() => new Promise((tell) => (window.painted = tell)))
      const before = await spent()
      await page.keyboard.press(key)
      await painted
      work.push((await spent()) - before)
      await sleep(pause)
    }
  })
  await debug.detach()
  return { wall, work }
}

async function walk(page) {
  const isReady = () => page.waitForFunction(() => document.querySelector('aside button[aria-keyshortcuts="1"]') !== null)
  const move = await worked(page, { key: 'j', pause: 60 })
  const decide = await worked(page, { key: '1', pause: 150, isReady })
  await page.keyboard.press('/')
  const search = await taken(page, async () => {
    for (const letter of 'refund for order 4711') {
      await page.keyboard.press(letter)
      await sleep(120)
    }
  })
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Escape')
  await page.waitForFunction((least) => Number(document.querySelector('[role=option]')?.getAttribute('aria-setsize')) > least, items / 2)
  await page.getByRole('listbox').focus()
  const all = []
  for (let n = 0; n < 10; n++) {
    all.push(...(await taken(page, () => page.keyboard.press('A'))))
    await page.keyboard.press('Escape')
    await sleep(100)
  }
  await page.getByRole('radio', { name: 'Urgent' }).focus()
  const sort = await taken(page, async () => {
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press(n % 2 === 0 ? 'ArrowRight' : 'ArrowLeft')
      await sleep(400)
    }
  })
  return { move, decide, search: { wall: search }, sort: { wall: sort }, 'pick all': { wall: all } }
}

const at = (values, share) => [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))]
const median = (values) => at(values, 0.5)

/** Median and 98th percentile of the median session. */
const ofSessions = (name, kind) => [0.5, 0.98].map((share) => median(runs.map((run) => at(run.measured[name][kind], share))))

const runs = []
for (let n = 0; n < sessions; n++) runs.push(await session())
await browser.close()

console.log(
  `${items} items, ${sessions} sessions, ${keys} keys each, ${database.name}; key to painted frame, median / 98th percentile of the median session, ms`,
)
let isWithin = true
for (const [name, { prototype, budget }] of Object.entries(known)) {
  const [mid, high] = ofSessions(name, 'wall')
  const fits = mid <= budget[0] && high <= budget[1]
  isWithin &&= fits
  const figures = `${mid.toFixed(0)} / ${high.toFixed(0)}`.padEnd(12)
  const own = runs[0].measured[name].work ? `own work ${ofSessions(name, 'work').map(Math.round).join(' / ')}` : ''
  console.log(
    `  ${name.padEnd(10)} ${figures} allowed ${budget.join(' / ').padEnd(10)} prototype ${prototype.padEnd(9)} ${(fits ? 'within' : 'OVER').padEnd(7)} ${own}`,
  )
}
console.log(
  `  address to first row ${median(runs.map((run) => run.firstRow)).toFixed(0)} ms; heap at the end ${(median(runs.map((run) => run.heap)) / 1e6).toFixed(0)} MB, allowed 40`,
)

await running.stop()
await database.stop()
rmSync(directory, { recursive: true, force: true })
if (!isWithin) process.exitCode = 1
await Promise.race([once(process, 'beforeExit'), sleep(2_000, undefined, { ref: false })])
