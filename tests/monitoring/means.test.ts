import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addDays, addTally, bucketOf, dayOf, sumTallies, type Tally } from '#slices/measures/index.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import { foundAfter, logDay, shapeOf } from '#slices/usual/index.ts'
import { furnish, refusal, type World, world } from '../world.ts'

const hour = 3_600_000
const day = 24 * hour
const monday = Date.parse('2026-11-16T00:00:00Z')
const eve = dayOf(new Date(monday))
const place = { teamId: 'billing', aiAgentId: 'refund-bot' }

let here: World
beforeEach(async () => {
  here = await world()
  await furnish(here)
  moveTo(monday + hour)
})
afterEach(() => here?.end())

const moveTo = (at: number) => here.clock.add(at - here.clock.now().getTime())
const look = () => here.running.tail.runOnce()
const watchesNow = async () => (await here.call(monitoring.listWatches, { limit: 50 })).items
const going = async () => (await here.call(monitoring.listAlarms, { isGoing: true, limit: 50 })).items

/** Forty cases a day, a third of them at half the value, a third at twice; a little better on some days than on others. */
const spreadOf = (value: number, at: number) =>
  Array.from({ length: 40 }, (_, n) => value * (1 + 0.04 * Math.sin(at * 2.4)) * ([0.5, 1, 2][n % 3] as number))

type Passed = { measureId: string; kind?: string; days: number; from: string; valueOn: (at: number) => number | null; odd?: number }

function passed({ measureId, kind = '', days, from, valueOn, odd }: Passed) {
  const tallies = Array.from({ length: days }, (_, at): Tally => {
    const value = valueOn(at)
    if (value === null) return { counts: [], spreads: [], hours: [] }
    const values = [...spreadOf(value, at), ...(odd ? [odd] : [])].map(Math.round)
    const about = { ...place, measureId, kind, day: addDays(from, at) }
    const total = values.reduce((all, each) => all + BigInt(each), 0n)
    const squares = values.reduce((all, each) => all + BigInt(each) ** 2n, 0n)
    return {
      counts: [{ ...about, version: 1, n: values.length, x: 0, total, squares }],
      spreads: values.map((each) => ({ ...about, bucket: bucketOf(each), n: 1 })),
      hours: [],
    }
  })
  return here.running.db.tx((tx) => addTally(tx, sumTallies(tallies), here.clock.now()))
}

const before = { from: addDays(eve, -42), to: addDays(eve, -1) }
const freeze = (measures: string[], window = before) =>
  here.call(monitoring.freezeBaseline, { team: 'billing', aiAgent: 'refund-bot', measures, ...window, reason: 'six calm weeks' })

describe('the time and the cost of runs', () => {
  test('are watched once they are frozen, and share the budget for drift with errors', async () => {
    await passed({ measureId: 'run_time', days: 42, from: before.from, valueOn: () => 60 })
    await passed({ measureId: 'run_cost', kind: 'USD', days: 42, from: before.from, valueOn: () => 30_000 })
    await passed({ measureId: 'run_cost', kind: 'EUR', days: 3, from: before.from, valueOn: () => 10_000 })
    const { items } = await freeze(['run_time', 'run_cost'])
    expect(items).toMatchObject([
      { measure: 'run_time', status: 'ok', currency: null },
      { measure: 'run_cost', status: 'ok', currency: 'USD', days: 42 },
    ])
    await look()
    moveTo(monday + 2 * hour)
    await look()
    const watches = (await watchesNow()).filter(({ kind }) => kind === 'drift')
    expect(watches).toMatchObject([
      { measure: 'run_time', unit: 'seconds', state: 'watching', direction: 'up' },
      { measure: 'run_cost', unit: 'micros', currency: 'USD', state: 'watching' },
    ])
    for (const { design } of watches) expect(design?.falseAlarmsPerYear).toBeCloseTo(0.25, 10)
    const settings = await here.call(monitoring.getAlarmSettings, {})
    // Two drift watches and one for silence.
    expect(settings.watched.falseAlarmsPerYear).toBeCloseTo(0.75, 10)
    const [time] = watches
    expect(time?.design?.estimate).toBeGreaterThan(57)
    expect(time?.design?.estimate).toBeLessThan(63)
    expect(time?.design?.assumed).toBeCloseTo((time?.design?.estimate ?? 0) * 1.15, 6)
    expect(time?.design?.findings.map(({ medianDays }) => medianDays !== null)).toEqual([true, true, true])
  })

  test('that get longer and longer are one alarm, in typical values, with what it promised; odd cases alone are none', async () => {
    await passed({ measureId: 'run_time', days: 42, from: before.from, valueOn: () => 60 })
    await freeze(['run_time'])
    const watch = (await watchesNow()).find(({ kind }) => kind === 'drift')
    await passed({ measureId: 'run_time', days: 20, from: eve, valueOn: () => 60, odd: 80_000 })
    moveTo(monday + 20 * day + hour)
    await look()
    expect(await going()).toEqual([])
    await passed({ measureId: 'run_time', days: 30, from: addDays(eve, 20), valueOn: (at) => 60 * (1 + at / 30) })
    moveTo(monday + 50 * day + hour)
    await look()
    const [alarm] = await going()
    expect(alarm).toMatchObject({ kind: 'drift', measure: 'run_time', state: 'open', owner: { id: here.adminId } })
    expect(alarm?.says).toMatch(/^Since .* 2026, \d+(\.\d+)? s is typical \(between .* cases\)\. The baseline is \d+(\.\d+)? s\.$/)
    const detail = await here.call(monitoring.getAlarm, { alarm: alarm?.id as string })
    expect(detail.evidence.values?.before).toBeCloseTo(detail.watch?.design?.estimate as number, 6)
    expect(detail.evidence.values?.low).toBeGreaterThan(60)
    expect(detail.evidence.values?.excess).toBeGreaterThan(1000)
    const last = detail.chart.at(-1)
    expect(last?.sum).toBeGreaterThan(last?.limit as number)
    expect(detail.days.at(-1)?.value).toBeGreaterThan(100)
    expect(detail.newLevel).toMatchObject({ isPossible: false })
    // Late facts of a day before change nothing that is told twice.
    await look()
    expect(await going()).toHaveLength(1)
    expect(watch?.id).toBe(detail.watch?.id)
  })

  test('for which nothing comes in any more is no drop, and neither is an empty day', async () => {
    await passed({ measureId: 'run_cost', kind: 'USD', days: 42, from: before.from, valueOn: () => 30_000 })
    await freeze(['run_cost'])
    await passed({ measureId: 'run_cost', kind: 'USD', days: 10, from: eve, valueOn: (at) => (at % 3 === 0 ? null : 30_000) })
    moveTo(monday + 10 * day + hour)
    await look()
    const drift = async () => (await watchesNow()).find(({ kind }) => kind === 'drift')
    expect(await drift()).toMatchObject({ state: 'watching' })
    moveTo(monday + 20 * day + hour)
    await look()
    expect(await drift()).toMatchObject({ state: 'no_data' })
    expect(await going()).toEqual([])
  })

  test('can be a new normal after four weeks, and the watch goes on from there', async () => {
    await passed({ measureId: 'run_time', days: 42, from: before.from, valueOn: () => 60 })
    await freeze(['run_time'])
    await passed({ measureId: 'run_time', days: 45, from: eve, valueOn: () => 120 })
    moveTo(monday + 45 * day + hour)
    await look()
    const [alarm] = await going()
    const answer = { alarm: alarm?.id as string, cause: 'model_changed' as const, note: 'It reads more now.', isNewLevel: true }
    await here.call(monitoring.explainAlarm, answer)
    const { items } = await here.call(monitoring.listBaselines, { aiAgent: 'refund-bot', isCurrent: true, limit: 50 })
    expect(items).toHaveLength(1)
    expect(items[0]?.value).toBeCloseTo((120 * 3.5) / 3, -1)
    await passed({ measureId: 'run_time', days: 15, from: addDays(eve, 45), valueOn: () => 120 })
    moveTo(monday + 60 * day + hour)
    await look()
    expect(await going()).toEqual([])
  })

  test('are not watched from a baseline that is too short, or of which no sizes are kept', async () => {
    await passed({ measureId: 'run_time', days: 20, from: before.from, valueOn: () => 60 })
    const { items } = await freeze(['run_time'])
    expect(items).toMatchObject([{ status: 'none' }])
    const watch = { team: 'billing', aiAgent: 'refund-bot', measure: 'run_time', direction: 'up' as const }
    expect(await refusal(here.call(monitoring.addWatch, watch))).toMatchObject({ code: 'conflict' })
    expect((await watchesNow()).filter(({ kind }) => kind === 'drift')).toEqual([])
  })
})

describe('the shape of calm days', () => {
  const dayAt = (at: number, values: number[]) => ({ day: String(at), buckets: values.map((value) => ({ bucket: bucketOf(value), n: 1 })) })

  test('tells apart what differs within a day and what differs between days', () => {
    const days = Array.from({ length: 60 }, (_, at) => dayAt(at, spreadOf(100, at)))
    const shape = shapeOf(days)
    expect(Math.exp(shape?.centre ?? 0)).toBeGreaterThan(96)
    expect(Math.exp(shape?.centre ?? 0)).toBeLessThan(102)
    // A third each at −ln 2, 0 and ln 2, and a sine of 4 % between days.
    expect(shape?.within).toBeCloseTo((2 / 3) * Math.log(2) ** 2, 1)
    expect(shape?.between).toBeLessThan(0.002)
    expect(shapeOf(days.slice(0, 27))).toBeNull()
    expect(shapeOf(Array.from({ length: 40 }, (_, at) => dayAt(at, [50, 50])))).toBeNull()
  })

  test('draws the largest hundredth in, so that one odd case moves a day by little', () => {
    const shape = shapeOf(Array.from({ length: 60 }, (_, at) => dayAt(at, spreadOf(100, at))))
    if (!shape) throw new Error('sixty days are enough')
    const plain = logDay(dayAt(0, spreadOf(100, 0)), shape)
    const odd = logDay(dayAt(0, [...spreadOf(100, 0), 1_000_000]), shape)
    expect(odd.mean - plain.mean).toBeLessThan(0.05)
  })

  test('makes a promise that agrees with the published run lengths of such charts', () => {
    // Lucas and Saccucci 1990, weight 0.1, width 2.814: a mean of 10.3 observations to find a shift of one standard deviation, two-sided.
    const design = {
      sign: 1 as const,
      centre: 0,
      assumed: 0,
      sought: 0,
      deviation: 1,
      limit: 2.814 * Math.sqrt(0.1 / 1.9),
      widened: 1,
      falseAlarmsPerYear: 1,
    }
    const { medianDays } = foundAfter(design, { to: 1, overDays: 0 })
    expect(medianDays).toBeGreaterThanOrEqual(8)
    expect(medianDays).toBeLessThanOrEqual(10)
    // Without a change the mean run of the two-sided chart is 500, half of them have alarmed by about 500 × ln 2 = 347; this one keeps at least that.
    const still = foundAfter(design, { to: 0, overDays: 0 })
    expect(still.medianDays).toBeGreaterThanOrEqual(347)
    expect(still.medianDays).toBeLessThan(347 * 1.25)
  })
})
