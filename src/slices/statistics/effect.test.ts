import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beyond } from '../../../tests/reference/table.ts'
import { adjustedEffect, effectOf } from './effect.ts'
import { gapsByPeriod, staggeredEffects } from './staggered.ts'

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/reference/honest-metrics', name), 'utf8'))
const never = (): number => {
  throw new Error('all assignments can be tried')
}
/** Numbers from 0 to 1 in a fixed order (Park and Miller). */
function draws(seed: number): () => number {
  let at = seed
  return () => {
    at = (at * 48_271) % 2_147_483_647
    return at / 2_147_483_647
  }
}

type Sides = Record<'treated_before' | 'treated_after' | 'control_before' | 'control_after', number[]>
const groupsOf = (sides: Sides) => ({
  treated: sides.treated_before.map((before, at) => ({ before, after: sides.treated_after[at] as number })),
  control: sides.control_before.map((before, at) => ({ before, after: sides.control_after[at] as number })),
})
const close = (got: Record<string, number>, want: Record<string, number>) =>
  Object.entries(got).filter(([name, value]) => beyond(value, want[name] as number, { relative: 1e-8 }) !== 0)

describe('what a change did to teams', () => {
  const did = read('did.json')

  test.each(['teams', 'three_against_three'])('%s agrees with the reference in estimate, permutations and interval', (name) => {
    const { expected, ...sides } = did[name]
    const found = effectOf(groupsOf(sides), never)
    if (found?.welch === null || found === null) throw new Error('there is an interval')
    const { welch } = found
    expect([found.chance, found.assignments]).toEqual([expect.closeTo(expected.permutation_p, 12), expected.permutations])
    const got = {
      estimate: found.estimate,
      welch_se: welch.standardError,
      welch_df: welch.degrees,
      welch_low: welch.low,
      welch_high: welch.high,
      welch_p: welch.chance,
    }
    expect(close(got, expected)).toEqual([])
  })

  test('the printed means of Card and Krueger give their difference', () => {
    const { treated_before, treated_after, control_before, control_after, did: printed, published } = did.card_krueger
    const means = {
      treated: [{ before: treated_before, after: treated_after }],
      control: [{ before: control_before, after: control_after }],
    }
    const estimate = effectOf(means, never)?.estimate as number
    expect(estimate).toBeCloseTo(printed, 10)
    expect(Math.abs(estimate - published)).toBeLessThanOrEqual(0.0101)
  })

  test('three teams against three say that it cannot be known, five against six that it can', () => {
    const three = effectOf(groupsOf(did.three_against_three), never)
    expect(three).toMatchObject({ canBeKnown: false, isSampled: false })
    expect(three?.smallestChance).toBeCloseTo(0.1, 12)
    expect(effectOf(groupsOf(did.teams), never)?.canBeKnown).toBe(true)
    expect(effectOf({ treated: [], control: [{ before: 1, after: 2 }] }, never)).toBeNull()
    expect(effectOf({ treated: [{ before: 1, after: 2 }], control: [{ before: 1, after: 2 }] }, never)?.welch).toBeNull()
  })

  test('the same estimate one period earlier is there when every team has it', () => {
    const treated = [
      { earlier: 0.5, before: 0.52, after: 0.6 },
      { earlier: 0.4, before: 0.42, after: 0.52 },
    ]
    const control = [{ earlier: 0.6, before: 0.61, after: 0.6 }]
    expect(effectOf({ treated, control }, never)?.placebo).toBeCloseTo(0.01, 12)
    expect(effectOf({ treated, control: [{ before: 0.6, after: 0.6 }] }, never)?.placebo).toBeNull()
  })

  test('many teams are tried in 20,000 random ways, and the answer is near the exact one', () => {
    const teams = Array.from({ length: 20 }, (_, at) => ({ before: 0.5, after: 0.5 + 0.01 * Math.sin(at * 1.7) + (at < 10 ? 0.006 : 0) }))
    const groups = { treated: teams.slice(0, 10), control: teams.slice(10) }
    const found = effectOf(groups, draws(11))
    const again = effectOf(groups, draws(99))
    expect(found).toMatchObject({ isSampled: true, assignments: 20_000, canBeKnown: true })
    expect(found?.chance).not.toBe(again?.chance)
    expect(Math.abs((found?.chance ?? 1) - (again?.chance ?? 0))).toBeLessThan(0.015)
    expect(Math.abs((found?.chance ?? 1) - (found?.welch?.chance ?? 0))).toBeLessThan(0.02)
  })
})

describe('teams that start one after the other', () => {
  const { outcome, first_treated_month, expected } = read('staggered.json')
  const panel = (outcome as number[][]).map((outcomes, at) => ({ outcomes, firstTreated: first_treated_month[at] as number | null }))

  test('have the effects of the reference, group by group, and their mean', () => {
    const { groups, overall } = staggeredEffects(panel)
    const wanted = (expected.group_time as Record<string, number>[]).map(({ first_month, month, teams, controls, att }) => ({
      firstTreated: first_month,
      period: month,
      teams,
      controls,
      effect: expect.closeTo(att as number, 9),
    }))
    expect(groups).toEqual(wanted)
    expect(overall).toBeCloseTo(expected.overall, 9)
  })

  test('are got wrong by a regression with fixed effects, which is why there is none in the product', () => {
    const treated = panel.map(({ outcomes, firstTreated }) =>
      outcomes.map((_, month) => (firstTreated !== null && month >= firstTreated ? 1 : 0)),
    )
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const rest = (table: number[][]) =>
      table.flatMap((row) =>
        row.map((value, month) => value - mean(row) - mean(table.map((other) => other[month] as number)) + mean(table.flat())),
      )
    const [x, y] = [rest(treated), rest(outcome)]
    const slope = x.reduce((sum, value, at) => sum + value * (y[at] as number), 0) / x.reduce((sum, value) => sum + value * value, 0)
    expect(slope).toBeCloseTo(expected.twfe, 9)
    expect(slope).toBeLessThan(0.5 * expected.overall)
  })

  test('have no effect once nobody is left to compare with', () => {
    const all = panel.map((team) => ({ ...team, firstTreated: team.firstTreated ?? 5 }))
    expect(staggeredEffects(all).groups.every(({ period }) => period < 5)).toBe(true)
    expect(staggeredEffects([]).overall).toBeNull()
  })

  test('show no gap before the start when they ran in parallel', () => {
    const gaps = gapsByPeriod({ treated: outcome.slice(0, 2), control: outcome.slice(4) }, 2)
    const wanted = [0, 0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12]
    expect(gaps).toEqual(wanted.map((gap) => expect.closeTo(gap, 9)))
  })
})

describe('units that were randomised', () => {
  const { before, after, treated, expected } = read('cuped.json')
  const units = (before as number[]).map((value, at) => ({ before: value, after: after[at] as number, isTreated: treated[at] === 1 }))

  test('have the effect of the reference, before and after the adjustment', () => {
    const found = adjustedEffect(units)
    if (found === null) throw new Error('there is an effect')
    const got = {
      theta: found.theta,
      correlation: found.correlation,
      variance_reduction: found.correlation ** 2,
      raw_effect: found.raw.effect,
      raw_se: found.raw.standardError,
      cuped_effect: found.adjusted.effect,
      cuped_se: found.adjusted.standardError,
    }
    expect(close(got, expected)).toEqual([])
  })

  test('have none when all were the same before', () => {
    expect(adjustedEffect(units.map((unit) => ({ ...unit, before: 1 })))).toBeNull()
    expect(adjustedEffect(units.map((unit) => ({ ...unit, isTreated: true })))).toBeNull()
  })
})
