import { describe, expect, test } from 'vitest'
import {
  admin,
  entriesOf,
  everything,
  type IdentityWorld,
  identityWorld,
  password,
  refused,
  tokenIn,
} from '../../../tests/identity-world.ts'
import * as contract from './contract.ts'

const coe = [{ role: 'coe' as const, team: null }]
const someone = '00000000-0000-4000-8000-000000000000'

async function settled(): Promise<IdentityWorld & { admin: Awaited<ReturnType<IdentityWorld['setUp']>> }> {
  const world = await identityWorld()
  const seat = await world.setUp()
  for (const id of ['billing', 'airline'])
    await world.operator(contract.createTeam, { id, name: id, timeZone: 'Europe/Berlin', department: null, lead: null })
  return { ...world, admin: seat }
}

describe('people', () => {
  test('are added with a link that works once, and then sign in', async () => {
    const world = await settled()
    const added = await world.admin.call(contract.addPerson, { name: 'Bo', email: 'BO@example.com', roles: coe })
    expect(added.person).toMatchObject({ name: 'Bo', email: 'bo@example.com', state: 'invited', roles: coe })
    expect(added.invitation.link).toMatch(/^http:\/\/localhost:80\/invitation#/)
    const token = tokenIn(added.invitation.link)
    const me = await world.nobody(contract.acceptInvitation, { token, password })
    expect(me.rights).toMatchObject({ 'standards:write': 'all' })
    expect((await refused(world.nobody(contract.acceptInvitation, { token, password }))).code).toBe('conflict')
    expect((await world.nobody(contract.signIn, { email: 'bo@example.com', password })).person?.name).toBe('Bo')
    const person = await world.admin.call(contract.getPerson, { person: added.person.id })
    expect(person.state).toBe('active')
    const [entry] = await entriesOf(world.db, 'person.add')
    expect(entry?.subject).toMatch(/^person:p_[0-9a-f]{30}$/)
    expect(entry?.detail).not.toMatch(/Bo|example/)
    expect(await entriesOf(world.db, 'person.choose_password')).toHaveLength(1)
  })

  test('are added once: a repeated request makes nobody new and does not tell the link again', async () => {
    const world = await settled()
    const input = { name: 'Bo', email: 'bo@example.com', roles: coe }
    const first = await world.admin.call(contract.addPerson, input, { idempotencyKey: 'k1' })
    const second = await world.admin.call(contract.addPerson, input, { idempotencyKey: 'k1' })
    expect(second).toEqual({ ...first, invitation: { ...first.invitation, link: null } })
    expect((await refused(world.admin.call(contract.addPerson, input))).code).toBe('conflict')
    expect(await entriesOf(world.db, 'person.add')).toHaveLength(1)
    const kept = JSON.stringify(await world.db.query('select * from idempotency_key'))
    expect(kept).not.toContain(tokenIn(first.invitation.link))
  })

  test('choose a new password with a new link, which ends the older link and their sessions', async () => {
    const world = await settled()
    const cy = await world.join('Cy', coe)
    const first = await world.admin.call(contract.invitePerson, { person: cy.person.id })
    const second = await world.admin.call(contract.invitePerson, { person: cy.person.id })
    expect((await refused(world.nobody(contract.acceptInvitation, { token: tokenIn(first.link), password }))).code).toBe('conflict')
    await world.nobody(contract.acceptInvitation, { token: tokenIn(second.link), password: 'another quiet otter' })
    expect((await refused(cy.call(contract.me, {}))).code).toBe('not_signed_in')
    expect((await refused(world.nobody(contract.signIn, { email: cy.email, password }))).code).toBe('not_signed_in')
    expect(await entriesOf(world.db, 'person.invite')).toHaveLength(2)
    world.time.now = new Date('2026-05-12T08:00:00Z')
    const late = await world.operator(contract.invitePerson, { person: cy.person.id })
    world.time.now = new Date('2026-05-20T08:00:00Z')
    expect((await refused(world.nobody(contract.acceptInvitation, { token: tokenIn(late.link), password }))).code).toBe('conflict')
  })

  test('get other roles at once, and an edit of an older state is refused', async () => {
    const world = await settled()
    const bo = await world.join('Bo', [{ role: 'teammate', team: 'billing' }])
    expect((await bo.call(contract.me, {})).rights['decisions:read']).toEqual(['billing'])
    const both = [
      { role: 'team_lead' as const, team: 'airline' },
      { role: 'teammate' as const, team: 'billing' },
    ]
    const edit = { person: bo.person.id, roles: [...both, ...both] }
    expect((await refused(world.admin.call(contract.updatePerson, edit))).code).toBe('match_required')
    const { etag } = await world.admin.call(contract.getPerson, { person: bo.person.id })
    const updated = await world.admin.call(contract.updatePerson, edit, { ifMatch: etag })
    expect(updated.roles).toEqual(both)
    expect((await refused(world.admin.call(contract.updatePerson, edit, { ifMatch: etag }))).code).toBe('stale')
    const me = await bo.call(contract.me, {})
    expect(me.rights['decisions:read']).toEqual(['airline', 'billing'])
    expect(me.rights['tuning:write']).toEqual(['airline'])
    expect(await entriesOf(world.db, 'person.update')).toHaveLength(1)
  })

  test('hold team roles in a team that exists, and the others in none', async () => {
    const world = await settled()
    const add = (roles: { role: (typeof contract.roleIds)[number]; team: string | null }[]) =>
      refused(world.admin.call(contract.addPerson, { name: 'Bo', email: 'bo@example.com', roles }))
    expect((await add([{ role: 'teammate', team: null }])).code).toBe('invalid')
    expect((await add([{ role: 'coe', team: 'billing' }])).code).toBe('invalid')
    expect((await add([{ role: 'teammate', team: 'nowhere' }])).code).toBe('not_found')
    expect((await add([])).code).toBe('invalid')
  })

  test('are out at once in every open session when their access ends, and come back when it is given again', async () => {
    const world = await settled()
    const bo = await world.join('Bo', coe)
    const second = await world.node()
    const onSecond = world.caller({ 'sec-fetch-site': 'same-origin' }, { cookie: bo.jar.cookie }, second)
    expect((await onSecond(contract.me, {})).kind).toBe('person')
    expect((await world.admin.call(contract.disablePerson, { person: bo.person.id })).state).toBe('disabled')
    expect((await refused(bo.call(contract.me, {}))).code).toBe('not_signed_in')
    expect((await refused(onSecond(contract.me, {}))).code).toBe('not_signed_in')
    expect((await refused(world.admin.call(contract.disablePerson, { person: bo.person.id }))).code).toBe('conflict')
    expect((await refused(world.admin.call(contract.invitePerson, { person: bo.person.id }))).code).toBe('conflict')
    await world.admin.call(contract.enablePerson, { person: bo.person.id })
    expect((await refused(world.admin.call(contract.enablePerson, { person: bo.person.id }))).code).toBe('conflict')
    expect((await refused(bo.call(contract.me, {}))).code).toBe('not_signed_in')
    expect((await bo.call(contract.signIn, { email: bo.email, password })).kind).toBe('person')
    expect(await entriesOf(world.db, 'person.disable')).toHaveLength(1)
    expect(await entriesOf(world.db, 'person.enable')).toHaveLength(1)
  })

  test('who are the last administrator stay it, also when two administrators remove each other at once', async () => {
    const world = await settled()
    const ada = world.admin.me.person?.id as string
    const invited = await world.operator(contract.addPerson, {
      name: 'Not yet',
      email: 'not@example.com',
      roles: [{ role: 'administrator', team: null }],
    })
    expect(invited.person.state).toBe('invited')
    expect((await refused(world.admin.call(contract.disablePerson, { person: ada }))).code).toBe('conflict')
    const { etag } = await world.admin.call(contract.getPerson, { person: ada })
    expect((await refused(world.admin.call(contract.updatePerson, { person: ada, roles: coe }, { ifMatch: etag }))).code).toBe('conflict')
    const bo = await world.join('Bo', [{ role: 'administrator', team: null }])
    const outcomes = await Promise.allSettled([
      world.admin.call(contract.disablePerson, { person: bo.person.id }),
      bo.call(contract.disablePerson, { person: ada }),
    ])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  })

  test('are listed by name in pages, and a team lead sees those of the own team', async () => {
    const world = await settled()
    await world.join('Bo', [{ role: 'teammate', team: 'billing' }])
    await world.join('Cy', [{ role: 'teammate', team: 'airline' }])
    const lead = await world.join('Di', [{ role: 'team_lead', team: 'billing' }])
    const first = await world.admin.call(contract.listPeople, { limit: 3 })
    expect(first.items.map((each) => each.name)).toEqual([admin.name, 'Bo', 'Cy'])
    const rest = await world.admin.call(contract.listPeople, { limit: 3, after: first.next as string })
    expect(rest).toMatchObject({ items: [{ name: 'Di' }], next: null })
    expect((await world.admin.call(contract.listPeople, { limit: 50, search: 'aDa' })).items).toHaveLength(1)
    expect((await lead.call(contract.listPeople, { limit: 50 })).items.map((each) => each.name)).toEqual(['Bo', 'Di'])
    const cy = (await world.admin.call(contract.listPeople, { limit: 50, search: 'cy' })).items[0]
    expect((await refused(lead.call(contract.getPerson, { person: cy?.id ?? '' }))).code).toBe('not_found')
    expect(JSON.stringify(first)).not.toMatch(/p_[0-9a-f]{30}/)
    expect((await refused(world.admin.call(contract.listPeople, { limit: 50, after: 'nonsense' }))).code).toBe('invalid')
  })

  test('cannot be changed by anybody without the right, whoever it is', async () => {
    const world = await settled()
    const bo = await world.join('Bo', [
      { role: 'team_lead', team: 'billing' },
      { role: 'engineer', team: null },
    ])
    const before = await everything(world.db)
    const acts = [
      () => bo.call(contract.addPerson, { name: 'X', email: 'x@example.com', roles: coe }),
      () => bo.call(contract.updatePerson, { person: bo.person.id, roles: [{ role: 'administrator', team: null }] }, { ifMatch: '1' }),
      () => bo.call(contract.disablePerson, { person: bo.person.id }),
      () => bo.call(contract.enablePerson, { person: bo.person.id }),
      () => bo.call(contract.invitePerson, { person: bo.person.id }),
    ]
    for (const act of acts) expect((await refused(act())).code).toBe('not_allowed')
    expect((await refused(world.nobody(contract.disablePerson, { person: someone }))).code).toBe('not_signed_in')
    expect(await everything(world.db)).toBe(before)
  })
})
