import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Chance, chanceFrom } from '../../../tests/arbitraries/simulated-chance.ts'
import { beyond, numberOf, rowsOf } from '../../../tests/reference/table.ts'
import { type AdoptionCounts, type AdoptionRules, defaultAdoptionRules, type SignalName } from './adoption-rules.ts'
import { type AdoptionLabel, adoptionState } from './adoption-state.ts'
import { betaBelow } from './distributions.ts'

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../../tests/reference/adoption/${name}`, import.meta.url), 'utf8'))

type Cut = { low: number; high: number; n_min: number }
const config = read('classifier_config.json') as Record<string, number> & {
  signals: Record<SignalName, Cut>
  log_odds: Record<string, { low: number; high: number }>
}

/** The reference cases were named with the smallest floor that a house may set. */
const rules: AdoptionRules = { ...defaultAdoptionRules, peopleMin: 5 }

type Tails = { state: string; p_below_low: number | null; p_above_high: number | null }
type Case = {
  name: string
  inputs: Record<string, number>
  expected: {
    label: string
    log_odds?: number
    posterior_rejection: number | null
    states: Record<string, Tails>
    for_rejection?: string[]
    for_slow?: string[]
  }
}
const cases = read('classifier_cases.json') as Case[]

const countsOf = (inputs: Record<string, number>): AdoptionCounts => {
  const at = (name: string) => inputs[name] as number
  return {
    windowDays: at('window_days'),
    people: at('people'),
    trained: at('trained'),
    reached: at('exposed'),
    firstUsed: at('first_used'),
    activated: at('activated'),
    stopped: at('stopped'),
    activePeople: at('active_people'),
    shown: at('shown'),
    accepted: at('accepted'),
    overridden: at('overridden'),
    unfitReasons: at('reason_unfit'),
    enablementReasons: at('reason_enablement'),
  }
}

const labels: Record<string, AdoptionLabel> = {
  'not-shown: team too small': 'team_too_small',
  'too-early': 'too_early',
  'access-problem': 'access_problem',
  healthy: 'healthy',
  'unknown: investigate': 'unknown',
  'used-but-overridden: check quality': 'used_but_overridden',
  'quiet-rejection': 'quiet_rejection',
  'slow-adoption': 'slow_adoption',
}

describe('teams are named as in the reference cases', () => {
  test('there are sixteen', () => expect(cases.length).toBe(16))

  test.each(cases.map((one) => [one.name, one] as const))('%s', (_, { inputs, expected: want }) => {
    const got = adoptionState(countsOf(inputs), rules)
    expect(got.label).toBe(labels[want.label])
    expect(got.evidence.map(({ signal, state }) => [signal, state.replace('_', '-')])).toEqual(
      Object.entries(want.states).map(([signal, { state }]) => [signal, state]),
    )
    const off = (value: number | null, other: number | null | undefined) =>
      value === null || other === null || other === undefined
        ? value !== (other ?? null)
        : beyond(value, other, { relative: 0, absolute: 1e-8 }) !== 0
    const wrong = got.evidence.filter(({ signal, chanceLow, chanceHigh }) => {
      const tails = want.states[signal] as Tails
      return off(chanceLow, tails.p_below_low) || off(chanceHigh, tails.p_above_high)
    })
    expect(wrong).toEqual([])
    expect([off(got.logOdds, want.log_odds), off(got.rejection, want.posterior_rejection)]).toEqual([false, false])
    const speaking = (sign: number) => got.evidence.filter(({ logOdds }) => logOdds * sign > 0).map(({ signal }) => signal)
    expect([speaking(1), speaking(-1)]).toEqual([want.for_rejection ?? [], want.for_slow ?? []])
    expect(got.missing).toEqual(Object.keys(want.states).filter((signal) => want.states[signal]?.state === 'no-data'))
  })

  test('tails of the beta distribution', () => {
    const rows = rowsOf('adoption/beta_tail.csv')
    expect(rows.length).toBe(10)
    const faults = rows.filter((row) => {
      const [hits, of] = [numberOf(row, 'x'), numberOf(row, 'n')]
      const below = betaBelow(numberOf(row, 'cut'), { alpha: hits + 0.5, beta: of - hits + 0.5 })
      return beyond(below, numberOf(row, 'posterior_p_below_cut_jeffreys'), { relative: 0, absolute: 1e-9 }) !== 0
    })
    expect(faults).toEqual([])
  })

  test('the defaults are those that were published with the cases', () => {
    const { peopleMin, shownMin, windowDaysMin, certainty, logOddsMax, rejectionAt, slowAt, signals } = rules
    const wanted = ['min_people', 'min_shown', 'min_window_days', 'certainty', 'cap', 'reject_at', 'slow_at'].map((name) => config[name])
    expect([peopleMin, shownMin, windowDaysMin, certainty, logOddsMax, rejectionAt, slowAt]).toEqual(wanted)
    for (const [name, { low, high, leastCases, logOdds }] of Object.entries(signals)) {
      const cut = config.signals[name as SignalName]
      expect([name, low, high, leastCases, logOdds]).toEqual([name, cut.low, cut.high, cut.n_min, config.log_odds[name]])
    }
  })
})

const worlds = { slow: [0.45, 0.35, 0.15, 0.25, 0.3], reject: [0.88, 0.82, 0.6, 0.62, 0.75] } as const

/** A team whose true shares lie around those of its world; little used in both. */
function teamOf(chance: Chance, world: keyof typeof worlds, people: number): AdoptionCounts {
  const [training, firstUse, stopping, override, unfit] = worlds[world].map((mean) => chance.beta(mean, 15)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const firstUsed = chance.hits(people, firstUse)
  const activated = chance.hits(firstUsed, 0.9)
  const stopped = chance.hits(activated, stopping)
  const answered = firstUsed * 15
  const overridden = chance.hits(answered, override)
  const unfitReasons = chance.hits(overridden, unfit)
  return {
    windowDays: 28,
    people,
    trained: chance.hits(people, training),
    reached: people,
    firstUsed,
    activated,
    stopped,
    activePeople: chance.hits(activated - stopped, 0.7),
    shown: people * 40,
    accepted: answered - overridden,
    overridden,
    unfitReasons,
    enablementReasons: overridden - unfitReasons,
  }
}

const named = (world: keyof typeof worlds, people: number) => {
  const chance = chanceFrom(people)
  return Array.from({ length: 700 }, () => adoptionState(teamOf(chance, world, people), rules).label)
}
const shareOf = (found: AdoptionLabel[], label: AdoptionLabel) => found.filter((one) => one === label).length / found.length

describe('in simulated teams the costly mistakes stay rare', () => {
  test.each([6, 10, 20, 40])('of %i people', (people) => {
    const [slow, reject] = [named('slow', people), named('reject', people)]
    expect(shareOf(reject, 'slow_adoption')).toBeLessThanOrEqual(0.01)
    expect(shareOf(slow, 'quiet_rejection')).toBeLessThanOrEqual(0.01)
    if (people < 20) return
    expect(shareOf(reject, 'quiet_rejection')).toBeGreaterThan(0.6)
    expect(shareOf(slow, 'slow_adoption')).toBeGreaterThan(0.4)
  })
})

describe('at the edges', () => {
  const rejecting = countsOf(cases[0]!.inputs)

  test('a group under the floor is not described, nor is a part of the team under it', () => {
    expect(adoptionState({ ...rejecting, people: 7 })).toMatchObject({ label: 'team_too_small', evidence: [], rejection: null })
    const { missing } = adoptionState({ ...rejecting, activated: 7, stopped: 6 })
    expect(missing).toEqual(['stopping'])
  })

  test('where use is an order, only overrides and reasons speak', () => {
    const ordered = adoptionState({ ...rejecting, isUseMandatory: true })
    expect(ordered.label).toBe('used_but_overridden')
    expect(ordered.evidence.filter(({ state }) => state === 'not_applicable').map(({ signal }) => signal)).toEqual([
      'first_use',
      'stopping',
      'active',
    ])
    expect(ordered.remedy).toBe('check_quality')
  })

  test('opposite labels have opposite remedies', () => {
    const slow = adoptionState(countsOf(cases[1]!.inputs), rules)
    expect([adoptionState(rejecting, rules).remedy, slow.remedy]).toEqual(['fix_the_tool', 'enable'])
  })
})
