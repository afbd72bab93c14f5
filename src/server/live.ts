import { type Actor, mayActFor, teamsOf } from '#kernel/actor.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { decisionsAfterSeq, newestSeq, type TickRow } from '#slices/decisions/index.ts'
import type { Move } from '#slices/exceptions/index.ts'
import { queueHint, watchQueue } from './live-queue.ts'

/** Tells open pages what happens. Events are hints; the page reads what it shows. */
export type Hub = { open(actor: Actor): AsyncIterable<string>; stop(): void }

type Subscriber = { sees(row: TickRow): boolean; seesItem(move: Move): boolean; beats: number; push(text: string): void; end(): void }

const tickMs = 300
const heartbeatMs = 15_000
/** After a quarter of an hour a page connects again and is looked at anew: its session may have ended meanwhile. */
const beatsMax = 60
const rowsMax = 2000
const waitingMax = 200
const latestMax = 20

export function makeHub(parts: { db: Db; watch: EpochWatch; clock: Clock }): Hub {
  const queue = watchQueue(parts)
  const subscribers = new Set<Subscriber>()
  let seen = -1
  let ticking = false
  let stopped = false

  async function look(): Promise<void> {
    if (seen < 0) seen = await newestSeq(parts.db)
    const rows = await decisionsAfterSeq(parts.db, seen, rowsMax)
    seen = rows.at(-1)?.seq ?? seen
    const moves = await queue.look()
    for (const subscriber of subscribers) {
      tell(subscriber, rows)
      tellQueue(subscriber, moves)
    }
  }

  function tick(): void {
    if (subscribers.size === 0) {
      seen = -1
      queue.forget()
    }
    if (ticking || subscribers.size === 0) return
    ticking = true
    // While the database is away pages hear nothing; they hear of the next decisions when it is back.
    look()
      .catch(() => {})
      .finally(() => {
        ticking = false
      })
  }

  const timer = setInterval(tick, tickMs)
  const heartbeat = setInterval(() => {
    for (const subscriber of subscribers) {
      subscriber.push(': still here\n\n')
      if (++subscriber.beats > beatsMax) subscriber.end()
    }
  }, heartbeatMs)

  parts.watch.onMove((kind) => {
    // Whoever lost a right must not keep an open stream: everybody connects again and is looked at anew.
    if (kind === 'person' || kind === 'api_key') for (const subscriber of subscribers) subscriber.end()
    // Only the kind: a key may name another team.
    else for (const subscriber of subscribers) subscriber.push(eventText('change', { kind }))
  })

  return {
    open(actor) {
      if (stopped) throw new AppError('unavailable', 'The server is stopping.', { next: 'Connect again in a few seconds.' })
      return stream(subscribers, sightOf(actor))
    },
    stop() {
      stopped = true
      clearInterval(timer)
      clearInterval(heartbeat)
      for (const subscriber of subscribers) subscriber.end()
    },
  }
}

/** What this actor may hear of. */
function sightOf(actor: Actor): Sight {
  const teams = teamsOf(actor, 'decisions:read')
  const queues = actor.rights.has('exceptions:read') ? teamsOf(actor, 'exceptions:read') : []
  return {
    sees: (row) => (teams === null || teams.includes(row.team_id)) && mayActFor(actor, row.ai_agent_id),
    seesItem: ({ teamId, aiAgentId }) => {
      const isTheirs = aiAgentId === null ? actor.aiAgentId === undefined : mayActFor(actor, aiAgentId)
      return isTheirs && (queues === null || queues.includes(teamId))
    },
  }
}

function eventText(kind: string, facts: object): string {
  return `event: ${kind}\ndata: ${JSON.stringify({ kind, ...facts })}\n\n`
}

function tell(subscriber: Subscriber, rows: TickRow[]): void {
  const visible = rows.filter(subscriber.sees)
  if (visible.length === 0) return
  const tiers = { autonomous: 0, review: 0, human_only: 0 }
  for (const row of visible) tiers[row.tier as keyof typeof tiers] += 1
  const latest = visible.slice(-latestMax).map((row) => row.id)
  subscriber.push(eventText('decisions', { count: visible.length, tiers, latest }))
}

function tellQueue(subscriber: Subscriber, moves: Move[]): void {
  const visible = moves.filter(subscriber.seesItem)
  if (visible.length > 0) subscriber.push(eventText('exceptions', queueHint(visible)))
}

type Sight = Pick<Subscriber, 'sees' | 'seesItem'>

async function* stream(subscribers: Set<Subscriber>, sight: Sight): AsyncGenerator<string> {
  const waiting: string[] = ['retry: 2000\n\n', eventText('hello', {})]
  let isOpen = true
  let wake = () => {}
  const subscriber: Subscriber = {
    ...sight,
    beats: 0,
    push(text) {
      // A reader that does not read loses hints, never memory of ours; it reads afresh when it catches up.
      if (waiting.length < waitingMax) waiting.push(text)
      wake()
    },
    end() {
      isOpen = false
      wake()
    },
  }
  subscribers.add(subscriber)
  try {
    while (isOpen) {
      const text = waiting.shift()
      if (text !== undefined) yield text
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    subscribers.delete(subscriber)
  }
}
