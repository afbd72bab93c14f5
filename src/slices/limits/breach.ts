import { aiAgentMark, teamMark } from '#slices/registry/index.ts'
import type { Bounds, Place } from './limit.ts'
import type { Rate } from './rate.ts'

export type BreachKind = 'rate' | 'depth'

export type Breach = Place & {
  id: string
  kind: BreachKind
  value: number
  attempts: number | null
  limit: number
  beganAt: Date
  endedAt: Date | null
  endedBecause: 'kept_again' | 'limit_changed' | 'closed' | null
  what: string | null
  dropped: readonly string[]
}

/** A limit must be kept by this much before a breach is over, so that it does not begin and end every minute. */
export const keptShare = 0.9

/** What is broken, in numbers. */
export type Broken = { kind: BreachKind; value: number; attempts: number | null; limit: number }

export type Seen = { rate: Rate; depth: number }

/**
 * The limits that these figures break: a rate when its whole interval lies above the limit, so that chance alone seldom does it;
 * a depth as soon as it is there.
 */
export function brokenBy({ rateMax, depthMax }: Bounds, { rate, depth }: Seen): Broken[] {
  const broken: Broken[] = []
  if (rate.low !== null && rate.share !== null && rate.low > rateMax)
    broken.push({ kind: 'rate', value: rate.share, attempts: rate.attempts, limit: rateMax })
  if (depth > depthMax) broken.push({ kind: 'depth', value: depth, attempts: null, limit: depthMax })
  return broken
}

/** True when a breach of that kind is over. A rate that nothing can be said about yet is not. */
export function isKeptAgain(kind: BreachKind, { rateMax, depthMax }: Bounds, { rate, depth }: Seen): boolean {
  if (kind === 'depth') return depth <= depthMax * keptShare
  return rate.share !== null && rate.share <= rateMax * keptShare
}

const hourMs = 3_600_000

/** Somebody who closed a breach of the rate is given the window once more: what they mended shows in new attempts only. */
export function isGivenTime(kind: BreachKind, closedAt: Date | null, { windowHours, now }: { windowHours: number; now: Date }): boolean {
  return kind === 'rate' && closedAt !== null && now.getTime() < closedAt.getTime() + windowHours * hourMs
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

/** A breach in one sentence. */
export function told({ kind, value, attempts, limit }: Broken): string {
  if (kind === 'depth') return `${value} items wait, and the limit is ${limit}.`
  return `${percent(value)} of ${attempts} attempts needed a person, and the limit is ${percent(limit)}.`
}

/** Whom a limit is about, in words, with marks for the names. */
export const placeTold = ({ teamId, aiAgentId }: Place): string =>
  `${aiAgentId === null ? 'the AI agents' : aiAgentMark(aiAgentId)} in team ${teamMark(teamId)}`
