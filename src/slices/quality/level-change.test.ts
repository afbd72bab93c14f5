import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addDays } from '../measures/index.ts'
import { hasMoved, isOfTeamsThemselves, levelChanges } from './level-change.ts'

/** Numbers from 0 to 1 that are the same in every run. */
function drawsOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

function hitsOf(n: number, share: number, draw: () => number): number {
  return Array.from({ length: n }, draw).filter((value) => value < share).length
}

/** Days of a year whose own share wavers around the level, as days of real desks do. */
function days(draw: () => number, { perDay, levelOn }: { perDay: number; levelOn: (at: number) => number }) {
  return Array.from({ length: 364 }, (_, at) => {
    const share = levelOn(at) * (0.8 + 0.4 * draw())
    return { on: addDays('2025-01-06', at), n: perDay, x: hitsOf(perDay, share, draw) }
  })
}

describe('a level that changed', () => {
  test('is found in a real log on the day of the break, and once: knowledge use fell on 11 March 2016', () => {
    const lines = readFileSync(join(import.meta.dirname, '../../../tests/monitoring/knowledge-use.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
    const log = lines.map((line) => {
      const [on = '', n, x] = line.split(',')
      return { on, n: Number(n), x: Number(x) }
    })
    const found = levelChanges(log)
    expect(found.map(({ since }) => since)).toEqual(['2016-03-11'])
    expect(found[0]?.before.x).toBeGreaterThan(0.95 * (found[0]?.before.n ?? 0))
    expect(found[0]?.after.x).toBeLessThan(0.02 * (found[0]?.after.n ?? 0))
  })

  test('is found in most years in which errors doubled, within three weeks of the day, and in hardly any in which nothing changed', () => {
    const years = Array.from({ length: 200 }, (_, seed) => drawsOf(seed + 1))
    const calm = years.filter((draw) => levelChanges(days(draw, { perDay: 40, levelOn: () => 0.05 })).length > 0)
    expect(calm.length).toBeLessThanOrEqual(2)
    const doubled = years.map((draw) => levelChanges(days(draw, { perDay: 40, levelOn: (at) => (at < 200 ? 0.05 : 0.1) })))
    const near = doubled.filter((found) => found.length === 1 && Math.abs(daysFrom(found[0]?.since ?? '') - 200) <= 21)
    expect(near.length).toBeGreaterThan(180)
  })

  test('is not made of the thin end of a log, where only what took long is left', () => {
    const draw = drawsOf(7)
    const full = days(draw, { perDay: 60, levelOn: () => 0.2 })
    const tail = Array.from({ length: 120 }, (_, at) => ({ on: addDays('2026-01-05', at), n: 2, x: 2 }))
    expect(levelChanges([...full, ...tail])).toEqual([])
  })

  test('is none where nothing was counted', () => {
    expect(levelChanges([])).toEqual([])
    expect(levelChanges([{ on: '2026-01-01', n: 0, x: 0 }])).toEqual([])
  })

  test('is of the teams themselves only if it stays with their mix held still', () => {
    const move = (before: [number, number], after: [number, number]) => ({
      before: { x: before[0], n: before[1] },
      after: { x: after[0], n: after[1] },
    })
    // Both go on as they did, the one that always had more of it grew tenfold.
    expect(isOfTeamsThemselves([move([5, 1000], [5, 1000]), move([50, 100], [500, 1000])])).toBe(false)
    expect(isOfTeamsThemselves([move([5, 1000], [10, 1000]), move([20, 100], [400, 1000])])).toBe(true)
    expect(isOfTeamsThemselves([])).toBe(false)
  })

  test('counts a team as moved only in that direction and with enough cases', () => {
    expect(hasMoved({ n: 100, x: 90 }, { n: 100, x: 20 }, -1)).toBe(true)
    expect(hasMoved({ n: 100, x: 90 }, { n: 100, x: 20 }, 1)).toBe(false)
    expect(hasMoved({ n: 100, x: 50 }, { n: 100, x: 45 }, -1)).toBe(false)
    expect(hasMoved({ n: 29, x: 29 }, { n: 100, x: 0 }, -1)).toBeUndefined()
  })
})

const daysFrom = (on: string) => (Date.parse(on) - Date.parse('2025-01-06')) / 86_400_000
