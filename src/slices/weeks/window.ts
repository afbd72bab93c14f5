import { addDays, dayOf } from '#slices/measures/index.ts'

export type Window = { from: string; to: string; now: Date }

/** The Monday of an instant, UTC. */
export const mondayOf = (at: Date): string => addDays(dayOf(at), -((at.getUTCDay() + 6) % 7))

/** Whole weeks up to and with the one that goes on. */
export const windowOf = (weeks: number, now: Date): Window => ({ from: addDays(mondayOf(now), -7 * (weeks - 1)), to: dayOf(now), now })

const dayMs = 86_400_000
const mondays = ({ from, to }: Window) => Math.floor((Date.parse(to) - Date.parse(from)) / (7 * dayMs)) + 1

/** The Mondays of a window, oldest first. */
export const mondaysOf = (window: Window): string[] => Array.from({ length: mondays(window) }, (_, at) => addDays(window.from, 7 * at))
