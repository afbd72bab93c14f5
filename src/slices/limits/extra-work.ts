import type * as z from 'zod/mini'
import { AppError } from '#kernel/errors.ts'
import type { ExtraWorkKind } from './contract/shapes.ts'
import type { Place } from './limit.ts'

/** Work that an AI agent made or left. Nothing says who recorded it. */
export type ExtraWork = Place & {
  id: string
  kind: z.infer<typeof ExtraWorkKind>
  minutes: number | null
  cases: number | null
  /** The day of the work, as YYYY-MM-DD. */
  on: string
}

/** Totals of one place. */
export type ExtraTotals = { minutes: number; handledOutside: number; outOfScope: number }

export const noExtra: ExtraTotals = { minutes: 0, handledOutside: 0, outOfScope: 0 }

export const add = (one: ExtraTotals, other: ExtraTotals): ExtraTotals => ({
  minutes: one.minutes + other.minutes,
  handledOutside: one.handledOutside + other.handledOutside,
  outOfScope: one.outOfScope + other.outOfScope,
})

/** How long ago work may have been done that is recorded today. */
const daysMax = 62
const dayMs = 86_400_000

export type Recorded = { kind: ExtraWork['kind']; minutes?: number; cases?: number; on?: string }

/** Refuses what cannot be counted: no amount, a day to come, or one so long ago that nobody remembers. */
export function requireCountable({ kind, minutes, cases, on }: Recorded, today: string): void {
  const needed = kind === 'babysitting' ? 'minutes' : 'cases'
  if ((kind === 'babysitting' ? minutes : cases) === undefined) throw fault(needed, `Say how many ${needed} it was.`)
  if (kind === 'babysitting' && cases !== undefined) throw fault('cases', 'Babysitting is counted in minutes; leave cases out.')
  if (on === undefined) return
  if (on > today) throw fault('on', 'This day is still to come.')
  if (Date.parse(today) - Date.parse(on) > daysMax * dayMs) throw fault('on', `Record work of the last ${daysMax} days.`)
}

function fault(path: string, message: string): AppError {
  return new AppError('invalid', message, { faults: [{ path, message }], next: 'Correct it and send it again.' })
}
