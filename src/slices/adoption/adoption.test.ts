import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { furnish, type World, world } from '../../../tests/world.ts'
import * as identity from '../identity/contract.ts'
import * as usage from '../usage/contract.ts'
import * as contract from './contract.ts'
import { adoptionTick } from './index.ts'

let here: World
const dayMs = 86_400_000
/** The Monday of the first of eight weeks; the last ends before the world's Monday 16 November 2026. */
const monday = Date.UTC(2026, 8, 21)

type Habit = {
  people: number
  trained?: number
  /** Suggestions a day for each person with work. */
  shown?: number
  /** What becomes of the n-th suggestion of a person's day in a week. */
  outcome: (at: { week: number; person: number; n: number }) => 'accepted' | 'overridden' | 'none'
  reason?: 'does_not_fit' | 'did_not_know'
  aiAgent?: string
}

async function play(team: string, { people, trained = people, shown = 4, outcome, reason, aiAgent = 'helper' }: Habit): Promise<void> {
  await here.call(identity.createTeam, { id: team, name: team, department: null, timeZone: 'UTC', lead: null }).catch(() => {})
  const persons = Array.from({ length: people }, (_, person) => `${team}-person-${person}`)
  const from = new Date(monday).toISOString()
  await here.call(usage.recordAccess, { access: persons.map((person) => ({ team, person, from })) })
  if (trained > 0)
    await here.call(usage.recordTraining, {
      training: persons.slice(0, trained).map((person) => ({ team, person, kind: 'boundary', at: from })),
    })
  for (let week = 0; week < 8; week++) {
    const days = [0, 2].map((weekday) => monday + (week * 7 + weekday) * dayMs)
    const exposure = persons.flatMap((person) =>
      days.map((at) => ({ team, person, day: new Date(at).toISOString().slice(0, 10), eligibleTickets: 8, assistedTickets: 4 })),
    )
    await here.call(usage.recordExposure, { exposure })
    const suggestions = persons.flatMap((person, who) =>
      days.flatMap((at) =>
        Array.from({ length: shown }, (_, n) => {
          const became = outcome({ week, person: who, n })
          const shownAt = new Date(at + 9 * 3_600_000 + n * 60_000).toISOString()
          const answeredAt = became === 'none' ? null : new Date(at + 9 * 3_600_000 + n * 60_000 + 20_000).toISOString()
          const why = became === 'overridden' ? (reason ?? 'does_not_fit') : null
          return { team, id: `${person}-${aiAgent}-${at}-${n}`, person, aiAgent, shownAt, answeredAt, outcome: became, reason: why }
        }),
      ),
    )
    for (let at = 0; at < suggestions.length; at += 1000)
      await here.call(usage.recordSuggestions, { suggestions: suggestions.slice(at, at + 1000) })
  }
}

beforeAll(async () => {
  here = await world()
  await furnish(here)
  await play('adopted', { people: 12, outcome: () => 'accepted' })
  await play('rejecting', {
    people: 12,
    outcome: ({ week, n }) => {
      if (week < 2) return n < 3 ? 'overridden' : 'accepted'
      return n === 0 ? 'overridden' : 'none'
    },
  })
  await play('slow', {
    people: 14,
    trained: 2,
    outcome: ({ person, n }) => (person === 0 && n < 2 ? 'accepted' : 'none'),
    reason: 'did_not_know',
  })
  await play('small', { people: 6, outcome: () => 'accepted' })
})
afterAll(() => here?.end())

const adoption = (more: { team?: string; aiAgent?: string; until?: string } = {}) => here.call(contract.getAdoption, more)
const of = async (team: string) => (await adoption()).teams.find((each) => each.team === team)

describe('a team', () => {
  test('that works with it week after week is adopted', async () => {
    const team = await of('adopted')
    expect(team).toMatchObject({ state: 'adopted', remedy: 'keep', rejection: null, funnel: { access: 12, active: 12, retained: 12 } })
    expect(team?.weeks.map(({ active }) => active?.share)).toEqual([1, 1, 1, 1])
    expect((await adoption()).adopted).toBe(1)
  })

  test('that was trained, tried it and turned away is told from one that never began: the remedies are opposite', async () => {
    expect(await of('rejecting')).toMatchObject({ state: 'quiet_rejection', remedy: 'fix_the_tool' })
    expect(await of('slow')).toMatchObject({ state: 'slow_start', remedy: 'enable' })
  })

  test('comes with its evidence, signal by signal', async () => {
    const signals = (await of('rejecting'))?.signals ?? []
    expect(signals.find(({ signal }) => signal === 'override')).toMatchObject({ reading: 'high' })
    expect(signals.find(({ signal }) => signal === 'training')).toMatchObject({ reading: 'high', hits: 12, of: 12 })
    expect(signals.reduce((sum, { weight }) => sum + weight, 0)).toBeGreaterThan(0)
  })

  test('shows no count of a signal that too few people stand behind', async () => {
    const team = await of('slow')
    const stopping = team?.signals.find(({ signal }) => signal === 'stopping')
    expect(stopping).toMatchObject({ reading: 'no_data', hits: 0, of: 0 })
  })

  test('with fewer people than the floor shows nothing but that it has too few', async () => {
    expect(await of('small')).toEqual({
      team: 'small',
      state: 'not_enough_people',
      rejection: null,
      signals: [],
      remedy: 'wait',
      funnel: null,
      weeks: [],
      accepted: null,
      assisted: null,
      survival: [],
    })
  })
})

describe('teams that began in the same month', () => {
  test('stand together, whole and only where they are shown, with how long use lasts there', async () => {
    const { cohorts, teams } = await adoption()
    expect(cohorts).toMatchObject([
      { from: '2026-09-01', to: '2026-09-01', isOrBefore: false, teams: ['adopted', 'rejecting'], people: 24 },
    ])
    // One of fourteen in `slow` ever used it, and `small` has six people: neither is in any sum.
    expect(teams.map(({ team }) => team)).toEqual(expect.arrayContaining(['slow', 'small']))
    const [first] = cohorts
    expect(first?.survival.every(({ atRisk, share, low, high }) => atRisk >= 10 && low <= share && share <= high)).toBe(true)
    expect(first?.survival.at(-1)?.days).toBeGreaterThan(28)
  })

  test('a cohort of one team says what the team’s own curve says', async () => {
    const { cohorts, teams } = await adoption({ team: 'rejecting' })
    const own = teams[0]?.survival ?? []
    expect(cohorts[0]?.survival.slice(0, own.length)).toEqual(own)
  })

  test('a team that too few people began in is in no cohort', async () => {
    expect((await adoption({ team: 'slow' })).cohorts).toEqual([])
  })
})

describe('nobody learns of a few people by comparing answers', () => {
  test('a week with too few people is in no sum: four weeks with it and without it say the same', async () => {
    const team = 'thin'
    await play(team, { people: 10, outcome: () => 'accepted' })
    const sunday = new Date(monday + 55 * dayMs).toISOString().slice(0, 10)
    const before = (await adoption({ team, until: sunday })).teams[0]
    // One of them alone works in the week after; the window moves on by a week.
    const at = monday + 56 * dayMs
    const person = `${team}-person-3`
    here.clock.add(8 * dayMs)
    await here.call(usage.recordSuggestions, {
      suggestions: Array.from({ length: 40 }, (_, n) => ({
        team,
        id: `alone-${n}`,
        person,
        aiAgent: 'helper',
        shownAt: new Date(at + n * 60_000).toISOString(),
        answeredAt: new Date(at + n * 60_000 + 5000).toISOString(),
        outcome: 'overridden' as const,
        reason: 'tone' as const,
      })),
    })
    const after = (await adoption({ team, until: new Date(at + 6 * dayMs).toISOString().slice(0, 10) })).teams[0]
    expect(before?.accepted).toMatchObject({ share: 1 })
    expect(after?.accepted).toMatchObject({ share: 1, of: ((before?.accepted?.of ?? 0) * 3) / 4 })
    expect(after?.weeks.at(-1)?.active).toBeNull()
  })

  test('one AI agent’s figures are held back where those of the others would be two people’s', async () => {
    const team = 'mixed'
    await play(team, { people: 12, outcome: () => 'accepted' })
    const twoOfThem = (n: number) => ({
      team,
      id: `other-${n}`,
      person: `${team}-person-${n % 2}`,
      aiAgent: 'other',
      shownAt: new Date(monday + 50 * dayMs + n * 60_000).toISOString(),
      answeredAt: new Date(monday + 50 * dayMs + n * 60_000 + 5000).toISOString(),
      outcome: 'overridden' as const,
      reason: 'tone' as const,
    })
    await here.call(usage.recordSuggestions, { suggestions: Array.from({ length: 20 }, (_, n) => twoOfThem(n)) })
    const until = new Date(monday + 55 * dayMs).toISOString().slice(0, 10)
    const shown = async (aiAgent?: string) => (await adoption({ team, until, aiAgent })).teams[0]?.state
    expect(await shown('other')).toBe('not_enough_people')
    expect(await shown('helper')).toBe('not_enough_people')
    expect(await shown()).toBe('adopted')
  })

  test('no answer holds a pseudonym or an id of a person', async () => {
    const text = JSON.stringify(await adoption())
    expect(text).not.toMatch(/person-\d/)
    expect(text).not.toMatch(/pseudonym/i)
  })
})

describe('what counts as active', () => {
  test('is the organisation’s: a stricter rule is a new version, and yesterday’s adopted team is not', async () => {
    const { version: _, ...rules } = (await adoption()).rules
    const made = await here.call(contract.changeRules, { ...rules, actionsMin: 20, reason: 'Three a week is too easy' })
    expect(made.version).toBe(2)
    const until = new Date(monday + 55 * dayMs).toISOString().slice(0, 10)
    expect((await adoption({ team: 'adopted', until })).teams[0]?.state).not.toBe('adopted')
  })
})

describe('half a year after going live', () => {
  const look = () => adoptionTick({ db: here.running.db, audit: async () => {} }, here.clock.now())
  const ofBilling = async () => (await here.call(contract.listRevisits, { team: 'billing', limit: 50 })).items

  test('a team is asked once, with what is known, and again half a year after it goes on', async () => {
    await look()
    await look()
    const [asked, ...others] = await ofBilling()
    expect(others).toEqual([])
    expect(asked).toMatchObject({ team: 'billing', aiAgent: 'refund-bot', isDue: false, answer: null })
    expect(asked?.facts.map(({ measure }) => measure)).toContain('errors')

    const key = { team: 'billing', aiAgent: 'refund-bot', dueOn: asked?.dueOn ?? '' }
    const answer = (ifMatch: string) =>
      here.call(contract.answerRevisit, { ...key, answer: 'change', reason: 'answers_wrong', said: 'Refunds of gift cards.' }, { ifMatch })
    await expect(answer(asked?.etag ?? '')).rejects.toMatchObject({ problem: { code: 'conflict' } })

    here.clock.add(183 * dayMs)
    expect((await here.call(contract.countRevisits, {})).due).toBe(1)
    expect(await answer(asked?.etag ?? '')).toMatchObject({ isDue: false, answer: 'change', reason: 'answers_wrong' })
    await expect(answer(asked?.etag ?? '')).rejects.toMatchObject({ problem: { code: 'conflict' } })
    expect((await ofBilling()).map(({ answer: said }) => said)).toEqual([null, 'change'])
    expect(await here.call(contract.countRevisits, {})).toMatchObject({
      due: 0,
      answered: 1,
      rows: [{ answer: 'change', reason: 'answers_wrong', teams: 1 }],
    })
  })

  test('each revisit of a list tells its own first and last eight weeks: days beside them, and other AI agents, are not in it', async () => {
    const team = 'facts'
    await here.call(identity.createTeam, { id: team, name: team, department: null, timeZone: 'UTC', lead: null })
    const day = (on: string, aiAgentId: string, n: number) =>
      here.running.db.query(
        `insert into rollup_place (team_id, facts, day, ai_agent_id, kind, version, n, x, total, squares, made_on, changed_at)
         select $1, 'decisions', $2::date, $3, kind, 1, array[$4::int], '{0}', '{}', '{}', $2::date, $2::date from unnest('{refund,letter}'::text[]) as kind`,
        [team, on, aiAgentId, n],
      )
    const early = { aiAgent: 'early-bot', liveOn: '2026-01-05', dueOn: '2026-07-06' }
    const late = { aiAgent: 'late-bot', liveOn: '2026-05-04', dueOn: '2026-11-02' }
    for (const { aiAgent, liveOn, dueOn } of [early, late])
      await here.running.db.query('insert into revisit (team_id, ai_agent_id, live_on, due_on, etag) values ($1, $2, $3, $4, 1)', [
        team,
        aiAgent,
        liveOn,
        dueOn,
      ])
    for (const [on, n] of [
      ['2026-01-04', 1000],
      ['2026-01-05', 1],
      ['2026-03-01', 2],
      ['2026-03-02', 1000],
      ['2026-05-11', 1000],
      ['2026-05-12', 10],
      ['2026-07-06', 20],
      ['2026-07-07', 1000],
    ] as const)
      await day(on, early.aiAgent, n)
    await day('2026-05-04', late.aiAgent, 7)
    const items = (await here.call(contract.listRevisits, { team, limit: 50 })).items
    const told = items.map(({ aiAgent, facts }) => {
      const decisions = facts.find(({ measure }) => measure === 'decisions')
      return { aiAgent, first: decisions?.atFirst.value, last: decisions?.lately.value }
    })
    expect(told).toEqual([
      { aiAgent: 'early-bot', first: 6, last: 60 },
      { aiAgent: 'late-bot', first: 14, last: 0 },
    ])
  })
})

test('what was worked out of a team moves with what is told late of a week that is shown, and not with the running week', async () => {
  const overridden = { team: 'told-late', aiAgent: 'helper', outcome: 'overridden' as const, reason: 'does_not_fit' as const }
  const persons = Array.from({ length: 12 }, (_, person) => `told-late-person-${person}`)
  const tell = (day: string) => {
    const at = { shownAt: `${day}T12:00:00Z`, answeredAt: `${day}T12:00:20Z` }
    return here.call(usage.recordSuggestions, {
      suggestions: persons.map((person) => ({ ...overridden, ...at, id: day + person, person })),
    })
  }
  await play('told-late', { people: 12, outcome: () => 'accepted' })
  const before = (await of('told-late'))?.accepted
  expect(before?.share).toBe(1)
  await tell('2026-11-16')
  expect((await of('told-late'))?.accepted).toEqual(before)
  await tell('2026-11-15')
  expect((await of('told-late'))?.accepted?.of).toBe((before?.of ?? 0) + 12)
})
