import { describe, expect, test } from 'vitest'
import { defaultActiveUse } from '#slices/statistics/index.ts'
import { summaryOf } from './summary.ts'
import type { TeamUse, TeamView } from './team.ts'
import { togetherOf } from './together.ts'

const weeks = { from: '2026-10-19', to: '2026-11-15', mondays: ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09'] }

const settings = { weeks, peopleMin: 8, definition: defaultActiveUse }

type Answers = { people: number; on: string; accepted: number; rejected: number; from?: number }

/** Each person answers on one day. */
function useOf(team: string, all: readonly Answers[]): TeamUse {
  const days = all.flatMap(({ people, on, accepted, rejected, from = 0 }) =>
    Array.from({ length: people }, (_, at) => ({
      teamId: team,
      pseudonym: `${team}-${from + at}`,
      day: on,
      shown: accepted + rejected,
      accepted,
      edited: 0,
      overridden: 0,
      rejected,
      actions: accepted,
      eligibleTickets: 0,
      assistedTickets: null,
      hasTickets: false,
    })),
  )
  return { isOfOneAiAgent: false, days, access: [], trained: [], unfitReasons: 0, enablementReasons: 0, answerSeconds: null }
}

const shownIn = (...acceptedWeeks: string[]) => ({ acceptedWeeks }) as unknown as TeamView
const together = (uses: Record<string, TeamUse>, views: Record<string, TeamView | null> = {}) =>
  togetherOf({
    teams: new Map(Object.entries(uses).map(([team, use]) => [team, { ...summaryOf(use, settings), view: views[team] ?? null }])),
    ...settings,
  })

describe('all teams together', () => {
  test('are told where each team alone is too small, week by week: a week of a few people is left out', () => {
    const uses = {
      a: useOf('a', [{ people: 5, on: '2026-11-03', accepted: 1, rejected: 3 }]),
      b: useOf('b', [
        { people: 4, on: '2026-11-04', accepted: 1, rejected: 1 },
        { people: 4, on: '2026-11-10', accepted: 9, rejected: 0, from: 4 },
      ]),
    }
    expect(together(uses)).toMatchObject({ people: 9, weeks: 1, accepted: { of: 28, share: 9 / 28 } })
  })

  test('are not told where a shown team taken away would leave a few', () => {
    const uses = {
      big: useOf('big', [{ people: 12, on: '2026-11-03', accepted: 2, rejected: 2 }]),
      small: useOf('small', [{ people: 3, on: '2026-11-03', accepted: 0, rejected: 4 }]),
    }
    expect(together(uses, { big: shownIn('2026-11-02') })).toBeNull()
    // A week that the team itself does not show cannot be taken away.
    expect(together(uses, { big: shownIn('2026-11-09') })).toMatchObject({ people: 15 })
    expect(together({ big: uses.big }, { big: shownIn('2026-11-02') })).toMatchObject({ people: 12, accepted: { share: 0.5 } })
  })

  test('are nothing where nobody answered, nor outside of the weeks', () => {
    expect(together({})).toBeNull()
    expect(together({ a: useOf('a', [{ people: 20, on: '2026-10-18', accepted: 1, rejected: 1 }]) })).toBeNull()
  })
})
