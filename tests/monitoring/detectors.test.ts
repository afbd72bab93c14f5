import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as identity from '#slices/identity/contract.ts'
import { addDays, addTally, dayOf, sumTallies, type Tally } from '#slices/measures/index.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import * as byWeek from '#slices/weeks/contract.ts'
import { furnish, refusal, switchOff, type World, world } from '../world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const place = { teamId: 'billing', aiAgentId: 'refund-bot' }
const monday = Date.parse('2026-11-16T00:00:00Z')

let here: World
beforeEach(async () => {
  here = await world()
  await furnish(here)
})
afterEach(() => here?.end())

const moveTo = (at: number) => here.clock.add(at - here.clock.now().getTime())
const look = () => here.running.tail.runOnce()

/** What an AI agent did in an hour, as counts and as the records behind them. */
type Hour = { at: number; decisions: number; errors?: number }

async function happened(hours: readonly Hour[]) {
  const counts = (measureId: string, { at, n, x }: { at: number; n: number; x: number }) => ({
    ...place,
    measureId,
    day: dayOf(new Date(at)),
    kind: 'refund',
    version: 1,
    n,
    x,
    total: 0n,
    squares: 0n,
  })
  const tallies = hours.map(({ at, decisions: n, errors: x = 0 }): Tally => {
    const both = [
      ['decisions', 0],
      ['errors', x],
    ] as const
    const hits = both.map(([measureId, wrong]) => ({ measureId, at, n, x: wrong }))
    return {
      counts: hits.map((each) => counts(each.measureId, each)),
      hours: hits.map((each) => ({ ...place, measureId: each.measureId, hour: new Date(at), n, x: each.x })),
      spreads: [],
    }
  })
  await here.running.db.tx((tx) => addTally(tx, sumTallies(tallies), here.clock.now()))
  const last = Math.max(...hours.filter(({ decisions }) => decisions > 0).map(({ at }) => at + hour - minute))
  await here.running.db.query(
    `insert into place_seen (team_id, ai_agent_id, last_at) values ('billing', 'refund-bot', $1)
     on conflict (team_id, ai_agent_id) do update set last_at = excluded.last_at`,
    [new Date(last)],
  )
}

const berlin = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', weekday: 'short', hour: 'numeric', hourCycle: 'h23' })

/** Monday to Friday, 9 to 19 o'clock of the team. */
function isWork(at: number): boolean {
  const part = Object.fromEntries(berlin.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
  return !['Sat', 'Sun'].includes(part.weekday ?? '') && Number(part.hour) >= 9 && Number(part.hour) < 19
}

/** Working hours of so many weeks, up to a time. */
function weeksBefore(until: number, weeks: number, of: (at: number) => { decisions: number; errors?: number }): Hour[] {
  const hours: Hour[] = []
  for (let at = until - weeks * 7 * day; at < until; at += hour) if (isWork(at)) hours.push({ at, ...of(at) })
  return hours
}

const going = async () => (await here.call(monitoring.listAlarms, { isGoing: true, limit: 50 })).items
const watchOf = async (kind: string) => (await here.call(monitoring.listWatches, { limit: 50 })).items.find((watch) => watch.kind === kind)
const freeze = (measures: string[], from: string, to: string) =>
  here.call(monitoring.freezeBaseline, { team: 'billing', aiAgent: 'refund-bot', measures, from, to, reason: 'four quiet weeks' })

describe('silence', () => {
  async function learn() {
    const now = monday + day + 10 * hour
    await happened(weeksBefore(now, 8, () => ({ decisions: 30 })))
    moveTo(now)
    await look()
    return now
  }

  test('of an AI agent against its own rhythm is an alarm with an owner, and ends by itself', async () => {
    const now = await learn()
    expect(await watchOf('silence')).toMatchObject({ state: 'watching', aiAgent: 'refund-bot', measure: 'decisions' })
    const told: number[] = []
    for (let at = now; at < now + 2 * hour && told.length === 0; at += 2 * minute) {
      moveTo(at)
      await look()
      if ((await going()).length > 0) told.push((at - now) / minute)
    }
    // 30 an hour and a threshold of about 13 expected decisions: within the hour.
    expect(told[0]).toBeGreaterThan(15)
    expect(told[0]).toBeLessThan(40)
    const [alarm] = await going()
    expect(alarm).toMatchObject({ kind: 'silence', severity: 'high', ownerRole: 'accountable_owner', owner: { id: here.adminId } })
    expect(alarm?.escalation).not.toBeNull()
    expect(alarm?.next).toContain('Check that the AI agent runs')
    await happened([{ at: now + 2 * hour, decisions: 5 }])
    moveTo(now + 3 * hour)
    moveTo(now + 3 * hour + 2 * minute)
    await look()
    expect(await going()).toEqual([])
    const ended = await here.call(monitoring.getAlarm, { alarm: alarm?.id as string })
    expect(ended).toMatchObject({ state: 'fixed', cause: 'over_by_itself' })
  })

  test('of a night, of a weekend, of a stopped AI agent and of a stopped server is none', async () => {
    await learn()
    const evening = monday + 4 * day + 18 * hour
    await happened(
      weeksBefore(evening, 1, (at) => ({ decisions: at > monday + day + 10 * hour ? 30 : 0 })).filter(({ decisions }) => decisions > 0),
    )
    for (let at = evening; at < monday + 7 * day + 6 * hour; at += hour) {
      moveTo(at)
      await look()
    }
    expect(await going()).toEqual([])
    await switchOff(here, true)
    for (let at = monday + 7 * day + 6 * hour; at < monday + 7 * day + 15 * hour; at += hour) {
      moveTo(at)
      await look()
    }
    expect(await going()).toEqual([])
    expect(await watchOf('silence')).toMatchObject({ state: 'paused' })
    await switchOff(here, false)
    await happened([{ at: monday + 7 * day + 14 * hour, decisions: 3 }])
    moveTo(monday + 7 * day + 15 * hour)
    await look()
    // Nobody looked for four working hours: they say nothing.
    moveTo(monday + 8 * day + 12 * hour)
    await look()
    expect(await going()).toEqual([])
  })
})

describe('errors', () => {
  const eve = monday
  const usual = () => happened(weeksBefore(eve, 8, (at) => ({ decisions: 20, errors: new Date(at).getUTCHours() % 3 === 0 ? 1 : 0 })))

  async function begin() {
    await usual()
    moveTo(eve)
    const { items } = await freeze(['errors'], addDays(dayOf(new Date(eve)), -42), addDays(dayOf(new Date(eve)), -1))
    expect(items[0]).toMatchObject({ status: 'ok', hits: 90, of: 6000, isCurrent: true })
    await look()
  }

  /** So many days from the eve on, each with its errors in an hour. */
  async function pass(days: number, errorsIn: (at: number) => number) {
    const from = here.clock.now().getTime()
    for (let at = Math.floor(from / day) * day; at < from + days * day; at += day) {
      const hours = Array.from({ length: 24 }, (_, h) => at + h * hour).filter(isWork)
      if (hours.length > 0) {
        await happened(hours.map((each) => ({ at: each, decisions: 20, errors: errorsIn(each) })))
        moveTo(at + 19 * hour)
        await look()
      }
      moveTo(at + day)
      await look()
    }
  }

  test('that creep up are found, by one alarm, also when two servers look', async () => {
    await begin()
    const other = await here.anotherNode()
    const days: number[] = []
    for (let week = 0; week < 13 && days.length === 0; week++) {
      // From 1.5 % to 5 % over 13 weeks.
      const share = 0.015 + (0.035 * (week + 1)) / 13
      await pass(7, (at) => Math.round(20 * share * (((at / hour) % 10) / 4.5)))
      await Promise.all([look(), other.tail.runOnce()])
      if ((await going()).length > 0) days.push(week)
    }
    expect(days[0]).toBeLessThan(9)
    const alarms = await going()
    expect(alarms.map(({ kind, measure }) => `${kind} ${measure}`)).toEqual(['drift errors'])
    const detail = await here.call(monitoring.getAlarm, { alarm: alarms[0]?.id as string })
    expect(detail.evidence.baseline).toMatchObject({ hits: 90, of: 6000 })
    expect(detail.evidence.excess).toBeGreaterThan(5)
    expect(detail.watch?.design?.falseAlarmsPerYear).toBeLessThanOrEqual(0.5)
    expect(detail.watch?.design?.findings).toHaveLength(3)
    expect(detail.chart.at(-1)?.sum).toBeGreaterThanOrEqual(detail.chart.at(-1)?.limit as number)
  }, 120_000)

  test('that stay as they are give no alarm in a year, looked at in one go', async () => {
    await begin()
    const hours = weeksBefore(eve + 364 * day, 52, (at) => ({ decisions: 20, errors: (at / hour) % 67 === 0 ? 6 : 0 }))
    await happened(hours.map((each, at) => ({ ...each, errors: at % 10 < 3 ? 1 : 0 })))
    moveTo(eve + 364 * day)
    const began = performance.now()
    await look()
    expect(performance.now() - began).toBeLessThan(10_000)
    expect((await going()).filter(({ kind }) => kind !== 'silence')).toEqual([])
    expect(await watchOf('drift')).toMatchObject({ state: 'watching', seenTo: new Date(eve + 364 * day).toISOString() })
  })

  test('that jump within an hour are found within the day; a fix that did not help is found again as the same alarm', async () => {
    await begin()
    await pass(1, (at) => (new Date(at).getUTCHours() === 12 ? 9 : 0))
    const [alarm] = await going()
    expect(alarm).toMatchObject({ kind: 'spike', measure: 'errors', state: 'open' })
    expect(alarm?.says).toContain('9 of 20')
    await here.call(monitoring.acknowledgeAlarm, { alarm: alarm?.id as string, cause: 'tool_failed' })
    const again = await refusal(here.call(monitoring.acknowledgeAlarm, { alarm: alarm?.id as string, cause: 'not_known' }))
    expect(again).toMatchObject({ code: 'conflict' })
    const fixed = await here.call(monitoring.fixAlarm, { alarm: alarm?.id as string, cause: 'tool_failed', note: 'The gateway is back.' })
    expect(fixed).toMatchObject({ state: 'fixed', cause: 'tool_failed' })
    await look()
    expect(await going()).toEqual([])
    await pass(1, (at) => (new Date(at).getUTCHours() === 12 ? 9 : 0))
    const [back] = (await going()).filter(({ kind }) => kind === 'spike')
    expect(back).toMatchObject({ id: alarm?.id, times: 2, state: 'open' })
  })

  test('that settle at a new level become the baseline by one act, and are watched from there', async () => {
    await begin()
    await pass(10, () => 1)
    const [alarm] = (await going()).filter(({ kind }) => kind === 'drift')
    const detail = await here.call(monitoring.getAlarm, { alarm: alarm?.id as string })
    expect(detail.newLevel.isPossible).toBe(true)
    const audited = await here.count('audit_entry')
    await here.call(monitoring.explainAlarm, {
      alarm: alarm?.id as string,
      cause: 'demand_changed',
      note: 'Harder cases now.',
      isNewLevel: true,
    })
    expect(await here.count('audit_entry')).toBe(audited + 1)
    const { items } = await here.call(monitoring.listBaselines, { aiAgent: 'refund-bot', isCurrent: true, limit: 50 })
    expect(items).toHaveLength(1)
    expect(items[0]?.value).toBeCloseTo(0.05, 5)
    await pass(14, () => 1)
    expect((await going()).filter(({ kind }) => kind === 'drift')).toEqual([])
  })

  test('are shown week by week against the baseline, for the AI agent, the team and all', async () => {
    await begin()
    const ofAgent = await here.call(byWeek.aiAgentWeeks, { aiAgent: 'refund-bot', weeks: 4 })
    expect(ofAgent.weeks).toHaveLength(4)
    expect(ofAgent.weeks[0]?.figures.find(({ measure }) => measure === 'errors')).toMatchObject({ n: 1000, x: 15 })
    expect(ofAgent.weeks[0]?.uptime).toEqual({ hours: 50, expected: 50 })
    expect(ofAgent.baselines).toMatchObject([{ measure: 'errors', value: 0.015 }])
    const ofTeam = await here.call(byWeek.teamWeeks, { team: 'billing', weeks: 4 })
    expect(ofTeam.parts.map(({ id }) => id)).toEqual(['refund-bot'])
    const ofAll = await here.call(byWeek.organisationWeeks, { weeks: 4 })
    expect(ofAll.baselines).toMatchObject([{ measure: 'errors', value: 0.015 }])
    expect(ofAll.parts.map(({ id }) => id)).toEqual(['billing'])
    await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: null, lead: null })
    const foreign = await here.callWith(['measures:read', 'alarms:read'], { teams: ['shipping'] })
    expect((await foreign(byWeek.organisationWeeks, { weeks: 4 })).parts).toEqual([])
    expect(await refusal(foreign(byWeek.teamWeeks, { team: 'billing', weeks: 4 }))).toMatchObject({ code: 'not_allowed' })
    expect((await foreign(monitoring.listWatches, { limit: 50 })).items).toEqual([])
  })
})
