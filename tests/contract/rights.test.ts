import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '#kernel/contract.ts'
import { contracts } from '#server/contracts.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { type Headers, letterOf, send } from './door.ts'
import { contentOf, type Furnished, furnishedWorld, keyHeaders, seat } from './furnished.ts'
import { sampleInput } from './sample-input.ts'

type Table = Awaited<ReturnType<typeof readTable>>

/** Somebody at the door, and whether the table lets them use a scope. */
type Visitor = {
  name: string
  headers: Headers
  may(scope: string): boolean
  isInTeam?: boolean /** A key that asks for decisions never answers them. */
  proposes?: boolean
}

/** Signing out ends what the others need, so it comes last. */
const routes = contracts
  .flatMap((slice) => slice.routes.map(({ route }) => route))
  .sort((one, other) => Number(one === identity.signOut) - Number(other === identity.signOut))

/** Acts on what belongs to no single team: a right that holds in one team is not enough, whatever the table says of it. */
const everywhere: readonly string[] = [
  'POST /api/v1/departments',
  'PATCH /api/v1/departments/:department',
  'POST /api/v1/teams',
  'POST /api/v1/ai-agents',
  'POST /api/v1/registry/import',
  'POST /api/v1/adoption/rules',
  'PUT /api/v1/alarm-settings',
  'GET /api/v1/confidence/:aiAgent/suggestions',
]

const nameOf = (route: Route) => `${route.method} ${route.path}`

let place: Furnished
let table: Table
const visitors: Visitor[] = []

const readTable = () => place.here.call(identity.listRights, {})

beforeAll(async () => {
  place = await furnishedWorld()
  const { here } = place
  table = await readTable()
  const rowOf = (scope: string) => table.scopes.find((row) => row.scope === scope)
  const forKeys = table.scopes.filter((row) => row.forKeys).map((row) => row.scope)
  for (const { id, reach } of table.roles) {
    const isInTeam = reach === 'team'
    const may = (scope: string) => rowOf(scope)?.roles.includes(id) ?? false
    visitors.push({ name: id, headers: await headersOf(id, isInTeam ? 'billing' : null), may, isInTeam })
  }
  visitors.push({ name: 'nobody', headers: {}, may: () => false })
  visitors.push({
    name: 'a key without the scope',
    headers: await keyHeaders(here, ['settings:read']),
    may: (scope) => scope === 'settings:read',
  })
  visitors.push({
    name: 'a key with every scope',
    headers: await keyHeaders(here, forKeys),
    may: (scope) => forKeys.includes(scope),
    proposes: true,
  })
})
afterAll(() => place?.here.end())

async function headersOf(role: string, team: string | null): Promise<Headers> {
  if (role === 'operator') return { authorization: `Bearer ${place.here.running.operatorKey}` }
  return role === 'team_lead' ? place.lead : (await seat(place.here, `a-${role}`, { role: role as 'teammate', team })).headers
}

const knock = (route: Route, headers: Headers) =>
  send(place.here.running.app, letterOf(route, sampleInput(route, place.known), headers), route.stream !== undefined)

function isExpected(visitor: Visitor, route: Route): boolean {
  if (route.scope === 'public') return true
  if (route.scope === 'signed_in') return visitor.name !== 'nobody'
  if (route.scope === 'exceptions:work' && visitor.proposes) return false
  return visitor.may(route.scope) && !(visitor.isInTeam && everywhere.includes(nameOf(route)))
}

describe('a team lead', () => {
  const act = <R extends Route>(route: R, input: Parameters<Furnished['here']['call']>[1], headers: Headers) =>
    send(place.here.running.app, letterOf(route, input as Record<string, unknown>, headers))

  test('pauses and resumes a deployment of the own team', async () => {
    const { here, lead, deploymentId } = place
    for (const phase of ['paused', 'live'] as const) {
      const { etag } = await here.call(registry.getDeployment, { deployment: deploymentId })
      const answer = await act(
        registry.changePhase,
        { deployment: deploymentId, phase, reason: 'a quiet day' },
        { ...lead, 'if-match': `"${etag}"` },
      )
      expect([answer.status, JSON.parse(answer.text).phase]).toEqual([200, phase])
    }
  })

  test('edits the AI agent that is theirs, and none that is not', async () => {
    const { here, lead, known } = place
    const edit = async (aiAgent: string) => {
      const { etag } = await here.call(registry.getAiAgent, { aiAgent })
      return (await act(registry.changeAiAgent, { aiAgent, vendor: 'us' }, { ...lead, 'if-match': `"${etag}"` })).status
    }
    expect(await edit('refund-bot')).toBe(200)
    await here.call(registry.registerAiAgent, { ...sampleInput(registry.registerAiAgent, { ...known, id: ['other-bot'] }) } as never)
    expect(await edit('other-bot')).toBe(403)
  })

  test('changes no deployment of another team, and makes none there', async () => {
    const { here, known, lead, deploymentId } = place
    const elsewhere = await seat(here, 'other-lead', { role: 'team_lead', team: 'shipping' })
    const { etag } = await here.call(registry.getDeployment, { deployment: deploymentId })
    const input = { deployment: deploymentId, phase: 'paused', reason: 'not mine' }
    expect((await act(registry.changePhase, input, { ...elsewhere.headers, 'if-match': `"${etag}"` })).status).toBe(403)
    const made = sampleInput(registry.createDeployment, { ...known, teamId: ['shipping'] })
    expect((await act(registry.createDeployment, made, lead)).status).toBe(403)
    expect((await here.call(decisions.listDecisions, { limit: 1, team: 'billing' })).items).toHaveLength(1)
  })
})

describe('a key of another team', () => {
  test('changes nothing, whatever it may do at home, and finds nothing of this team', { timeout: 120_000 }, async () => {
    const { db } = place.here.running
    const forKeys = table.scopes.filter((row) => row.forKeys).map((row) => row.scope)
    const headers = await keyHeaders(place.here, forKeys, ['shipping'])
    let before = await contentOf(db)
    const changed: string[] = []
    const shown: string[] = []
    for (const route of routes) {
      const { status, text } = await knock(route, headers)
      if (status < 400 && (text.includes(place.decisionId) || text.includes('a careful start'))) shown.push(nameOf(route))
      const after = await contentOf(db)
      if (JSON.stringify(after) !== JSON.stringify(before)) changed.push(nameOf(route))
      before = after
    }
    expect(shown).toEqual([])
    // Signing in is open to everybody; whoever knows the password gets a session.
    expect(changed).toEqual([nameOf(identity.signIn)])
  })
})

describe('the rights table', () => {
  test('has a row for the scope of every route, and every row is used', () => {
    const rows = table.scopes.map((row) => row.scope)
    const free = ['public', 'signed_in']
    expect(routes.filter((route) => !free.includes(route.scope) && !rows.includes(route.scope)).map(nameOf)).toEqual([])
    // These two are asked for inside of other acts.
    const inside = ['decisions:replay', 'settings:read']
    expect(rows.filter((scope) => !inside.includes(scope) && !routes.some((route) => route.scope === scope))).toEqual([])
  })

  test('is what the door does, on every route, for every role, for keys and for nobody', { timeout: 120_000 }, async () => {
    expect(routes.length).toBeGreaterThan(60)
    expect(visitors.map((visitor) => visitor.name)).toEqual(expect.arrayContaining([...identity.roleIds, 'operator', 'nobody']))
    const wrong: string[] = []
    for (const route of routes)
      for (const visitor of visitors) {
        const { status, text } = await knock(route, visitor.headers)
        const isAllowed = ![401, 403].includes(status)
        if (isAllowed !== isExpected(visitor, route)) wrong.push(`${visitor.name}, ${nameOf(route)}: ${status} ${text.slice(0, 300)}`)
      }
    expect(wrong).toEqual([])
  })
})
