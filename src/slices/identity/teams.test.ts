import { describe, expect, test } from 'vitest'
import { entriesOf, everything, identityWorld, refused } from '../../../tests/identity-world.ts'
import * as contract from './contract.ts'
import { people, personExists, teamBook, teamExists } from './index.ts'

const billing = { id: 'billing', name: 'Billing', timeZone: 'Europe/Berlin', department: null, lead: null }

describe('teams', () => {
  test('have a department, a lead and a time zone, and each change leaves one entry', async () => {
    const world = await identityWorld()
    const seat = await world.setUp()
    const lead = seat.me.person?.id as string
    await seat.call(contract.createDepartment, { id: 'service', name: 'Service' })
    const made = await seat.call(contract.createTeam, { ...billing, department: 'service', lead })
    expect(made).toEqual({ ...billing, department: 'service', lead: { id: lead, name: 'Ada Admin' }, etag: '1' })
    const changed = await seat.call(contract.updateTeam, { team: 'billing', timeZone: 'Asia/Tokyo' }, { ifMatch: '1' })
    expect(changed).toEqual({ ...made, timeZone: 'Asia/Tokyo', etag: '2' })
    expect(await seat.call(contract.getTeam, { team: 'billing' })).toEqual(changed)
    const freed = await seat.call(contract.updateTeam, { team: 'billing', lead: null, department: null }, { ifMatch: '2' })
    expect(freed).toMatchObject({ lead: null, department: null, timeZone: 'Asia/Tokyo' })
    for (const [action, count] of [
      ['department.create', 1],
      ['team.create', 1],
      ['team.update', 2],
    ] as const)
      expect(await entriesOf(world.db, action)).toHaveLength(count)
    const [, second] = await entriesOf(world.db, 'team.update')
    expect(JSON.parse(second?.detail ?? '')).toMatchObject({ before: { hasLead: true }, after: { hasLead: false, isLeadChanged: true } })
    expect(second?.detail).not.toMatch(new RegExp(`Ada|${lead}`))
  })

  test('refuse what cannot be: a taken id, an unknown place, a wrong time zone, an older state', async () => {
    const world = await identityWorld()
    const { operator } = world
    await operator(contract.createTeam, billing)
    const before = await everything(world.db)
    expect((await refused(operator(contract.createTeam, billing))).code).toBe('conflict')
    const other = { ...billing, id: 'other' }
    expect((await refused(operator(contract.createTeam, { ...other, department: 'nowhere' }))).code).toBe('not_found')
    expect((await refused(operator(contract.createTeam, { ...other, lead: '00000000-0000-4000-8000-000000000000' }))).code).toBe(
      'not_found',
    )
    for (const timeZone of ['Berlin', 'Mars/Olympus', '+02:00', ''])
      expect(await refused(operator(contract.createTeam, { ...other, timeZone }))).toMatchObject({ faults: [{ path: 'timeZone' }] })
    expect((await refused(operator(contract.createTeam, { ...other, id: 'Other Team' }))).code).toBe('invalid')
    const strange = await refused(operator(contract.createTeam, { ...other, colour: 'red' } as typeof other))
    expect(strange).toMatchObject({ code: 'invalid', faults: [{ message: 'there is no field colour here' }] })
    expect((await refused(operator(contract.updateTeam, { team: 'billing', name: 'B' }))).code).toBe('match_required')
    expect((await refused(operator(contract.updateTeam, { team: 'billing', name: 'B' }, { ifMatch: '7' }))).code).toBe('stale')
    expect((await refused(operator(contract.updateTeam, { team: 'nowhere', name: 'B' }, { ifMatch: '1' }))).code).toBe('not_found')
    expect((await refused(operator(contract.getTeam, { team: 'nowhere' }))).code).toBe('not_found')
    expect(await everything(world.db)).toBe(before)
  })

  test('are changed by one of two who edit the same state at the same moment', async () => {
    const world = await identityWorld()
    await world.operator(contract.createTeam, billing)
    const edit = (name: string) => world.operator(contract.updateTeam, { team: 'billing', name }, { ifMatch: '1' })
    const outcomes = await Promise.allSettled([edit('One'), edit('Two')])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect((await world.operator(contract.getTeam, { team: 'billing' })).etag).toBe('2')
  })

  test('belong to their lead: the own one can be renamed, another neither seen nor touched, none can be added', async () => {
    const world = await identityWorld()
    await world.operator(contract.createDepartment, { id: 'air', name: 'Air' })
    await world.operator(contract.createTeam, billing)
    await world.operator(contract.createTeam, { ...billing, id: 'airline', department: 'air' })
    const lead = await world.join('Bo', [{ role: 'team_lead', team: 'billing' }])
    expect((await lead.call(contract.updateTeam, { team: 'billing', name: 'Bills' }, { ifMatch: '1' })).name).toBe('Bills')
    const before = await everything(world.db)
    expect((await refused(lead.call(contract.updateTeam, { team: 'airline', name: 'Mine' }, { ifMatch: '1' }))).code).toBe('not_allowed')
    expect((await refused(lead.call(contract.createTeam, { ...billing, id: 'mine' }))).code).toBe('not_allowed')
    expect((await refused(lead.call(contract.createDepartment, { id: 'mine', name: 'Mine' }))).code).toBe('not_allowed')
    expect((await refused(lead.call(contract.updateDepartment, { department: 'air', name: 'M' }, { ifMatch: '1' }))).code).toBe(
      'not_allowed',
    )
    expect((await refused(lead.call(contract.getTeam, { team: 'airline' }))).code).toBe('not_allowed')
    expect((await lead.call(contract.listTeams, { limit: 50 })).items.map((team) => team.id)).toEqual(['billing'])
    expect((await lead.call(contract.listDepartments, { limit: 50 })).items).toEqual([])
    expect(await everything(world.db)).toBe(before)
  })

  test('and departments are listed by id in pages', async () => {
    const { operator } = await identityWorld()
    for (const id of ['c', 'a', 'b']) {
      await operator(contract.createDepartment, { id, name: id })
      await operator(contract.createTeam, { ...billing, id, department: id })
    }
    const first = await operator(contract.listTeams, { limit: 2 })
    expect([first.items.map((team) => team.id), first.next]).toEqual([['a', 'b'], 'b'])
    const rest = await operator(contract.listTeams, { limit: 2, after: 'b' })
    expect([rest.items.map((team) => team.id), rest.next]).toEqual([['c'], null])
    expect((await operator(contract.listTeams, { limit: 2, department: 'c' })).items).toHaveLength(1)
    expect((await operator(contract.listDepartments, { limit: 2 })).next).toBe('b')
    const renamed = await operator(contract.updateDepartment, { department: 'a', name: 'Alpha' }, { ifMatch: '1' })
    expect(renamed).toEqual({ id: 'a', name: 'Alpha', etag: '2' })
  })

  test('are known to the hot path as soon as they are added or changed', async () => {
    const world = await identityWorld()
    const { watch } = await world.node()
    const book = teamBook(world.db, watch)
    expect(await book.load('billing')).toBeNull()
    await world.operator(contract.createTeam, billing)
    await watch.refresh()
    expect(await book.load('billing')).toMatchObject({ timeZone: 'Europe/Berlin' })
    await world.operator(contract.updateTeam, { team: 'billing', timeZone: 'UTC' }, { ifMatch: '1' })
    await watch.refresh()
    expect(book.peek('billing')).toBeUndefined()
    expect(await book.load('billing')).toMatchObject({ timeZone: 'UTC' })
    expect([await teamExists(world.db, 'billing'), await teamExists(world.db, 'nowhere')]).toEqual([true, false])
  })

  test('tell other slices who can answer for something, with the time zone of a team of theirs', async () => {
    const world = await identityWorld()
    await world.operator(contract.createTeam, billing)
    const bo = await world.join('Bo', [{ role: 'teammate', team: 'billing' }])
    const known = { id: bo.person.id, name: 'Bo', email: 'bo@example.com', isActive: true, timeZone: 'Europe/Berlin' }
    expect(await people.byIds(world.db, [bo.person.id])).toEqual([known])
    expect(await people.byEmails(world.db, ['BO@example.com', 'nobody@example.com'])).toEqual([known])
    expect(await people.teams(world.db, ['billing', 'nowhere'])).toEqual(['billing'])
    await world.operator(contract.disablePerson, { person: bo.person.id })
    expect(await people.byIds(world.db, [bo.person.id])).toEqual([{ ...known, isActive: false }])
    expect(await personExists(world.db, bo.person.id)).toBe(false)
  })
})
