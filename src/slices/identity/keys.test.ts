import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entriesOf, everything, identityWorld, operatorKey, refused } from '../../../tests/identity-world.ts'
import * as contract from './contract.ts'
import { loadOrMakeOperatorKey } from './index.ts'

const forBot = {
  name: 'Refund bot',
  scopes: ['teams:read', 'decisions:write'] as const,
  teams: ['billing'],
  aiAgent: 'refund-bot',
  expiresInDays: 30,
}

async function withTeams() {
  const world = await identityWorld()
  for (const id of ['billing', 'airline'])
    await world.operator(contract.createTeam, { id, name: id, timeZone: 'UTC', department: null, lead: null })
  const make = (more: Partial<Parameters<typeof world.operator<typeof contract.createKey>>[1]> = {}) =>
    world.operator(contract.createKey, { ...forBot, scopes: [...forBot.scopes], ...more })
  return { ...world, make }
}

describe('an API key', () => {
  test('is shown once, stored as a hash, and acts inside its scopes and teams', async () => {
    const world = await withTeams()
    const { key, token } = await world.make()
    expect(token).toMatch(/^plt_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/)
    expect(key).toMatchObject({ prefix: `plt_${key.id}`, teams: ['billing'], aiAgent: 'refund-bot', state: 'active', lastUsedAt: null })
    const call = world.byKey(token as string)
    expect(await call(contract.me, {})).toMatchObject({
      kind: 'api_key',
      person: null,
      rights: { 'teams:read': ['billing'], 'decisions:write': ['billing'] },
    })
    expect((await call(contract.listTeams, { limit: 50 })).items.map((team) => team.id)).toEqual(['billing'])
    expect((await refused(call(contract.getTeam, { team: 'airline' }))).code).toBe('not_allowed')
    expect((await refused(call(contract.listPeople, { limit: 50 }))).code).toBe('not_allowed')
    expect((await refused(call(contract.signOut, {}))).code).toBe('conflict')
    const stored = await everything(world.db)
    expect(stored).not.toContain(token?.slice(-43))
    expect(await entriesOf(world.db, 'api_key.create')).toHaveLength(1)
  })

  test('is answered without waiting once it is known', async () => {
    const world = await withTeams()
    const { token } = await world.make()
    const headers = { authorization: `Bearer ${token}` }
    const first = world.identity.identify(headers)
    expect(first).toBeInstanceOf(Promise)
    const known = await first
    expect(world.identity.identify(headers)).toBe(known)
    expect(known).toMatchObject({ byCookie: false, actor: { kind: 'api_key', aiAgentId: 'refund-bot' } })
  })

  test('notes the hour of its last use, and no more', async () => {
    const world = await withTeams()
    const { key, token } = await world.make()
    world.time.now = new Date('2026-05-04T09:47:12Z')
    await world.byKey(token as string)(contract.me, {})
    await expect
      .poll(async () => (await world.operator(contract.listKeys, { limit: 50 })).items.find((each) => each.id === key.id)?.lastUsedAt)
      .toBe('2026-05-04T09:00:00.000Z')
  })

  test('is over at once on every node when it is revoked', async () => {
    const world = await withTeams()
    const { key, token } = await world.make()
    const other = await world.node()
    const calls = [world.byKey(token as string), world.byKey(token as string, other)]
    for (const call of calls) expect((await call(contract.me, {})).kind).toBe('api_key')
    expect((await world.operator(contract.revokeKey, { key: key.id })).state).toBe('revoked')
    await Promise.all([world.watch.refresh(), other.watch.refresh()])
    for (const call of calls) expect((await refused(call(contract.me, {}))).code).toBe('not_signed_in')
    expect((await refused(world.operator(contract.revokeKey, { key: key.id }))).code).toBe('conflict')
    expect((await refused(world.operator(contract.revokeKey, { key: '0'.repeat(16) }))).code).toBe('not_found')
    expect(await entriesOf(world.db, 'api_key.revoke')).toHaveLength(1)
  })

  test('ends on its day, also while it is remembered', async () => {
    const world = await withTeams()
    const { token } = await world.make()
    const call = world.byKey(token as string)
    world.time.now = new Date('2026-06-03T07:59:59Z')
    expect((await call(contract.me, {})).kind).toBe('api_key')
    world.time.now = new Date('2026-06-03T08:00:00Z')
    expect((await refused(call(contract.me, {}))).detail).toContain('expired')
    expect((await world.operator(contract.listKeys, { limit: 50 })).items[0]?.state).toBe('expired')
  })

  test('that is wrong is refused, and a cookie beside it does not help', async () => {
    const world = await withTeams()
    const { jar } = await world.setUp()
    const { token } = await world.make()
    const wrong = `${token?.slice(0, -1)}${token?.endsWith('A') ? 'B' : 'A'}`
    const unknown = `plt_${'0'.repeat(16)}_${'a'.repeat(43)}`
    const wrongOperator = `plt_operator_${'p'.repeat(43)}`
    for (const bearer of [wrong, unknown, wrongOperator, `${token}x`, 'nonsense', 'x'.repeat(9000), '']) {
      const call = world.caller({ authorization: `Bearer ${bearer}`, 'sec-fetch-site': 'same-origin' }, { cookie: jar.cookie })
      const problem = await refused(call(contract.me, {}))
      expect(problem.code).toBe('not_signed_in')
      expect(problem.next).toContain('plt_')
    }
    const basic = world.caller({ authorization: 'Basic YTpi' }, { cookie: jar.cookie })
    expect((await refused(basic(contract.me, {}))).code).toBe('not_signed_in')
  })

  test('cannot be given more than its maker holds, nor what no key may hold', async () => {
    const world = await withTeams()
    const engineer = await world.join('Bo', [{ role: 'engineer', team: null }])
    const make = (scopes: (typeof contract.scopeIds)[number][], teams: string[] | null = null) =>
      refused(engineer.call(contract.createKey, { name: 'k', scopes, teams, aiAgent: null, expiresInDays: 1 }))
    const before = await everything(world.db)
    expect((await make(['standards:write'])).code).toBe('not_allowed')
    expect((await make(['decisions:replay'])).code).toBe('not_allowed')
    expect((await make(['keys:write'])).code).toBe('invalid')
    expect((await make(['people:write'])).code).toBe('invalid')
    expect((await make(['decisions:write'], ['nowhere'])).code).toBe('not_found')
    expect((await make([])).code).toBe('invalid')
    const auditor = await world.join('Cy', [{ role: 'auditor', team: null }])
    const { key } = await world.make()
    const kept = await everything(world.db)
    expect((await refused(auditor.call(contract.createKey, { ...forBot, scopes: ['teams:read'] }))).code).toBe('not_allowed')
    expect((await refused(auditor.call(contract.revokeKey, { key: key.id }))).code).toBe('not_allowed')
    expect(await everything(world.db)).toBe(kept)
    expect(before).not.toContain('"name":"k"')
  })

  test('is made once by a repeated request, which does not tell the token again', async () => {
    const world = await withTeams()
    const input = { ...forBot, scopes: [...forBot.scopes] }
    const first = await world.operator(contract.createKey, input, { idempotencyKey: 'k' })
    const second = await world.operator(contract.createKey, input, { idempotencyKey: 'k' })
    expect(second).toEqual({ key: first.key, token: null })
    expect(JSON.stringify(await world.db.query('select * from idempotency_key'))).not.toContain(first.token?.slice(-43))
  })

  test('stands in a list, newest first, in pages', async () => {
    const world = await withTeams()
    for (const name of ['one', 'two', 'three']) {
      world.time.now = new Date(world.time.now.getTime() + 1000)
      await world.make({ name })
    }
    const first = await world.operator(contract.listKeys, { limit: 2 })
    expect(first.items.map((key) => key.name)).toEqual(['three', 'two'])
    const rest = await world.operator(contract.listKeys, { limit: 2, after: first.next as string })
    expect([rest.items.map((key) => key.name), rest.next]).toEqual([['one'], null])
  })
})

describe('the operator’s key', () => {
  test('is made once, for its owner’s eyes, and read again after that', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'pilotage-operator-'))
    const path = join(dataDir, 'operator.key')
    const made = loadOrMakeOperatorKey(dataDir)
    expect(made).toMatch(/^plt_operator_[A-Za-z0-9_-]{43}$/)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toBe(`${made}\n`)
    expect(loadOrMakeOperatorKey(dataDir)).toBe(made)
    writeFileSync(path, 'something else')
    expect(() => loadOrMakeOperatorKey(dataDir)).toThrow(/does not hold an operator key/)
    rmSync(dataDir, { recursive: true })
  })

  test('holds what an administrator holds, and may replay', async () => {
    const world = await identityWorld()
    const { me } = await world.setUp()
    const operator = await world.byKey(operatorKey)(contract.me, {})
    expect(operator.kind).toBe('operator')
    expect(operator.rights).toEqual({ ...me.rights, 'decisions:replay': 'all' })
  })
})
