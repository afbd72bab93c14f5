import { type Actor, may, requireScope, teamsOf } from '#kernel/actor.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import type { Ctx } from '#kernel/verb.ts'
import type { Item, Reader } from '../item.ts'
import { holdItem, itemOfId, type Reachable } from '../store/items.ts'

export const readerOf = ({ actor, now }: Pick<Ctx, 'actor' | 'now'>): Reader => ({ pseudonym: actor.pseudonym, now })

/** Whose items the actor reaches with this scope. */
export function reachOf(actor: Actor, scope: string): Reachable {
  return { teams: teamsOf(actor, scope), aiAgent: actor.aiAgentId }
}

/** The same within one team, and for one AI agent, where the caller asked for them. */
export function reachWithin(actor: Actor, scope: string, asked: { team?: string; aiAgent?: string }): Reachable {
  const reach = reachOf(actor, scope)
  const isForeign = asked.aiAgent !== undefined && reach.aiAgent !== undefined && asked.aiAgent !== reach.aiAgent
  const teams = asked.team === undefined ? reach.teams : [asked.team].filter((team) => may(actor, scope, team))
  return { teams: isForeign ? [] : teams, aiAgent: asked.aiAgent ?? reach.aiAgent }
}

/** True for a key that proposes: it must not answer itself. */
function proposes(actor: Actor): boolean {
  return actor.kind === 'api_key' && (actor.aiAgentId !== undefined || may(actor, 'decisions:write'))
}

export function mayWork(actor: Actor, teamId: string): boolean {
  return !proposes(actor) && may(actor, 'exceptions:work', teamId)
}

/** Refuses whoever proposes to answer proposals. */
export function requireNotProposing(actor: Actor): void {
  if (!proposes(actor)) return
  throw new AppError('not_allowed', 'This key asks for decisions, so it cannot answer them.', {
    next: 'Let a person answer, or use a key without the right decisions:write that is bound to no AI agent.',
  })
}

/** Whose items the actor may work on. */
export function workReach(actor: Actor): Reachable {
  requireScope(actor, 'exceptions:work')
  requireNotProposing(actor)
  return reachOf(actor, 'exceptions:work')
}

export function found(item: Item | undefined, id: string): Item {
  if (item) return item
  throw new AppError('not_found', `There is no item ${id} that you may see.`, {
    next: 'Check the id, and that your key or role reaches its team.',
  })
}

export async function workable(db: Queryable, ctx: Ctx, id: string): Promise<Item> {
  return found(await itemOfId(db, workReach(ctx.actor), id), id)
}

/** The item, held for a change until the transaction ends. */
export async function workableHeld(tx: Tx, ctx: Ctx, id: string): Promise<Item> {
  return found(await holdItem(tx, workReach(ctx.actor), id), id)
}
