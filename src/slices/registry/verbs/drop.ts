import { type Actor, systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { must } from '#kernel/must.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import { move } from '../deployment.ts'
import { holdAiAgent } from '../store/ai-agents.ts'
import { findDeployment, holdDeployment, liveIn, saveDeployments } from '../store/deployments.ts'

export type Drop = {
  teamId: string
  /** Null: everything that is live in the team. */
  aiAgentId: string | null
  reason: string
  /** The part of the house whose rule drops them. */
  rule: string
  at: Date
  audit: WriteAudit
}

/**
 * Takes what is live in a place back to assist by a rule of the house, each with its own audit entry, and returns the ids. Part of
 * the caller's transaction, as its last act: the epoch moves at the end.
 */
export async function dropToAssist(tx: Tx, drop: Drop): Promise<string[]> {
  const actor = systemActor(drop.rule, [])
  const dropped: string[] = []
  for (const id of await liveIn(tx, drop)) if (await dropOne(tx, { ...drop, actor, id })) dropped.push(id)
  if (dropped.length > 0) await bumpEpoch(tx, 'deployment', '*')
  return dropped
}

async function dropOne(tx: Tx, { id, at, audit, actor, reason }: Drop & { actor: Actor; id: string }): Promise<boolean> {
  const known = await findDeployment(tx, id)
  must(known, 'A deployment is never deleted')
  // In the order in which people change phases, so that neither waits for the other for good.
  await holdAiAgent(tx, known.aiAgentId, 'share')
  const before = await holdDeployment(tx, id)
  if (before?.phase !== 'live') return false
  const after = move(before, { phase: 'assist', at }, { hasOwner: true, missing: [] })
  await saveDeployments(tx, [after])
  const [was, is] = [before, after].map(({ phase, pausedFrom, aiAgentVersion }) => ({ phase, pausedFrom, aiAgentVersion }))
  await audit(tx, { actor, action: 'deployment.change_phase', subject: `deployment:${id}`, at, before: was, after: is, reason })
  return true
}
