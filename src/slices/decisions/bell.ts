import type { Connection, Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import { type EventStream, eventText, openEventStream } from '#kernel/event-stream.ts'
import { type SettledNote, settledAmong, settledChannel } from './store/reviews.ts'

export type Wait = {
  /** Resolves when the answer may have come, the time is over, the caller went away, or the server stops. Never rejects. */
  rung: Promise<void>
  end(): void
}

/** Wakes those who wait for people's answers. */
export type Bell = {
  /** Waits for the answer to one decision. Begin to wait first and read then: what comes in between rings too. */
  wait(of: { team: string; decision: string }, until: { ms: number; signal?: AbortSignal }): Wait
  /** Every answer that the reader may see, as it comes. */
  open(reader: { sees(note: SettledNote): boolean; signal?: AbortSignal }): AsyncIterable<string>
  /** How many wait for an answer now. */
  count(): number
  start(): Promise<void>
  stop(): Promise<void>
}

type Waiter = { team: string; ring(): void }

const tickMs = 1000
/** A look at the tables for what a notification did not bring, for all who wait in one statement. */
const ticksPerLook = 5
const ticksPerHeartbeat = 15
/** After a quarter of an hour a reader connects again and is looked at anew: its key may have ended meanwhile. */
const heartbeatsMax = 60

/**
 * One connection of this process listens; whoever waits costs a timer and a place in a map. When the connection broke, those who
 * wait are looked up in the tables, and open streams end: their readers connect again and read what they wait for.
 */
export function makeBell(parts: { db: Db; watch: EpochWatch }): Bell {
  const waiting = makeWaiting()
  const streams = makeStreams()
  const ear = makeEar(parts.db, (note) => {
    waiting.ring(note.decision)
    streams.tell(note)
  })
  let timer: NodeJS.Timeout | undefined
  let ticks = 0
  let ticking: Promise<void> | undefined
  let isStopped = false

  async function look(): Promise<void> {
    const asked = waiting.list()
    if (asked.length > 0) for (const id of await settledAmong(parts.db, asked)) waiting.ring(id)
  }

  async function tick(): Promise<void> {
    const isHeard = await ear.listen()
    if (isHeard === 'again') streams.endAll()
    if (isHeard === 'again' || ticks % ticksPerLook === 0) await look()
  }

  function onTick(): void {
    if (++ticks % ticksPerHeartbeat === 0) streams.beat()
    if (ticking) return
    // While the database is away nobody is woken; the look after it came back finds what was missed.
    ticking = tick()
      .catch(() => {})
      .finally(() => {
        ticking = undefined
      })
  }

  parts.watch.onMove((kind) => {
    if (kind === 'person' || kind === 'api_key') streams.endAll()
  })

  return {
    wait: (of, until) => (isStopped ? { rung: Promise.resolve(), end() {} } : waiting.add(of, until)),
    open: (reader) => streams.open(reader, isStopped),
    count: waiting.count,
    async start() {
      await ear.listen()
      timer = setInterval(onTick, tickMs)
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      waiting.ringAll()
      streams.endAll()
      await ticking
      await ear.close()
    },
  }
}

function makeWaiting() {
  const waiters = new Map<string, Set<Waiter>>()

  function add({ team, decision }: { team: string; decision: string }, until: { ms: number; signal?: AbortSignal }): Wait {
    let ring = () => {}
    const rung = new Promise<void>((resolve) => {
      ring = resolve
    })
    const waiter: Waiter = { team, ring }
    const group = waiters.get(decision) ?? new Set()
    waiters.set(decision, group.add(waiter))
    const timer = setTimeout(ring, until.ms)
    until.signal?.addEventListener('abort', ring, { once: true })
    return {
      rung,
      end() {
        clearTimeout(timer)
        group.delete(waiter)
        if (group.size === 0 && waiters.get(decision) === group) waiters.delete(decision)
      },
    }
  }

  return {
    add,
    ring(decision: string) {
      for (const waiter of waiters.get(decision) ?? []) waiter.ring()
    },
    ringAll() {
      for (const group of waiters.values()) for (const waiter of group) waiter.ring()
    },
    count: () => [...waiters.values()].reduce((sum, group) => sum + group.size, 0),
    list: () => [...waiters].flatMap(([decision, group]) => [...group].slice(0, 1).map(({ team }) => ({ team, decision }))),
  }
}

function makeStreams() {
  const open = new Map<EventStream, { sees(note: SettledNote): boolean; beats: number }>()
  return {
    open({ sees, signal }: { sees(note: SettledNote): boolean; signal?: AbortSignal }, isStopped: boolean): AsyncIterable<string> {
      const stream = openEventStream({ signal, onClose: (closed) => void open.delete(closed) })
      open.set(stream, { sees, beats: 0 })
      if (isStopped) stream.end()
      return stream.texts
    },
    tell(note: SettledNote) {
      for (const [stream, { sees }] of open) if (sees(note)) stream.push(eventText('review', note))
    },
    beat() {
      for (const [stream, reader] of open) {
        stream.push(': still here\n\n')
        if (++reader.beats > heartbeatsMax) stream.end()
      }
    },
    endAll() {
      for (const stream of [...open.keys()]) stream.end()
    },
  }
}

/** The connection that listens. `listen` makes it anew when it broke, and says whether it did. */
function makeEar(db: Db, hear: (note: SettledNote) => void) {
  let client: Connection | undefined
  let isFirst = true

  async function connect(): Promise<void> {
    const made = await db.connect()
    made.on('notification', ({ payload }) => hear(JSON.parse(payload ?? '{}') as SettledNote))
    made.on('end', () => {
      if (client === made) client = undefined
    })
    await made.query(`listen ${settledChannel}`)
    client = made
  }

  return {
    async listen(): Promise<'still' | 'again'> {
      if (client) return 'still'
      await connect()
      const heard = isFirst ? 'still' : 'again'
      isFirst = false
      return heard
    },
    async close() {
      const last = client
      client = undefined
      await last?.end().catch(() => {})
    },
  }
}
