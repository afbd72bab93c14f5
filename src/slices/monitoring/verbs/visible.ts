import { may, mayActFor, requireActFor, requireScope, teamsOf } from '#kernel/actor.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import type { Ctx } from '#kernel/verb.ts'
import { teamExists } from '#slices/identity/index.ts'
import { type Definition, definitionOf } from '#slices/measures/index.ts'
import type { Place } from '../watch.ts'

type Asked = { team?: string; aiAgent?: string }

/** What is shown of what was asked for: where the actor holds the scope, and its own AI agent alone when it is a key that is bound to one. */
export function visible(
  { actor }: Ctx,
  scope: string,
  { team, aiAgent = actor.aiAgentId }: Asked,
): { teams: string[] | null; aiAgentId?: string } {
  if (aiAgent !== undefined && !mayActFor(actor, aiAgent)) return { teams: [] }
  if (team === undefined) return { teams: teamsOf(actor, scope), aiAgentId: aiAgent }
  return { teams: may(actor, scope, team) ? [team] : [], aiAgentId: aiAgent }
}

/** True where a key that is bound to one AI agent asks about another, or about a team as a whole. */
export const isForeign = ({ actor }: Ctx, { aiAgentId }: Place): boolean => actor.aiAgentId !== undefined && actor.aiAgentId !== aiAgentId

/** The place that was named, if the actor holds the scope there. */
export async function requirePlace(db: Queryable, ctx: Ctx, { team, aiAgent }: { team: string; aiAgent?: string }): Promise<Place> {
  requireScope(ctx.actor, 'alarms:write', team)
  requireActFor(ctx.actor, aiAgent ?? '')
  if (!(await teamExists(db, team)))
    throw new AppError('not_found', `There is no team ${team}.`, { next: 'Check its id, or make the team first.' })
  return { teamId: team, aiAgentId: aiAgent ?? '' }
}

/** The measure of that id, if it may be watched and frozen. */
export function requireMeasure(id: string): Definition {
  const definition = definitionOf(id)
  if (!definition) throw new AppError('not_found', `There is no measure ${id}.`, { next: 'See /api/v1/measures for those that there are.' })
  if (definition.isAboutPeople)
    throw new AppError('not_allowed', `${definition.name} is about people, and nobody is watched.`, {
      next: 'The page Adoption shows it where enough people stand behind it.',
    })
  return definition
}
