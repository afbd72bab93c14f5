import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { numberOf, type Row, rowsOf } from '../../../tests/reference/table.ts'
import { gather, playMore } from './simulation/gather.ts'
import { type Range, ratioOf, shareOf } from './simulation/ranges.ts'
import type { Pool, Scenario, SimulatedClass } from './simulation/scenario.ts'
import { countWait, emptyWaits, waitQuantileOf } from './simulation/tally.ts'

const seed = 20_261_121
const anyone: SimulatedClass = { share: 1, priority: 1, skill: 0, waitMinutesMax: 60, expiresAfterMinutes: null }

const plain: Scenario = {
  intervalMinutes: 30,
  intervalsPerDay: 48,
  ratesPerHour: [],
  scale: 1,
  loggedDays: null,
  classes: [anyone],
  pools: [],
  shrinkage: 0,
  handleMinutes: 6,
  handleScv: 1,
  depthMax: 25,
  atShiftEnd: 'hand_back',
  waitCounts: 'always',
  warmUpDays: 0,
  countedDays: 1,
  coolDownDays: 0,
}

const played = (scenario: Scenario, stretches: number) => {
  const gathered = gather(scenario, { seed })
  playMore(gathered, stretches)
  return gathered
}

/** Within four standard errors, and within the table's own bound where it has one. */
function expectNear(got: Range, want: number, bound = Number.POSITIVE_INFINITY): void {
  expect(Math.abs(got.value - want)).toBeLessThanOrEqual(4 * got.error)
  expect(Math.abs(got.value - want)).toBeLessThanOrEqual(bound)
}

type Day = {
  tag: string
  aht_min: number
  interval_min: number
  depth: number
  share_of_arrivals_waiting_longer_than_min: Record<string, number>
  p_max_queue_of_day_gt_depth: number
  lambda_per_hour: number[]
  reviewers: number[]
}
const days: Day[] = JSON.parse(readFileSync('tests/reference/queue/day_summary.json', 'utf8'))

describe('the simulation agrees with exact results', () => {
  test.each(days)('on the business day $tag, over 4,500 days', { timeout: 300_000 }, (day) => {
    const rows = rowsOf(`queue/day_${day.tag}.csv`)
    const scenario: Scenario = {
      ...plain,
      intervalMinutes: day.interval_min,
      intervalsPerDay: rows.length,
      ratesPerHour: rows.map((row) => numberOf(row, 'lambda_per_hour')),
      pools: [{ skills: [0], planned: rows.map((row) => numberOf(row, 'reviewers')) }],
      handleMinutes: day.aht_min,
      depthMax: day.depth,
    }
    const shares = Object.entries(day.share_of_arrivals_waiting_longer_than_min)
    expect(shares.length).toBeGreaterThan(1)
    let found = played(scenario, 0)
    for (const [minutes, share] of shares) {
      found = played({ ...scenario, classes: [{ ...anyone, waitMinutesMax: Number(minutes) }] }, 4500)
      const late = shareOf(
        found,
        ({ classes }) => classes[0]?.late ?? 0,
        ({ classes }) => classes[0]?.arrivals ?? 0,
      )
      expectNear(late, share, 0.01)
    }
    const deep = shareOf(
      found,
      ({ depthMaxOfDays }) => depthMaxOfDays.filter((depth) => depth > day.depth).length,
      () => 1,
    )
    expectNear(deep, day.p_max_queue_of_day_gt_depth, 0.01)
    for (const [slot, row] of rows.entries()) {
      const mean = ratioOf(
        found,
        ({ halfHours }) => halfHours.queueAtEnd[slot] ?? 0,
        ({ halfHours }) => halfHours.days[slot] ?? 0,
      )
      if (numberOf(row, 'mean_queue_at_end') > 0.05) expectNear(mean, numberOf(row, 'mean_queue_at_end'))
    }
  })

  const longRun = (row: Row, more: Partial<Scenario>): Scenario => ({
    ...plain,
    ratesPerHour: Array.from({ length: 48 }, () => numberOf(row, 'lambda_per_hour')),
    pools: [{ skills: [0], planned: Array.from({ length: 48 }, () => numberOf(row, 'reviewers')) }],
    handleMinutes: numberOf(row, 'aht_min'),
    warmUpDays: 3,
    countedDays: 30,
    coolDownDays: 2,
    ...more,
  })
  /** Mean wait of each class. */
  const meanWaits = (scenario: Scenario, stretches = 50) => {
    const found = played(scenario, stretches)
    return scenario.classes.map((_, kind) =>
      ratioOf(
        found,
        ({ classes }) => classes[kind]?.waitSum ?? 0,
        ({ classes }) => classes[kind]?.arrivals ?? 0,
      ),
    )
  }

  test.each(rowsOf('queue/mgn.csv').map((row) => [row]))('on handling times of any spread %o', (row) => {
    const [wait] = meanWaits(longRun(row, { handleScv: numberOf(row, 'scv_service') }))
    expectNear(wait as Range, numberOf(row, 'mean_wait_min_exact'))
  })

  test.each(['1', '2', '3', '4'])('on priorities, case %s', (name) => {
    const rows = rowsOf('queue/priority_mmn.csv').filter((row) => row.case === name)
    const rates = rows.map((row) => numberOf(row, 'lambda_per_hour'))
    const sum = rates.reduce((total, rate) => total + rate, 0)
    const classes = rates.map((rate, index) => ({ ...anyone, share: rate / sum, priority: index + 1 }))
    const scenario = longRun(rows[0] as Row, { classes, ratesPerHour: Array.from({ length: 48 }, () => sum) })
    const waits = meanWaits(scenario)
    for (const [kind, row] of rows.entries()) expectNear(waits[kind] as Range, numberOf(row, 'mean_wait_min'))
  })

  test.each(rowsOf('queue/skills_n_design.csv').map((row) => [row]))('on two skills %o', (row) => {
    const rates = [numberOf(row, 'lambda_A_per_hour'), numberOf(row, 'lambda_B_per_hour')]
    const sum = (rates[0] ?? 0) + (rates[1] ?? 0)
    const pool = (skills: number[], people: number): Pool => ({ skills, planned: Array.from({ length: 48 }, () => people) })
    const scenario: Scenario = {
      ...plain,
      ratesPerHour: Array.from({ length: 48 }, () => sum),
      classes: rates.map((rate, skill) => ({ ...anyone, share: rate / sum, skill })),
      pools: [pool([0], numberOf(row, 'pool1_A_only')), pool([1, 0], numberOf(row, 'pool2_both'))],
      handleMinutes: numberOf(row, 'aht_min'),
      warmUpDays: 3,
      countedDays: 30,
      coolDownDays: 2,
    }
    const [a, b] = meanWaits(scenario)
    expectNear(a as Range, numberOf(row, 'mean_wait_A_min'))
    expectNear(b as Range, numberOf(row, 'mean_wait_B_min'))
  })
})

describe('waits are counted to one percent', () => {
  test('a quantile is at most one percent off', () => {
    const counts = emptyWaits()
    for (let minute = 1; minute <= 1000; minute++) countWait(counts, minute)
    for (const share of [0.1, 0.5, 0.9, 0.99]) expect(Math.abs(waitQuantileOf(counts, share) / (share * 1000) - 1)).toBeLessThan(0.01)
  })
})
