import type { Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { must } from '#kernel/must.ts'
import { deleteSwitch, saveSwitch } from '../store/switches.ts'

/**
 * Sets a kill switch over an AI agent that does not exist, or takes it away without a trace: to see how fast servers follow. The last
 * act of the caller's transaction, which writes the audit entry: it moves the epoch.
 */
export async function setPhantomSwitch(tx: Tx, { aiAgentId, isOn, at }: { aiAgentId: string; isOn: boolean; at: Date }): Promise<void> {
  must(aiAgentId.startsWith('drill-'), 'A phantom switch stops nothing real')
  const key = { scope: 'ai_agent' as const, target: aiAgentId }
  const words = { reason: 'This is a drill: it stops nothing real.', whoToAsk: 'nobody', by: 'system:drills' }
  if (isOn) await saveSwitch(tx, { ...key, ...words, isOn, at })
  else await deleteSwitch(tx, key)
  await bumpEpoch(tx, 'kill_switch', '*')
}
