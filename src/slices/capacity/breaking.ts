import { type Bracket, halved } from '#slices/queueing/index.ts'
import type { Answer, Played } from './contract.ts'
import { neverEmptyShareMax } from './figures.ts'
import { lookAt, lookUntilClear, type Study } from './study.ts'

type Breaking = NonNullable<Answer['breaking']>
type Sign = Breaking['signs'][number]
type Ranged = Played['lateShare']
type Look = { multiple: number; played: Played }

/** Volumes that were looked at, by their multiple; one is looked at only once. */
type Looks = Map<number, Played>

/** How near the two volumes must be between which a limit is passed; the rest is read off the line between them. */
const bracketRatio = 1.06

/** How far on both sides of the volume at which the work is all of the time. */
const reach = { below: 0.04, above: 1.6 }

const measures: Record<Sign['sign'], (played: Played) => Ranged> = {
  late: ({ classes }) => classes.map(({ lateShare }) => lateShare).reduce((most, one) => (one.value > most.value ? one : most)),
  depth: ({ depthChance }) => depthChance,
  never_empty: ({ neverEmptyShare }) => neverEmptyShare,
}

/**
 * The smallest volume at which the queue no longer empties, and those at which the limits are first passed: by halving,
 * with the same chance at every volume, so that more volume is always worse.
 */
export function breakingPoint(study: Study, base: Played, load: number | null): Breaking {
  const none = { at: null, arithmeticMultiple: null, searchedTo: 0, neverEmptyShareMax, signs: [], played: null }
  if (study.asked.settled.exceptionsPerDay === 0) return { ...none, state: 'no_arrivals' }
  if (load === null) return { ...none, state: 'nobody_planned' }
  const full = 1 / load
  const looks: Looks = new Map([[1, base]])
  const limits = study.asked.settled.limits
  const search = (sign: Sign['sign'], threshold: number) => signOf({ study, looks, sign, threshold, full })
  const breaks = search('never_empty', neverEmptyShareMax)
  const signs = [search('late', limits.lateShareMax), search('depth', limits.depthChanceMax), breaks]
  const multiple = breaks.at?.multiple.value
  return {
    state: breaks.state,
    at: breaks.at,
    arithmeticMultiple: full,
    searchedTo: full * reach.above,
    neverEmptyShareMax,
    signs,
    played: multiple === undefined ? null : lookAt(study, { multiple }),
  }
}

type Search = { study: Study; looks: Looks; sign: Sign['sign']; threshold: number; full: number }

function signOf(search: Search): Sign {
  const { sign, threshold, full, looks } = search
  const exceeds = (multiple: number) => measures[sign](look(search, multiple)).value > threshold
  const isNow = measures[sign](looks.get(1) as Played).value > threshold
  const ends = { low: isNow ? full * reach.below : 1, high: isNow ? 1 : Math.max(1.5, full * reach.above) }
  if (isNow && exceeds(ends.low)) return { sign, state: 'already', at: null }
  if (!isNow && !exceeds(ends.high)) return { sign, state: 'beyond', at: null }
  const bracket = halved(ends, exceeds, bracketRatio)
  // The headline is read off the line between these two: they are worth more days.
  if (sign === 'never_empty') lookLonger(search, bracket)
  return { sign, state: isNow ? 'already' : 'found', at: rangeOf(search) }
}

function lookLonger({ study, looks }: Search, { low, high }: Bracket): void {
  for (const multiple of [low, high]) if (multiple !== 1) looks.set(multiple, lookAt(study, { multiple }))
}

function look({ study, looks }: Search, multiple: number): Played {
  const known = looks.get(multiple)
  if (known) return known
  const played = lookUntilClear(study, { multiple })
  looks.set(multiple, played)
  return played
}

/** Where the estimate passes the threshold, and where the ends of its range do. */
function rangeOf(search: Search): Sign['at'] {
  const { study, looks, sign, threshold } = search
  const sorted = [...looks].map(([times, played]) => ({ multiple: times, played })).sort((one, other) => one.multiple - other.multiple)
  const crossing = (end: keyof Ranged) => crossingOf(sorted, (played) => measures[sign](played)[end], threshold)
  const value = crossing('value')
  const multiple = { value, low: Math.min(value, crossing('high')), high: Math.max(value, crossing('low')) }
  const scaled = (factor: number) => ({ value: multiple.value * factor, low: multiple.low * factor, high: multiple.high * factor })
  const { volumePerDay, exceptionsPerDay } = study.asked.settled
  return { multiple, volumePerDay: scaled(volumePerDay), exceptionsPerDay: scaled(exceptionsPerDay) }
}

/** The first volume at which a figure passes the threshold, on straight lines between the volumes that were looked at. */
function crossingOf(sorted: readonly Look[], of: (played: Played) => number, threshold: number): number {
  const index = sorted.findIndex(({ played }) => of(played) > threshold)
  const after = sorted[index]
  const before = sorted[index - 1]
  if (!after) return sorted.at(-1)?.multiple ?? 1
  if (!before) return after.multiple
  const [low, high] = [of(before.played), of(after.played)]
  return before.multiple + ((threshold - low) / (high - low)) * (after.multiple - before.multiple)
}
