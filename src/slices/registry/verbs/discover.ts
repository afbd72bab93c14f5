import { systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import { discovered } from '../ai-agent.ts'
import { insertUnknown } from '../store/ai-agents.ts'
import { insertSightings } from '../store/sightings.ts'

/** An AI agent that asked for a decision for a team where it is not deployed. */
export type Seen = { aiAgentId: string; teamId: string; process?: string }

const actor = systemActor('discovery', [])

/**
 * Puts AI agents that asked for decisions on record, so that somebody registers them. What is known already changes nothing,
 * so it may be called for the same pairs again and again.
 */
export async function discover(tx: Tx, pairs: readonly Seen[], made: { audit: WriteAudit; now: Date }): Promise<void> {
  if (pairs.length === 0) return
  const { audit, now: at } = made
  const ids = [...new Set(pairs.map((pair) => pair.aiAgentId))].sort()
  const fresh = await insertUnknown(
    tx,
    ids.map((id) => discovered(id, at)),
  )
  const sightings = pairs.map(({ aiAgentId, teamId, process = '' }) => ({ aiAgentId, teamId, process, seenAt: at }))
  const unseen = await insertSightings(tx, sightings)
  if (fresh.length > 0) await bumpEpoch(tx, 'ai_agent', fresh.length === 1 ? (fresh[0] as string) : '*')
  for (const id of fresh) await audit(tx, { actor, action: 'ai_agent.discover', subject: `ai_agent:${id}`, at })
  for (const { aiAgentId, teamId, process } of unseen)
    await audit(tx, {
      actor,
      action: 'ai_agent.sight',
      subject: `ai_agent:${aiAgentId}`,
      at,
      after: { teamId, process: process || null },
    })
}
