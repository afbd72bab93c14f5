import { expect, test } from 'vitest'
import { effectFrom, type TeamDay } from './effect.ts'

/** Numbers evenly spread from 0 to 1, the same for the same seed. */
function drawing(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

const day = (at: number) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10)
const startsOn = day(56)

/** Teams over so many days; the first gains `gain` once its remedy is in force. */
function simulated(seed: number, { days, gain, teams = 12 }: { days: number; gain: number; teams?: number }): TeamDay[] {
  const draw = drawing(seed)
  return Array.from({ length: teams }, (_, team) => `team-${team}`).flatMap((teamId, team) =>
    Array.from({ length: days }, (__, at) => {
      const p = 0.6 + (team === 0 && at >= 56 ? gain : 0)
      const hits = Array.from({ length: 40 }, () => (draw() < p ? 1 : 0)).reduce((sum: number, hit) => sum + hit, 0)
      return { teamId, on: day(at), hits, of: 40 }
    }),
  )
}

const ask = (days: readonly TeamDay[]) => effectFrom(days, { teamId: 'team-0', startsOn, isGoodHigh: true, draw: drawing(7) })

test('a remedy that helps is found, with how much', () => {
  const effect = ask(simulated(1, { days: 146, gain: 0.12 }))
  expect(effect).toMatchObject({ status: 'better', teamsCompared: 11, daysBefore: 56, daysAfter: 90 })
  expect(effect.low).toBeLessThan(0.12)
  expect(effect.high).toBeGreaterThan(0.12)
  expect(effect.p).toBeCloseTo(1 / 12, 10)
})

test('a remedy that does harm is said to', () => {
  expect(ask(simulated(2, { days: 146, gain: -0.15 })).status).toBe('worse')
})

test('read every day for a quarter, a remedy that does nothing is called something in few organisations', () => {
  const organisations = 40
  const called = Array.from({ length: organisations }, (_, seed) => simulated(seed + 100, { days: 146, gain: 0, teams: 4 })).filter((all) =>
    Array.from({ length: 59 }, (_, at) => at + 28).some((after) => {
      const { status } = ask(all.filter(({ on }) => on < day(56 + after)))
      return status === 'better' || status === 'worse'
    }),
  )
  expect(called.length / organisations).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / organisations))
})

test('nothing is said before four weeks on each side, nor without teams to compare with', () => {
  expect(ask(simulated(3, { days: 70, gain: 0.3 })).status).toBe('too_early')
  expect(ask(simulated(3, { days: 146, gain: 0.3 }).filter(({ teamId }) => teamId === 'team-0')).status).toBe('no_comparison')
})
