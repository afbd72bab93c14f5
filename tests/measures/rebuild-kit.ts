import { setTimeout as sleep } from 'node:timers/promises'
import { recounts } from '#server/recounts.ts'
import { type Event, recordEvents } from '#slices/conversations/index.ts'
import { newestRebuild } from '#slices/measures/contract.ts'
import { makeRebuilder, type Recount, recountAll, versionsOf } from '#slices/measures/index.ts'
import type { World } from '../world.ts'

const event = (n: number): Event => ({
  team: n % 2 === 0 ? 'billing' : 'shipping',
  source: 'desk',
  conversation: `c-${n}`,
  event: 'opened',
  at: `2026-11-${String(1 + (n % 14)).padStart(2, '0')}T09:00:00Z`,
  kind: 'opened',
  aiAgent: 'refund-bot',
  reason: 'refund',
  facts: { reopens: n % 3, slaMet: n % 4 !== 0, handleSeconds: 60 + n },
})

/** Conversations of two teams, one event each. */
export const many = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => event(from + n))

export async function record({ running: { db }, clock }: World, events: readonly Event[]) {
  const parts = { at: clock.now(), pseudonymKey: Buffer.alloc(32, 7), versions: await versionsOf(db), keepsRaw: false }
  await db.tx((tx) => recordEvents(tx, events, parts))
}

export const counts = ({ running }: World) =>
  running.db.query(
    `select team_id, measure_id, day, ai_agent_id, kind, version, n, x, total, squares from rollup_day where n <> 0
     union all select team_id, measure_id, hour, ai_agent_id, '', 0, n, x, 0, 0 from rollup_hour where n <> 0
     union all select team_id, measure_id, day, ai_agent_id, kind, bucket, n, 0, 0, 0 from rollup_spread where n <> 0
     order by 1, 2, 3, 4, 5, 6`,
  )

export async function damage({ running: { db } }: World) {
  await db.query(
    "update rollup_place set n[8] = n[8] + 3, x[8] = x[8] - 1 where facts = 'conversations' and team_id = 'billing' and day = '2026-11-05'",
  )
  await db.query("delete from rollup_hour where team_id = 'shipping'")
  await db.query(`insert into rollup_spread values ('billing', 'resolve_time_median', '2026-11-03', '', 'never', 4, 9)`)
}

/** A rebuild from its beginning to its end. What the thread would read is read here: it would need every source once more. */
export async function rebuilt(here: World) {
  const words: unknown[] = []
  const { id } = await begunRow(here)
  await recountAll(here.running.db, recounts, {
    onTotal: (total) => words.push({ total }),
    onRead: (read) => words.push({ read }),
    onMissing: async (missing) => void words.push({ missing }),
  })
  const rebuilder = rebuilderThatHears(here, [...words, { done: true }])
  rebuilder.begin(id)
  await until(async () => (await newest(here)).state !== 'running')
  await rebuilder.stop()
  return newest(here)
}

export async function newest({ call }: World) {
  const { rebuild } = await call(newestRebuild, {})
  if (!rebuild) throw new Error('There is no rebuild.')
  return rebuild
}

export async function begunRow({ running, clock }: World) {
  const [row] = await running.db.query<{ id: string }>(
    `insert into rebuild_run (id, batch_key, state, is_taken, facts_read, began_at, beats_at) values (gen_random_uuid(), 'all', 'running', false, 0, $1, $1) returning id`,
    [clock.now()],
  )
  return row as { id: string }
}

/** Its thread says some words, ends if it is done, and else says nothing more until it is ended. */
export function rebuilderThatHears({ running, clock }: World, words: readonly unknown[], own: readonly Recount[] = recounts) {
  const text = `import { parentPort, workerData } from 'node:worker_threads'
    for (const word of workerData) parentPort.postMessage(word)
    if (!workerData.some((word) => 'done' in word)) setInterval(() => {}, 1000)`
  const thread = { file: new URL(`data:text/javascript,${encodeURIComponent(text)}`), data: words }
  return makeRebuilder({ db: running.db, clock, audit: running.app.house.audit, log: () => {}, recounts: own, thread })
}

export async function until(isSo: () => Promise<boolean>, triesMax = 400) {
  for (let tries = 0; tries < triesMax; tries++) {
    if (await isSo()) return
    await sleep(25)
  }
  throw new Error('It does not come to that.')
}
