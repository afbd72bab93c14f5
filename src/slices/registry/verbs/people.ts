import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import type { AiAgent, Owners } from '../ai-agent.ts'
import { completenessOf } from '../card.ts'
import type { Readiness } from '../deployment.ts'
import type { Person } from '../wire.ts'

/** What the registry asks of whoever knows people and teams. `server/` passes it in. */
export type People = {
  /** Those of them that are known. */
  byIds(db: Queryable, ids: readonly string[]): Promise<Person[]>
  /** Those of them that are known; letters count the same in either case. */
  byEmails(db: Queryable, emails: readonly string[]): Promise<Person[]>
  /** Those of them that exist. */
  teams(db: Queryable, ids: readonly string[]): Promise<string[]>
}

/** The owners of these AI agents by their ids. */
export async function ownersOf(db: Queryable, people: People, aiAgents: readonly AiAgent[]): Promise<Map<string, Person>> {
  const ids = aiAgents.flatMap(({ accountableOwner, technicalOwner }) => [accountableOwner, technicalOwner]).filter((id) => id !== null)
  const found = ids.length === 0 ? [] : await people.byIds(db, [...new Set(ids)])
  return new Map(found.map((person) => [person.id, person]))
}

/** Owners as the caller named them (ids or e-mail addresses) as ids of people who can answer for something. */
export async function findOwners(db: Queryable, people: People, named: Owners): Promise<Owners> {
  const { accountableOwner, technicalOwner } = named
  return {
    accountableOwner: accountableOwner && (await findOwner(db, people, accountableOwner)),
    technicalOwner: technicalOwner && (await findOwner(db, people, technicalOwner)),
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function findOwner(db: Queryable, people: People, name: string): Promise<string> {
  const found = uuid.test(name) ? await people.byIds(db, [name]) : await people.byEmails(db, [name])
  const [person] = found
  if (person?.isActive) return person.id
  if (person)
    throw new AppError('conflict', `${person.name} is not active here and cannot answer for an AI agent.`, {
      next: 'Name somebody who is active.',
    })
  throw new AppError('not_found', `Nobody here is known as ${name}.`, { next: 'Add the person first, or check the e-mail address.' })
}

/** What stands between an AI agent and going live. */
export async function readinessOf(db: Queryable, people: People, aiAgent: AiAgent): Promise<Readiness> {
  const owners = await ownersOf(db, people, [aiAgent])
  const owner = aiAgent.accountableOwner === null ? undefined : owners.get(aiAgent.accountableOwner)
  const { missing } = completenessOf(aiAgent.card, aiAgent.accountableOwner)
  return { hasOwner: owner?.isActive ?? false, missing: missing.filter((field) => field.form !== 'owner') }
}

export async function requireTeam(db: Queryable, people: People, teamId: string): Promise<void> {
  const [known] = await people.teams(db, [teamId])
  if (known !== undefined) return
  throw new AppError('not_found', `There is no team ${teamId}.`, { next: 'Make the team first, or check its id.' })
}
