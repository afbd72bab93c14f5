import { randomUUID } from 'node:crypto'
import PgBoss from 'pg-boss'
import { systemChance } from '#kernel/clock.ts'
import { makeAudit } from '#slices/audit/index.ts'
import { releaseStep } from '#slices/exceptions/jobs/release.ts'
import { claimNext } from '#slices/exceptions/verbs/claim.ts'
import { makeHold } from '#slices/exceptions/verbs/resolve.ts'
import { team } from './queue-seed.mjs'

export const now = new Date('2026-11-16T10:00:00Z')
const rights = new Map([['exceptions:work', 'all']])

/** Runs the same work side by side until everything is done, and says how much of it went by in a second. */
async function sideBySide(workers, work) {
  const began = performance.now()
  const done = await Promise.all(Array.from({ length: workers }, (_, index) => work(index)))
  return { perSecond: (done.flat().length / (performance.now() - began)) * 1000, ids: done.flat() }
}

async function untilNone(step) {
  const ids = []
  for (let id = await step(); id !== null; id = await step()) ids.push(id)
  return ids
}

export function ctxOf(db, audit, index) {
  const actor = { kind: 'person', id: `person-${index}`, pseudonym: `p_${index}`, rights }
  return { actor, now, db, audit, requestId: 'bench' }
}

/** The verbs as the routes call them: claim the next item, approve it. */
export function product(db, workers) {
  const chance = systemChance()
  const audit = makeAudit(chance)
  const hold = makeHold(chance)
  return sideBySide(workers, (index) => {
    const ctx = ctxOf(db, audit, index)
    return untilNone(async () => {
      const { item } = await claimNext(ctx, { team })
      if (!item) return null
      await hold(ctx, { id: item.id, verb: 'approve' })
      return item.id
    })
  })
}

/** Lets all of it take effect, as the server does by itself, and says how many in a second. */
export async function release(db) {
  const began = performance.now()
  const late = new Date(now.getTime() + 60_000)
  let items = 0
  for (let some = await releaseStep(db, late); some > 0; some = await releaseStep(db, late)) items += some
  return { perSecond: (items / (performance.now() - began)) * 1000, items }
}

const claimText = `with lease as materialized (select set_config('synchronous_commit', 'off', true) as set), first as (
  select n.id from exception n
   where n.team_id = $1 and n.state = 'open' and (n.claimed_until is null or n.claimed_until < $3)
   order by n.rank desc, n.id limit 1 for update skip locked)
update exception e set claimed_by = $2, claimed_at = $3, claimed_until = $4, changed_at = $3
  from first, lease where lease.set is not null and e.team_id = $1 and e.id = first.id returning e.id`
const holdText = `update exception set state = 'held', held = $3, held_by = $4, held_until = $5, version = version + 1, changed_at = $6
 where team_id = $1 and id = $2 and state = 'open'`
const auditText = `with head as (update audit_head set seq = seq + 1 returning seq)
 insert into audit_entry (id, seq, at, actor_kind, actor, action, subject, entry, detail, salt)
 select $1, head.seq, $2, 'person', $3, 'exception.resolve', $4, $5, $6, $7 from head`

/** The same row changes in bare SQL on connections of their own, prepared once, with nothing checked and nothing looked up. The lease is as little waited for as the verb's. */
export async function bare(db, workers) {
  const clients = await Promise.all(Array.from({ length: workers }, () => db.connect()))
  const until = new Date(now.getTime() + 120_000)
  const held = JSON.stringify({ reviewId: randomUUID(), verb: 'approve', reasonCode: 'ai_agent_right', note: null, message: null })
  const entry = 'x'.repeat(300)
  const salt = Buffer.alloc(16)
  const result = await sideBySide(workers, (index) => {
    const client = clients[index]
    const who = `p_${index}`
    return untilNone(async () => {
      const { rows } = await client.query({ name: 'claim', text: claimText, values: [team, who, now, until] })
      const id = rows[0]?.id
      if (id === undefined) return null
      await client.query('begin')
      await client.query({ name: 'hold', text: holdText, values: [team, id, held, who, until, now] })
      await client.query({ name: 'audit', text: auditText, values: [randomUUID(), now, who, `exception:${id}`, entry, '{}', salt] })
      await client.query('commit')
      return id
    })
  })
  await Promise.all(clients.map((client) => client.end()))
  return result
}

const queue = 'reviews'

/** pg-boss on the same server: as many jobs, fetched and completed one by one. */
export async function pgBoss(url, { items, workers }) {
  const boss = new PgBoss({ connectionString: url, max: workers, supervise: false, schedule: false })
  // Its connections are cut when its database is dropped.
  boss.on('error', () => {})
  await boss.start()
  await boss.createQueue(queue)
  for (let from = 0; from < items; from += 5000)
    await boss.insert(Array.from({ length: Math.min(5000, items - from) }, (_, index) => ({ name: queue, data: { case: from + index } })))
  const result = await sideBySide(workers, () =>
    untilNone(async () => {
      const [job] = await boss.fetch(queue)
      if (!job) return null
      await boss.complete(queue, job.id)
      return job.id
    }),
  )
  await boss.stop({ graceful: false, wait: true })
  return result
}
