import type { Handling } from '#slices/queueing/index.ts'

/** Imported arrivals of a team, and how long its work takes if the source knows. */
export type Profile = {
  teamId: string
  id: string
  name: string
  source: string
  counts: 'tickets' | 'exceptions'
  timeZone: string
  week: number[]
  days: { on: string; counts: number[] }[]
  handling: Handling | null
  exceptionRate: number | null
  madeAt: Date
}
