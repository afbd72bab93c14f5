import type pg from 'pg'
import type { Db, Queryable, Tx } from './db.ts'

// Locks of rows would not do: who shares one lets others in who came after a waiting writer, and a kill switch would wait
// as long as executions keep coming. These locks are given in the order of asking: tests/review/execution.test.ts.
const epochLock = 7_104_003

/**
 * Marks a change that running nodes must know of before they decide again. Call it last in the transaction:
 * the epoch stays locked until the commit.
 */
export async function bumpEpoch(tx: Tx, kind: string, key: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [epochLock])
  const [row] = await tx.query<{ epoch: number }>('update house_epoch set epoch = epoch + 1 returning epoch')
  await tx.query('insert into epoch_change (epoch, kind, key) values ($1, $2, $3)', [row?.epoch, kind, key])
  await tx.query("select pg_notify('pilotage_epoch', $1)", [String(row?.epoch)])
}

type Listener = (key: string) => void

/** What one node knows of the house's epoch. Caches register here what they must forget when something moves. */
export type EpochWatch = {
  /** The newest epoch whose changes every cache of this node has been told of. */
  current(): number
  /** Reads what moved and tells the caches. Cheap when nothing did. */
  refresh(): Promise<void>
  /** Calls the listener with the key of each change of that kind. A key of `*` means everything of the kind. */
  on(kind: string, listener: Listener): void
  /** Calls the listener after every change, once the caches know of it. */
  onMove(listener: (kind: string, key: string) => void): void
  start(): Promise<void>
  stop(): Promise<void>
}

const pollMs = 500

/** Watches the epoch by notification, and by a slow poll for the notifications that a lost connection swallows. */
export function watchEpoch(db: Db): EpochWatch {
  const listeners = new Map<string, Listener[]>()
  const movers: ((kind: string, key: string) => void)[] = []
  let epoch = 0
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  async function catchUp(): Promise<void> {
    const rows = await changesAfter(db, epoch)
    for (const row of rows) {
      for (const listener of listeners.get(row.kind) ?? []) listener(row.key)
      epoch = row.epoch
      for (const mover of movers) mover(row.kind, row.key)
    }
  }

  const refresh = oneAtATime(catchUp)

  async function listen(): Promise<void> {
    client = await db.connect()
    client.on('notification', () => void refresh().catch(() => {}))
    client.on('end', () => {
      client = undefined
    })
    await client.query('listen pilotage_epoch')
  }

  async function tick(): Promise<void> {
    if (!client) await listen().catch(() => {})
    await refresh().catch(() => {})
  }

  return {
    current: () => epoch,
    refresh,
    on: (kind, listener) => void listeners.set(kind, [...(listeners.get(kind) ?? []), listener]),
    onMove: (listener) => void movers.push(listener),
    async start() {
      const [row] = await db.query<{ epoch: number }>('select epoch from house_epoch')
      epoch = row?.epoch ?? 0
      await listen()
      timer = setInterval(() => void tick(), pollMs)
    },
    async stop() {
      clearInterval(timer)
      await client?.end().catch(() => {})
    },
  }
}

/** Who asks while a run is under way waits for the next one: what moved after that run began may not be in it. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let following: Promise<void> | undefined

  function begin(): Promise<void> {
    following = undefined
    running = run().finally(() => {
      running = undefined
    })
    return running
  }

  return function ask() {
    if (!running) return begin()
    following ??= running.catch(() => {}).then(begin)
    return following
  }
}

function changesAfter(db: Queryable, epoch: number) {
  return db.query<{ epoch: number; kind: string; key: string }>(
    'select epoch, kind, key from epoch_change where epoch > $1 order by epoch',
    [epoch],
  )
}

/** Reads the epoch and holds it still until the transaction ends: nothing can be switched off in between. */
export async function holdEpoch(tx: Tx): Promise<number> {
  await tx.query('select pg_advisory_xact_lock_shared($1)', [epochLock])
  const [row] = await tx.query<{ epoch: number }>('select epoch from house_epoch')
  return row?.epoch ?? 0
}
