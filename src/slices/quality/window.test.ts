import { describe, expect, test } from 'vitest'
import { addDays } from '../measures/index.ts'
import { newestComparable } from './window.ts'

const row = (team: string, monday: string, n: number) => ({
  measureId: 'sla_met',
  by: [team, monday],
  n,
  x: 0,
  total: 0,
  squares: 0,
  changedAt: new Date(0),
})

const weeks = (from: string, howMany: number) => Array.from({ length: howMany }, (_, at) => addDays(from, 7 * at))

describe('the weeks that are compared', () => {
  const enough = { teamsMin: 2, casesMin: 30 }

  test('are the newest twelve in which enough teams have enough cases in one figure', () => {
    const full = weeks('2016-03-07', 12).flatMap((monday) => [row('a', monday, 10), row('b', monday, 3)])
    const tail = weeks('2016-05-30', 20).flatMap((monday) => [row('a', monday, 10)])
    // The team b keeps 30 cases in the window until only nine of its weeks are left: three weeks into the tail it has 27.
    expect(newestComparable([...full, ...tail], enough)).toEqual({ from: '2016-03-21', to: '2016-06-12' })
  })

  test('are not those of a thin end, in which fewer than four fifths of the teams can be compared that once could', () => {
    const full = weeks('2016-03-07', 12).flatMap((monday) => ['a', 'b', 'c', 'd', 'e', 'f'].map((team) => row(team, monday, 10)))
    const tail = weeks('2016-05-30', 20).flatMap((monday) => ['a', 'b', 'c', 'd'].map((team) => row(team, monday, 10)))
    // The two others keep 30 cases until fewer than three of their weeks are left; four of six are not enough.
    expect(newestComparable([...full, ...tail], enough)).toEqual({ from: '2016-05-09', to: '2016-07-31' })
  })

  test('are those in which most teams have enough, where never enough had', () => {
    const rows = [row('a', '2016-03-07', 40), row('b', '2016-09-05', 10), row('a', '2016-09-05', 10)]
    expect(newestComparable(rows, enough)).toEqual({ from: '2015-12-21', to: '2016-03-13' })
  })

  test('are none where no team ever had enough; cases of two figures are not added up', () => {
    expect(newestComparable([], enough)).toBeUndefined()
    expect(newestComparable([row('a', '2016-03-07', 20), { ...row('a', '2016-03-07', 20), measureId: 'reopened' }], enough)).toBeUndefined()
  })
})
