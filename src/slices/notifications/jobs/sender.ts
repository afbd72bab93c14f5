import type { Chance, Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { House } from '#kernel/http.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import type { Attempt } from '../delivery.ts'
import { type DuePair, duePairs, forgetOld, giveUpOld, leaseDue } from '../store/deliveries.ts'
import { tryOnce } from './attempt.ts'
import { makeGuard } from './guard.ts'

export type SenderParts = {
  /** With connections of its own, so that sending never waits for those of the door, nor they for it. */
  db: Db
  clock: Clock
  chance: Chance
  audit: WriteAudit
  log: House['log']
  allowsPrivate: boolean
  /** The host that people reach us under: the source of what we send. */
  source: string
}

export type Sender = {
  /** Tries all that is due now and waits until every try has ended. */
  runOnce(): Promise<void>
  start(): void
  stop(): Promise<void>
}

const lookEveryMs = 300
const tidyEveryLooks = 200
/** Longer than a try can take, so that what is leased is being tried or was left by a node that died. */
const leaseMs = 60_000
const atOnceMax = 16
/** One channel never takes all: a slow one holds up itself. */
const atOnceOfChannelMax = 4
const keepDays = 30

/** Sends what is in line, on as many nodes as there are: each message is leased by one at a time. */
export function makeSender(parts: SenderParts): Sender {
  const { db, clock } = parts
  const stopping = new AbortController()
  const tries = makeTries(parts, stopping.signal)
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<number> | undefined
  let looks = 0

  async function lookAround(): Promise<number> {
    if (looks++ % tidyEveryLooks === 0) await tidy(db, clock.now())
    let begun = 0
    for (const pair of await duePairs(db, clock.now())) begun += await take(pair)
    return begun
  }

  async function take(pair: DuePair): Promise<number> {
    const limit = stopping.signal.aborted ? 0 : tries.roomFor(pair)
    if (limit <= 0) return 0
    const now = clock.now()
    const attempts = await leaseDue(db, pair, { now, until: new Date(now.getTime() + leaseMs), limit })
    for (const attempt of attempts) tries.begin(attempt)
    return attempts.length
  }

  /** One look at a time: who asks while one is under way gets that one. */
  function look(): Promise<number> {
    looking ??= lookAround().finally(() => {
      looking = undefined
    })
    return looking
  }

  function tick(): void {
    look().catch((error) => parts.log('warn', 'Sending was interrupted and goes on in a moment', { error: String(error) }))
  }

  return {
    async runOnce() {
      await looking?.catch(() => 0)
      do await tries.end()
      while ((await look()) > 0)
    },
    start() {
      timer = setInterval(tick, lookEveryMs)
    },
    async stop() {
      clearInterval(timer)
      stopping.abort(new Error('The server is stopping.'))
      await looking?.catch(() => 0)
      await tries.end()
    },
  }
}

/** The tries that are under way on this node. */
function makeTries(parts: SenderParts, stopping: AbortSignal) {
  const guard = makeGuard(parts)
  const ofChannel = new Map<string, number>()
  const all = new Set<Promise<void>>()
  const add = (channelId: string, more: number) => ofChannel.set(channelId, (ofChannel.get(channelId) ?? 0) + more)
  return {
    /** How many more may begin there. A channel that failed before is asked with one message first. */
    roomFor({ channelId, failures }: DuePair): number {
      const ofThis = (failures > 0 ? 1 : atOnceOfChannelMax) - (ofChannel.get(channelId) ?? 0)
      return Math.min(ofThis, atOnceMax - all.size)
    },
    begin(attempt: Attempt): void {
      add(attempt.channelId, 1)
      const done = tryOnce(parts, attempt, { guard, stopping })
        .catch((error) => parts.log('warn', 'What became of a delivery is not on record; it is tried again', { error: String(error) }))
        .finally(() => {
          add(attempt.channelId, -1)
          all.delete(done)
        })
      all.add(done)
    },
    async end(): Promise<void> {
      await Promise.all(all)
    },
  }
}

async function tidy(db: Db, now: Date): Promise<void> {
  await giveUpOld(db, now)
  await forgetOld(db, new Date(now.getTime() - keepDays * 86_400_000))
}
