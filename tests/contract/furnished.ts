import type { Db } from '#kernel/db.ts'
import * as conversations from '#slices/conversations/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { raiseAlarm } from '#slices/escalation/index.ts'
import * as identity from '#slices/identity/contract.ts'
import { addTally } from '#slices/measures/index.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { newChannel } from '../outside/channels.ts'
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
  const told = { team: 'billing', source: 'desk', conversation: 'case-1', event: 'first', at: '2026-11-16T09:00:00Z' }
  await here.call(conversations.recordConversationEvents, { events: [{ ...told, kind: 'opened' }] })
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
  const outside = { ...(await furnishOutside(here)), ...(await furnishAlarm(here)) }
  const known: Known = {
    ...outside,
    team: ['billing'],
    teamId: ['billing'],
    aiAgent: ['refund-bot'],
    aiAgentId: ['refund-bot'],
    deployment: [deploymentId],
    id: ['refund', decisionId, 'desk:case-1'],
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

/** Errors of a day with a baseline of them, what is watched thereby, and an alarm about it that nobody looks after. */
async function furnishAlarm({ call, clock, running }: World): Promise<Known> {
  const on = '2026-01-01'
  const count = { teamId: 'billing', measureId: 'errors', aiAgentId: 'refund-bot', kind: '', version: 1, total: 0n, squares: 0n }
  await running.db.tx((tx) => addTally(tx, { counts: [{ ...count, day: on, n: 1000, x: 20 }], spreads: [], hours: [] }, clock.now()))
  await call(monitoring.freezeBaseline, {
    team: 'billing',
    aiAgent: 'refund-bot',
    measures: ['errors'],
    from: on,
    to: on,
    reason: 'Furnished',
  })
  const { items } = await call(monitoring.listWatches, { limit: 50 })
  const [made] = await running.db.query<{ id: string }>(
    `insert into alarm (team_id, id, ai_agent_id, kind, measure_id, state, severity, owner_id, owner_role, title, says, next_step, evidence, since,
                        raised_at, seen_at, times)
     values ('billing', gen_random_uuid(), 'refund-bot', 'spike', 'errors', 'open', 'high', null, 'team_lead', 'Furnished', 'Furnished.', 'Look.',
             '{"baseline":null,"seen":null,"excess":null,"expected":null,"waiting":null,"waitingMax":null}', $1, $1, $1, 1)
     returning id`,
    [clock.now()],
  )
  const watch = items.find(({ kind }) => kind === 'spike')?.id
  return { alarm: [made?.id], watch: [watch], measures: [['errors']], measure: ['errors'] }
}

/** A channel with something that waits for it, and an escalation that nobody can be told of. */
async function furnishOutside({ call, clock, running }: World): Promise<Known> {
  const target = { kind: 'slack' as const, url: 'https://hooks.example.com/furnished' }
  const { id: channel } = await call(notifications.createChannel, newChannel({ teamId: 'billing', name: 'Furnished', target }))
  const { id: delivery } = await call(notifications.testChannel, { channel })
  const about = { teamId: 'billing', severity: 'high' as const, kind: 'alarm' as const, subject: 'furnished', link: null, drillId: null }
  const escalation = await running.db.tx((tx) => raiseAlarm(tx, { ...about, title: 'Furnished', text: 'Furnished.', at: clock.now() }))
  for (let step = 0; step < 3; step++) await running.tail.runOnce()
  return { channel: [channel], delivery: [delivery], escalation: [escalation] }
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

/** What moves by itself: a key notes when it was last used, and sending notes how it goes. */
const passing: Record<string, string[]> = {
  api_key: ['last_used_at'],
  channel: ['rests_until', 'failures'],
  delivery: ['state', 'tries', 'next_try_at', 'last_status', 'last_problem', 'delivered_at', 'message'],
}

/** What the tables hold, one digest each, without what moves by itself. */
export async function contentOf(db: Db): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by 1`,
  )
  const parts = tables.map(({ name }) => {
    const own = passing[name]
    const row = own ? `(to_jsonb(t) - array['${own.join("', '")}'])::text` : 't::text'
    return `select '${name}' as name, md5(coalesce(string_agg(${row}, '|' order by ${row}), '')) as digest from ${name} t`
  })
  const rows = await db.query<{ name: string; digest: string }>(parts.join(' union all '))
  // What follows the facts within seconds, at a time of its own.
  const moving =
    /^(ledger_|decision_rollup|decision_projected|decision_fate|exception_projected|limit_watch|drill_host|monitoring_mark|place_seen|watch|rollup_|run_mark|run_counted|uptime_|look_back|decision_conversation)/
  return Object.fromEntries(rows.filter(({ name }) => !moving.test(name)).map((row) => [row.name, row.digest]))
}
