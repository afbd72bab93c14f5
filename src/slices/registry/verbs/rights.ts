import { type Actor, may, mayEverywhere } from '#kernel/actor.ts'
import { AppError } from '#kernel/errors.ts'
import type { AiAgent } from '../ai-agent.ts'

/** True for a person who answers for the AI agent or keeps it running. */
export function owns(actor: Actor, aiAgent: AiAgent): boolean {
  return actor.kind === 'person' && (actor.id === aiAgent.accountableOwner || actor.id === aiAgent.technicalOwner)
}

/** An AI agent may serve many teams, so only who holds the right in all of them, or owns it, changes the whole of it. */
export function requireOver(actor: Actor, scope: string, aiAgent: AiAgent): void {
  if (mayEverywhere(actor, scope) || (may(actor, scope) && owns(actor, aiAgent))) return
  throw new AppError('not_allowed', `You hold the right ${scope} in some teams, and ${aiAgent.name} is not yours.`, {
    next: 'Ask one of its owners or an administrator.',
  })
}
