import type { Clock } from '#kernel/clock.ts'
import { AppError } from '#kernel/errors.ts'

const windowMs = 15 * 60_000
const perPersonMax = 8
const perAddressMax = 100
const keptMax = 20_000

type Count = { failed: number; endsAt: number }

/** Counts failed sign-ins in windows of 15 minutes: per e-mail and network address, and per address alone. */
export type Tries = {
  /** Counts a try before it is made. Throws when there were too many. */
  begin(who: Caller): void
  /** Takes the count back: it was the right password. */
  succeeded(who: Caller): void
}

type Caller = { email: string; address: string }

/** In memory, for this node. After a restart counting begins again, which gives a guesser a handful of tries. */
export function countTries(clock: Clock): Tries {
  const counts = new Map<string, Count>()
  const nowMs = () => clock.now().getTime()

  function countOf(key: string): Count | undefined {
    const count = counts.get(key)
    if (count && count.endsAt > nowMs()) return count
    counts.delete(key)
    return undefined
  }

  function add(key: string): void {
    const count = countOf(key)
    if (count) {
      count.failed += 1
      return
    }
    if (counts.size >= keptMax) counts.delete(counts.keys().next().value as string)
    counts.set(key, { failed: 1, endsAt: nowMs() + windowMs })
  }

  function refuseAbove(key: string, limit: number): void {
    const count = countOf(key)
    if (!count || count.failed < limit) return
    const minutes = Math.ceil((count.endsAt - nowMs()) / 60_000)
    throw new AppError('too_many', 'Too many sign-ins failed.', {
      next: `Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} and try again. An administrator can give you a link for a new password.`,
    })
  }

  const personKey = (who: Caller) => `${who.address} ${who.email}`
  return {
    begin(who) {
      refuseAbove(personKey(who), perPersonMax)
      refuseAbove(who.address, perAddressMax)
      add(personKey(who))
      add(who.address)
    },
    succeeded(who) {
      counts.delete(personKey(who))
      const count = countOf(who.address)
      if (count) count.failed -= 1
    },
  }
}
