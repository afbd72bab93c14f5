import { hash } from 'node:crypto'
import type { Chance } from '#kernel/clock.ts'
import { type Connection, type Db, isConnectionFailure } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { contentOf, type Drafted, entryOf } from './decision.ts'
import { type StoredRow, storeBatch } from './store.ts'

/** What became of one draft: written now, or its call was on record before (then the caller reads that one). */
export type Written = { drafted: Drafted; isNew: boolean }

type Waiting = { drafted: Drafted; resolve(written: Written): void; reject(error: unknown): void }

export type Rejudge = (drafts: Drafted[]) => Promise<Drafted[]>

export type WriterOptions = {
  db: Db
  chance: Chance
  /** Greatest number of decisions in one durable write. */
  batchMax: number
  /** Judges again under the newest policy; called when the policy moved between judging and writing. */
  rejudge: Rejudge
}

export type Writer = { submit(drafted: Drafted): Promise<Written>; stop(): Promise<void> }

const waitingMax = 20_000
const retryMs = 100
/** How long a write is tried again while the database is away, not counting the tries themselves. */
const patienceMs = 15_000

/**
 * Group commit: whoever waits while one batch is being written goes together in the next. A caller is answered only
 * after its row is durable. When the policy moved meanwhile the whole batch is judged again and nothing old is written.
 */
export function makeWriter(options: WriterOptions): Writer {
  const queue: Waiting[] = []
  const lane = makeLane(options.db)
  let running: Promise<void> | undefined
  let stopped = false

  async function drain(): Promise<void> {
    while (queue.length > 0) await flush(queue.splice(0, options.batchMax))
    running = undefined
  }

  async function flush(batch: Waiting[]): Promise<void> {
    const failure = await attempt(batch)
    if (failure === undefined) return
    const isShared = batch.length === 1 || failure instanceof AppError
    if (isShared) for (const waiting of batch) waiting.reject(failure)
    // One row that the database cannot take must not cost the others their answer.
    else for (const waiting of batch) await flush([waiting])
  }

  async function attempt(batch: Waiting[]): Promise<unknown> {
    try {
      const stored = await writeAgain(options, lane, batch)
      for (const waiting of batch) waiting.resolve({ drafted: waiting.drafted, isNew: stored.has(waiting.drafted.id) })
      return undefined
    } catch (error) {
      return error
    }
  }

  return {
    submit(drafted) {
      if (stopped) return Promise.reject(new AppError('unavailable', 'The server is stopping.', { next: 'Try again in a few seconds.' }))
      if (queue.length >= waitingMax)
        return Promise.reject(
          new AppError('too_many', 'More decisions are waiting than can be written.', { next: 'Try again in a few seconds.' }),
        )
      return new Promise((resolve, reject) => {
        queue.push({ drafted, resolve, reject })
        // Starting after the current turn lets requests that arrived together share the first write.
        running ??= new Promise(setImmediate).then(drain)
      })
    },
    async stop() {
      stopped = true
      await running
      await lane.end()
    },
  }
}

/** A connection that belongs to the writer and is made anew when it broke. */
type Lane = { get(): Promise<Connection>; drop(): void; end(): Promise<void> }

function makeLane(db: Db): Lane {
  let client: Connection | undefined
  return {
    async get() {
      client ??= await db.connect()
      return client
    },
    drop() {
      void client?.end().catch(() => {})
      client = undefined
    },
    async end() {
      await client?.end().catch(() => {})
    },
  }
}

/** Writes until it is written or patience ends. A batch whose commit was in doubt is safe to send again: its keys are in it. */
async function writeAgain(options: WriterOptions, lane: Lane, batch: Waiting[]): Promise<Set<string>> {
  for (let tries = 1; ; tries++) {
    try {
      return await writeOnce(options, await lane.get(), batch)
    } catch (error) {
      if (!isConnectionFailure(error)) throw error
      lane.drop()
      if (tries * retryMs > patienceMs)
        throw new AppError('unavailable', 'The decision could not be written down.', { next: 'Ask again with the same run and call.' })
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

async function writeOnce(options: WriterOptions, client: Connection, batch: Waiting[]): Promise<Set<string>> {
  for (;;) {
    const epoch = await sameEpoch(options, batch)
    const rows = batch.map((waiting) => rowOf(waiting.drafted, options.chance))
    const { stored } = await storeBatch(client, epoch, rows)
    if (stored !== null) return new Set(stored)
    await judgeAgain(options, batch)
  }
}

async function judgeAgain(options: WriterOptions, batch: Waiting[]): Promise<void> {
  const judged = await options.rejudge(batch.map((waiting) => waiting.drafted))
  batch.forEach((waiting, index) => {
    waiting.drafted = judged[index] as Drafted
  })
}

/** Brings every draft of the batch to one epoch, the newest among them. */
async function sameEpoch(options: WriterOptions, batch: Waiting[]): Promise<number> {
  for (;;) {
    let newest = 0
    for (const waiting of batch) newest = Math.max(newest, waiting.drafted.epoch)
    const old = batch.filter((waiting) => waiting.drafted.epoch < newest)
    if (old.length === 0) return newest
    await judgeAgain(options, old)
  }
}

function rowOf(drafted: Drafted, chance: Chance): StoredRow {
  const { proposal, judgement } = drafted
  const salt = chance.bytes(16)
  const content = contentOf(proposal)
  const contentHash = hash('sha256', Buffer.concat([salt, Buffer.from(content)]))
  return {
    id: drafted.id,
    team_id: proposal.team,
    key_hash: drafted.keyHash,
    ai_agent_id: proposal.aiAgent,
    deployment_id: judgement.deploymentId,
    decision_type: proposal.decisionType,
    standard_version: judgement.standard?.version ?? null,
    policy_tier: judgement.policyTier,
    tier: judgement.tier,
    record_only: judgement.recordOnly,
    run_id: proposal.run,
    call_id: proposal.call,
    arguments_hash: drafted.argumentsHash,
    confidence: proposal.confidence ?? null,
    occurred_at: proposal.occurredAt ?? null,
    recorded_at: drafted.at,
    entry: entryOf(drafted, contentHash),
    content,
    salt: salt.toString('hex'),
  }
}
