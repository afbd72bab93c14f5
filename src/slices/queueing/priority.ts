import { erlangC } from './erlang.ts'

/** Classes in the order in which they are served, first one first; nobody is interrupted; all reviews are of one kind. */
export type ByPriority = { arrivalsPerHour: readonly number[]; handleMinutes: number; people: number }

/** Mean wait of each class in minutes (Cobham 1954, Kella and Yechiali 1985); infinite for those that the people never get to. */
export function waitsByPriority({ arrivalsPerHour, handleMinutes, people }: ByPriority): number[] {
  const total = arrivalsPerHour.reduce((sum, rate) => sum + rate, 0)
  const load = (total * handleMinutes) / 60
  const residual = (erlangC(load, people) * handleMinutes) / people
  let before = 0
  return arrivalsPerHour.map((rate) => {
    const upTo = before + (rate * handleMinutes) / 60 / people
    const wait = upTo >= 1 ? Number.POSITIVE_INFINITY : residual / ((1 - before) * (1 - upTo))
    before = upTo
    return wait
  })
}
