import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '#kernel/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as measures from '#slices/measures/contract.ts'
import { recountNow } from '../../../tests/recount.ts'
import { refusal, type World, world } from '../../../tests/world.ts'
import * as contract from './contract.ts'
import { confidenceBins, marksOfUse, peopleBehind, personWeeks, recountUse, refusalTotals, suggestionTotals, tenBins } from './index.ts'

type Suggestion = InputOf<typeof contract.recordSuggestions>['suggestions'][number]
type Grade = InputOf<typeof contract.recordGrades>['grades'][number]

let here: World
beforeEach(async () => {
  here = await world()
  for (const id of ['billing', 'shipping'])
    await here.call(identity.createTeam, { id, name: id, timeZone: 'UTC', department: null, lead: null })
})
afterEach(() => here.end())

const shown = (id: string, more: Partial<Suggestion> = {}): Suggestion => ({
  team: 'billing',
  id,
  person: 'ada@example.com',
  aiAgent: 'helper',
  kind: 'refund',
  shownAt: '2026-11-02T09:00:00Z',
  outcome: 'none',
  ...more,
})

const accepted = (id: string, more: Partial<Suggestion> = {}): Suggestion =>
  shown(id, { outcome: 'accepted', answeredAt: '2026-11-02T09:00:04Z', confidence: 0.91, keptShare: 1, ...more })

const graded = (id: string, more: Partial<Grade> = {}): Grade => ({
  team: 'billing',
  id,
  aiAgent: 'helper',
  aiAgentVersion: '2',
  kind: 'refund',
  confidence: 0.29,
  isRight: true,
  isInScope: true,
  at: '2026-11-02T09:00:00Z',
  ...more,
})

const week = { teams: ['billing', 'shipping'], from: '2026-11-02', to: '2026-11-08' }

/** What the tables hold, without when it was written and without counts that came to nothing. */
async function tables(): Promise<Record<string, unknown[]>> {
  const moving = `array['recorded_at', 'changed_at', 'made_on']`
  const names = [
    'suggestion',
    'training',
    'person_access',
    'exposure',
    'grade',
    'use_day',
    'refusal_day',
    'confidence_day',
    'rollup_day',
    'rollup_spread',
  ]
  const entries = await Promise.all(
    names.map(async (name) => {
      const rows = await here.running.db.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) - ${moving} as row from ${name} t`)
      const some = rows.map(({ row }) => row).filter((row) => row.n !== 0 && row.shown !== 0)
      return [name, some.map((row) => JSON.stringify(row)).sort()] as const
    }),
  )
  return Object.fromEntries(entries)
}

describe('the mark of a team', () => {
  const mark = async (to: string) => (await marksOfUse(here.running.db, { teams: ['billing'], to })).get('billing')
  const tell = (...suggestions: Suggestion[]) => here.call(contract.recordSuggestions, { suggestions })

  test('stays for weeks that nobody told of, and moves for those and all after them', async () => {
    await tell(shown('one'))
    const [before, first] = [await mark('2026-11-01'), await mark('2026-11-08')]
    expect(first).toBeGreaterThan(before ?? 0)
    await tell(shown('two', { shownAt: '2026-11-09T00:00:00Z' }))
    expect(await mark('2026-11-08')).toBe(first)
    const both = await mark('2026-11-15')
    expect(both).toBeGreaterThan(first ?? 0)
    await tell(shown('late', { shownAt: '2026-11-08T23:59:59Z' }))
    expect(await mark('2026-11-01')).toBe(before)
    expect(await mark('2026-11-08')).toBeGreaterThan(first ?? 0)
    expect(await mark('2026-11-15')).toBeGreaterThan(both ?? 0)
  })

  test('moves for the week that a suggestion leaves when it is told otherwise', async () => {
    await tell(shown('one'))
    const first = await mark('2026-11-08')
    const told = { shownAt: '2026-11-10T09:00:00Z', outcome: 'accepted' as const, answeredAt: '2026-11-10T09:00:04Z' }
    await tell(shown('one', told))
    expect(await here.running.db.query("select shown_at from suggestion where shown_at >= '2026-11-09'")).toHaveLength(1)
    expect(await mark('2026-11-08')).toBeGreaterThan(first ?? 0)
  })
})

const stages: Suggestion[][] = [
  [shown('a'), shown('b'), shown('c', { person: 'ben', team: 'shipping' })],
  [accepted('a', { keptShare: undefined }), accepted('b', { outcome: 'overridden', reason: 'tone', keptShare: null })],
  [accepted('a'), accepted('d', { aiAgent: 'other', shownAt: '2026-11-03T09:00:00Z', answeredAt: '2026-11-03T09:00:00Z' })],
  [accepted('b', { outcome: 'edited', answeredAt: '2026-11-02T10:00:00Z', keptShare: 0.5 })],
]

test('suggestions told in any order, again, one by one or together, leave the same facts and counts, and so does counting anew', async () => {
  for (const suggestions of stages) await here.call(contract.recordSuggestions, { suggestions })
  const inOrder = await tables()
  await here.end()
  here = await world()
  for (const id of ['billing', 'shipping'])
    await here.call(identity.createTeam, { id, name: id, timeZone: 'UTC', department: null, lead: null })
  const { db } = here.running
  await db.query('delete from suggestion')
  const mixed = [...stages.flat()].reverse()
  for (const suggestion of mixed) await here.call(contract.recordSuggestions, { suggestions: [suggestion] })
  const answer = await here.call(contract.recordSuggestions, { suggestions: [...mixed, ...mixed] })
  expect(answer).toEqual({ recorded: 0, unchanged: mixed.length * 2 })
  const samePeople = (all: Record<string, unknown[]>) => JSON.stringify(all).replace(/t_[0-9a-f]{30}/g, 'somebody')
  expect(samePeople(await tables())).toBe(samePeople(inOrder))
  expect((await recountNow(db, [recountUse], here.clock.now())).differed).toEqual({})
  await db.query("update use_day set accepted = accepted + 1 where team_id = 'billing'")
  expect((await recountNow(db, [recountUse], here.clock.now())).differed).toEqual({ use_day: 2 })
  expect(samePeople(await tables())).toBe(samePeople(inOrder))
  expect(inOrder.use_day).toHaveLength(3)
})

test('who is told of stands in no table', async () => {
  const person = 'grace.hopper@example.com'
  await here.call(contract.recordSuggestions, { suggestions: [accepted('a', { person })] })
  await here.call(contract.recordTraining, { training: [{ team: 'billing', person, kind: 'boundary', at: '2026-11-01T00:00:00Z' }] })
  await here.call(contract.recordAccess, { access: [{ team: 'billing', person, from: '2026-11-01T00:00:00Z' }] })
  await here.call(contract.recordExposure, { exposure: [{ team: 'billing', person, day: '2026-11-02', eligibleTickets: 9 }] })
  const all = await here.running.db.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  )
  for (const { name } of all) {
    const [row] = await here.running.db.query<{ n: number }>(`select count(*) as n from ${name} t where t::text like '%hopper%'`)
    expect([name, row?.n]).toEqual([name, 0])
  }
  expect(await here.count('training')).toBe(1)
})

test('one person is one pseudonym in all that is told of them', async () => {
  await here.call(contract.recordSuggestions, { suggestions: [accepted('a'), accepted('b', { person: 'ben' })] })
  await here.call(contract.recordExposure, { exposure: [{ team: 'billing', person: 'ben', day: '2026-11-03', eligibleTickets: 9 }] })
  expect(await peopleBehind(here.running.db, week)).toEqual(new Map([['billing', 2]]))
})

describe('who may tell', () => {
  test('a key of another team is refused, and nothing is written', async () => {
    const call = await here.callWith(['usage:write'], { teams: ['shipping'] })
    const problem = await refusal(call(contract.recordSuggestions, { suggestions: [shown('a', { team: 'shipping' }), shown('b')] }))
    expect(problem.code).toBe('not_allowed')
    expect(await here.count('suggestion')).toBe(0)
  })

  test('an unknown team and a time to come are refused with what to do', async () => {
    const unknown = await refusal(here.call(contract.recordGrades, { grades: [graded('a', { team: 'nowhere' })] }))
    expect(unknown).toMatchObject({ code: 'not_found', detail: 'There is no team nowhere.' })
    const future = await refusal(here.call(contract.recordGrades, { grades: [graded('a'), graded('b', { at: '2027-01-01T00:00:00Z' })] }))
    expect(future.detail).toBe('Item 2 lies in the future.')
    expect(await here.count('grade')).toBe(0)
  })

  test('an answer without a time, a time without an answer, and one before it was shown are refused', async () => {
    for (const wrong of [
      shown('a', { outcome: 'rejected' }),
      shown('a', { answeredAt: '2026-11-02T09:00:04Z' }),
      accepted('a', { answeredAt: '2026-11-02T08:59:59Z' }),
    ])
      expect((await refusal(here.call(contract.recordSuggestions, { suggestions: [wrong] }))).faults?.[0]?.path).toBe(
        'suggestions.0.answeredAt',
      )
  })
})

test('a batch leaves one audit entry with how many, and no person', async () => {
  const before = await here.count('audit_entry')
  await here.call(contract.recordSuggestions, { suggestions: [accepted('a'), accepted('b')] })
  expect(await here.count('audit_entry')).toBe(before + 1)
})

test('figures about suggestions are not given where nobody holds them against the group floor', async () => {
  await here.call(contract.recordSuggestions, { suggestions: [accepted('a')] })
  const problem = await refusal(here.call(measures.getFigures, { measures: 'accepted', from: '2026-11-01', to: '2026-11-05' }))
  expect(problem.code).toBe('not_allowed')
})

test('weeks of people say what they did on how many days, and what they could have done', async () => {
  await here.call(contract.recordSuggestions, {
    suggestions: [
      accepted('a'),
      accepted('b', { outcome: 'overridden', reason: null, keptShare: null }),
      accepted('c', { outcome: 'overridden', reason: 'unsafe', keptShare: null }),
      accepted('d', { isEligible: false }),
      shown('e', { shownAt: '2026-11-08T23:59:59Z' }),
      shown('f', { shownAt: '2026-11-09T00:00:00Z' }),
    ],
  })
  const day = (on: string, eligibleTickets: number, assistedTickets?: number) => ({
    team: 'billing',
    person: 'ada@example.com',
    day: on,
    eligibleTickets,
    assistedTickets,
  })
  await here.call(contract.recordExposure, { exposure: [day('2026-11-02', 4, 1), day('2026-11-02', 6), day('2026-11-05', 0)] })
  const [first, second] = await personWeeks(here.running.db, { ...week, to: '2026-11-30' })
  expect(first).toMatchObject({ week: '2026-11-02', shown: 5, accepted: 2, overridden: 2, actions: 2, actionDays: 1 })
  expect(first).toMatchObject({ eligibleTickets: 6, assistedTickets: 1, ticketDays: 2 })
  expect(second).toMatchObject({ week: '2026-11-09', shown: 1, actions: 0, ticketDays: 0, assistedTickets: null })
  expect(await suggestionTotals(here.running.db, week)).toMatchObject([
    { teamId: 'billing', shown: 5, accepted: 2, overridden: 2, people: 1 },
  ])
  expect(await refusalTotals(here.running.db, week)).toEqual([{ teamId: 'billing', aiAgentId: 'helper', reason: 'unsafe', n: 1 }])
})

test('an end of access that was told once stays, and of two ends the later counts, whatever came first', async () => {
  const access = (until?: string) => ({ team: 'billing', person: 'ada', from: '2026-01-01T00:00:00Z', until })
  for (const until of [undefined, '2026-05-01T00:00:00Z', '2026-03-01T00:00:00Z', undefined])
    await here.call(contract.recordAccess, { access: [access(until)] })
  const rows = await here.running.db.query<{ until_at: Date }>('select until_at from person_access')
  expect(rows.map(({ until_at }) => until_at.toISOString())).toEqual(['2026-05-01T00:00:00.000Z'])
})

describe('grades', () => {
  test('of two grades of one answer the later counts, in the figures too', async () => {
    await here.call(contract.recordGrades, { grades: [graded('a', { isRight: false, gradedAt: '2026-11-05T00:00:00Z' })] })
    const again = await here.call(contract.recordGrades, { grades: [graded('a'), graded('b', { isInScope: false, isRight: false })] })
    expect(again).toEqual({ recorded: 1, unchanged: 1 })
    const figures = await here.call(measures.getFigures, { measures: 'right,right_in_scope', from: '2026-11-02', to: '2026-11-02' })
    expect(figures.rows.map(({ measure, n }) => [measure, n])).toEqual([
      ['right', 2],
      ['right_in_scope', 1],
    ])
    const counts = await here.running.db.query<{ measure_id: string; x: number }>(
      "select measure_id, x from rollup_day where measure_id like 'right%' order by 1",
    )
    expect(counts.map(({ x }) => x)).toEqual([0, 0])
  })

  test('the records behind a figure are listed page by page, of the teams that one may see', async () => {
    const grades = ['a', 'b', 'c', 'd e'].map((id, hour) => graded(id, { at: `2026-11-02T0${hour}:00:00Z`, isRight: hour % 2 === 0 }))
    await here.call(contract.recordGrades, { grades: [...grades, graded('z', { team: 'shipping' })] })
    const call = await here.callWith(['measures:read'], { teams: ['billing'] })
    const first = await call(contract.listGrades, { limit: 3, from: '2026-11-02', to: '2026-11-02' })
    expect(first.items.map(({ id }) => id)).toEqual(['d e', 'c', 'b'])
    const second = await call(contract.listGrades, { limit: 3, after: first.next as string })
    expect([second.items.map(({ id }) => id), second.next]).toEqual([['a'], null])
    const wrong = await call(contract.listGrades, { limit: 3, isRight: false })
    expect(wrong.items.map(({ id }) => id)).toEqual(['d e', 'b'])
  })

  test('a confidence lies in the bin that its decimal digits say', async () => {
    const confidences = [0, 0.1, 0.29, 0.57, 0.999999, 1]
    await here.call(contract.recordGrades, { grades: confidences.map((confidence) => graded(`c${confidence}`, { confidence })) })
    const bins = await confidenceBins(here.running.db, { ...week, records: 'grades', aiAgentVersion: '2' })
    expect(bins.map(({ bin, n }) => [bin, n])).toEqual([
      [0, 1],
      [10, 1],
      [29, 1],
      [57, 1],
      [99, 2],
    ])
    expect(tenBins(bins).map(({ n }) => n)).toEqual([1, 1, 1, 0, 0, 1, 0, 0, 0, 2])
  })
})
