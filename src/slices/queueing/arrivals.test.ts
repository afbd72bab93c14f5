import { describe, expect, test } from 'vitest'
import { type LoggedDay, loggedDaysOf, partOfWorkingDay, perWorkingDay, weekOf, weekOfDays } from './arrivals.ts'

const day = (weekday: number, perHalfHour: number): LoggedDay => ({ weekday, counts: Array.from({ length: 48 }, () => perHalfHour) })
/** Weeks with so many arrivals in each half hour from Monday to Friday and on Saturday and Sunday. */
const weeks = (count: number, working: number, weekend: number) =>
  Array.from({ length: count * 7 }, (_, index) => day(index % 7, index % 7 < 5 ? working : weekend))

describe('arrivals', () => {
  test('are brought to another volume with the week’s own shape, counted on working days', () => {
    const week = weekOf(weekOfDays(weeks(2, 2, 1)), 960)
    expect(perWorkingDay(week)).toBeCloseTo(960)
    expect(week[0]).toBeCloseTo(20)
    expect(week.at(-1)).toBeCloseTo(10)
  })

  test('of weekends are not counted a second time among those of a working day', () => {
    const part = partOfWorkingDay(weeks(4, 2, 1), 10)
    expect(part * 7 * 4).toBeCloseTo(7 / 6)
    expect(partOfWorkingDay(weeks(1, 2, 1), 10)).toBeCloseTo(1 / 5)
    expect(partOfWorkingDay([], 10)).toBe(1)
  })

  test('that vary no more than chance alone would are drawn without clumps of their own', () => {
    const { factors } = loggedDaysOf(weeks(8, 2, 1))
    expect(factors.flat().every((factor) => factor === 1)).toBe(true)
  })

  test('that come in busy and quiet days keep being so', () => {
    const { factors, onDay } = loggedDaysOf([...weeks(4, 1, 1), ...weeks(4, 9, 9)])
    const of = (index: number) => factors[index]?.[20] ?? 0
    expect(of(0)).toBeLessThan(0.3)
    expect(of(7 * 4)).toBeGreaterThan(1.7)
    expect(onDay.map((days) => days.length)).toEqual([8, 8, 8, 8, 8, 8, 8])
  })
})
