import { expect, test } from 'vitest'
import { answerOf, type Reviewed, tellsApart } from './picture.ts'

const figure = (more: Partial<Reviewed>): Reviewed => ({
  measure: 'reopened',
  from: '2026-01-01',
  to: '2026-03-25',
  overall: 0.5,
  centre: 0.5,
  spread: null,
  judged: 12,
  teams: [],
  ...more,
})

const said = (more: Partial<Reviewed>) => answerOf(figure(more), (id) => id)

test('what never happened in any team is not told as if all teams were alike: perhaps nobody records it', () => {
  expect(tellsApart(figure({ overall: 0 }))).toBe(false)
  expect(said({ overall: 0 })).toBe(
    'Not once in any of the 12 teams with enough cases. Either it never happens, or the source does not say.',
  )
  expect(said({ overall: 1, judged: 1 })).toMatch(/^In every case in the one team/)
  expect(said({ overall: 0.5 })).toBe('None of 12 teams differs by more than teams ordinarily do.')
})
