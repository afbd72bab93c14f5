import { setTimeout as sleep } from 'node:timers/promises'
import { type Replayed, teamId } from '#replay/index.ts'
import type { Call } from '#sdk/call.ts'
import { getObserved, Question, startRun } from '#slices/capacity/contract.ts'

/** Nobody has timed a review of the sample: this is assumed, and the name of the run says so. */
const minutesAssumed = 6

/** Asks for each team of the sample at what volume its queue breaks, if all of the sample came on every working day. */
export async function askCapacity(call: Call, runs: Replayed['runs'], signal: AbortSignal): Promise<void> {
  const ask = async (team: string) => {
    const { decisions, exceptions } = await settled(() => call(getObserved, { team }), signal)
    if (decisions > 0) await call(startRun, questionOf(team, { decisions, exceptions }))
  }
  await Promise.all([...new Set(runs.map(({ domain }) => teamId(domain)))].map(ask))
}

function questionOf(team: string, { decisions, exceptions }: { decisions: number; exceptions: number }) {
  return Question.parse({
    team,
    volumePerDay: decisions,
    exceptionRate: Math.min(1, exceptions / decisions),
    handleMinutes: minutesAssumed,
    name: `The sample every working day, ${minutesAssumed} min each assumed`,
  })
}

const calmMs = 1500
const looksMax = 20

/** The queue opens its items a moment after the decisions: waits until it is done with them. */
async function settled(look: () => Promise<{ decisions: number; exceptions: number }>, signal: AbortSignal) {
  let before = await look()
  for (let looks = 0; looks < looksMax; looks++) {
    await sleep(calmMs, undefined, { signal })
    const now = await look()
    if (now.decisions === before.decisions && now.exceptions === before.exceptions) break
    before = now
  }
  return before
}
