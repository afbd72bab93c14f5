import { halfHoursOfDay, halfHoursOfWeek } from './ids.ts'
import type { Pool } from './simulation/scenario.ts'

export type Shift = { days: number[]; fromHalfHour: number; toHalfHour: number; people: number; skills?: string[] }

/** The half hours of the week that a shift covers. One that ends before it begins goes on into the next day. */
function slotsOf({ days, fromHalfHour, toHalfHour }: Shift): number[] {
  const length = toHalfHour > fromHalfHour ? toHalfHour - fromHalfHour : toHalfHour + halfHoursOfDay - fromHalfHour
  return [...new Set(days)].flatMap((day) =>
    Array.from({ length }, (_, half) => (day * halfHoursOfDay + fromHalfHour + half) % halfHoursOfWeek),
  )
}

/** People planned in each half hour of the week. */
export function plannedOf(shifts: readonly Shift[]): number[] {
  const planned = Array.from({ length: halfHoursOfWeek }, () => 0)
  for (const shift of shifts) for (const slot of slotsOf(shift)) planned[slot] = (planned[slot] as number) + shift.people
  return planned
}

/** Half hours in which a shift is, also one that nobody is planned for yet. */
export function openIn(shifts: readonly Shift[]): boolean[] {
  return plannedOf(shifts.map((shift) => ({ ...shift, people: 1 }))).map((people) => people > 0)
}

/** Hours of a week that are open. */
export const hoursIn = (open: readonly boolean[]) => open.filter(Boolean).length / 2

export function plannedHoursOfWeek(shifts: readonly Shift[]): number {
  return shifts.reduce((sum, shift) => sum + (slotsOf(shift).length / 2) * shift.people, 0)
}

/** Days of the week on which a shift begins or goes on. */
export function openDays(open: readonly boolean[]): number {
  return Array.from({ length: 7 }, (_, day) => open.slice(day * halfHoursOfDay, (day + 1) * halfHoursOfDay).includes(true)).filter(Boolean)
    .length
}

/** Everybody can take a class that asks for no skill. */
export const anySkill = 'any'

/** People with the same skills are one pool. Without named skills somebody has all. */
export function poolsOf(shifts: readonly Shift[], skills: readonly string[]): Pool[] {
  const keyOf = (shift: Shift) => (shift.skills ?? skills).join()
  return [...new Set(shifts.map(keyOf))].map((key) => {
    const same = shifts.filter((shift) => keyOf(shift) === key)
    const named = [...new Set([...(same[0]?.skills ?? skills), anySkill])]
    return { skills: named.map((skill) => skills.indexOf(skill)).filter((skill) => skill >= 0), planned: plannedOf(same) }
  })
}

/** Monday to Friday, 09:00 to 17:00. */
export function usualShift(people: number): Shift {
  return { days: [0, 1, 2, 3, 4], fromHalfHour: 18, toHalfHour: 34, people }
}
