import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { beyond, numberOf, rowsOf } from '../../../tests/reference/table.ts'
import { chanceOfNone, designSilence, gapSurprises, isSilent, quietSurprise, type Rhythm, silenceFoundAfter } from './silence.ts'

const { hour_weights: weights } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../tests/reference/drift/silence_profile.json'), 'utf8'),
) as { hour_weights: number[] }
const total = weights.reduce((sum, weight) => sum + weight, 0)

const known = (perDay: number): Rhythm => ({
  kind: 'known',
  perHour: Array.from({ length: 168 }, (_, hour) => (perDay * (weights[hour % 24] as number)) / total),
})
/** Eight weeks of the same profile. */
const learnt = (perDay: number, weeks = 8): Rhythm => ({
  kind: 'learnt',
  slots: Array.from({ length: 168 }, (_, hour) => ({
    events: Math.round((perDay * weeks * (weights[hour % 24] as number)) / total),
    weeks,
  })),
})
const design = (rhythm: Rhythm, falseAlarmsPerYear = 1, gaps: number[] = []) => {
  const found = designSilence(rhythm, gaps, { falseAlarmsPerYear })
  if (found === null) throw new Error('this rhythm has events')
  return found
}

describe('an AI agent that stopped', () => {
  test.each(rowsOf('drift/silence_alarm.csv').map((row) => [row]))('is found after the time in the reference table %o', (row) => {
    const made = design(known(numberOf(row, 'events_per_day')), numberOf(row, 'false_alarms_per_year'))
    const hours = silenceFoundAfter(made, numberOf(row, 'silence_starts_at_hour'))
    expect(beyond(made.threshold, numberOf(row, 'lambda_star_expected_events'), { relative: 1e-8 })).toBe(0)
    expect(made.rule).toBe('gap')
    expect(beyond((hours as number) * 60, numberOf(row, 'alarm_after_minutes'), { relative: 1e-8 })).toBe(0)
  })

  test.each(rowsOf('drift/zero_probability.csv').map((row) => [row]))('chance of nothing, with a rate that was learnt %o', (row) => {
    const slot = { events: numberOf(row, 'baseline_count'), weeks: numberOf(row, 'baseline_weeks') }
    const fraction = numberOf(row, 'fraction_of_slot_silent')
    expect(beyond(chanceOfNone(slot, fraction), numberOf(row, 'p_zero_predictive'), { relative: 1e-9 })).toBe(0)
    const perHour = new Array<number>(168).fill(slot.events / slot.weeks)
    const expected = quietSurprise({ kind: 'known', perHour }, { fromHour: 0, hours: fraction })
    expect(beyond(expected, numberOf(row, 'expected_events'), { relative: 1e-9 })).toBe(0)
    expect(beyond(Math.exp(-expected), numberOf(row, 'p_zero_plug_in'), { relative: 1e-9 })).toBe(0)
  })

  test('is found a little later when its rhythm was learnt from few weeks', () => {
    const hours = (rhythm: Rhythm) => silenceFoundAfter(design(rhythm), 13) as number
    expect(hours(learnt(1000, 2))).toBeGreaterThan(hours(learnt(1000, 8)))
    expect(hours(learnt(1000, 8))).toBeGreaterThan(hours(known(1000)))
    expect(hours(learnt(1000, 8))).toBeLessThan(1.1 * hours(known(1000)))
  })

  test('is not called silent over a planned pause, nor by an hour that nobody watched', () => {
    const made = design(learnt(1000))
    expect(isSilent(made, { fromHour: 13, hours: 1 })).toBe(true)
    expect(isSilent(made, { fromHour: 13, hours: 1, paused: [{ from: 0.05, to: 2 }] })).toBe(false)
    const unwatched: Rhythm = { kind: 'learnt', slots: learnt(1000).kind === 'learnt' ? new Array(168).fill({ events: 0, weeks: 0 }) : [] }
    expect(quietSurprise(unwatched, { fromHour: 0, hours: 500 })).toBe(0)
    expect(designSilence(unwatched)).toBeNull()
  })

  test('with few events is judged at midnight over whole days', () => {
    const made = design(learnt(5), 0.25)
    expect(made).toMatchObject({ rule: 'days', isClumped: false })
    expect(isSilent(made, { fromHour: 0, hours: 24 })).toBe(false)
    expect(silenceFoundAfter(made, 9)).toBe(15 + 48)
    expect(silenceFoundAfter(design(learnt(15), 0.25), 0)).toBe(24)
  })

  test('whose events come in clumps needs a longer silence, taken from the gaps that were seen', () => {
    const random = xoroshiro128plus(7)
    for (let skip = 0; skip < 64; skip++) random.next()
    const uniform = () => ((random.next() >>> 0) + 0.5) / 4_294_967_296
    const rhythm = known(1000)
    const single = Array.from({ length: 5000 }, () => -Math.log(uniform()))
    const clumped = single.map((gap) => (uniform() < 0.8 ? gap / 8 : gap * 4.5))
    const plain = design(rhythm, 0.25, single)
    const longer = design(rhythm, 0.25, clumped)
    expect(plain.isClumped).toBe(false)
    expect(plain.threshold).toBeCloseTo(Math.log(1_460_000), 12)
    expect(longer.isClumped).toBe(true)
    expect(longer.threshold).toBeGreaterThan(3 * plain.threshold)
    expect(longer.threshold).toBeGreaterThan(Math.max(...clumped))
    const at = [9, 9.001, 9.5, 200]
    expect(gapSurprises(rhythm, at).map((gap) => gap > 0)).toEqual([true, true, true])
  })
})
