import { type Replayed, teamId } from '#replay/index.ts'
import type { Call } from '#sdk/call.ts'
import { Question, startRun } from '#slices/capacity/contract.ts'

/** Nobody has timed a review of the sample: this is assumed, and the name of the run says so. */
const minutesAssumed = 6

type Day = { team: string; decisions: number; exceptions: number }

/** Asks for each team of the sample at what volume its queue breaks, if all of the sample came on every working day. */
export async function askCapacity(call: Call, runs: Replayed['runs']): Promise<void> {
  for (const { team, decisions, exceptions } of daysOf(runs)) await call(startRun, questionOf({ team, decisions, exceptions }))
}

const questionOf = ({ team, decisions, exceptions }: Day) =>
  Question.parse({
    team,
    volumePerDay: decisions,
    exceptionRate: exceptions / decisions,
    handleMinutes: minutesAssumed,
    name: `All of the sample on every working day, ${minutesAssumed} minutes for each case assumed`,
  })

/** What waits for a person: decisions that are not autonomous, and runs that failed. */
function daysOf(runs: Replayed['runs']): Day[] {
  const teams = [...new Set(runs.map(({ domain }) => teamId(domain)))].sort()
  return teams.flatMap((team) => {
    const own = runs.filter(({ domain }) => teamId(domain) === team)
    const decided = own.flatMap((run) => run.decided)
    if (decided.length === 0) return []
    const exceptions = decided.filter(({ tier }) => tier !== 'autonomous').length + own.filter(({ success }) => !success).length
    return [{ team, decisions: decided.length, exceptions: Math.min(exceptions, decided.length) }]
  })
}
