import { afterAll } from 'vitest'
import { type Actor, nobody, type Reach } from '#kernel/actor.ts'
import { systemChance } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import { watchEpoch } from '#kernel/epoch.ts'
import { makeApp } from '#kernel/http.ts'
import { findMigrations, migrate } from '#kernel/migrate.ts'
import { type Call, createCaller } from '#sdk/call.ts'
import { makeAudit } from '#slices/audit/index.ts'
import { people } from '#slices/identity/index.ts'
import { mountRegistry, type Person, registryBook } from '#slices/registry/index.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

/** People of every registry world. Ada and Bo are active, Cy has left. Bo's team is in Tokyo. */
export const ada: Person = person('ada', '1', 'Europe/Berlin')
export const bo: Person = person('bo', '2', 'Asia/Tokyo')
export const cy: Person = { ...person('cy', '3', 'UTC'), isActive: false }

function person(name: string, digit: string, timeZone: string): Person {
  const id = `${digit.repeat(8)}-0000-4000-8000-000000000000`
  return { id, name: name[0]?.toUpperCase() + name.slice(1), email: `${name}@example.com`, isActive: true, timeZone }
}

const everybody = [ada, bo, cy]
const teams = [
  { id: 'billing', zone: 'Europe/Berlin', lead: ada },
  { id: 'airline', zone: 'Asia/Tokyo', lead: bo },
]

async function addPeople(db: Db): Promise<void> {
  for (const { id, name, email, isActive } of everybody)
    await db.query(
      `insert into person (id, name, email, pseudonym, disabled_at, created_at, updated_at) values ($1, $2, $3, $4, $5, now(), now())`,
      [id, name, email, `p-${id}`, isActive ? null : new Date(0)],
    )
  for (const { id, zone, lead } of teams)
    await db.query('insert into team (id, name, time_zone, lead_person_id) values ($1, $1, $2, $3)', [id, zone, lead.id])
}

const scopes = ['ai-agents:read', 'ai-agents:write', 'deployments:write', 'kill-switch:write', 'checks:write']

type Told = { kind?: Actor['kind']; id?: string; reach?: Reach; scopes?: readonly string[]; aiAgentId?: string }

/** An actor with these scopes; an administrator unless told otherwise. */
export function actor({ kind = 'person', id = 'someone', reach = 'all', scopes: held = scopes, aiAgentId }: Told = {}): Actor {
  return { kind, id, pseudonym: `p-${id}`, rights: new Map(held.map((scope) => [scope, reach])), aiAgentId }
}

/** A lead of one team, with every right there and none elsewhere. */
export function leadOf(team: string, id = 'lead'): Actor {
  return actor({ id, reach: new Set([team]) })
}

const made: TestDatabase[] = []
afterAll(() => Promise.all(made.splice(0).map((each) => each.drop())))

const below = ['0001-kernel', '0002-audit', '0004-identity', '0005-registry']

/** The tables of the registry and of what it stands on, with people and teams in them. */
async function makeTables(empty: Db): Promise<void> {
  const migrations = findMigrations().filter((each) => below.includes(each.name))
  await migrate(empty, migrations)
  await addPeople(empty)
}

/** The registry on a database of its own, called over HTTP without a network. Time stands still until a test moves it. */
export async function registryWorld() {
  const database = await freshDatabase(makeTables)
  made.push(database)
  const { db } = database
  const time = { now: new Date('2026-05-04T20:00:00Z') }
  const actors = new Map<string, Actor>()
  const audit = makeAudit(systemChance())
  const app = makeApp({
    db,
    audit,
    clock: { now: () => time.now },
    identify: (headers) => ({ actor: actors.get(headers.authorization ?? '') ?? nobody, byCookie: false }),
    log: (_level, words, facts) => process.stderr.write(`${words} ${(facts?.error as Error | undefined)?.stack ?? ''}\n`),
    checksAnswers: true,
  })
  mountRegistry(app, people)
  const watch = watchEpoch(db)

  function callAs(who: Actor): Call {
    const authorization = `Actor ${actors.size}`
    actors.set(authorization, who)
    return createCaller({ headers: { authorization }, fetch: send })
  }

  async function send(url: string, init: RequestInit): Promise<Response> {
    const { method, headers, body } = init as { method: 'GET'; headers: Record<string, string>; body?: string }
    const answer = await app.fastify.inject({ method, url, headers, payload: body })
    return new Response(answer.body, { status: answer.statusCode })
  }

  return { db, audit, time, watch, book: registryBook(watch, db), callAs, call: callAs(actor()) }
}

export type RegistryWorld = Awaited<ReturnType<typeof registryWorld>>

/** Audit entries of one action, oldest first. */
export function entriesOf(world: RegistryWorld, action: string): Promise<{ actor: string; subject: string; detail: string }[]> {
  return world.db.query('select actor, subject, detail from audit_entry where action = $1 order by seq', [action])
}

/** A card with every required field. */
export const card = {
  whatItDoes: 'Answers questions about refunds.',
  dataItReads: ['Orders', 'Payments'],
  decidesAlone: ['Refunds up to 50'],
  escalatesWhen: ['The customer is angry'],
  knownLimits: ['Cannot read attachments'],
}

/** A registered AI agent that Ada answers for and that may go live. */
export const refundBot = {
  id: 'refund-bot',
  name: 'Refund bot',
  function: 'Refunds',
  vendor: 'Acme',
  runtime: 'Acme cloud',
  version: '3.1',
  stage: 'pilot' as const,
  accountableOwner: ada.id,
  technicalOwner: bo.email,
  card,
}
