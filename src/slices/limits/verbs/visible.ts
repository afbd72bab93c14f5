import { may, mayActFor, teamsOf } from '#kernel/actor.ts'
import type { Ctx } from '#kernel/verb.ts'

/**
 * What is shown of what was asked for: the team if the actor may see it, else all that the actor may see, and the actor's
 * own AI agent alone when it is a key that is bound to one.
 */
export function visible(
  ctx: Ctx,
  scope: string,
  asked: { team?: string; aiAgent?: string },
): { teams: string[] | null; aiAgentId?: string } {
  const { actor } = ctx
  const { team, aiAgent = actor.aiAgentId } = asked
  if (aiAgent !== undefined && !mayActFor(actor, aiAgent)) return { teams: [] }
  if (team === undefined) return { teams: teamsOf(actor, scope), aiAgentId: aiAgent }
  return { teams: may(actor, scope, team) ? [team] : [], aiAgentId: aiAgent }
}
