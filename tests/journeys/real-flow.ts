import { expect } from 'vitest'
import type { Call } from '#sdk/call.ts'
import * as flow from '#slices/flow/contract.ts'
import * as measures from '#slices/measures/contract.ts'
import { type Any, countTickets, groupBy, middle, mondayOf, round6 } from './plain-counts.ts'

const all = { from: '2014-01-01', to: '2026-12-31' }
const dayMs = 86_400_000
const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - dayMs).toISOString().slice(0, 10)
const isoWeekday = (at: string) => new Date(at).getUTCDay() || 7
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** How many keys of each, as JSON of other people says it. */
function countBy<T>(rows: T[], keyOf: (row: T) => string): Record<string, number> {
  return Object.fromEntries([...groupBy(rows, keyOf)].map(([key, own]) => [key, own.length]))
}

/** When incidents were reported: by hour of the day, by day of the week, and the busiest hours. */
export async function expectArrivals(call: Call, finals: Any[], facts: Any | undefined): Promise<void> {
  const found = await call(flow.getArrivals, all)
  const sum = (keyOf: (each: (typeof found.hours)[number]) => string) => {
    const sums: Record<string, number> = {}
    for (const each of found.hours) sums[keyOf(each)] = (sums[keyOf(each)] ?? 0) + each.n
    return sums
  }
  const byHour = sum(({ hour }) => String(hour).padStart(2, '0'))
  const byWeekday = sum(({ weekday }) => weekdays[weekday - 1] ?? '')
  expect(byHour).toEqual(countBy(finals, (row) => row.opened_at.slice(11, 13)))
  expect(byWeekday).toEqual(countBy(finals, (row) => weekdays[isoWeekday(row.opened_at) - 1] ?? ''))
  const busiest = Object.values(countBy(finals, (row) => row.opened_at.slice(0, 13))).sort((one, other) => other - one)
  expect(found.busiest.map(({ n }) => n)).toEqual(busiest.slice(0, 5))
  if (!facts) return
  expect(byHour).toEqual(facts.opened_by_hour_of_day)
  expect(byWeekday).toEqual(facts.opened_by_weekday)
  expect(found.busiest.map(({ at, n }) => ({ hour: `${at.slice(0, 16)}Z`, tickets: n }))).toEqual(facts.busiest_hour_opened)
}

/** A case with when it began and when it ended, the latter '' while it goes on, as texts that sort. */
export type Span = { team: string; begun: string; ended: string }

const isOpen = (day: string) => (span: Span) => span.begun < day && (span.ended === '' || span.ended >= day)

/** What was open when a day began, in all and by team. */
export async function expectBacklog(call: Call, spans: Span[], days: string[]): Promise<void> {
  for (const day of days) {
    const open = spans.filter(isOpen(day))
    const found = await call(flow.getBacklog, { from: '2014-01-01', to: dayBefore(day) })
    expect([day, found.rows.at(-1)?.open ?? 0]).toEqual([day, open.length])
    const teams = Object.fromEntries(found.teams.filter((each) => each.open !== 0).map((each) => [each.team, each.open]))
    expect([day, teams]).toEqual([day, countBy(open, (span) => span.team)])
  }
}

/** Who passed incidents on to whom: rows that name no team are no stop on the way. */
export async function expectPassedOn(call: Call, rows: Any[], facts: Any | undefined): Promise<void> {
  const moves: string[] = []
  let pingPong = 0
  let tickets = 0
  for (const own of groupBy(rows, (row) => row.ticket).values()) {
    const teams = own
      .filter((row) => row.team)
      .sort((one, other) => one.seq - other.seq)
      .map((row): string => row.team)
      .filter((team, place, way) => team !== way[place - 1])
    if (teams.length > 1) tickets += 1
    if (teams.some((team, place) => place > 1 && team === teams[place - 2])) pingPong += 1
    for (const [place, team] of teams.slice(1).entries()) moves.push(`${teams[place]} ${team}`)
  }
  const found = await call(flow.getPassedOn, { ...all, without: 'none' })
  expect(found).toMatchObject({ passedOn: tickets, moves: moves.length, pingPong })
  const most = Object.values(countBy(moves, (move) => move)).sort((one, other) => other - one)
  expect(found.pairs.map(({ n }) => n)).toEqual(most.slice(0, 100))
  for (const { from, to, n } of found.pairs)
    expect([from, to, n]).toEqual([from, to, moves.filter((move) => move === `${from} ${to}`).length])
  if (!facts) return
  expect(found.moves).toBe(facts.handoffs_total)
  expect(found.pingPong).toBe(facts.tickets_with_ping_pong)
  expect(found.pairs.slice(0, facts.handoffs_top.length).map(({ n }) => n)).toEqual(facts.handoffs_top.map(({ n }: Any) => n))
  for (const expected of facts.handoffs_top) expect(found.pairs).toContainEqual(expected)
}

/** Cases of offices year by year, and which offices went quiet. */
export async function expectTeams(call: Call, cases: Any[], facts: Any | undefined): Promise<void> {
  const year = 2023
  const found = await call(flow.getQuietTeams, { year })
  const years = groupBy(cases, (row) => row.opened.slice(0, 4))
  const teamsIn = (own: Any[]) => new Set(own.map((row) => row.team)).size
  expect(found.years).toEqual([...years].sort().map(([each, own]) => ({ year: Number(each), n: own.length, teams: teamsIn(own) })))
  const quiet: string[] = []
  for (const [team, own] of groupBy(cases, (row) => row.team)) {
    const ofYear = countBy(own, (row) => row.opened.slice(0, 4))
    const most = Math.max(...Object.entries(ofYear).map(([each, n]) => (Number(each) <= year ? n : 0)))
    const months = own.map((row) => row.opened.slice(0, 7)).sort()
    if (most > 0 && (ofYear[year] ?? 0) < most / 10) quiet.push(team)
    expect(found.teams.find((each) => each.team === team.toLowerCase())).toMatchObject({
      n: own.length,
      firstMonth: `${months[0]}-01`,
      lastMonth: `${months.at(-1)}-01`,
      activeMonths: new Set(months).size,
      inYear: ofYear[year] ?? 0,
    })
  }
  const ours = found.teams.filter(({ isQuiet }) => isQuiet).map(({ team }) => team.toUpperCase())
  expect(ours).toEqual(quiet.sort())
  if (!facts) return
  expect(ours).toEqual(facts.quiet_teams_2023.teams)
  expect(Object.fromEntries(found.years.map((each) => [each.year, each.teams]))).toEqual(facts.teams_active_by_year)
  for (const each of found.teams) {
    const { first_month, last_month, active_months } = facts.by_team[each.team.toUpperCase()]
    expect([each.team, each.firstMonth, each.lastMonth, each.activeMonths]).toEqual([
      each.team,
      `${first_month}-01`,
      `${last_month}-01`,
      active_months,
    ])
    expect(String(each.best.year)).toBe(facts.quiet_teams_2023.detail[each.team.toUpperCase()].peak_year)
  }
}

/** The plain counts of incidents by month and by week, with which ours are compared, against the facts. */
export function expectTimes(finals: Any[], facts: Any): void {
  for (const [month, expected] of Object.entries<Any>(facts.by_month_opened)) {
    const counted = countTickets(finals.filter((row) => row.opened_at.startsWith(month)))
    expect({ ...expected, ...counted }).toEqual(expected)
  }
  for (const [week, expected] of Object.entries<Any>(facts.by_week_opened)) {
    const { tickets, reopened, sla_met, knowledge_used, reassignments_mean } = countTickets(
      finals.filter((row) => mondayOf(row.opened_at) === week),
    )
    const rate = (hits: number) => round6(hits / tickets)
    expect({
      tickets,
      reopen_rate: rate(reopened),
      sla_met_rate: rate(sla_met),
      knowledge_used_rate: rate(knowledge_used),
      reassignments_mean,
    }).toEqual(expected)
  }
}

const daysOf = (own: Any[]): number[] =>
  own.filter((row) => row.closed !== '').map((row) => (Date.parse(row.closed) - Date.parse(row.opened)) / dayMs)
const meanOf = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length

/** What is said of each office: how many are closed the same day, and how long the others take. */
export async function expectOffices(call: Call, { rows, cases }: { rows: Any[]; cases: Any[] }, facts: Any | undefined): Promise<void> {
  const ids = 'same_day,resolve_time,resolve_time_median'
  const { rows: found } = await call(measures.getFigures, { ...all, measures: ids, by: 'team' })
  for (const [team, own] of groupBy(cases, (row) => row.team)) {
    const of = (measure: string) => found.find((row) => row.measure === measure && row.team === team.toLowerCase())
    const days = daysOf(own)
    if (own.length >= 10) expect([team, of('same_day')?.x]).toEqual([team, own.filter((row) => row.closed === row.opened).length])
    if (days.length < 30) continue
    expect((of('resolve_time')?.value ?? 0) / 86_400).toBeCloseTo(meanOf(days), 5)
    const [low, high] = middle(days)
    const median = (of('resolve_time_median')?.value ?? -1) / 86_400
    expect([team, median >= low * 0.99, median <= high * 1.01]).toEqual([team, true, true])
  }
  if (facts) expectOfficeRows(rows, facts)
}

/** The facts count rows, repeated keys and all. */
function expectOfficeRows(rows: Any[], facts: Any): void {
  for (const [team, expected] of Object.entries<Any>(facts.by_team)) {
    const own = rows.filter((row) => row.team === team)
    const days = daysOf(own)
    expect([team, own.length, own.filter((row) => row.closed === row.opened).length]).toEqual([team, expected.rows, expected.same_day])
    if (days.length > 0) expect([team, round6(meanOf(days))]).toEqual([team, expected.days_to_close_mean])
    const [low, high] = middle(days)
    if (days.length > 0) expect([team, (low + high) / 2]).toEqual([team, expected.days_to_close_median])
  }
}
