import { describe, expect, test } from 'vitest'
import type { CallError } from '#sdk/call.ts'
import { admin, entriesOf, everything, identityWorld, password, refused, tokenIn } from '../../../tests/identity-world.ts'
import * as contract from './contract.ts'

describe('the first administrator', () => {
  test('is made by the link that the server printed, and is signed in at once', async () => {
    const world = await identityWorld()
    expect(await world.nobody(contract.getSetup, {})).toEqual({ isComplete: false })
    const { call, me } = await world.setUp()
    expect(me).toMatchObject({ kind: 'person', person: { email: admin.email }, roles: [{ role: 'administrator', team: null }] })
    expect(await call(contract.me, {})).toEqual(me)
    expect(await world.nobody(contract.getSetup, {})).toEqual({ isComplete: true })
    expect(await entriesOf(world.db, 'installation.set_up')).toHaveLength(1)
    expect(await world.identity.setupLink('http://house')).toBeNull()
  })

  test('is one, when two use the link at the same moment', async () => {
    const world = await identityWorld()
    const token = tokenIn(await world.identity.setupLink('http://house'))
    const other = { ...admin, email: 'bo@example.com' }
    const outcomes = await Promise.allSettled([
      world.nobody(contract.completeSetup, { token, ...admin }),
      world.nobody(contract.completeSetup, { token, ...other }),
    ])
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await world.db.query('select count(*) as n from person')).toEqual([{ n: 1 }])
    expect(await entriesOf(world.db, 'installation.set_up')).toHaveLength(1)
  })

  test('cannot be made with an older link, a used one, one of yesterday or a guess', async () => {
    const world = await identityWorld()
    const older = tokenIn(await world.identity.setupLink('http://house'))
    const newer = tokenIn(await world.identity.setupLink('http://house'))
    const before = await everything(world.db)
    expect((await refused(world.nobody(contract.completeSetup, { token: older, ...admin }))).code).toBe('conflict')
    expect((await refused(world.nobody(contract.completeSetup, { token: 'x'.repeat(43), ...admin }))).code).toBe('conflict')
    world.time.now = new Date('2026-05-05T08:00:00Z')
    expect((await refused(world.nobody(contract.completeSetup, { token: newer, ...admin }))).next).toContain('Start the server again')
    expect(await everything(world.db)).toBe(before)
    await world.setUp()
    expect((await refused(world.nobody(contract.completeSetup, { token: newer, ...admin }))).code).toBe('conflict')
  })

  test('chooses a password of twelve characters that is not everybody’s first guess', async () => {
    const world = await identityWorld()
    const token = tokenIn(await world.identity.setupLink('http://house'))
    for (const weak of ['elevenchars', 'passwordpassword', 'ABCABCABCABC'.replaceAll(/[BC]/g, 'A'), 'ada@example.com'])
      expect(await refused(world.nobody(contract.completeSetup, { token, ...admin, password: weak }))).toMatchObject({
        code: 'invalid',
        faults: [{ path: 'password' }],
      })
    expect(await world.nobody(contract.completeSetup, { token, ...admin })).toMatchObject({ kind: 'person' })
  })
})

describe('a session', () => {
  test('begins with the right password, and its cookie cannot be read by scripts or sent by other sites', async () => {
    const world = await identityWorld()
    await world.setUp()
    const { jar, call } = world.browser()
    const me = await call(contract.signIn, { email: ' Ada@Example.com ', password })
    expect(me.person?.email).toBe(admin.email)
    expect(jar.set).toHaveLength(1)
    expect(jar.set?.[0]).toMatch(/^pilotage_session=/)
    expect(jar.set?.[0]).toMatch(/; HttpOnly/i)
    expect(jar.set?.[0]).toMatch(/; SameSite=Lax/i)
    expect(jar.set?.[0]).toMatch(/; Max-Age=43200/i)
    expect(jar.set?.[0]).not.toMatch(/; Secure/i)
    const [entry] = await entriesOf(world.db, 'person.sign_in')
    expect(entry).toMatchObject({ actor_kind: 'person', subject: `person:${entry?.actor}` })
    expect(JSON.stringify(entry)).not.toContain(admin.email)
  })

  test('has a secure cookie where the address is https', async () => {
    const world = await identityWorld({ publicUrl: 'https://pilotage.example.com' })
    const { jar, call } = await world.setUp()
    expect(jar.set?.[0]).toMatch(/^__Secure-pilotage_session=.*; Secure/i)
    expect((await call(contract.me, {})).kind).toBe('person')
  })

  test('is refused in the same words whether the person is unknown, the password wrong or the access ended', async () => {
    const world = await identityWorld()
    await world.setUp()
    const cy = await world.join('Cy', [{ role: 'auditor', team: null }])
    await world.operator(contract.disablePerson, { person: cy.person.id })
    const words: CallError['problem'][] = []
    for (const email of ['nobody@example.com', 'not an address', admin.email, cy.email]) {
      const { call, jar } = world.browser()
      const given = email === cy.email ? password : 'not the password'
      words.push(await refused(call(contract.signIn, { email, password: given })))
      expect(jar.set).toBeUndefined()
    }
    const said = words.map(({ code, detail, next }) => ({ code, detail, next }))
    expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(said[0]?.code).toBe('not_signed_in')
    const entries = await entriesOf(world.db, 'person.sign_in_refused')
    expect(entries.map((entry) => entry.subject === 'person:unknown')).toEqual([true, true, false, false])
    expect(JSON.stringify(entries)).not.toContain('@')
  })

  test('is not to be guessed: after eight tries it says how long to wait, even with the right password', async () => {
    const world = await identityWorld()
    await world.setUp()
    for (let tries = 0; tries < 8; tries += 1)
      expect((await refused(world.nobody(contract.signIn, { email: admin.email, password: `guess ${tries}` }))).code).toBe('not_signed_in')
    const stopped = await refused(world.nobody(contract.signIn, { email: admin.email, password }))
    expect(stopped).toMatchObject({ code: 'too_many', status: 429 })
    expect(stopped.next).toContain('15 minutes')
    world.time.now = new Date('2026-05-04T08:15:00Z')
    expect((await world.nobody(contract.signIn, { email: admin.email, password })).kind).toBe('person')
  })

  test('waits its turn in a flood of guesses, and too many at once are sent away instead of stopping everything else', async () => {
    const world = await identityWorld()
    const guesses = Array.from({ length: 80 }, (_, n) => refused(world.nobody(contract.signIn, { email: `g${n}@example.com`, password })))
    const codes = (await Promise.all(guesses)).map((problem) => problem.code)
    expect(new Set(codes)).toEqual(new Set(['not_signed_in', 'too_many']))
  })

  test('ends by itself after the hours that are set, by our own clock', async () => {
    const world = await identityWorld({ sessionHours: 2 })
    const { call } = await world.setUp()
    world.time.now = new Date('2026-05-04T09:59:59Z')
    expect((await call(contract.me, {})).kind).toBe('person')
    world.time.now = new Date('2026-05-04T10:00:00Z')
    expect((await refused(call(contract.me, {}))).code).toBe('not_signed_in')
  })

  test('ends with sign-out, also for whoever copied the cookie', async () => {
    const world = await identityWorld()
    const { call, jar } = await world.setUp()
    const copied = { cookie: jar.cookie }
    await call(contract.signOut, {})
    expect(jar.set?.[0]).toMatch(/Max-Age=0/)
    const thief = world.caller({ 'sec-fetch-site': 'same-origin' }, copied)
    expect((await refused(thief(contract.me, {}))).code).toBe('not_signed_in')
    expect(await entriesOf(world.db, 'person.sign_out')).toHaveLength(1)
  })

  test('is not believed when the signature of its cookie is another', async () => {
    const world = await identityWorld()
    const { jar } = await world.setUp()
    const [name, value = ''] = (jar.cookie ?? '').split('=')
    const token = decodeURIComponent(value).split('.')[0]
    const forged = `${name}=${encodeURIComponent(`${token}.${Buffer.alloc(32).toString('base64')}`)}`
    for (const cookie of [forged, `${name}=${token}`, `${name}=%`, `${name}=`, `${name}=${'x'.repeat(9000)}`])
      expect((await refused(world.caller({ cookie })(contract.me, {}))).code).toBe('not_signed_in')
  })

  test('keeps no address and no device of anybody', async () => {
    const world = await identityWorld()
    await world.setUp()
    expect(await world.db.query('select ip_address, user_agent from session')).toEqual([{ ip_address: null, user_agent: null }])
  })
})

describe('another site', () => {
  test('can neither change anything with somebody’s cookie nor sign them in', async () => {
    const world = await identityWorld()
    const { jar } = await world.setUp()
    const before = await everything(world.db)
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]
    for (const headers of foreign) {
      const call = world.caller(headers, { cookie: jar.cookie })
      expect((await refused(call(contract.createTeam, { id: 't', name: 'T', timeZone: 'UTC', department: null, lead: null }))).code).toBe(
        'not_allowed',
      )
      expect((await refused(call(contract.signOut, {}))).code).toBe('not_allowed')
      const stranger = world.caller(headers)
      expect((await refused(stranger(contract.signIn, { email: admin.email, password }))).code).toBe('not_allowed')
    }
    expect((await refused(world.caller({}, { cookie: jar.cookie })(contract.signOut, {}))).code).toBe('not_allowed')
    expect(await everything(world.db)).toBe(before)
  })
})
