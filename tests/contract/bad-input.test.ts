import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '#kernel/contract.ts'
import { pathNames } from '#kernel/contract.ts'
import { contracts } from '#server/contracts.ts'
import { insideCall } from '#server/inside-call.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import { ask, refundStandard, refusal } from '../world.ts'
import { answerFaults } from './answer-faults.ts'
import { type Headers, letterOf, send } from './door.ts'
import { contentOf, type Furnished, furnishedWorld, keyHeaders, seat } from './furnished.ts'
import { sampleInput } from './sample-input.ts'

let place: Furnished
beforeAll(async () => {
  place = await furnishedWorld()
})
afterAll(() => place?.here.end())

const operator = () => ({ authorization: `Bearer ${place.here.running.operatorKey}` })
const knock = (route: Route, input: Record<string, unknown>, headers: Headers = operator()) =>
  send(place.here.running.app, letterOf(route, input, headers))
const content = async () => {
  await place.here.running.tail.runOnce()
  return contentOf(place.here.running.db)
}

describe('a replayed Idempotency-Key', () => {
  const team = { id: 'late-shift', name: 'Late shift', timeZone: 'UTC', department: null, lead: null }

  test('gives the first answer again and writes nothing', async () => {
    const headers = { ...operator(), 'idempotency-key': 'one' }
    const first = await knock(identity.createTeam, team, headers)
    const before = await content()
    const again = await knock(identity.createTeam, team, headers)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(JSON.parse(again.text)).toEqual(JSON.parse(first.text))
    expect(await content()).toEqual(before)
  })

  test('with another body is a conflict, and nothing is written', async () => {
    const headers = { ...operator(), 'idempotency-key': 'two' }
    await knock(identity.createTeam, { ...team, id: 'early-shift' }, headers)
    const before = await content()
    const other = await knock(identity.createTeam, { ...team, id: 'night-shift' }, headers)
    expect(other.status).toBe(409)
    expect(answerFaults(other)).toEqual([])
    expect(await content()).toEqual(before)
  })

  test('sent many times at once writes once and answers all the same', async () => {
    const headers = { ...operator(), 'idempotency-key': 'three' }
    const entries = await place.here.count('audit_entry')
    const answers = await Promise.all(Array.from({ length: 10 }, () => knock(identity.createTeam, { ...team, id: 'day-shift' }, headers)))
    for (const answer of answers) expect([answer.status, JSON.parse(answer.text).etag]).toEqual([201, '1'])
    expect(await place.here.count('audit_entry')).toBe(entries + 1)
  })

  test('belongs to its sender: the same key of somebody else is another request', async () => {
    const scopes = ['teams:write', 'teams:read']
    const [one, other] = [await keyHeaders(place.here, scopes), await keyHeaders(place.here, scopes)]
    const key = { 'idempotency-key': 'mine' }
    expect((await knock(identity.createTeam, { ...team, id: 'team-one' }, { ...one, ...key })).status).toBe(201)
    expect((await knock(identity.createTeam, { ...team, id: 'team-two' }, { ...other, ...key })).status).toBe(201)
  })
})

describe('two administrators who edit one standard', () => {
  test('at the same moment: one is told that it changed, with the state that is now, and neither text is lost', async () => {
    const { here } = place
    const editors = await Promise.all(['bo', 'cy'].map((name) => seat(here, name, { role: 'administrator', team: null })))
    const { etag } = await here.call(policy.getStandard, { id: 'refund' })
    const draftOf = (name: string) => ({
      id: 'refund',
      text: refundStandard.replace('Refund a customer', `Refund, said ${name}`),
      reason: `an edit by ${name}`,
    })
    const save = (index: number, match: string) =>
      knock(policy.saveDraft, draftOf(['bo', 'cy'][index] as string), { ...(editors[index]?.headers as Headers), 'if-match': `"${match}"` })
    const answers = await Promise.all([save(0, etag), save(1, etag)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412])
    const loser = answers.findIndex((answer) => answer.status === 412)
    const problem = JSON.parse((answers[loser] as { text: string }).text)
    const now = await here.call(policy.getStandard, { id: 'refund' })
    expect(problem).toMatchObject({ code: 'stale', current: now.etag })
    expect((await save(loser, problem.current)).status).toBe(200)
    const { versions } = await here.call(policy.getStandard, { id: 'refund' })
    const texts = await Promise.all(versions.slice(0, 2).map(({ version }) => here.call(policy.getVersion, { id: 'refund', version })))
    expect(texts.map(({ text }) => /said (\w+)/.exec(text)?.[1]).sort()).toEqual(['bo', 'cy'])
  })
})

describe('a condition that is made to take long', () => {
  const within = 'topics.exists(a, topics.exists(b, topics.exists(c, topics.exists(d, a + b == c + d))))'
  const bombs: Record<string, string> = {
    'loops in loops': within,
    'a long chain': Array.from({ length: 150 }, (_, index) => `amount > ${index}.0`).join(' || '),
    'deep brackets': `${'('.repeat(900)}true${')'.repeat(900)}`,
    'a pattern that backtracks': 'reason.matches("^(a+)+$")',
    'a text that doubles': Array.from({ length: 30 }, () => 'reason')
      .join(' + ')
      .concat(' == reason'),
    'a huge number': `amount > ${'9'.repeat(1900)}`,
  }

  test.each(Object.entries(bombs))('%s is refused, or judged, in a moment, and not stored when it is refused', async (_name, bomb) => {
    const text = refundStandard
      .replace('inputs:', 'inputs:\n  topics: { type: texts }\n  reason: { type: text }')
      .replace('when: amount > 1000', `when: '${bomb}'`)
    const before = await content()
    const started = performance.now()
    const checked = await knock(policy.checkStandard, { text })
    const applied = await knock(policy.apply, { text, reason: 'a test of patience' })
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(checked.status).toBe(200)
    expect(JSON.parse(checked.text).faults.length).toBeGreaterThan(0)
    expect(applied.status).toBe(400)
    expect(answerFaults(applied)).toEqual([])
    expect(await content()).toEqual(before)
  })

  test('many rules that each are allowed add up to a fault, not to a slow server', async () => {
    const rules = Array.from(
      { length: 600 },
      (_, index) => `  - { id: r${index}, when: 'topics.exists(t, t.contains("a"))', tier: review, because: x }`,
    ).join('\n')
    const text = `standard: refund\ntitle: Many\ninputs:\n  topics: { type: texts }\nrules:\n${rules}\nexamples: []\n`
    const started = performance.now()
    expect((await knock(policy.apply, { text, reason: 'a test of patience' })).status).toBe(400)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('what does not exist', () => {
  const unknown = {
    id: ['no-such-thing'],
    team: ['no-team'],
    aiAgent: ['no-bot'],
    deployment: ['no~bot~here'],
    person: [],
    key: [],
    version: [77],
    channel: [],
    delivery: [],
    escalation: [],
    alarm: [],
    watch: [],
    measure: ['no_measure'],
    source: ['no-log'],
  }
  // A draft may be the first of a new standard; everything else must be there already.
  const named = contracts
    .flatMap(({ routes }) => routes.map(({ route }) => route))
    .filter((route) => pathNames(route.path).length > 0 && route !== policy.saveDraft)

  test.each(named.map((route) => [`${route.method} ${route.path}`, route] as const))('%s says so', async (_name, route) => {
    const known = { ...place.known, ...unknown, text: ['standard: no-such-thing'] }
    const answer = await knock(route, sampleInput(route, known), { ...operator(), 'if-match': '"1"' })
    expect(answer.status).toBe(404)
    expect(answerFaults(answer)).toEqual([])
  })
})

describe('a door that was shut', () => {
  test('a key of another team is refused where it may not act and shown nothing where it may not look', async () => {
    const foreign = await keyHeaders(place.here, ['decisions:read', 'decisions:write', 'executions:write', 'outcomes:write'], ['shipping'])
    const before = await content()
    expect((await knock(decisions.decide, ask(20), foreign)).status).toBe(403)
    const id = place.decisionId
    expect((await knock(decisions.execute, { id, action: ask(20).action }, foreign)).status).toBe(404)
    expect((await knock(decisions.reportOutcome, { id, result: 'succeeded' }, foreign)).status).toBe(404)
    expect((await knock(decisions.getReview, { id }, foreign)).status).toBe(404)
    const { items } = JSON.parse((await knock(decisions.decideBatch, { items: [ask(20)] }, foreign)).text)
    expect(items[0]).toMatchObject({ decision: null, problem: { status: 403 } })
    expect(await content()).toEqual(before)
  })

  test('a revoked key is out within a second on every node', async () => {
    const { here } = place
    const { key, token } = await here.call(identity.createKey, {
      name: 'soon gone',
      scopes: ['decisions:write'],
      teams: null,
      aiAgent: null,
      expiresInDays: 1,
    })
    const node = await here.anotherNode()
    const doors = [here.running.app, node.app].map((app) => insideCall(app, token as string))
    for (const door of doors) expect((await door(decisions.decide, ask(20))).tier).toBeDefined()
    await here.call(identity.revokeKey, { key: key.id })
    const revokedAt = performance.now()
    for (const door of doors)
      await expect.poll(() => refusal(door(decisions.decide, ask(20))), { interval: 10 }).toMatchObject({ status: 401 })
    expect(performance.now() - revokedAt).toBeLessThan(1000)
  })

  test('a session that is over is nobody’s, and a forged one never was anybody’s', async () => {
    const { headers } = await seat(place.here, 'di', { role: 'administrator', team: null })
    expect((await knock(identity.me, {}, headers)).status).toBe(200)
    expect((await knock(identity.me, {}, { ...headers, cookie: String(headers.cookie).replace(/=./, '=!') })).status).toBe(401)
    place.here.clock.add(13 * 3_600_000)
    const late = await knock(identity.me, {}, headers)
    expect(late.status).toBe(401)
    expect(answerFaults(late)).toEqual([])
  })
})
