import type { Tx } from '#kernel/db.ts'
import type { Deployment } from '../deployment.ts'

/** An AI agent is about to go live in a team: newly deployed, promoted from assist, or taken up again after a pause. */
export type Launch = { aiAgentId: string; teamId: string; how: 'deploy' | 'promote' | 'resume' }

/** Refuses a launch that something stands against, in the transaction that makes it. `server/` passes it in. */
export type RequireMayLaunch = (tx: Tx, launch: Launch) => Promise<void>

export const nothingAgainst: RequireMayLaunch = async () => {}

/** Asks about a change of a deployment that is about to be kept, when it lets something go live. */
export async function requireLaunch(
  tx: Tx,
  { requireMayLaunch, before, after }: { requireMayLaunch: RequireMayLaunch; before: Deployment | null; after: Deployment },
): Promise<void> {
  if (after.phase !== 'live' || before?.phase === 'live') return
  const { aiAgentId, teamId } = after
  await requireMayLaunch(tx, { aiAgentId, teamId, how: howOf(before) })
}

function howOf(before: Deployment | null): Launch['how'] {
  if (before === null) return 'deploy'
  return before.phase === 'paused' ? 'resume' : 'promote'
}
