import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { legalTuning, question, shares, standard, teamRules } from '../../../tests/arbitraries/standards.ts'
import { answerLocally, type BundleRules, openBundle } from './bundle.ts'
import { type CompiledStandard, compileStandard } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { judge, type Standing } from './judge.ts'
import type { Standard, Tuning } from './standard.ts'
import { isStricter, strictest } from './tier.ts'
import { tunedWithin } from './tuning.ts'

const at = new Date('2026-11-16T10:00:00Z')
const ageMax = 600

const standing: fc.Arbitrary<Standing> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Standing>(deployed('live', 'autonomous')) },
  fc.constantFrom<Standing>(deployed('assist', 'review'), deployed('shadow', 'human_only'), { kind: 'unknown' }),
)
const off: fc.Arbitrary<string[]> = fc.constantFrom<string[]>([], [], [], ['All AI agents are switched off.'])
const world = fc.record({ one: standard, share: shares, own: teamRules, isTuned: fc.boolean(), standing, off })

function deployed(phase: string, ceiling: 'autonomous' | 'review' | 'human_only'): Standing {
  return { kind: 'deployed', id: 'd', phase, ceiling, recordOnly: phase === 'shadow', because: 'Because.' }
}

function compiledOf(of: Standard): CompiledStandard {
  const { compiled, faults } = compileStandard(of)
  fc.pre(!faults.some((fault) => fault.message.includes('too costly') || fault.message.includes('too large')))
  return compiled as CompiledStandard
}

function rulesOf(of: Standard, more: { tuning?: Tuning; standing?: Standing; off?: string[] } = {}): BundleRules {
  const place = { process: null, standing: more.standing ?? deployed('live', 'autonomous'), off: more.off ?? [] }
  return {
    team: 't',
    aiAgent: 'a',
    timeZone: 'Europe/Berlin',
    standards: [{ id: 'random', version: 1, standard: of, tuning: more.tuning ?? null }],
    places: [place],
    elsewhere: { process: null, standing: { kind: 'unknown' }, off: place.off },
  }
}

const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value))
const asked = (inputs: Record<string, unknown>, more = {}) => ({ team: 't', aiAgent: 'a', decisionType: 'random', inputs, ...more })

describe('an answer by the last known rules', () => {
  test('is what the server would say by the same rules, and review at most', () => {
    const seen = { review: 0, human_only: 0 }
    fc.assert(
      fc.property(world, question, ({ one, share, own, isTuned, standing: place, off: switches }, { inputs, confidence }) => {
        const declared = { ...one, bundle_seconds_max: ageMax }
        const compiled = compiledOf(declared)
        const tuning = isTuned ? legalTuning(one, share, own) : undefined
        const spoken = evaluate(compiled, { inputs, confidence, at, timeZone: 'Europe/Berlin' }, tuning && tunedWithin(compiled, tuning))
        const server = judge({
          policy: { ...spoken, standard: { id: 'random', version: 1 } },
          standing: place,
          switches: switches.map((because) => ({ because, ask: 'Ask.' })),
        })
        const bundle = openBundle(sent(rulesOf(declared, { tuning, standing: place, off: switches })))
        const local = answerLocally(bundle, { proposal: sent(asked(inputs, { confidence })), at, ageMs: 1000 })
        expect(isStricter(server.tier, local.tier)).toBe(false)
        expect(local.tier).toBe(strictest(server.tier, 'review'))
        expect(local.reasons.map(({ because }) => because)).toEqual(expect.arrayContaining(server.reasons.map(({ because }) => because)))
        seen[local.tier]++
      }),
      { numRuns: 1000 },
    )
    expect(Math.min(seen.review, seen.human_only)).toBeGreaterThan(50)
  })

  test('is never looser by rules that are older, nor where fewer seconds are allowed', () => {
    const age = fc.integer({ min: 0, max: 2000 })
    fc.assert(
      fc.property(standard, question, fc.tuple(age, age, age, age), (one, { inputs, confidence }, [first, second, third, fourth]) => {
        const [short, long] = [Math.min(first, second) + 1, Math.max(first, second) + 1]
        const [young, old] = [Math.min(third, fourth) * 1000, Math.max(third, fourth) * 1000]
        const by = (seconds: number, ageMs: number) => {
          const bundle = openBundle(rulesOf({ ...one, bundle_seconds_max: seconds }))
          return answerLocally(bundle, { proposal: asked(inputs, { confidence }), at, ageMs }).tier
        }
        compiledOf(one)
        expect(isStricter(by(short, young), by(short, old))).toBe(false)
        expect(isStricter(by(long, old), by(short, old))).toBe(false)
      }),
    )
  })
})

const yes: Standard = {
  standard: 'random',
  title: 'Yes',
  inputs: { n: { type: 'number' } },
  parameters: {},
  requires: {},
  rules: [{ id: 'yes', when: 'n > 0', tier: 'autonomous', because: 'Yes.' }],
  otherwise: { tier: 'autonomous', because: 'Yes too.' },
  examples: [],
  bundle_seconds_max: ageMax,
}
const answer = (rules: BundleRules, proposal: Record<string, unknown> = {}, ageMs = 0) =>
  answerLocally(openBundle(rules), { proposal: asked({ n: 1 }, proposal), at, ageMs })

describe('people only', () => {
  test('where everything says yes, review is told: the rest of these tests would notice nothing otherwise', () => {
    expect(answer(rulesOf(yes)).tier).toBe('review')
    expect(answer(rulesOf(yes), {}, ageMax * 1000).tier).toBe('review')
  })

  test.each<[string, Parameters<typeof answer>]>([
    ['a second too old', [rulesOf(yes), {}, ageMax * 1000 + 1000]],
    ['of an age below zero', [rulesOf(yes), {}, -1]],
    ['of an age that nobody knows', [rulesOf(yes), {}, Number.NaN]],
    ['of another team', [rulesOf(yes), { team: 'other' }]],
    ['of another AI agent', [rulesOf(yes), { aiAgent: 'other' }]],
    ['without the decision type', [rulesOf(yes), { decisionType: 'other' }]],
    ['for a process without a deployment', [rulesOf(yes), { process: 'other' }]],
    ['without the permission of the standard', [rulesOf({ ...yes, bundle_seconds_max: undefined })]],
    ['with a condition that cannot be read', [rulesOf({ ...yes, rules: [{ id: 'x', when: 'n >', tier: 'autonomous', because: 'x' }] })]],
    ['with a tuning that does not fit', [rulesOf(yes, { tuning: { rules: 7 } as unknown as Tuning })]],
    ['with a place that says no tier', [rulesOf(yes, { standing: deployed('live', 'anything' as 'review') })]],
    ['with a kill switch', [rulesOf(yes, { off: ['Off.'] })]],
    ['in shadow', [rulesOf(yes, { standing: deployed('shadow', 'human_only') })]],
    ['and an input is missing', [rulesOf(yes), { inputs: {} }]],
    ['and an input is ill-typed', [rulesOf(yes), { inputs: { n: 'much' } }]],
    ['and the inputs are none', [rulesOf(yes), { inputs: null }]],
    ['and it is a replay', [rulesOf(yes), { occurredAt: '2026-01-01T00:00:00Z' }]],
  ])('by rules %s', (_, asking) => {
    const told = answer(...asking)
    expect(told.tier).toBe('human_only')
    expect(told.reasons[0]).toMatchObject({ tier: 'human_only', because: expect.stringMatching(/\w{3}/) })
  })
})
