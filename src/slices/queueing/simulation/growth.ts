import { type Gathered, total } from './gather.ts'
import { type Range, ratioOf } from './ranges.ts'
import type { Stretch } from './tally.ts'

/** How much more waits at one opening than at the one before, on average: the first week of a stretch held against its last, weekday by weekday. */
export function growthOf(gathered: Gathered): Range {
  return ratioOf(gathered, growth, daysOfGrowth)
}

const weeksOf = ({ days }: Stretch) => days / 7

function growth(stretch: Stretch): number {
  const { depthAtOpenings } = stretch
  const weekly = Math.floor(depthAtOpenings.length / weeksOf(stretch))
  return (total(depthAtOpenings.slice(-weekly), (depth) => depth) - total(depthAtOpenings.slice(0, weekly), (depth) => depth)) / weekly
}

const daysOfGrowth = (stretch: Stretch) => stretch.depthAtOpenings.length * (1 - 1 / weeksOf(stretch))
