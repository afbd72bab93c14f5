import { shareOf } from '#kernel/wilson.ts'
import { exactInterval } from '#slices/statistics/index.ts'
import { atOrAbove, type ConfidenceBin } from './confidence.ts'

/** What would happen if the AI agent answered on its own at or above a threshold, and left the rest to people. */
export type Threshold = {
  /** 0 to 0.99, in hundredths. */
  threshold: number
  /** Answers that it would give itself, and their share of all. */
  alone: number
  coverage: number
  right: number
  /** Wrong answers to cases that it is meant for. */
  wrong: number
  /** Answers to cases that it is not meant for. */
  outOfScope: number
  /** Right answers that would wait for a person all the same. */
  heldRight: number
  /** Of those that it would give itself, the share that is right, with its Wilson interval at 95 %; null where there are none. */
  precision: number | null
  low: number
  high: number
}

/** Every threshold of 0.00, 0.01 … 0.99. A case out of scope is never answered right. */
export function thresholdsOf(bins: readonly ConfidenceBin[]): Threshold[] {
  const all = atOrAbove(bins, 0)
  return Array.from({ length: 100 }, (_, hundredths) => {
    const { threshold, n, x, inScope } = atOrAbove(bins, hundredths)
    const { share, low, high } = shareOf(x, n)
    return {
      threshold,
      alone: n,
      coverage: all.n === 0 ? 0 : n / all.n,
      right: x,
      wrong: Math.max(0, inScope - x),
      outOfScope: n - inScope,
      heldRight: all.x - x,
      precision: share,
      low,
      high,
    }
  })
}

/** The first threshold at which the share that is right reaches the goal. Chosen and judged on the same answers, it promises too much. */
export const smallestThreshold = (thresholds: readonly Threshold[], goal: number): Threshold | null =>
  thresholds.find(({ precision }) => precision !== null && precision >= goal) ?? null

/** Answers with which the search begins: so many that a few errors do not end it. A judgement. */
const leastAnswers = (goal: number) => Math.ceil(10 / (1 - goal))

/**
 * The smallest threshold that can be vouched for: with a chance of at most 2.5 % its true share of right answers lies below the goal, although
 * the threshold is chosen on the answers that judge it. Thresholds are taken one after the other from the highest with enough answers
 * downwards, each must have the lower end of its exact 95 % interval at the goal or above, and the first that has not ends the search:
 * so looking at many costs nothing. Null where none can be vouched for. It holds for answers that were picked by chance.
 * Source: Maurer, Hothorn and Lehmacher 1995 (fixed sequence); Angelopoulos, Bates, Candès, Jordan and Lei, Learn then Test, 2021.
 */
export function safeThreshold(thresholds: readonly Threshold[], goal: number): Threshold | null {
  const downwards = thresholds.filter(({ alone }) => alone >= leastAnswers(goal)).reverse()
  const ends = downwards.findIndex(({ alone, right }) => exactInterval({ hits: right, of: alone }).low < goal)
  return (ends < 0 ? downwards.at(-1) : downwards[ends - 1]) ?? null
}

/** What goes where at two thresholds: on its own, to a person for review, to people only. */
export type Gate = {
  items: number
  alone: number
  review: number
  people: number
  right: number
  precision: number | null
  low: number
  high: number
}

/** @param gate thresholds from which on it acts alone, and from which on a person reviews; hundredths */
export function gateOf(bins: readonly ConfidenceBin[], gate: { alone: number; review: number }): Gate {
  const [items, review, alone] = [0, Math.min(gate.review, gate.alone), gate.alone].map((hundredths) => atOrAbove(bins, hundredths))
  const [itemCount, reviewed, own] = [items?.n ?? 0, review?.n ?? 0, alone?.n ?? 0]
  const { share, low, high } = shareOf(alone?.x ?? 0, own)
  return {
    items: itemCount,
    alone: own,
    review: reviewed - own,
    people: itemCount - reviewed,
    right: alone?.x ?? 0,
    precision: share,
    low,
    high,
  }
}
