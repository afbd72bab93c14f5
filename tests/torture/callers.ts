import { setTimeout as sleep } from 'node:timers/promises'
import { CallError, createCaller } from '#sdk/call.ts'
import * as decisions from '#slices/decisions/contract.ts'

/** An answer that a caller got and may act on. */
export type Acknowledged = { run: string; call: string; id: string; tier: string; wanted: string; tries: number }

/** What the callers saw, all together. */
export type Seen = {
  acknowledged: Acknowledged[]
  /** Calls whose first try got no answer, or the answer to come again. */
  retried: number
  /** Whole calls that were made once more although they had been answered. */
  repeated: number
  refusedForNow: number
  cutOff: number
  longestGapMs: number
  lastAtMs: number
  /** What must never be: another answer to the same call, or a refusal that does not say to come again. */
  faults: string[]
}

/** What the standard says of an amount. */
const amounts = [
  { amount: 20, tier: 'autonomous' },
  { amount: 500, tier: 'review' },
  { amount: 5000, tier: 'human_only' },
] as const

const pauseMs = 50
const answerWithinMs = 60_000

export type Callers = { seen: Seen; stop(): Promise<void> }

/**
 * Callers that never give up: each asks for one decision after another, and asks again with the same run and call until it
 * is answered. Now and then one asks again for what was answered.
 */
export function startCallers(at: { url: string; headers: Record<string, string> }, count: number): Callers {
  const call = createCaller({ baseUrl: at.url, headers: at.headers })
  const seen: Seen = {
    acknowledged: [],
    retried: 0,
    repeated: 0,
    refusedForNow: 0,
    cutOff: 0,
    longestGapMs: 0,
    lastAtMs: performance.now(),
    faults: [],
  }
  let isStopping = false

  async function work(caller: number): Promise<void> {
    const run = `run-${caller}`
    for (let number = 0; !isStopping; number++) {
      const { amount, tier } = amounts[(caller + number) % amounts.length] as (typeof amounts)[number]
      const proposal = proposalOf(run, `call-${number}`, amount)
      const first = await untilAnswered(proposal, tier)
      seen.acknowledged.push(first)
      if (number % 25 === 0) await repeat(proposal, first)
    }
  }

  async function repeat(proposal: ReturnType<typeof proposalOf>, first: Acknowledged): Promise<void> {
    const again = await untilAnswered(proposal, first.wanted)
    seen.repeated += 1
    if (again.id !== first.id) seen.faults.push(`${first.run} ${first.call}: ${first.id} the first time, ${again.id} the second`)
  }

  async function untilAnswered(proposal: ReturnType<typeof proposalOf>, wanted: string): Promise<Acknowledged> {
    for (let tries = 1; ; tries++) {
      const answer = await call(decisions.decide, proposal, { signal: AbortSignal.timeout(answerWithinMs) }).catch(noteFailure)
      if (answer) {
        const now = performance.now()
        seen.longestGapMs = Math.max(seen.longestGapMs, now - seen.lastAtMs)
        seen.lastAtMs = now
        if (answer.tier !== wanted) seen.faults.push(`${proposal.run} ${proposal.call}: ${answer.tier}, wanted ${wanted}`)
        return { run: proposal.run, call: proposal.call, id: answer.id, tier: answer.tier, wanted, tries }
      }
      if (tries === 1) seen.retried += 1
      await sleep(pauseMs)
    }
  }

  function noteFailure(error: unknown): undefined {
    if (!(error instanceof CallError)) seen.cutOff += 1
    else if (error.problem.status === 503 || error.problem.status === 429) seen.refusedForNow += 1
    else seen.faults.push(JSON.stringify(error.problem))
  }

  const working = Array.from({ length: count }, (_, caller) => work(caller))
  return {
    seen,
    async stop() {
      isStopping = true
      await Promise.all(working)
    },
  }
}

function proposalOf(run: string, call: string, amount: number) {
  return {
    aiAgent: 'refund-bot',
    team: 'billing',
    decisionType: 'refund',
    subject: `conversation:${run}`,
    run,
    call,
    action: { name: 'refund', arguments: { amount } },
    inputs: { amount },
  }
}
