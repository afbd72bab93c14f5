import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { beyond } from '../../../tests/reference/table.ts'
import { mixAdjusted, ratioLimits, sameMixDifference, type TeamMix, withRareTypesMerged } from './case-mix.ts'

type Case = { types: string[]; overall: number; n: number[][]; observed: number[][]; teams: (Record<string, number> & { team: string })[] }
const file = new URL('../../../tests/reference/divergence/case_mix.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Case>

const teamsOf = ({ types, n, observed, teams }: Case): TeamMix[] =>
  teams.map(({ team }, row) => ({
    teamId: team,
    byType: types.map((type, column) => ({ type, hits: observed[row]?.[column] as number, of: n[row]?.[column] as number })),
  }))

describe('what a team’s mix explains', () => {
  test.each(['simpson', 'five_teams'])('expected hits, ratio, adjusted share and limits of %s', (name) => {
    const want = cases[name] as Case
    const got = mixAdjusted(teamsOf(want), { ownShareMax: 1 })
    expect(beyond(got.overall, want.overall, { relative: 1e-8 })).toBe(0)
    const faults = got.teams.flatMap((team, index) => {
      const limits = ratioLimits(team.hits, team.expectedHits)
      const values: Record<string, number> = {
        n: team.of,
        observed: team.hits,
        raw_rate: team.hits / team.of,
        expected: team.expectedHits,
        ratio: team.ratio as number,
        adjusted_rate: team.adjusted as number,
        z: team.z,
        byar_low: limits.byar.low,
        byar_high: limits.byar.high,
        exact_poisson_low: limits.exact.low,
        exact_poisson_high: limits.exact.high,
      }
      const row = want.teams[index] as Record<string, number>
      return Object.entries(values).filter(([key, value]) => beyond(value, row[key] as number, { relative: 1e-8 }) !== 0)
    })
    expect(faults).toEqual([])
  })

  test('a team with the harder cases is behind as counted and ahead once its mix is taken into account', () => {
    const [easy, hard] = mixAdjusted(teamsOf(cases.simpson as Case), { ownShareMax: 1 }).teams
    expect(easy!.hits / easy!.of).toBeGreaterThan(hard!.hits / hard!.of)
    expect(easy!.adjusted!).toBeLessThan(hard!.adjusted!)
  })

  const mix = (teamId: string, password: [number, number], billing: [number, number]): TeamMix => ({
    teamId,
    byType: [
      { type: 'password', hits: password[0], of: password[1] },
      { type: 'billing', hits: billing[0], of: billing[1] },
    ],
  })

  test('who has much of a type is not judged by itself', () => {
    const teams = [mix('large', [400, 1000], [50, 100]), mix('a', [90, 100], [50, 100]), mix('b', [90, 100], [50, 100])]
    const apart = mixAdjusted(teams, { ownShareMax: 0.5 }).teams[0]!
    expect(apart.typesByOthers).toEqual(['password'])
    expect(apart.expectedHits).toBeCloseTo(1000 * 0.9 + 100 * 0.5, 9)
    expect(mixAdjusted(teams, { ownShareMax: 1 }).teams[0]!.expectedHits).toBeLessThan(600)
  })

  test('a type that nobody else has tells nothing of a difference', () => {
    const teams = [mix('alone', [10, 500], [50, 100]), mix('a', [0, 0], [50, 100])]
    const alone = mixAdjusted(teams, { ownShareMax: 0.25 }).teams[0]!
    expect(alone.z).toBe(0)
    expect(alone.hits).toBe(alone.expectedHits)
  })

  test('a type that always or never hits adds no chance, and nothing breaks where nobody hits', () => {
    const { overall, teams } = mixAdjusted([mix('a', [0, 100], [0, 50]), mix('b', [0, 10], [0, 5])], { ownShareMax: 0.25 })
    expect(overall).toBe(0)
    expect(teams.map(({ z, ratio, adjusted, variance }) => [z, ratio, adjusted, variance])).toEqual([
      [0, null, null, 0],
      [0, null, null, 0],
    ])
    expect(mixAdjusted([], { ownShareMax: 0.25 })).toEqual({ overall: 0, teams: [] })
  })

  test('rare types are taken together, and no case is lost', () => {
    const teams = withRareTypesMerged([mix('a', [30, 60], [2, 20]), { teamId: 'b', byType: [{ type: 'odd', hits: 1, of: 3 }] }], 50)
    expect(teams).toEqual([
      {
        teamId: 'a',
        byType: [
          { type: 'password', hits: 30, of: 60 },
          { type: 'other', hits: 2, of: 20 },
        ],
      },
      { teamId: 'b', byType: [{ type: 'other', hits: 1, of: 3 }] },
    ])
  })

  test('two teams are held against each other with one mix, and only with enough of every type', () => {
    const weights = new Map([
      ['password', 3],
      ['billing', 1],
    ])
    const [a, b] = [mix('a', [80, 100], [10, 40]), mix('b', [300, 500], [50, 100])]
    const found = sameMixDifference(a, b, { weights, casesMin: 30 })!
    expect(found.first.share).toBeCloseTo(0.75 * 0.8 + 0.25 * 0.25, 12)
    expect(found.second.share).toBeCloseTo(0.75 * 0.6 + 0.25 * 0.5, 12)
    expect(found.difference.low).toBeLessThan(found.difference.share)
    expect(found.difference.high).toBeGreaterThan(found.difference.share)
    expect(sameMixDifference(a, b, { weights, casesMin: 41 })).toBeNull()
    expect(sameMixDifference(a, b, { weights: new Map([['unknown', 1]]), casesMin: 0 })).toBeNull()
  })
})
