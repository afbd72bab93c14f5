import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '#kernel/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { refusal, type World, world } from '../../../tests/world.ts'
import { byConfidence, groupsOf, teamsTogether } from './answered.ts'
import { type ConfidenceBin, confidenceMedian, rankingOf } from './confidence.ts'
import * as contract from './contract.ts'
import { gateOf, safeThreshold, smallestThreshold, type Threshold, thresholdsOf } from './threshold.ts'
import { chanceOfSplit, driftOf } from './versions.ts'

/** Answers of one hundredth of confidence: so many, so many right, so many to what it is meant for. */
const at = (bin: number, ...[n, x, inScope = n]: [n: number, x: number, inScope?: number]): ConfidenceBin => ({
  bin,
  n,
  x,
  inScope,
  millionths: n * (bin * 10_000 + 5000),
})

/** Even numbers from 0 to 1, always the same for a seed: Mulberry32 (Tommy Ettinger, public domain). */
function makeChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Two thousand answers whose confidence says exactly how often they are right. */
function answersOf(chance: () => number): ConfidenceBin[] {
  const bins = Array.from({ length: 100 }, (_, bin) => at(bin, 0, 0))
  for (let answer = 0; answer < 2000; answer++) {
    const confidence = chance()
    const place = Math.floor(confidence * 100)
    const { n, x } = bins[place] ?? at(place, 0, 0)
    bins[place] = at(place, n + 1, chance() < confidence ? x + 1 : x)
  }
  return bins
}

/** Of such answers, the true share that is right at or above t is (1 + t) / 2. */
const isTooLow = (found: Threshold | null, goal: number) => found !== null && (1 + found.threshold) / 2 < goal - 1e-9

describe('a threshold of confidence', () => {
  test('says what would be answered, what of it is right, wrong and out of scope, and what is held though right', () => {
    const thresholds = thresholdsOf([at(20, 50, 10, 30), at(80, 100, 90, 96), at(99, 50, 50)])
    expect(thresholds).toHaveLength(100)
    expect(thresholds[80]).toMatchObject({ alone: 150, coverage: 0.75, right: 140, wrong: 6, outOfScope: 4, heldRight: 10 })
    expect(thresholds[81]).toMatchObject({ alone: 50, right: 50, wrong: 0, outOfScope: 0, heldRight: 100 })
    expect(gateOf([at(20, 50, 10, 30), at(80, 100, 90, 96), at(99, 50, 50)], { alone: 81, review: 30 })).toMatchObject({
      items: 200,
      alone: 50,
      review: 100,
      people: 50,
      precision: 1,
    })
  })

  test('is vouched for only where the lower end reaches the goal, also at every higher one with enough answers', () => {
    const bins = [at(50, 1000, 960), at(90, 1000, 970)]
    expect(smallestThreshold(thresholdsOf(bins), 0.96)?.threshold).toBe(0)
    expect(safeThreshold(thresholdsOf(bins), 0.96)?.threshold).toBeUndefined()
    expect(safeThreshold(thresholdsOf(bins), 0.95)?.threshold).toBe(0)
    const dip = [at(50, 5000, 5000), at(90, 1000, 940)]
    expect(smallestThreshold(thresholdsOf(dip), 0.95)?.threshold).toBe(0)
    expect(safeThreshold(thresholdsOf(dip), 0.95)).toBeNull()
  })

  test('that is vouched for is truly too low in at most one of forty installations, where the plain choice is in about half', () => {
    const goal = 0.9
    const runs = 400
    const found = Array.from({ length: runs }, (_, seed) => thresholdsOf(answersOf(makeChance(seed + 1))))
    const tooLow = (chosen: (thresholds: Threshold[], goal: number) => Threshold | null) =>
      found.filter((thresholds) => isTooLow(chosen(thresholds, goal), goal)).length / runs
    expect(tooLow(safeThreshold)).toBeLessThanOrEqual(0.025 + 3 * Math.sqrt((0.025 * 0.975) / runs))
    expect(tooLow(smallestThreshold)).toBeGreaterThan(0.35)
  })
})

test('ranking is 1 where confidence tells all, 0.5 where it tells nothing, and a tie counts half', () => {
  expect(rankingOf([at(10, 5, 0), at(90, 5, 5)])).toBe(1)
  expect(rankingOf([at(10, 5, 5), at(90, 5, 0)])).toBe(0)
  expect(rankingOf([at(50, 10, 5)])).toBe(0.5)
  expect(rankingOf([at(50, 10, 10)])).toBeNull()
  expect(confidenceMedian([at(10, 3, 0), at(40, 1, 0), at(90, 4, 0)])).toBe(0.405)
})

describe('two versions', () => {
  test('differ by the published example of the index, and by nothing where they are the same', () => {
    const bins = [at(5, 50, 0), at(15, 50, 0)]
    expect(driftOf(bins, bins)?.psi).toBe(0)
    // (0.75 − 0.5) · ln 1.5 + (0.25 − 0.5) · ln 0.5
    expect(driftOf(bins, [at(5, 75, 0), at(15, 25, 0)])?.psi).toBeCloseTo(0.27465307, 8)
    // χ² with nine degrees of freedom lies below 16.919 in 95 of 100 cases.
    expect(driftOf(bins, bins)?.byChance).toBeCloseTo(16.918978 / 50, 6)
    expect(driftOf(bins, [])).toBeNull()
  })

  test('are told apart by the exact test of McNemar', () => {
    expect(chanceOfSplit({ fixed: 0, broken: 0 })).toBe(1)
    expect(chanceOfSplit({ fixed: 5, broken: 5 })).toBe(1)
    // 2 · (1 + 10 + 45) / 1024
    expect(chanceOfSplit({ fixed: 8, broken: 2 })).toBeCloseTo(112 / 1024, 12)
  })
})

describe('suggestions by confidence', () => {
  const heads = (team: string, people: number, from = 0) =>
    Array.from({ length: people }, (_, person) => ({ team, pseudonym: `p${from + person}` }))

  test('take small teams in only where they are a group of their own together', () => {
    expect(teamsTogether([...heads('large', 8), ...heads('small', 4, 8)], 8)).toEqual({ teams: ['large'], held: 1 })
    expect(teamsTogether([...heads('large', 8), ...heads('a', 4, 8), ...heads('b', 4, 12)], 8).held).toBe(0)
    // The same people in two small teams are no larger group.
    expect(teamsTogether([...heads('large', 8), ...heads('a', 4, 8), ...heads('b', 4, 8)], 8)).toEqual({ teams: ['large'], held: 2 })
  })

  test('put neighbouring confidences together until enough people stand behind each', () => {
    const answered = (tenth: number, people: number[]) => people.map((person) => ({ tenth, pseudonym: `p${person}` }))
    const found = groupsOf([...answered(9, [1, 2]), ...answered(8, [2, 3]), ...answered(5, [1, 2, 3]), ...answered(1, [1])], 3)
    expect(found).toEqual([
      { from: 0, to: 8 },
      { from: 8, to: 10 },
    ])
    expect(groupsOf(answered(9, [1, 2]), 3)).toEqual([])
    const told = byConfidence([at(12, 4, 1), at(95, 6, 5)], found)
    expect(told.onlyAbove[1]).toMatchObject({
      threshold: 0.8,
      shown: 6,
      coverage: 0.6,
      accepted: 5,
      acceptedLost: 1,
      notAcceptedAvoided: 3,
    })
  })
})

describe('the routes', () => {
  let here: World
  beforeEach(async () => {
    here = await world()
    for (const id of ['billing', 'shipping', 'desk'])
      await here.call(identity.createTeam, { id, name: id, timeZone: 'UTC', department: null, lead: null })
  })
  afterEach(() => here.end())

  type Grade = InputOf<typeof contract.recordGrades>['grades'][number]
  const graded = (nth: number, more: Partial<Grade>): Grade => ({
    team: 'billing',
    id: `${more.aiAgentVersion}-${nth}`,
    aiAgent: 'helper',
    aiAgentVersion: '1',
    case: `case-${nth}`,
    answer: 'refund',
    isRight: true,
    isInScope: true,
    at: '2026-11-02T09:00:00Z',
    ...more,
  })

  test('compare two versions on the same cases, the newest two unless told, in the teams of whoever asks', async () => {
    const one = [0, 1, 2, 3].map((nth) => graded(nth, { aiAgentVersion: '1', confidence: 0.4, isRight: nth > 1 }))
    const other = [0, 1, 2, 4].map((nth) =>
      graded(nth, {
        aiAgentVersion: '2',
        confidence: 0.8,
        isRight: nth < 2,
        at: '2026-11-03T09:00:00Z',
        answer: nth === 0 ? 'stop' : 'refund',
      }),
    )
    const elsewhere = [graded(0, { team: 'shipping', aiAgentVersion: '1', confidence: 0.9 })]
    await here.call(contract.recordGrades, { grades: [...one, ...other, ...elsewhere] })
    const found = await here.call(contract.compareVersions, { aiAgent: 'helper' })
    expect(found).toMatchObject({ before: '1', after: '2', same: { cases: 3, fixed: 2, broken: 1, changed: 1, byChance: 1 } })
    expect(found.drift).toMatchObject({ before: [0, 0, 0, 0, 4, 0, 0, 0, 0, 1] })
    const lead = await here.callWith(['measures:read'], { teams: ['billing'] })
    expect((await lead(contract.compareVersions, { aiAgent: 'helper' })).drift?.before).toEqual([0, 0, 0, 0, 4, 0, 0, 0, 0, 0])
    expect(await lead(contract.getConfidence, { aiAgent: 'helper', team: 'shipping' })).toMatchObject({ answers: 0, version: null })
    const foreign = await here.callWith(['measures:read'], { teams: ['desk'] })
    expect((await refusal(foreign(contract.getConfidence, { aiAgent: 'helper' }))).code).toBe('not_found')
    const bound = await here.callWith(['measures:read'], { aiAgent: 'other' })
    expect((await refusal(bound(contract.getConfidence, { aiAgent: 'helper' }))).code).toBe('not_allowed')
    expect((await here.call(contract.listConfidence, {})).items).toEqual([
      {
        aiAgent: 'helper',
        hasSuggestions: false,
        versions: [
          { version: '2', answers: 4, from: '2026-11-03', to: '2026-11-03' },
          { version: '1', answers: 5, from: '2026-11-02', to: '2026-11-02' },
        ],
      },
    ])
  })

  test('give suggestions of a quarter that is over, and nothing where too few people answered', async () => {
    const suggestion = (person: number, more: object) => ({
      team: 'billing',
      id: `s${person}-${JSON.stringify(more)}`,
      person: `person-${person}`,
      aiAgent: 'helper',
      shownAt: '2026-08-03T09:00:00Z',
      answeredAt: '2026-08-03T09:00:10Z',
      outcome: 'accepted' as const,
      confidence: 0.9,
      keptShare: 1,
      ...more,
    })
    const seven = [1, 2, 3, 4, 5, 6, 7].flatMap((person) => [
      suggestion(person, {}),
      suggestion(person, { confidence: 0.2, outcome: 'rejected', keptShare: null }),
    ])
    await here.call(contract.recordSuggestions, { suggestions: seven })
    const held = await here.call(contract.getSuggestionConfidence, { aiAgent: 'helper' })
    expect(held).toMatchObject({ quarter: '2026-Q3', quarters: ['2026-Q3'], found: null, teamsHeld: 1, peopleMin: 8 })
    await here.call(contract.recordSuggestions, { suggestions: [suggestion(8, { keptShare: 0.2 })] })
    const { found } = await here.call(contract.getSuggestionConfidence, { aiAgent: 'helper', quarter: '2026-Q3' })
    expect(found).toMatchObject({ shown: 15, answered: 15, accepted: 8, ranking: 1, taken: { known: 8, kept: 7, rewritten: 1 } })
    // Only seven answered below: what lies there stands in one group with what is above.
    expect(found?.bins.map(({ from, to }) => [from, to])).toEqual([[0, 1]])
    const now = { shownAt: '2026-11-03T09:00:00Z', answeredAt: '2026-11-03T09:00:10Z' }
    await here.call(contract.recordSuggestions, { suggestions: [1, 2, 3, 4, 5, 6, 7, 8].map((person) => suggestion(person, now)) })
    expect((await here.call(contract.getSuggestionConfidence, { aiAgent: 'helper' })).quarters).toEqual(['2026-Q3'])
    const lead = await here.callWith(['adoption:read'], { teams: ['billing'] })
    expect((await refusal(lead(contract.getSuggestionConfidence, { aiAgent: 'helper' }))).code).toBe('not_allowed')
  })
})
