import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as measures from '#slices/measures/contract.ts'
import { getSuggestionConfidence } from '#slices/usage/contract.ts'
import { confidenceBins, peopleBehind, suggestionTotals, tenBins } from '#slices/usage/index.ts'
import { type World, world } from '../world.ts'
import { shuffled, truthIn } from './import-world.ts'
import { type Any, countTickets, groupBy, middle, mondayOf, round6 } from './plain-counts.ts'
import { expectComparison, expectSuggestions, expectVersion } from './real-confidence.ts'
import { expectArrivals, expectBacklog, expectOffices, expectPassedOn, expectTeams, expectTimes } from './real-flow.ts'
import { answers, casework, factsOf, folder, importAll, incidents, mappingOf, rowsOf, suggestions } from './real-sets.ts'

const minutes = folder ? 40 : 3
const all = { from: '2014-01-01', to: '2026-12-31' }
const everywhere = { teams: null, ...all }

let here: World
beforeEach(async () => {
  here = await world()
})
afterEach(() => here.end())

type Figure = { measure: string; n: number; x: number | null; value: number | null; team?: string; kind?: string; on?: string }

async function figures(ids: string, by?: string): Promise<Figure[]> {
  return (await here.call(measures.getFigures, { ...all, measures: ids, by })).rows
}

const only = (rows: Figure[], measure: string) => rows.find((row) => row.measure === measure) as Figure
function expectMedian(found: number | null, values: number[]): void {
  const [low, high] = middle(values)
  expect(found).toBeGreaterThanOrEqual(low * 0.99)
  expect(found).toBeLessThanOrEqual(high * 1.01)
}

describe('incidents of a service desk', () => {
  const shares = 'reopened,sla_met,knowledge_used,reassigned,unresolved'
  const theirs = ['reopened', 'sla_met', 'knowledge_used', 'reassigned', 'unresolved'] as const

  test('have the figures that were counted plainly: in all, by team and by month', { timeout: minutes * 60_000 }, async () => {
    const rows = await rowsOf(incidents)
    const finals = [...groupBy(rows, (row) => row.ticket).values()].map((each) =>
      each.reduce((last, row) => (row.seq > last.seq ? row : last)),
    )
    const [run] = await importAll(here.call, incidents)
    expect(run).toMatchObject({ read: rows.length, written: rows.length, rejected: 0, leftOut: 0, unchanged: 0 })
    const plain = countTickets(finals)
    const overall = await figures(`conversations,${shares},reassignments,resolve_time,resolve_time_median`)
    expect(only(overall, 'conversations').n).toBe(plain.tickets)
    for (const share of theirs) expect([share, only(overall, share).x]).toEqual([share, plain[share]])
    expect(round6(only(overall, 'reassignments').value ?? 0)).toBe(plain.reassignments_mean)
    expect((only(overall, 'resolve_time').value ?? 0) / 3600).toBeCloseTo(plain.resolve_hours_mean, 5)
    const solved = finals.filter((row) => row.resolved_at)
    expectMedian(
      only(overall, 'resolve_time_median').value,
      solved.map((row) => (Date.parse(row.resolved_at) - Date.parse(row.opened_at)) / 1000),
    )
    await expectGroups(
      'team',
      groupBy(finals, (row) => row.team ?? 'none'),
    )
    await expectGroups(
      'month',
      groupBy(finals, (row) => `${row.opened_at.slice(0, 7)}-01`),
    )
    await expectGroups(
      'week',
      groupBy(finals, (row) => mondayOf(row.opened_at)),
    )
    expectFacts(finals, plain)
    const facts = factsOf(incidents)
    await expectArrivals(here.call, finals, facts)
    await expectPassedOn(here.call, rows, facts)
    const spans = finals.map((row) => ({ team: row.team ?? 'none', begun: row.opened_at, ended: row.resolved_at ?? row.closed_at }))
    await expectBacklog(here.call, spans, [
      '2016-03-02',
      '2016-03-15',
      '2016-04-01',
      '2016-04-15',
      '2016-05-01',
      '2016-05-15',
      '2016-06-01',
    ])
    for (const [day, expected] of Object.entries<Any>(facts?.backlog_at ?? {}))
      expect([day, spans.filter(({ begun, ended }) => begun < day && ended >= day).length]).toEqual([day, expected.open])
  })

  test('have them by priority too, where the mapping says that the priority is the kind of case', {
    timeout: minutes * 60_000,
  }, async () => {
    const rows = await rowsOf(incidents)
    const text = readFileSync(mappingOf(incidents), 'utf8')
    const byPriority = join(await mkdtemp(join(tmpdir(), 'pilotage-mapping-')), 'mapping.yaml')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: fields of a mapping
    await writeFile(byPriority, text.replace('reason: ${category}', 'reason: Priority ${priority}'))
    await importAll(here.call, incidents, { mapping: byPriority })
    const finals = [...groupBy(rows, (row) => row.ticket).values()].map((each) =>
      each.reduce((last, row) => (row.seq > last.seq ? row : last)),
    )
    await expectGroups(
      'kind',
      groupBy(finals, (row) => `Priority ${row.priority}`),
    )
    for (const [priority, expected] of Object.entries<Any>(factsOf(incidents)?.by_priority ?? {})) {
      const counted = countTickets(finals.filter((row) => String(row.priority) === priority))
      expect({ ...expected, ...counted }).toEqual(expected)
    }
  })

  async function expectGroups(by: 'team' | 'month' | 'week' | 'kind', groups: Map<string, Any[]>): Promise<void> {
    const found = await figures(`conversations,${shares}`, by)
    for (const [place, tickets] of groups) {
      const mine = found.filter((row) => (by === 'team' || by === 'kind' ? row[by] : row.on) === place)
      const counted = countTickets(tickets)
      expect([place, only(mine, 'conversations').n]).toEqual([place, tickets.length])
      if (tickets.length < 10) continue
      for (const share of theirs) expect([place, share, only(mine, share).x]).toEqual([place, share, counted[share]])
    }
    expect(found.filter((row) => row.measure === 'conversations')).toHaveLength(groups.size)
  }

  function expectFacts(finals: Any[], plain: object): void {
    const facts = factsOf(incidents)
    if (!facts) return
    expectTimes(finals, facts)
    expect({ ...facts.overall, ...plain }).toEqual(facts.overall)
    for (const [team, expected] of Object.entries<Any>(facts.by_team)) {
      const counted = countTickets(finals.filter((row) => (row.team ?? '(none)') === team))
      // Of a team that never solved anything there is no mean.
      expect({ ...expected, ...counted, resolve_hours_mean: 0 }).toEqual({ ...expected, resolve_hours_mean: 0 })
    }
  }
})

const dayMs = 86_400_000

describe('casework of many offices', () => {
  test('has the figures that were counted plainly, a case being what its key names', { timeout: minutes * 60_000 }, async () => {
    const rows = await rowsOf(casework)
    const cases = [...groupBy(rows, (row) => row.case).values()].map((each) => each[0])
    const [run] = await importAll(here.call, casework)
    expect(run).toMatchObject({ read: rows.length, rejected: 0, written: cases.length, unchanged: rows.length - cases.length })
    const found = await figures('conversations,still_open,same_day,resolve_time')
    const closed = cases.filter((row) => row.closed !== '')
    expect(only(found, 'conversations').n).toBe(cases.length)
    expect(only(found, 'still_open').x).toBe(cases.length - closed.length)
    expect(only(found, 'same_day').x).toBe(closed.filter((row) => row.closed === row.opened).length)
    const days = closed.map((row) => (Date.parse(row.closed) - Date.parse(row.opened)) / dayMs)
    expect((only(found, 'resolve_time').value ?? 0) / 86_400).toBeCloseTo(days.reduce((sum, each) => sum + each, 0) / days.length, 6)
    const byTeam = await figures('conversations,still_open', 'team')
    for (const [team, own] of groupBy(cases, (row) => row.team.toLowerCase())) {
      const mine = byTeam.filter((row) => row.team === team)
      expect([team, only(mine, 'conversations').n]).toEqual([team, own.length])
      if (own.length >= 10) expect([team, only(mine, 'still_open').x]).toEqual([team, own.filter((row) => row.closed === '').length])
    }
    const facts = factsOf(casework)
    await expectTeams(here.call, cases, facts)
    await expectOffices(here.call, { rows, cases }, facts)
    const spans = cases.map((row) => ({ team: row.team.toLowerCase(), begun: row.opened, ended: row.closed }))
    await expectBacklog(here.call, spans, ['2017-01-01', '2019-01-01', '2020-07-01', '2022-01-01', '2024-01-01', '2025-01-01'])
    await expectTopics(cases)
    if (!facts) return
    expect(cases.length).toBe(facts.distinct_cases)
    expect(rows.filter((row) => row.closed === '').length).toBe(facts.overall.open)
    const repeats = groupBy(rows, (row) => row.case)
    for (const [team, expected] of Object.entries<Any>(facts.by_team)) {
      const repeated = cases.filter((row) => row.team === team).reduce((sum, row) => sum + (repeats.get(row.case)?.length ?? 1) - 1, 0)
      const mine = byTeam.filter((row) => row.team === team.toLowerCase())
      expect([team, only(mine, 'conversations').n + repeated]).toEqual([team, expected.rows])
    }
    expectRowFacts(rows, facts)
  })

  async function expectTopics(cases: Any[]): Promise<void> {
    const topics = await figures('conversations', 'kind')
    const plain = [...groupBy(cases, (row) => row.topic)].map(([topic, own]) => [topic, own.length])
    expect(topics.map(({ kind, n }) => [kind, n]).sort()).toEqual(plain.sort())
    const months = await figures('conversations', 'month')
    const byMonth = groupBy(cases, (row) => `${row.opened.slice(0, 7)}-01`)
    expect(months.map(({ on, n }) => [on, n])).toEqual([...byMonth].sort().map(([month, own]) => [month, own.length]))
  }

  /** The facts count rows; that ours are the same without repeated keys is held above. */
  function expectRowFacts(rows: Any[], facts: Any): void {
    const count = (keyOf: (row: Any) => string) => Object.fromEntries([...groupBy(rows, keyOf)].map(([key, own]) => [key, own.length]))
    expect(count((row) => row.opened.slice(0, 4))).toEqual(facts.rows_by_year)
    expect(count((row) => row.opened.slice(0, 7))).toEqual(facts.rows_by_month)
    expect(count((row) => row.topic)).toMatchObject(facts.topics_top10)
    for (const [day, open] of Object.entries<Any>(facts.open_at))
      expect([day, rows.filter((row) => row.opened < day && (row.closed === '' || row.closed >= day)).length]).toEqual([day, open])
  }
})

describe('suggestions of an AI', () => {
  test('have the figures that were counted plainly: answers, what was kept, how fast, and by confidence', {
    timeout: minutes * 60_000,
  }, async () => {
    const rows = await rowsOf(suggestions)
    await importAll(here.call, suggestions)
    const { db } = here.running
    const totals = await suggestionTotals(db, everywhere)
    const sum = (name: 'shown' | 'accepted' | 'rejected' | 'edited' | 'overridden') => totals.reduce((total, each) => total + each[name], 0)
    const is = (outcome: string) => rows.filter((row) => row.outcome === outcome)
    expect([sum('shown'), sum('accepted'), sum('rejected'), sum('edited') + sum('overridden')]).toEqual([
      rows.length,
      is('accepted').length,
      is('rejected').length,
      0,
    ])
    const tasks = groupBy(rows, (row) => row.task.toLowerCase().replaceAll(' ', '-'))
    const behind = await peopleBehind(db, everywhere)
    for (const [task, own] of tasks) expect([task, behind.get(task)]).toEqual([task, new Set(own.map((row) => row.user)).size])
    const counts = await db.query<{ measure_id: string; n: number; x: number }>(
      'select measure_id, sum(n)::int as n, sum(x)::int as x from rollup_day group by 1 order by 1',
    )
    const kept = is('accepted').filter((row) => row.edit_fraction.at(-1) === 0).length
    expect(counts).toMatchObject([
      { measure_id: 'accepted', n: is('accepted').length + is('rejected').length, x: is('accepted').length },
      { measure_id: 'answer_time_median', n: is('accepted').length + is('rejected').length },
      { measure_id: 'kept', n: is('accepted').length, x: kept },
      { measure_id: 'suggestions', n: rows.length },
    ])
    const bins = await confidenceBins(db, { ...everywhere, records: 'suggestions' })
    const decided = rows.filter((row) => row.outcome !== 'none' && row.confidence_shown !== null)
    const plain = Array.from({ length: 10 }, (_, bin) =>
      decided.filter((row) => Math.min(9, Math.floor(row.confidence_shown * 10)) === bin),
    )
    expect(tenBins(bins).map(({ n, x }) => [n, x])).toEqual(
      plain.map((own) => [own.length, own.filter((row) => row.outcome === 'accepted').length]),
    )
    const facts = factsOf(suggestions)
    if (!facts) return
    const { shown, accepted, rejected } = facts.overall
    expect([rows.length, is('accepted').length, is('rejected').length, kept]).toEqual([
      shown,
      accepted,
      rejected,
      facts.accepted_and_kept_unchanged,
    ])
    expect(behind.size).toBe(Object.keys(facts.by_task).length)
    expect(tenBins(bins).map(({ n, x }) => ({ n, x }))).toEqual(facts.by_confidence_bin.map(({ n, accepted: x }: Any) => ({ n, x })))
  })

  test('stand on the page by confidence with the numbers that were counted plainly, and only where enough people answered', {
    timeout: minutes * 60_000,
  }, async () => {
    await here.end()
    here = await world({ PILOTAGE_GROUP_FLOOR_PEOPLE: folder ? '8' : '5' })
    const rows = await rowsOf(suggestions)
    await importAll(here.call, suggestions)
    await expectSuggestions(here.call, rows, factsOf(suggestions))
    await here.end()
    here = await world({ PILOTAGE_GROUP_FLOOR_PEOPLE: folder ? '14' : '8' })
    await importAll(here.call, suggestions)
    expect((await here.call(getSuggestionConfidence, { aiAgent: 'copilot' })).found).toBeNull()
  })
})

describe('answers of a classifier in two versions', () => {
  test('have the figures that were counted plainly, and every threshold', { timeout: minutes * 60_000 }, async () => {
    const rows = await rowsOf(answers)
    await importAll(here.call, answers)
    const found = await figures('right,right_in_scope', 'month')
    for (const [version, month] of [
      ['v1', '2019-01-01'],
      ['v2', '2019-02-01'],
    ] as const) {
      const own = rows.filter((row) => row.model.endsWith(version))
      const mine = found.filter((row) => row.on === month)
      const right = own.filter((row) => row.correct).length
      expect(only(mine, 'right')).toMatchObject({ n: own.length, x: right })
      expect(only(mine, 'right_in_scope')).toMatchObject({ n: own.filter((row) => row.in_scope).length, x: right })
      await expectVersion(here.call, { version, rows: own, facts: factsOf(answers)?.[version] })
    }
    await expectComparison(here.call, rows, factsOf(answers)?.v1_to_v2)
  })
})

test.each([incidents, casework, suggestions, answers])(
  'imported in its order, shuffled, in other batches, and twice, $name is the same',
  { timeout: 3 * minutes * 60_000 },
  async (set) => {
    await importAll(here.call, set)
    const inOrder = await truthIn(here.running.db)
    for (const run of await importAll(here.call, set, { restart: true }))
      expect(run).toMatchObject({ written: 0, rejected: 0, state: 'finished' })
    expect(await truthIn(here.running.db)).toEqual(inOrder)
    await here.end()
    here = await world()
    await importAll(here.call, set, { rows: (file) => shuffled(file), batchRows: folder ? 4000 : 37 })
    expect(await truthIn(here.running.db)).toEqual(inOrder)
  },
)
