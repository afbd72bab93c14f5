import type { Clock } from '#kernel/clock.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { House } from '#kernel/http.ts'
import { appendLeaves, type LeafSource, type Signer } from '#slices/audit/index.ts'
import { ensurePartitions, newestSeq, projectDecisions, undeployedAfter } from '#slices/decisions/index.ts'

export type TailParts = {
  db: Db
  clock: Clock
  log: House['log']
  ledger: { sources: readonly LeafSource[]; signer: Signer }
  /** Takes note of AI agents that asked without being deployed. */
  discover(tx: Tx, pairs: { aiAgentId: string; teamId: string }[]): Promise<void>
  /** What else follows the facts, in this order. */
  steps: readonly ((now: Date) => Promise<void>)[]
}

export type Tail = { /** Does all that is due now. */ runOnce(): Promise<void>; start(): void; stop(): Promise<void> }

const tickMs = 1000
const sweepEveryTicks = 3600

/**
 * What follows the facts, within seconds and from the tables alone: leaves of the ledger, counts for pages, AI agents that
 * nobody registered. Every step can be stopped at any point and is safe to run on several nodes.
 */
export function makeTail(parts: TailParts): Tail {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let ticks = 0
  let lookedUpTo = -1

  async function discoverNew(): Promise<void> {
    const newest = await newestSeq(parts.db)
    if (lookedUpTo < 0) lookedUpTo = Math.max(0, newest - 10_000)
    if (newest === lookedUpTo) return
    const found = await undeployedAfter(parts.db, lookedUpTo, newest)
    if (found.length > 0)
      await parts.db.tx((tx) =>
        parts.discover(
          tx,
          found.map((row) => ({ aiAgentId: row.ai_agent_id, teamId: row.team_id })),
        ),
      )
    lookedUpTo = newest
  }

  async function runOnce(): Promise<void> {
    if (ticks++ % sweepEveryTicks === 0) await sweep(parts)
    while ((await projectDecisions(parts.db)) > 0);
    await discoverNew()
    const steps = [...parts.steps, () => growLedger(parts)]
    await eachAlone(steps.map((step) => () => step(parts.clock.now())))
  }

  function tick(): void {
    if (running) return
    running = runOnce()
      .catch((error) => parts.log('warn', 'Following the facts was interrupted and goes on in a second', { error: String(error) }))
      .finally(() => {
        running = undefined
      })
  }

  return {
    async runOnce() {
      await running
      await runOnce()
    },
    start() {
      timer = setInterval(tick, tickMs)
    },
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** Does every step, also when one before it failed: what one slice cannot do must not hold up the others, nor the ledger. */
async function eachAlone(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error) => void failures.push(error))
  if (failures.length > 0) throw failures[0]
}

async function growLedger(parts: TailParts): Promise<void> {
  for (;;) {
    const now = parts.clock.now()
    const result = await parts.db.tx((tx) => appendLeaves(tx, parts.ledger.sources, { signer: parts.ledger.signer, now }))
    if (result.state === 'busy' || !result.hasMore) return
  }
}

const keepDays = 7
const dayMs = 86_400_000

/** Hourly: partitions for the months to come, and the end of answers that nobody will ask for again. */
async function sweep(parts: TailParts): Promise<void> {
  const now = parts.clock.now()
  const old = new Date(now.getTime() - keepDays * dayMs)
  await ensurePartitions(parts.db, now)
  await parts.db.query('delete from idempotency_key where at < $1', [old])
}
