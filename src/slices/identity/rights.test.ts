import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identityWorld } from '../../../tests/identity-world.ts'
import * as contract from './contract.ts'
import { type Grant, isTeamRole, rightsOf, rightsTable } from './rights.ts'

const scopesOf = (grants: Grant[]) => [...rightsOf(grants).keys()]

const grant: fc.Arbitrary<Grant> = fc
  .record({ role: fc.constantFrom(...contract.roleIds), team: fc.constantFrom('a', 'b', 'c') })
  .map(({ role, team }) => ({ role, team: isTeamRole(role) ? team : null }))

describe('the rights table', () => {
  test('names exactly the scopes of the house, and every route of identity asks for one of them', () => {
    expect(Object.keys(rightsTable).sort()).toEqual([...contract.scopeIds].sort())
    const routes = Object.values(contract).filter((each) => typeof each === 'object' && 'scope' in each && 'path' in each)
    expect(routes.length).toBeGreaterThan(20)
    for (const route of routes) expect([...contract.scopeIds, 'public', 'signed_in']).toContain(route.scope)
  })

  test('can be read by whoever is signed in, in words', async () => {
    const world = await identityWorld()
    const table = await world.operator(contract.listRights, {})
    expect(table.scopes.map((row) => row.scope)).toEqual([...contract.scopeIds])
    expect(table.roles.map((role) => role.id)).toEqual([...contract.roleIds, 'operator'])
    expect(table.scopes.find((row) => row.scope === 'decisions:replay')).toMatchObject({ roles: ['operator'], forKeys: true })
  })

  test('lets an auditor change nothing', () => {
    expect(scopesOf([{ role: 'auditor', team: null }]).filter((scope) => !scope.endsWith(':read'))).toEqual([])
  })

  test('gives an administrator everything that anybody may hold by a role', () => {
    const byRole = contract.scopeIds.filter((scope) => rightsTable[scope].roles.some((holder) => holder !== 'operator'))
    expect(scopesOf([{ role: 'administrator', team: null }])).toEqual(byRole)
  })

  test('keeps from keys what only people may do', () => {
    expect(contract.scopeIds.filter((scope) => !rightsTable[scope].forKeys)).toEqual([
      'people:read',
      'people:write',
      'keys:read',
      'keys:write',
      'checks:write',
      'triage:write',
      'causes:write',
      'measures:write',
      'adoption:write',
      'alarms:write',
      'quality:write',
      'samples:write',
    ])
  })
})

describe('several roles together', () => {
  test('allow what each of them allows, wherever it does, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 6 }), (grants) => {
        const together = rightsOf(grants)
        for (const scope of contract.scopeIds)
          for (const team of ['a', 'b', 'c', 'd']) {
            const reach = together.get(scope)
            const isHeld = reach === 'all' || (reach?.has(team) ?? false)
            const isGiven = grants.some(
              (each) => rightsTable[scope].roles.includes(each.role) && (each.team === null || each.team === team),
            )
            expect(isHeld).toBe(isGiven)
          }
      }),
    )
  })
})
