import type { Call } from './call.ts'
import { CallError } from './call.ts'
import { isAway, within } from './patience.ts'
import { routes } from './routes.ts'
import { type Kept, nameOf, type Spool } from './spool.ts'
import type { Result } from './types.ts'

export type Delivery = { deliver(): Promise<number>; close(): Promise<void> }

type DeliveryParts = { call: Call; spool: Spool; everyMs: number; log: (words: string, facts: unknown) => void }

const tryMs = 10_000

const handedOver = 'Pilotage could not be reached when this was asked, so people were asked to do it.'
const neverBegan = 'The process ended before the action began.'
const endedMidway = 'The process ended while the action ran. Look whether it happened.'

/**
 * Tells Pilotage what is kept, one after the other, and forgets each when it is on record there. Telling twice changes nothing: a
 * call has one decision, and a decision one outcome.
 */
export function makeDelivery({ call, spool, everyMs, log }: DeliveryParts): Delivery {
  let running: Promise<number> | undefined
  const timer = setInterval(() => void deliver(), everyMs)
  timer.unref()

  function deliver(): Promise<number> {
    running ??= deliverAll().finally(() => {
      running = undefined
    })
    return running
  }

  async function deliverAll(): Promise<number> {
    const kept = await spool.list()
    const due = kept.filter((one) => one.kind !== 'execution' || spool.left.has(nameOf(one)))
    let done = 0
    for (const one of due) {
      const isDone = await deliverOne(one)
      if (!isDone) break
      done++
    }
    return due.length - done
  }

  async function deliverOne(kept: Kept): Promise<boolean> {
    try {
      await tell(call, kept)
      await spool.forget(kept)
      return true
    } catch (error) {
      if (isAway(error)) return false
      await spool.setAside(kept, error instanceof Error ? error.message : String(error))
      return true
    }
  }

  void deliver().catch((error) => log('What is kept could not be read', error))

  return {
    deliver,
    async close() {
      clearInterval(timer)
      await running?.catch(() => {})
    },
  }
}

async function tell(call: Call, kept: Kept): Promise<void> {
  if (kept.kind === 'outcome') return report(call, kept.decision, kept)
  if (kept.kind === 'execution') return tellLeft(call, kept)
  const { id } = await call(routes.decide, { ...kept.proposal, localAnswer: kept.told }, { signal: within(tryMs) })
  // Who was told to wait for a review goes on waiting.
  if (kept.told?.tier === 'review') return
  // With an outcome on record nothing can be executed any more: people have it.
  await report(call, id, { result: 'not_executed', detail: handedOver })
}

async function report(call: Call, id: string, { result, detail }: { result: Result; detail?: string }): Promise<void> {
  try {
    await call(routes.reportOutcome, { id, result, detail }, { signal: within(tryMs) })
  } catch (error) {
    const isKnown = error instanceof CallError && error.problem.code === 'conflict'
    if (!isKnown) throw error
  }
}

/** What an earlier process left. Whether the permission was its own, the server tells by the name of the attempt. */
async function tellLeft(call: Call, kept: Extract<Kept, { kind: 'execution' }>): Promise<void> {
  const { decision: id, action, attempt } = kept
  if (kept.stage === 'started') return report(call, id, { result: 'failed', detail: endedMidway })
  const { execution } = await call(routes.getDecision, { id }, { signal: within(tryMs) })
  if (!execution) return
  try {
    await call(routes.execute, { id, action }, { idempotencyKey: attempt, signal: within(tryMs) })
  } catch (error) {
    if (isAway(error)) throw error
    return
  }
  await report(call, id, { result: 'not_executed', detail: neverBegan })
}
