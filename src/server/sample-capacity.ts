import { type Replayed, teamId } from '#replay/index.ts'
import type { Call } from '#sdk/call.ts'
import { getObserved, Question, startRun } from '#slices/capacity/contract.ts'

/** Nobody has timed a review of the sample: this is assumed, and the name of the run says so. */
const minutesAssumed = 6

/**
 * Asks for each team of the sample at what volume its queue breaks, if all of the sample came on every working day. The queue must
 * have opened its items by then: the plan goes by how many there are.
 */
export async function askCapacity(call: Call, runs: Replayed['runs']): Promise<void> {
  const ask = async (team: string) => {
    const { decisions, exceptions } = await call(getObserved, { team })
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
