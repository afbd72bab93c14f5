import { AppError } from './errors.ts'

/** Where a scope holds: in every team, or in the named ones. */
export type Reach = 'all' | ReadonlySet<string>

/** Who is acting. Facts and the ledger carry the pseudonym, never the id or the name. */
export type Actor = {
  kind: 'person' | 'api_key' | 'operator' | 'system' | 'nobody'
  id: string
  pseudonym: string
  /** Scope → where it holds. A scope that is not here is not granted. */
  rights: ReadonlyMap<string, Reach>
  /** The only AI agent that an API key may speak for, when it is bound to one. */
  aiAgentId?: string
}

export const nobody: Actor = { kind: 'nobody', id: '', pseudonym: '', rights: new Map() }

/** An actor of the house itself: jobs, migrations, the first start. */
export function systemActor(name: string, scopes: readonly string[]): Actor {
  return { kind: 'system', id: name, pseudonym: `system:${name}`, rights: new Map(scopes.map((scope) => [scope, 'all'])) }
}

/** True where the actor holds the scope in that team (or anywhere, when no team is named). */
export function may(actor: Actor, scope: string, teamId?: string): boolean {
  const reach = actor.rights.get(scope)
  if (reach === undefined) return false
  return teamId === undefined || reach === 'all' || reach.has(teamId)
}

/** Throws unless the actor holds the scope (in that team, when one is named). */
export function requireScope(actor: Actor, scope: string, teamId?: string): void {
  if (may(actor, scope, teamId)) return
  if (actor.kind === 'nobody')
    throw new AppError('not_signed_in', 'Sign in first.', { next: 'Sign in, or send an API key as a bearer token.' })
  const place = teamId === undefined ? '' : ` in team ${teamId}`
  throw new AppError('not_allowed', `This needs the right ${scope}${place}.`, {
    next: 'Ask an administrator for a role that holds it. The rights table is at /api/v1/rights.',
  })
}

/** True unless the actor is a key that is bound to another AI agent. */
export function mayActFor(actor: Actor, aiAgentId: string): boolean {
  return actor.aiAgentId === undefined || actor.aiAgentId === aiAgentId
}

/** Refuses a key that is bound to another AI agent. */
export function requireActFor(actor: Actor, aiAgentId: string): void {
  if (mayActFor(actor, aiAgentId)) return
  throw new AppError('not_allowed', `This key speaks for ${actor.aiAgentId}, not for ${aiAgentId}.`, {
    next: 'Use the key of that AI agent.',
  })
}

/** True where the actor holds the scope in every team. A key that is bound to one AI agent never does. */
export function mayEverywhere(actor: Actor, scope: string): boolean {
  return actor.rights.get(scope) === 'all' && actor.aiAgentId === undefined
}

/** Throws unless the actor holds the scope in every team: for what belongs to no single one. */
export function requireEverywhere(actor: Actor, scope: string): void {
  requireScope(actor, scope)
  if (mayEverywhere(actor, scope)) return
  throw new AppError('not_allowed', `This needs the right ${scope} in every team.`, {
    next: 'Ask somebody who holds it for the whole organisation. The rights table is at /api/v1/rights.',
  })
}

/** The teams in which the actor holds the scope, as a filter for SQL: null means all. */
export function teamsOf(actor: Actor, scope: string): string[] | null {
  const reach = actor.rights.get(scope)
  if (reach === 'all') return null
  return reach ? [...reach] : []
}
