import { expect, test } from 'vitest'
import { sinceWhen, type Week } from './since.ts'

const week = (at: number, hits: number): Week => ({
  on: new Date(Date.UTC(2026, 0, 5 + 7 * at)).toISOString().slice(0, 10),
  hits,
  expected: 20,
  variance: 16,
})

test('a team that changed is dated to the week in which it changed', () => {
  const weeks = [21, 18, 20, 19, 22, 20, 29, 31, 28, 30].map((hits, at) => week(at, hits))
  expect(sinceWhen(weeks, 1)).toBe(week(6, 0).on)
  expect(sinceWhen(weeks, -1)).toBeNull()
})

test('a team that is back to what is expected of it has no date any more', () => {
  expect(
    sinceWhen(
      [30, 31, 10, 9, 12].map((hits, at) => week(at, hits)),
      1,
    ),
  ).toBeNull()
})

test('weeks in which nothing was to be expected say nothing', () => {
  const empty = { ...week(1, 0), expected: 0, variance: 0 }
  expect(sinceWhen([week(0, 35), empty, week(2, 35)], 1)).toBe(week(0, 0).on)
})
