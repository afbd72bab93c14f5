import { addDays } from '#slices/measures/index.ts'
import type { answers, reasons } from './contract/revisits.ts'

export type Answer = (typeof answers)[number]
export type Reason = (typeof reasons)[number]

export type Revisit = {
  teamId: string
  aiAgentId: string
  liveOn: string
  dueOn: string
  /** As JSON; null while it waits. */
  facts: unknown[] | null
  answer: Answer | null
  reason: Reason | null
  said: string | null
  answeredAt: Date | null
  etag: number
}

/** Half a year, as abandonment is measured. */
const halfYearDays = 182

export const dueAfter = (day: string): string => addDays(day, halfYearDays)

/** It is asked again half a year after an answer that goes on with it. */
export const nextDue = ({ answer }: Pick<Revisit, 'answer'>, answeredOn: string): string | null =>
  answer === 'keep' || answer === 'change' ? dueAfter(answeredOn) : null
