import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  activeUse,
  cohortsOf,
  funnelOfUse,
  type Period,
  type PersonAccess,
  stickinessByWeek,
  survivalOfUse,
  teamWeeks,
} from './active-use.ts'
import { type ActiveUseDefinition, defaultActiveUse } from './active-use-rules.ts'
import { isoWeek, lastingsOfUse, type PersonWeek, personWeeks } from './person-weeks.ts'

type Team = {
  config: Record<string, number> & { qualifying: string[] }
  observation_end: string
  weeks: string[]
  events: [string, string, string][]
  ticket_days: [string, string, number, number][]
  expected: {
    team_weeks: {
      week: string
      exposed: number
      active: number
      share: number
      assisted_share: number
      shown: boolean
      team_adopted: boolean | null
    }[]
    stickiness: { week: string; four_week_active: number; mean_weekly_active: number; stickiness: number }[]
    cohorts: { cohort: string; size: number; retained: { week_offset: number; active: number; exposed: number }[] }[]
    abandonment: { person: string; start?: string; days?: number; event?: boolean; status?: string }[]
  }
}

const names = ['lagging', 'adopted', 'small'] as const
const read = (name: string): Team =>
  JSON.parse(readFileSync(new URL(`../../../tests/reference/active-use/active_use_${name}_team.json`, import.meta.url), 'utf8'))

function definitionOf({ config }: Team): ActiveUseDefinition {
  const at = (name: string) => config[name] as number
  return {
    qualifying: config.qualifying,
    ticketsMin: at('exposed_min_tickets'),
    ticketDaysMin: at('exposed_min_days'),
    actionsMin: at('min_actions'),
    actionDaysMin: at('min_days'),
    activeShareMin: at('team_share'),
    weeksMin: at('team_weeks_needed'),
    weeksWindow: at('team_weeks_window'),
    assistedShareMin: at('assisted_share'),
    abandonedAfterDays: at('abandon_days'),
    reachedSuggestionsMin: defaultActiveUse.reachedSuggestionsMin,
  }
}

const factsOf = ({ events, ticket_days }: Team) => ({
  acts: events.map(([person, on, kind]) => ({ person, on, kind })),
  ticketDays: ticket_days.map(([person, on, eligible, assisted]) => ({ person, on, eligible, assisted })),
})

const periodOf = (team: Team): Period => ({
  rows: personWeeks(factsOf(team), definitionOf(team)),
  weeks: team.weeks,
  definition: definitionOf(team),
  groupMin: team.config.min_group as number,
})

/** Tables give shares to twelve digits. */
const close = (share: number) => expect.closeTo(share, 9)

describe.each(names.map((name) => [name, read(name)] as const))('the %s team of the reference tables', (_, team) => {
  const { expected: want } = team
  const period = periodOf(team)

  test('weeks', () => {
    expect(teamWeeks(period)).toEqual(
      want.team_weeks.map(({ week, exposed, active, share, assisted_share, shown, team_adopted }) => ({
        week,
        active: { hits: active, of: exposed, share: close(share), low: expect.any(Number), high: expect.any(Number) },
        assistedShare: close(assisted_share),
        isShown: shown,
        isAdopted: team_adopted,
      })),
    )
  })

  test('stickiness', () => {
    expect(stickinessByWeek(period)).toEqual(
      want.stickiness.map((row) => ({
        week: row.week,
        activeInWindow: row.four_week_active,
        meanWeeklyActive: close(row.mean_weekly_active),
        share: close(row.stickiness),
      })),
    )
  })

  test('cohorts', () => {
    const got = cohortsOf(period).map(({ week, size, since }) => ({
      cohort: week,
      size,
      retained: since.map(({ weeks, active, exposed }) => ({ week_offset: weeks, active, exposed })),
    }))
    expect(got).toEqual(want.cohorts)
  })

  test('who gave up', () => {
    const got = lastingsOfUse(factsOf(team), { definition: definitionOf(team), until: team.observation_end }).map(
      ({ person, startedOn, lasting }) =>
        lasting === null ? { person, status: 'never-started' } : { person, start: startedOn, days: lasting.days, event: lasting.hasEnded },
    )
    expect(got).toEqual(want.abandonment)
  })
})

test('the defaults are those of the reference tables', () => expect(definitionOf(read('lagging'))).toEqual(defaultActiveUse))

describe('what leaves the slice', () => {
  test('nothing of a team under the floor, and no person at all', () => {
    const small = activeUse(periodOf(read('small')))
    expect(small.weeks.every((week) => JSON.stringify(Object.keys(week)) === '["week","isShown"]')).toBe(true)
    expect([small.stickiness, small.cohorts]).toEqual([[], []])
    const lagging = JSON.stringify(activeUse(periodOf(read('lagging'))))
    expect(lagging).not.toMatch(/p0\d/)
  })

  test('of a cohort at the floor only the weeks in which it was at work', () => {
    const [cohort] = activeUse(periodOf(read('lagging'))).cohorts
    expect(cohort?.size).toBe(5)
    expect(cohort?.since.map(({ weeks }) => weeks)).toEqual([0, 1, 2, 3, 4, 6, 8])
  })
})

describe('how long use lasts', () => {
  const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10)
  /** People who work all of 250 days; the first `leavers` act for so many days only. */
  const facts = (count: number, leavers: number) => {
    const people = Array.from({ length: count }, (_, index) => `person-${index}`)
    const days = Array.from({ length: 250 }, (_, index) => index)
    const acts = people.flatMap((person, index) =>
      days.filter((at) => index >= leavers || at <= 20 + index).map((at) => ({ person, on: day(at), kind: 'accepted' })),
    )
    return { acts, ticketDays: people.flatMap((person) => days.map((at) => ({ person, on: day(at), eligible: 2, assisted: 1 }))) }
  }
  const question = { definition: defaultActiveUse, until: day(249), groupMin: 8 }

  test('the share that goes on beyond half a year, and where it fell', () => {
    const found = survivalOfUse(facts(20, 5), question)
    expect(found).toMatchObject({ people: 20, reviewDay: 182, beyond: { survival: close(0.75) } })
    expect(found?.curve.map(({ days }) => days)).toEqual([20, 21, 22, 23, 24])
  })

  test('nothing for a group under the floor, and no curve beyond ten who are watched', () => {
    expect(survivalOfUse(facts(7, 2), question)).toBeNull()
    expect(survivalOfUse(facts(12, 5), question)).toMatchObject({ people: 12, beyond: null })
    expect(survivalOfUse(facts(12, 5), question)?.curve.map(({ days }) => days)).toEqual([20, 21, 22])
  })

  test('who is away is not gone', () => {
    const { acts, ticketDays } = facts(20, 0)
    const away = { acts: acts.filter(({ on }) => on < day(100)), ticketDays: ticketDays.filter(({ on }) => on < day(110)) }
    expect(survivalOfUse(away, question)?.curve).toEqual([])
  })
})

describe('at the edges', () => {
  const working = (person: string, week: string, actions = 5): PersonWeek => ({
    person,
    week,
    eligible: 20,
    assisted: 10,
    ticketDays: 4,
    actions,
    actionDays: Math.min(actions, 3),
  })
  const weeks = ['2026-W01', '2026-W02', '2026-W03', '2026-W04']
  const people = Array.from({ length: 8 }, (_, index) => `person-${index}`)
  const period = (rows: PersonWeek[]): Period => ({ rows, weeks, definition: defaultActiveUse, groupMin: 8 })

  test('nobody exposed is no share, and not nought', () => {
    const [week] = teamWeeks(period([]))
    expect(week).toMatchObject({ active: { of: 0, share: null }, assistedShare: null, isShown: false, isAdopted: null })
    expect(stickinessByWeek(period([]))).toMatchObject([{ activeInWindow: 0, share: null }])
  })

  test('a workshop day makes nobody active, and no adopted team', () => {
    const rows = people.flatMap((person) => weeks.map((week) => ({ ...working(person, week), actions: 30, actionDays: 1 })))
    expect(teamWeeks(period(rows)).at(-1)).toMatchObject({ active: { hits: 0, of: 8 }, isAdopted: false })
  })

  test('the funnel only narrows, and tells who came past a stage', () => {
    const access: PersonAccess[] = people.map((person, index) => ({
      person,
      hasAccess: true,
      isTrained: index > 0,
      suggestionsSeen: index < 7 ? 9 : 4,
      hasTried: index < 6,
    }))
    const rows = [
      ...weeks.map((week) => working('person-0', week)),
      ...weeks.map((week) => working('person-1', week)),
      working('person-2', '2026-W02'),
    ]
    expect(funnelOfUse(access, period(rows))).toEqual([
      { stage: 'access', people: 8, outOfOrder: 0 },
      { stage: 'trained', people: 7, outOfOrder: 0 },
      { stage: 'reached', people: 6, outOfOrder: 1 },
      { stage: 'tried', people: 5, outOfOrder: 1 },
      { stage: 'activated', people: 2, outOfOrder: 1 },
      { stage: 'active', people: 2, outOfOrder: 1 },
      { stage: 'retained', people: 1, outOfOrder: 1 },
    ])
    expect(funnelOfUse(access.slice(1), period(rows))).toBeNull()
  })

  test('weeks follow ISO 8601 around the new year', () => {
    expect(['2024-12-29', '2024-12-30', '2025-12-28', '2026-01-01', '2027-01-03', '2027-01-04', '1969-12-29'].map(isoWeek)).toEqual([
      '2024-W52',
      '2025-W01',
      '2025-W52',
      '2026-W01',
      '2026-W53',
      '2027-W01',
      '1970-W01',
    ])
  })
})
