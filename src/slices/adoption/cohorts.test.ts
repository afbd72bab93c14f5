import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultActiveUse } from '#slices/statistics/index.ts'
import { cohortsOf } from './cohorts.ts'
import { lastingsOf, type TeamUse } from './team.ts'

const peopleMin = 8
const since = '2026-03-01'
const weeks = { from: '2026-08-31', to: '2026-09-27', mondays: [] }
const dayAt = (at: number) => new Date(Date.UTC(2026, 2, 1 + at)).toISOString().slice(0, 10)

/** A team whose people begin on these days and act until those. */
function useOf(team: string, people: { begins: number; lasts: number }[]): TeamUse {
  const dayOf = (person: number, at: number) => ({
    teamId: team,
    pseudonym: `${team}-${person}`,
    day: dayAt(at),
    shown: 1,
    accepted: 1,
    edited: 0,
    overridden: 0,
    rejected: 0,
    actions: 1,
    hasTickets: true,
    eligibleTickets: 2,
    assistedTickets: 1,
  })
  const days = people.flatMap(({ begins, lasts }, person) => Array.from({ length: lasts }, (_, at) => dayOf(person, begins + at)))
  return { isOfOneAiAgent: false, days: days as never, access: [], trained: [], unfitReasons: 0, enablementReasons: 0, answerSeconds: null }
}

const settings = { weeks, peopleMin, definition: defaultActiveUse }
const asked = (shown: { team: string; use: TeamUse }[]) =>
  cohortsOf({ shown: shown.map(({ team, use }) => ({ team, lastings: lastingsOf(use.days, settings) })), since, peopleMin })
const begun = (team: string, begins: number, people = 12) => ({
  team,
  use: useOf(
    team,
    Array.from({ length: people }, () => ({ begins, lasts: 40 })),
  ),
})

test('each team stands in the month in which enough of its people had begun; at most three cohorts, the early months together', () => {
  const found = asked([begun('a', 3), begun('b', 35), begun('c', 70), begun('d', 100), begun('e', 101)])
  expect(found.map(({ from, to, isOrBefore, teams }) => ({ from, to, isOrBefore, teams }))).toEqual([
    { from: '2026-03-01', to: '2026-04-01', isOrBefore: true, teams: ['a', 'b'] },
    { from: '2026-05-01', to: '2026-05-01', isOrBefore: false, teams: ['c'] },
    { from: '2026-06-01', to: '2026-06-01', isOrBefore: false, teams: ['d', 'e'] },
  ])
})

test('where nobody stops the curve is level up to the last day on which enough are watched', () => {
  const [only] = asked([begun('a', 50)])
  expect(only?.survival).toEqual([{ days: 39, share: 1, low: 1, high: 1, atRisk: 12 }])
})

test('whatever teams there are, no cohort holds fewer people than may be shown, and each holds whole teams, once', () => {
  const person = fc.record({ begins: fc.integer({ min: 0, max: 180 }), lasts: fc.integer({ min: 1, max: 30 }) })
  const team = fc.array(person, { minLength: 1, maxLength: 25 })
  fc.assert(
    fc.property(fc.array(team, { maxLength: 8 }), (all) => {
      const shown = all.map((people, at) => ({ team: `team-${at}`, use: useOf(`team-${at}`, people) }))
      const found = asked(shown)
      expect(found.length).toBeLessThanOrEqual(3)
      for (const { people, survival } of found) {
        expect(people).toBeGreaterThanOrEqual(peopleMin)
        expect(survival.every(({ atRisk }) => atRisk >= 10)).toBe(true)
      }
      const inside = found.flatMap(({ teams }) => teams)
      expect(new Set(inside).size).toBe(inside.length)
      const peopleOf = (id: string) => all[Number(id.slice(5))]?.length ?? 0
      expect(found.map(({ people }) => people)).toEqual(found.map(({ teams }) => teams.reduce((sum, id) => sum + peopleOf(id), 0)))
    }),
    { numRuns: 60 },
  )
})
