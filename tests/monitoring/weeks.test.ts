import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as identity from '#slices/identity/contract.ts'
import { addDays, addTally, type Count, dayOf, sumTallies } from '#slices/measures/index.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import * as weeks from '#slices/weeks/contract.ts'
import { furnish, refusal, type World, world } from '../world.ts'

const hour = 3_600_000
const day = 24 * hour
const monday = Date.parse('2026-11-16T00:00:00Z')

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
  here.clock.add(monday + hour - here.clock.now().getTime())
  await here.call(identity.createDepartment, { id: 'service', name: 'Service' })
  await here.call(identity.createTeam, { id: 'shipping', name: 'Shipping', timeZone: 'UTC', department: 'service', lead: null })
  await here.call(identity.createTeam, { id: 'sales', name: 'Sales', timeZone: 'UTC', department: null, lead: null })
})
afterAll(() => here?.end())

const weekBefore = addDays(dayOf(new Date(monday)), -7)
const count = (more: Partial<Count>): Count => ({
  teamId: 'shipping',
  measureId: 'runs',
  day: weekBefore,
  aiAgentId: 'refund-bot',
  kind: '',
  version: 1,
  n: 100,
  x: 0,
  total: 0n,
  squares: 0n,
  ...more,
})
const add = (counts: Count[]) =>
  here.running.db.tx((tx) => addTally(tx, sumTallies([{ counts, spreads: [], hours: [] }]), here.clock.now()))

describe('weeks', () => {
  test('tell costs one currency at a time, all of them, and of how many they are known', async () => {
    const cost = { measureId: 'run_cost', n: 40, total: 2_000_000n, squares: 100_000_000_000n }
    await add([
      count({}),
      count({ ...cost, kind: 'USD' }),
      count({ ...cost, kind: 'EUR', n: 30, total: 3_000_000n, squares: 300_000_000_000n }),
      count({ teamId: 'sales', n: 10 }),
    ])
    const ofDepartment = await here.call(weeks.departmentWeeks, { department: 'service', weeks: 2 })
    const figures = ofDepartment.weeks[0]?.figures.filter(({ measure }) => measure === 'run_cost')
    expect(figures).toMatchObject([
      { currency: 'EUR', value: 100_000, total: 3_000_000, n: 30, of: 100 },
      { currency: 'USD', value: 50_000, total: 2_000_000, n: 40, of: 100 },
    ])
    expect(ofDepartment.parts.map(({ id }) => id)).toEqual(['shipping'])
    const all = await here.call(weeks.organisationWeeks, { weeks: 2 })
    expect(all.parts.map(({ id }) => id)).toEqual(['sales', 'shipping'])
    const ofTeam = await here.call(weeks.teamWeeks, { team: 'sales', weeks: 2 })
    expect(ofTeam.weeks[0]?.figures.find(({ measure }) => measure === 'run_cost')).toMatchObject({ n: 0, value: null, total: null, of: 10 })
  })

  test('of a department are only those of teams that one may see', async () => {
    const foreign = await here.callWith(['measures:read'], { teams: ['sales'] })
    expect(await refusal(foreign(weeks.departmentWeeks, { department: 'service', weeks: 2 }))).toMatchObject({ code: 'not_found' })
    expect(await refusal(here.call(weeks.departmentWeeks, { department: 'nowhere', weeks: 2 }))).toMatchObject({ code: 'not_found' })
  })

  test('are held against what is only counted only where all at work have a baseline', async () => {
    const usual = { from: addDays(weekBefore, -28), to: addDays(weekBefore, -1) }
    const days = Array.from({ length: 28 }, (_, at) => addDays(usual.from, at))
    await add(['shipping', 'sales'].flatMap((teamId) => days.map((on) => count({ teamId, measureId: 'decisions', day: on, n: 10 }))))
    const freeze = (team: string) =>
      here.call(monitoring.freezeBaseline, { team, measures: ['decisions'], ...usual, reason: 'Calm weeks.' })
    const told = async () => (await here.call(weeks.organisationWeeks, { weeks: 8 })).baselines
    await freeze('shipping')
    expect(await told()).toMatchObject([{ measure: 'decisions', perWeek: null, places: 1, ofPlaces: 2 }])
    await freeze('sales')
    expect(await told()).toMatchObject([{ measure: 'decisions', perWeek: 140, places: 2, ofPlaces: 2 }])
  })
})

describe('hours at work', () => {
  test('are held against the rhythm before the week; a time in which nobody could work is not expected, and a week that is over stays', async () => {
    // From the day on which clocks were set back in Berlin: before it the same hours were others there.
    const first = monday - 22 * day
    const hours = Array.from({ length: 22 }, (_, at) => [8, 9, 10, 11].map((each) => new Date(first + at * day + each * hour))).flat()
    // Monday of the last week it was silent for no reason; on Tuesday people had stopped it.
    const [silent, stopped] = [monday - 7 * day, monday - 6 * day]
    const worked = hours.filter((at) => Math.floor(at.getTime() / day) * day !== silent && Math.floor(at.getTime() / day) * day !== stopped)
    await here.running.db.query(
      `insert into rollup_hour (team_id, measure_id, hour, ai_agent_id, n, x) select 'billing', 'decisions', h, 'refund-bot', 20, 0 from unnest($1::timestamptz[]) h
       on conflict do nothing`,
      [worked],
    )
    await here.running.db.query(`insert into watch_gap (place, began_at, ended_at) values ('billing/refund-bot', $1, $2)`, [
      new Date(stopped),
      new Date(stopped + day),
    ])
    await here.running.db.query('update uptime_mark set counted_to = null')
    await here.running.tail.runOnce()
    const uptime = async () => {
      const { weeks: all } = await here.call(weeks.aiAgentWeeks, { aiAgent: 'refund-bot', weeks: 3 })
      return all.map((week) => week.uptime)
    }
    const seen = await uptime()
    expect(seen.slice(0, 2)).toEqual([null, { hours: 20, expected: 24 }])
    const { weeks: ofAll } = await here.call(weeks.organisationWeeks, { weeks: 3 })
    expect(ofAll[1]?.uptime).toEqual(seen[1])
    await here.running.db.query(`delete from rollup_hour where ai_agent_id = 'refund-bot'`)
    here.clock.add(2 * hour)
    await here.running.tail.runOnce()
    expect((await uptime()).slice(0, 2)).toEqual(seen.slice(0, 2))
  })
})
