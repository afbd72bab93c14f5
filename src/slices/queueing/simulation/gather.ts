import { type Streams, streamsFrom } from './chance.ts'
import { emptyItems, type Items } from './desk.ts'
import { playStretch } from './play.ts'
import type { Scenario } from './scenario.ts'
import { emptyWaits, type Stretch, type WaitCounts } from './tally.ts'

/** Quantiles get their range from the spread between batches of stretches. */
const batchesMax = 10

type Batch = { waits: WaitCounts[]; queueSamples: number[][] | null; stretches: Stretch[] }

/** Stretches of days that were played of one scenario, so far. */
export type Gathered = {
  scenario: Scenario
  nextStreams(): Streams
  stretches: Stretch[]
  batches: Batch[]
  items: Items
  isDetailed: boolean
}

export function gather(scenario: Scenario, { seed, isDetailed = false, items = emptyItems() }: GatherOptions): Gathered {
  return { scenario, nextStreams: streamsFrom(seed), stretches: [], batches: [], items, isDetailed }
}

type GatherOptions = { seed: number; isDetailed?: boolean; items?: Items }

/** Plays the next stretches and adds them to what is there. */
export function playMore(gathered: Gathered, stretches: number): void {
  for (let k = 0; k < stretches; k++) playOne(gathered)
}

function playOne(gathered: Gathered): void {
  const { scenario, items } = gathered
  const batch = batchFor(gathered, gathered.stretches.length)
  const played = playStretch(scenario, { streams: gathered.nextStreams(), waits: batch.waits, queueSamples: batch.queueSamples, items })
  gathered.stretches.push(played)
  batch.stretches.push(played)
}

function batchFor({ scenario, batches, isDetailed }: Gathered, stretch: number): Batch {
  const found = batches[stretch % batchesMax]
  if (found) return found
  const made: Batch = {
    waits: scenario.classes.map(emptyWaits),
    queueSamples: isDetailed ? Array.from({ length: scenario.intervalsPerDay }, () => []) : null,
    stretches: [],
  }
  batches.push(made)
  return made
}

export const daysOf = ({ stretches }: Gathered) => total(stretches, ({ days }) => days)
export const eventsOf = ({ stretches }: Gathered) => total(stretches, ({ events }) => events)

export function total<T>(list: readonly T[], of: (one: T) => number): number {
  let sum = 0
  for (const one of list) sum += of(one)
  return sum
}
