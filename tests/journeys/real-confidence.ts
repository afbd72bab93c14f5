import { expect } from 'vitest'
import type { Call } from '#sdk/call.ts'
import * as usage from '#slices/usage/contract.ts'
import { type Any, groupBy, middle, round6 } from './plain-counts.ts'

const aiAgent = 'intent-classifier'
const rate = (hits: number, of: number) => (of === 0 ? null : hits / of)

/** In whole millionths first: 0.29 times 100 is a little less than 29. */
const hundredthOf = (confidence: number) => Math.min(99, Math.floor(Math.round(confidence * 1e6) / 10_000))

/** Pairs of one that hit and one that did not, in which the first has the higher value; a tie counts half. */
function plainRanking(rows: { value: number; isHit: boolean }[]): number {
  const hits = rows.filter(({ isHit }) => isHit)
  const misses = rows.filter(({ isHit }) => !isHit)
  const won = (one: number, other: number) => (one > other ? 1 : Number(one === other) / 2)
  const sum = hits.reduce((total, one) => total + misses.reduce((own, other) => own + won(one.value, other.value), 0), 0)
  return sum / (hits.length * misses.length)
}

/** What the page says of one version, against its rows and the facts. */
export async function expectVersion(call: Call, { version, rows, facts }: { version: string; rows: Any[]; facts: Any | undefined }) {
  const found = await call(usage.getConfidence, { aiAgent, version, threshold: 0.7, review: 0.3 })
  const millionths = (row: Any) => Math.round(row.confidence * 1e6)
  for (const { threshold, alone, right, wrong, outOfScope, heldRight } of found.thresholds) {
    const above = rows.filter((row) => millionths(row) >= Math.round(threshold * 1e6))
    const held = rows.filter((row) => millionths(row) < Math.round(threshold * 1e6))
    expect([threshold, alone, right, wrong, outOfScope, heldRight]).toEqual([
      threshold,
      above.length,
      above.filter((row) => row.correct).length,
      above.filter((row) => row.in_scope && !row.correct).length,
      above.filter((row) => !row.in_scope).length,
      held.filter((row) => row.correct).length,
    ])
  }
  expect(found.confidenceMean).toBeCloseTo(rows.reduce((sum, row) => sum + row.confidence, 0) / rows.length, 6)
  const [low, high] = middle(rows.map((row) => row.confidence))
  expect(found.confidenceMedian).toBeGreaterThanOrEqual(low - 0.005)
  expect(found.confidenceMedian).toBeLessThanOrEqual(high + 0.005)
  const hundredths = rows.map((row) => ({ value: hundredthOf(row.confidence), isHit: row.correct }))
  expect(found.ranking).toBeCloseTo(plainRanking(hundredths), 9)
  for (const { kind, items, alone, review, people, right } of found.kinds) {
    const own = rows.filter((row) => row.predicted_team === kind)
    const surer = own.filter((row) => row.confidence >= 0.7)
    const unsure = own.filter((row) => row.confidence < 0.3)
    expect([kind, items, alone, review, people, right]).toEqual([
      kind,
      own.length,
      surer.length,
      own.length - surer.length - unsure.length,
      unsure.length,
      surer.filter((row) => row.correct).length,
    ])
  }
  if (facts) await expectFacts(call, { version, found, facts })
}

type Found = Awaited<ReturnType<Call>> & Any

async function expectFacts(call: Call, { version, found, facts }: { version: string; found: Found; facts: Any }): Promise<void> {
  expect([found.answers, found.answers - found.outOfScope, found.outOfScope]).toEqual([facts.rows, facts.in_scope, facts.out_of_scope])
  expect(round6(found.right / (found.answers - found.outOfScope))).toBe(facts.accuracy_in_scope)
  expect(round6(found.confidenceMean)).toBe(facts.confidence_mean)
  expect(Math.abs(found.confidenceMedian - facts.confidence_median)).toBeLessThanOrEqual(0.005)
  for (const expected of facts.thresholds) {
    const at = found.thresholds[Math.round(expected.threshold * 100)]
    expect({
      threshold: at.threshold,
      autonomous: at.alone,
      escalated: found.answers - at.alone,
      escalation_rate: round6(1 - at.coverage),
      autonomous_correct: at.right,
      autonomous_wrong_in_scope: at.wrong,
      out_of_scope_leaked: at.outOfScope,
      autonomous_precision: round6(at.precision),
      escalated_but_was_correct: at.heldRight,
    }).toEqual(expected)
  }
  for (const [goal, expected] of Object.entries<Any>(facts.smallest_threshold_for_precision)) {
    const { reached } = await call(usage.getConfidence, { aiAgent, version, goal: Number(goal) })
    expect({ threshold: reached?.threshold, autonomous: reached?.alone, coverage: round6(reached?.coverage ?? 0) }).toEqual(expected)
  }
  const gate = facts['gate_0.3_0.7']
  expect({ autonomous: found.gate.alone, review: found.gate.review, human: found.gate.people }).toEqual(gate.all)
  const [from70, from30, all] = [found.thresholds[70], found.thresholds[30], found.thresholds[0]]
  const parts = (name: 'right' | 'outOfScope') => ({
    autonomous: from70[name],
    review: from30[name] - from70[name],
    human: all[name] - from30[name],
  })
  expect(parts('right')).toEqual(gate.correct)
  expect(parts('outOfScope')).toEqual(gate.out_of_scope)
  expect(found.kinds).toHaveLength(Object.keys(gate.by_predicted_team).length)
  for (const { kind, items, alone, review, people, right, precision } of found.kinds)
    expect({
      items,
      autonomous: alone,
      human: people,
      review,
      autonomous_rate: round6(alone / items),
      autonomous_correct: right,
      autonomous_precision: round6(precision),
    }).toEqual(gate.by_predicted_team[kind])
  const bins = found.calibration.map(({ answers, confidenceMean, share }: Any) => [answers, round6(confidenceMean), round6(share)])
  expect(bins).toEqual(facts.calibration_10_bins.map((bin: Any) => [bin.n, bin.confidence_mean, bin.correct_rate]))
  expect(round6(found.calibrationError)).toBe(facts.ece_10_bins)
}

/** What changed between the two versions on the same items. */
export async function expectComparison(call: Call, rows: Any[], facts: Any | undefined): Promise<void> {
  const found = await call(usage.compareVersions, { aiAgent })
  const answered = [...groupBy(rows, (row) => row.id).values()].filter((both) => both.length === 2)
  const sameCases: Any[] = answered.map((both) => [...both].sort((one, other) => (one.model < other.model ? -1 : 1)))
  expect(found).toMatchObject({
    before: 'v1',
    after: 'v2',
    same: {
      cases: sameCases.length,
      fixed: sameCases.filter(([one, other]: Any) => !one.correct && other.correct).length,
      broken: sameCases.filter(([one, other]: Any) => one.correct && !other.correct).length,
      changed: sameCases.filter(([one, other]: Any) => one.predicted_intent !== other.predicted_intent).length,
    },
  })
  if (!facts) return
  const { items, fixed, broken, prediction_changed, drift } = facts
  expect(found.same).toMatchObject({ cases: items, fixed, broken, changed: prediction_changed })
  expect(found.drift).toMatchObject({ before: drift.bins_old, after: drift.bins_new })
  expect(round6(found.drift?.psi ?? 0)).toBe(drift.psi)
}

/** What the page says of suggestions by confidence, where enough people stand behind it. */
export async function expectSuggestions(call: Call, rows: Any[], facts: Any | undefined): Promise<void> {
  const { found, quarter } = await call(usage.getSuggestionConfidence, { aiAgent: 'copilot' })
  const answered = rows.filter((row) => row.outcome !== 'none')
  const accepted = answered.filter((row) => row.outcome === 'accepted')
  expect(quarter).toBe('2022-Q3')
  expect(found).toMatchObject({ shown: rows.length, answered: answered.length, accepted: accepted.length })
  const last = (row: Any): number => row.edit_fraction.at(-1)
  expect(found?.taken).toEqual({
    known: accepted.length,
    kept: accepted.filter((row) => last(row) === 0).length,
    rewritten: accepted.filter((row) => last(row) > 0.5).length,
  })
  const [low, high] = middle(answered.map((row) => row.latency_ms / 1000))
  expect(found?.answerSeconds).toBeGreaterThanOrEqual(low * 0.99)
  expect(found?.answerSeconds).toBeLessThanOrEqual(high * 1.01)
  const decided = answered.filter((row) => row.confidence_shown !== null)
  const countOf = (own: Any[]) => [own.length, own.filter((row) => row.outcome === 'accepted').length]
  expect(found?.bins.length).toBeGreaterThan(3)
  for (const bin of found?.bins ?? []) {
    const own = decided.filter((row) => row.confidence_shown >= bin.from && (row.confidence_shown < bin.to || bin.to === 1))
    expect([bin.from, bin.answered, bin.accepted]).toEqual([bin.from, ...countOf(own)])
  }
  for (const above of found?.onlyAbove ?? [])
    expect([above.threshold, above.shown, above.accepted]).toEqual([
      above.threshold,
      ...countOf(decided.filter((row) => row.confidence_shown >= above.threshold)),
    ])
  const plain = decided.map((row) => ({ value: hundredthOf(row.confidence_shown), isHit: row.outcome === 'accepted' }))
  expect(found?.ranking).toBeCloseTo(plainRanking(plain), 9)
  if (facts) expectSuggestionFacts(found, facts)
}

function expectSuggestionFacts(found: Any, facts: Any): void {
  const { shown, accepted, acceptance_rate, no_outcome } = facts.overall
  expect([found.shown, found.accepted, found.shown - found.answered, round6(found.share)]).toEqual([
    shown,
    accepted,
    no_outcome,
    acceptance_rate,
  ])
  expect(found.taken).toEqual({
    known: facts.accepted_with_edit_data,
    kept: facts.accepted_and_kept_unchanged,
    rewritten: facts.accepted_then_more_than_half_rewritten,
  })
  // Nobody is shown alone: what lies below the lowest tenth that enough people answered in stands with it.
  expect(found.bins.map(({ from }: Any) => from)).toEqual([0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
  for (const { from, answered, accepted: own } of found.bins.slice(1)) {
    const expected = facts.by_confidence_bin.find(({ bin }: Any) => bin === from)
    expect([from, answered, own]).toEqual([from, expected.n, expected.accepted])
  }
  expect(found.onlyAbove).toHaveLength(9)
  for (const above of found.onlyAbove) {
    const expected = facts.show_only_at_or_above.find(({ threshold }: Any) => threshold === above.threshold)
    expect({
      threshold: above.threshold,
      shown: above.shown,
      coverage: round6(above.coverage),
      accepted_kept: above.accepted,
      rejected_avoided: above.notAcceptedAvoided,
      acceptance_rate: round6(rate(above.accepted, above.shown) ?? 0),
    }).toEqual(expected)
  }
  expect(found.onlyAbove[0].shown).toBe(facts.decided_with_confidence)
  // Ours is in steps of a hundredth.
  expect(Math.abs(found.ranking - facts.auc_confidence_for_acceptance)).toBeLessThan(0.001)
}
