import { systemChance } from '#kernel/clock.ts'
import { makeAudit } from '#slices/audit/index.ts'
import { claimNext } from '#slices/exceptions/verbs/claim.ts'
import { benchDatabase } from './parts/database.mjs'
import { median, spread } from './parts/processes.mjs'
import { bare, ctxOf, pgBoss, product, release } from './parts/queue-arms.mjs'
import { queueOf, team } from './parts/queue-seed.mjs'

/**
 * People at the queue: eight claim the next item and approve it, over the verbs, beside bare SQL that makes the same row changes
 * and beside pg-boss with as many jobs, in turn in one run; and how long a claim takes when a thousand items wait and when a
 * million do, in turn too. `npm run bench:queue`; BENCH_DATABASE_URL names a PostgreSQL server (left out: the embedded one).
 * BENCH_REPEATS (5), BENCH_ITEMS (10000), BENCH_MANY (1000000).
 */
const repeats = Number(process.env.BENCH_REPEATS ?? 5)
const items = Number(process.env.BENCH_ITEMS ?? 10_000)
const many = Number(process.env.BENCH_MANY ?? 1_000_000)
const workers = 8
const claims = 1000

const database = await benchDatabase()

async function withQueue(size, work) {
  const place = await queueOf(database, size, workers)
  const result = await work(place)
  await place.close()
  return result
}

const doubles = (ids) => ids.length - new Set(ids).size

const productArm = () =>
  withQueue(items, async ({ db }) => {
    const claimed = await product(db, workers)
    const released = await release(db)
    const lost = items - claimed.ids.length
    if (doubles(claimed.ids) > 0 || lost > 0 || released.items !== items) throw new Error(`${doubles(claimed.ids)} doubles, ${lost} lost`)
    return { claimed: claimed.perSecond, released: released.perSecond }
  })
const bareArm = () => withQueue(items, async ({ db }) => (await bare(db, workers)).perSecond)
const bossArm = () => withQueue(0, async ({ url }) => (await pgBoss(url, { items, workers })).perSecond)

console.log(`claim and approve, ${workers} people, ${items} items, ${database.name}, ${repeats} repeats, median (least to greatest)`)
const rounds = []
for (let repeat = 0; repeat < repeats; repeat++) {
  const round = { ...(await productArm()), bare: await bareArm(), boss: await bossArm() }
  rounds.push(round)
  console.log(
    `  ${repeat + 1}: verbs ${round.claimed.toFixed(0)}/s, bare SQL ${round.bare.toFixed(0)}/s, pg-boss ${round.boss.toFixed(0)}/s, taking effect ${round.released.toFixed(0)}/s`,
  )
}
const of = (name) => rounds.map((round) => round[name])
console.log(`verbs            ${spread(of('claimed'), 0)} items/s, no item claimed twice, none lost`)
console.log(
  `bare SQL         ${spread(of('bare'), 0)} items/s; ratio ${spread(rounds.map((round) => round.claimed / round.bare))}, wanted at least 0.5`,
)
console.log(
  `pg-boss 10.4.2   ${spread(of('boss'), 0)} jobs/s; ratio ${spread(rounds.map((round) => round.claimed / round.boss))}, wanted at least 2`,
)
console.log(`taking effect    ${spread(of('released'), 0)} items/s, one node`)

const block = 8

/** Makes single claims one after the other, and gives them back when eight are held; how long each took, in milliseconds. */
function claimer({ db }) {
  const audit = makeAudit(systemChance())
  let index = 0
  return async () => {
    const times = []
    const held = []
    while (held.length < block) {
      const began = performance.now()
      const { item } = await claimNext(ctxOf(db, audit, index++), { team })
      if (!item) throw new Error('nothing to claim')
      times.push(performance.now() - began)
      held.push(item.id)
    }
    await db.query('update exception set claimed_by = null, claimed_until = null where team_id = $1 and id = any ($2)', [team, held])
    return times
  }
}

/** Both sizes in turn, block by block, so that what else the machine does meets both. */
async function claimTimes(sizes) {
  const places = []
  for (const size of sizes) places.push(await queueOf(database, size, workers))
  const claimers = places.map(claimer)
  const times = sizes.map(() => [])
  for (let done = 0; done < claims + 100; done += block)
    for (const [index, claim] of claimers.entries()) times[index].push(...(await claim()))
  for (const place of places) await place.close()
  return times.map((all) => {
    const warm = all.slice(100).sort((one, other) => one - other)
    return { p50: median(warm), p90: warm[Math.floor(warm.length * 0.9)] }
  })
}

const [few, crowd] = await claimTimes([1000, many])
console.log(`one claim, 1,000 items open       p50 ${few.p50.toFixed(2)} ms, p90 ${few.p90.toFixed(2)} ms`)
console.log(`one claim, ${many.toLocaleString('en')} items open   p50 ${crowd.p50.toFixed(2)} ms, p90 ${crowd.p90.toFixed(2)} ms`)
console.log(`ratio of medians ${(crowd.p50 / few.p50).toFixed(2)}, wanted at most 1.5`)
await database.stop()
