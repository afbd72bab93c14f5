import { type Actor, may } from '#kernel/actor.ts'
import { AppError } from '#kernel/errors.ts'
import type { AiAgent } from '../ai-agent.ts'

/** True for a person who answers for the AI agent or keeps it running. */
export function owns(actor: Actor, aiAgent: AiAgent): boolean {
  return actor.kind === 'person' && (actor.id === aiAgent.accountableOwner || actor.id === aiAgent.technicalOwner)
}

/** True where the actor holds the scope in every team. A key that is bound to one AI agent never does. */
export function mayEverywhere(actor: Actor, scope: string): boolean {
  return actor.rights.get(scope) === 'all' && actor.aiAgentId === undefined
}

/** An AI agent may serve many teams, so only who holds the right in all of them, or owns it, changes the whole of it. */
export function requireOver(actor: Actor, scope: string, aiAgent: AiAgent): void {
  if (mayEverywhere(actor, scope) || (may(actor, scope) && owns(actor, aiAgent))) return
  throw new AppError('not_allowed', `You hold the right ${scope} in some teams, and ${aiAgent.name} is not yours.`, {
    next: 'Ask one of its owners or an administrator.',
  })
}

export function requireEverywhere(actor: Actor, scope: string): void {
  if (mayEverywhere(actor, scope)) return
  throw new AppError('not_allowed', `This needs the right ${scope} in every team.`, {
    next: 'Ask an administrator. The rights table is at /api/v1/rights.',
  })
}

/** Refuses a key that is bound to another AI agent. */
export function requireOwnKey(actor: Actor, aiAgentId: string): void {
  if (actor.aiAgentId === undefined || actor.aiAgentId === aiAgentId) return
  throw new AppError('not_allowed', `This key speaks for ${actor.aiAgentId} only.`, { next: `Use a key that may act for ${aiAgentId}.` })
}
