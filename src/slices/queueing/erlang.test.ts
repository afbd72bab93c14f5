import { describe, expect, test } from 'vitest'
import { beyond, numberOf, type Row, rowsOf } from '../../../tests/reference/table.ts'
import { backlogByDay, reviewsPerDay } from './backlog.ts'
import { chanceToWaitAtSpare, erlangB, meanWaitForSpread, waitingAt } from './erlang.ts'
import { impatientWaiting } from './impatience.ts'
import { carriedLoads } from './offered-load.ts'
import { waitsByPriority } from './priority.ts'
import { peopleNeeded, peopleToPlan } from './staffing.ts'

const station = (row: Row) => ({
  arrivalsPerHour: numberOf(row, 'lambda_per_hour'),
  handleMinutes: numberOf(row, 'aht_min'),
  people: numberOf(row, 'reviewers'),
})

/** The columns of a row that a computed value misses, with both values. */
function missed(row: Row, got: Record<string, number>, tolerance: { relative: number; absolute?: number }): string[] {
  return Object.entries(got)
    .filter(([name, value]) => beyond(value, numberOf(row, name), tolerance) !== 0)
    .map(([name, value]) => `${name}: ${value} instead of ${row[name]}`)
}

describe('the formulas agree with the reference tables', () => {
  const erlangC = rowsOf('queue/erlang_c.csv')
  test.each(erlangC.map((row) => [row]))('Erlang C %o', (row) => {
    const at = station(row)
    const waiting = waitingAt(at)
    expect(waiting.status).toBe(row.status)
    const got = {
      offered_load_erlang: waiting.load,
      utilisation: waiting.occupancy,
      erlang_b: erlangB(waiting.load, at.people),
      p_wait: waiting.chanceToWait,
      mean_wait_min: waiting.meanWaitMinutes,
      mean_queue: waiting.meanQueue,
      p_wait_gt_t: waiting.lateShare(numberOf(row, 't_min')),
      wait_p90_min: waiting.waitQuantile(0.9),
      p_queue_gt_depth: waiting.depthChance(numberOf(row, 'depth')),
    }
    expect(missed(row, got, { relative: 1e-8, absolute: 1e-12 })).toEqual([])
  })

  test.each(rowsOf('queue/erlang_a.csv').map((row) => [row]))('Erlang A %o', (row) => {
    const minutes = numberOf(row, 't_min')
    const found = impatientWaiting({ ...station(row), patienceMinutes: numberOf(row, 'mean_patience_min') })
    const got = {
      p_wait: found.chanceToWait,
      p_abandon: found.leftShare,
      mean_wait_min: found.meanWaitMinutes,
      mean_queue: found.meanQueue,
      utilisation: found.occupancy,
      p_offered_wait_gt_t: found.patientLateShare(minutes),
      p_wait_gt_t: found.stillWaitingShare(minutes),
    }
    expect(missed(row, got, { relative: 1e-6 })).toEqual([])
  })

  test('what Garnett, Mandelbaum and Reiman print comes out to their digits', () => {
    const patient = waitingAt({ arrivalsPerHour: 2880, handleMinutes: 1, people: 50 })
    expect([patient.meanWaitMinutes * 60, patient.waitQuantile(0.9) * 60].map((seconds) => seconds.toFixed(1))).toEqual(['20.8', '58.1'])
    const leaving = impatientWaiting({ arrivalsPerHour: 2880, handleMinutes: 1, people: 50, patienceMinutes: 2 })
    expect([(leaving.leftShare * 100).toFixed(1), (leaving.meanWaitMinutes * 60).toFixed(1)]).toEqual(['3.1', '3.7'])
    expect(leaving.occupancy.toFixed(2)).toBe('0.93')
  })

  test('Halfin and Whitt’s limit', () => {
    const rows = rowsOf('queue/halfin_whitt.csv')
    expect(rows.length).toBe(10)
    const wrong = rows.filter(
      (row) => beyond(chanceToWaitAtSpare(numberOf(row, 'beta')), numberOf(row, 'p_wait_limit'), { relative: 1e-9 }) !== 0,
    )
    expect(wrong.map((row) => [row, chanceToWaitAtSpare(numberOf(row, 'beta'))])).toEqual([])
  })

  test.each(rowsOf('queue/staffing.csv').map((row) => [row]))('the fewest people %o', (row) => {
    const work = { arrivalsPerHour: numberOf(row, 'lambda_per_hour'), handleMinutes: numberOf(row, 'aht_min') }
    const { people } = peopleNeeded(work, {
      waitMinutesMax: numberOf(row, 'sla_min'),
      lateShareMax: numberOf(row, 'max_p_wait_gt_sla'),
      depthMax: numberOf(row, 'max_depth'),
      depthChanceMax: numberOf(row, 'max_p_depth_exceeded'),
      utilisationMax: numberOf(row, 'max_utilisation'),
    })
    expect(people).toBe(numberOf(row, 'min_reviewers'))
    expect(peopleToPlan(people, numberOf(row, 'shrinkage'))).toBe(numberOf(row, 'scheduled_reviewers'))
    const waiting = waitingAt({ ...work, people })
    const got = {
      offered_load_erlang: waiting.load,
      utilisation: waiting.occupancy,
      p_wait_gt_sla: waiting.lateShare(numberOf(row, 'sla_min')),
      p_queue_gt_depth: waiting.depthChance(numberOf(row, 'max_depth')),
      person_hours_per_day: waiting.load * numberOf(row, 'open_hours'),
    }
    expect(missed(row, got, { relative: 1e-8, absolute: 1e-12 })).toEqual([])
  })

  test('waits by priority', () => {
    const rows = rowsOf('queue/priority_mmn.csv')
    const cases = casesOf(rows)
    expect(cases.length).toBe(4)
    for (const classes of cases) {
      const { handleMinutes, people } = { ...station(classes[0] as Row) }
      const arrivalsPerHour = classes.map((row) => numberOf(row, 'lambda_per_hour'))
      const waits = waitsByPriority({ arrivalsPerHour, handleMinutes, people })
      const faults = classes.flatMap((row, index) => {
        const wait = waits[index] as number
        return missed(row, { mean_wait_min: wait, mean_queue_of_class: (wait * numberOf(row, 'lambda_per_hour')) / 60 }, { relative: 1e-8 })
      })
      expect(faults).toEqual([])
    }
  })

  test('the two-moment approximation of waits', () => {
    const rows = rowsOf('queue/mgn.csv')
    expect(rows.length).toBe(8)
    const faults = rows.flatMap((row) =>
      missed(row, { mean_wait_min_allen_cunneen: meanWaitForSpread(station(row), numberOf(row, 'scv_service')) }, { relative: 1e-6 }),
    )
    expect(faults).toEqual([])
  })

  test('load that is carried over, and the people for it', () => {
    const rows = rowsOf('queue/modified_offered_load.csv')
    expect(rows.length).toBe(20)
    const handleMinutes = numberOf(rows[0] as Row, 'aht_min')
    const loads = carriedLoads({ perHour: rows.map((row) => numberOf(row, 'lambda_per_hour')), intervalMinutes: 30, handleMinutes })
    const needed = (load: number) =>
      peopleNeeded(
        { arrivalsPerHour: (load * 60) / handleMinutes, handleMinutes },
        { waitMinutesMax: 60, lateShareMax: 0.05, depthMax: 1e9, depthChanceMax: 1, utilisationMax: 0.9 },
      ).people
    const faults = rows.flatMap((row, index) => {
      const { mean, atEnd } = loads[index] as { mean: number; atEnd: number }
      const stationary = (numberOf(row, 'lambda_per_hour') * handleMinutes) / 60
      expect([needed(stationary), needed(mean)]).toEqual([
        numberOf(row, 'reviewers_stationary_by_period'),
        numberOf(row, 'reviewers_modified_offered_load'),
      ])
      return missed(
        row,
        { stationary_offered_load: stationary, mean_offered_load_in_interval: mean, offered_load_at_end: atEnd },
        { relative: 1e-8 },
      )
    })
    expect(faults).toEqual([])
  })

  test('backlog by day', () => {
    const rows = rowsOf('queue/backlog.csv')
    const faults = rows.flatMap((row, index) => {
      const capacityPerDay = reviewsPerDay({
        people: numberOf(row, 'reviewers_scheduled'),
        hours: numberOf(row, 'open_hours'),
        handleMinutes: numberOf(row, 'aht_min'),
        shrinkage: numberOf(row, 'shrinkage'),
        occupancyMax: numberOf(row, 'max_occupancy'),
      })
      const days = numberOf(row, 'day')
      // The last of the four cases begins with 900 waiting.
      const startingBacklog = index >= 12 ? 900 : 0
      const day = backlogByDay({ exceptionsPerDay: numberOf(row, 'exceptions_per_day'), capacityPerDay, startingBacklog }, days).at(-1)
      const got = { capacity_per_day: capacityPerDay, backlog_at_close: day?.atClose ?? -1, days_of_work_in_backlog: day?.daysOfWork ?? -1 }
      return missed(row, got, { relative: 1e-9, absolute: 1e-9 })
    })
    expect(rows.length).toBe(16)
    expect(faults).toEqual([])
  })
})

function casesOf(rows: readonly Row[]): Row[][] {
  return [...new Set(rows.map((row) => row.case))].map((name) => rows.filter((row) => row.case === name))
}

describe('at the edges', () => {
  test('no arrivals need nobody and wait for nothing', () => {
    expect(peopleNeeded({ arrivalsPerHour: 0, handleMinutes: 6 }, edge).people).toBe(0)
    expect(waitingAt({ arrivalsPerHour: 0, handleMinutes: 6, people: 1 })).toMatchObject({
      status: 'stable',
      chanceToWait: 0,
      meanQueue: 0,
    })
  })

  test('nobody on duty is never stable', () => {
    expect(waitingAt({ arrivalsPerHour: 1, handleMinutes: 6, people: 0 }).status).toBe('unstable')
  })
})

const edge = { waitMinutesMax: 60, lateShareMax: 0.05, depthMax: 25, depthChanceMax: 0.05, utilisationMax: 0.85 }
