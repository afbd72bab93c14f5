import type { Db } from '#kernel/db.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { ask, furnish, refundStandard, type World, world } from '../world.ts'
import { type Headers, letterOf, send } from './door.ts'
import type { Known } from './sample-input.ts'

export const password = 'twelve quiet otters'

/** A world with something of everything, and where to find it. */
export type Furnished = {
  here: World
  known: Known
  lead: Headers
  leadId: string
  decisionId: string
  deploymentId: string
}

/** Team `billing` with a lead who answers for the AI agent `refund-bot`, a decision, a tuning; team `shipping` beside it. */
export async function furnishedWorld(): Promise<Furnished> {
  const here = await world()
  const { deploymentId } = await furnish(here)
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
  const { headers: lead, id: leadId } = await seat(here, 'lead', { role: 'team_lead', team: 'billing' })
  const { etag } = await here.call(registry.getAiAgent, { aiAgent: 'refund-bot' })
  await here.call(registry.setOwners, { aiAgent: 'refund-bot', accountableOwner: leadId }, { ifMatch: etag })
  const { id: decisionId } = await here.call(decisions.decide, ask(20))
  const tuning = { team: 'billing', id: 'refund', values: { alone_max: 90 }, rules: [], reason: 'a careful start' }
  await here.call(policy.tune, tuning)
  const spare = await here.call(identity.addPerson, { name: 'Spare', email: 'spare@example.com', roles: [{ role: 'coe', team: null }] })
  const { key } = await here.call(identity.createKey, {
    name: 'spare',
    scopes: ['settings:read'],
    teams: null,
    aiAgent: null,
    expiresInDays: 1,
  })
  const known: Known = {
    team: ['billing'],
    teamId: ['billing'],
    aiAgent: ['refund-bot'],
    aiAgentId: ['refund-bot'],
    deployment: [deploymentId],
    id: ['refund', decisionId],
    person: [spare.person.id],
    key: [key.id],
    decisionType: ['refund'],
    action: [{ name: 'refund', arguments: { amount: 20 } }],
    text: [refundStandard],
    scope: ['deployment'],
    target: [deploymentId],
    source: ['decisions'],
    email: ['lead@example.com'],
    password: [password],
  }
  return { here, known, lead, leadId, decisionId, deploymentId }
}

type Grant = { role: (typeof identity.roleIds)[number]; team: string | null }

/** Somebody with this role in a browser of their own: the headers that it sends. */
export async function seat({ call, running }: World, name: string, grant: Grant): Promise<{ id: string; headers: Headers }> {
  const email = `${name}@example.com`
  const { person, invitation } = await call(identity.addPerson, { name, email, roles: [grant] })
  const browser = { 'sec-fetch-site': 'same-origin' }
  const token = invitation.link?.split('#')[1] ?? ''
  const { headers } = await send(running.app, letterOf(identity.acceptInvitation, { token, password }, browser))
  const cookie = [headers['set-cookie']].flat().map((each) => String(each).split(';')[0])
  return { id: person.id, headers: { ...browser, cookie: cookie.join('; ') } }
}

/** The headers of a new API key. */
export async function keyHeaders({ call }: World, scopes: readonly string[], teams: string[] | null = null): Promise<Headers> {
  const { token } = await call(identity.createKey, {
    name: 'test key',
    scopes: scopes as 'teams:read'[],
    teams,
    aiAgent: null,
    expiresInDays: 1,
  })
  return { authorization: `Bearer ${token}` }
}

/** What the tables hold, one digest each, without what reading itself may note: when a key was last used. */
export async function contentOf(db: Db): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by 1`,
  )
  const parts = tables.map(({ name }) => {
    const row = name === 'api_key' ? "(to_jsonb(t) - 'last_used_at')::text" : 't::text'
    return `select '${name}' as name, md5(coalesce(string_agg(${row}, '|' order by ${row}), '')) as digest from ${name} t`
  })
  const rows = await db.query<{ name: string; digest: string }>(parts.join(' union all '))
  // What follows the facts within seconds, at a time of its own.
  const moving = /^(ledger_|decision_rollup|decision_projected|exception_projected)/
  return Object.fromEntries(rows.filter(({ name }) => !moving.test(name)).map((row) => [row.name, row.digest]))
}
