import { shareOf } from '#kernel/wilson.ts'

/** Fewer attempts than these give no share. */
export const attemptsMin = 30

/** What was counted for one place in a window. */
export type Counted = {
  /** Acts that AI agents attempted and that were not only recorded. */
  attempts: number
  /** Attempts that the policy leaves to people. */
  forPeople: number
  /** Items that were opened about an attempt otherwise: it failed, or somebody disagreed. */
  openedAbout: number
  /** Items without an attempt: a customer asked for a person, or somebody opened it by hand. */
  openedInstead: number
}

export type ExtraCases = { handledOutside: number; outOfScope: number }

export type Rate = {
  status: 'ok' | 'too_few'
  share: number | null
  low: number | null
  high: number | null
  exceptions: number
  attempts: number
}

/**
 * The exception rate: attempts that needed a person ÷ attempts, 0 to 1, with its Wilson interval at 95 %. An item without an attempt
 * counts as one that ended with a person. An attempt that went to a person and was also overridden or failed counts as two
 * exceptions, so the rate is never too kind; it is cut at 1. With extra cases, those handled outside and out of scope are in both.
 */
export function rateOf(counted: Counted, extra: ExtraCases = { handledOutside: 0, outOfScope: 0 }): Rate {
  const more = counted.openedInstead + extra.handledOutside + extra.outOfScope
  const attempts = counted.attempts + more
  const exceptions = Math.min(attempts, counted.forPeople + counted.openedAbout + more)
  if (attempts < attemptsMin) return { status: 'too_few', share: null, low: null, high: null, exceptions, attempts }
  const { share, low, high } = shareOf(exceptions, attempts)
  return { status: 'ok', share, low, high, exceptions, attempts }
}
