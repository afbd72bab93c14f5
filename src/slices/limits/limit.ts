import type * as z from 'zod/mini'
import type { OnBreach } from './contract/shapes.ts'

/** Where a limit holds: one AI agent in one team, or all of the team together (null). */
export type Place = { teamId: string; aiAgentId: string | null }

export type Bounds = {
  /** Greatest share of attempts that need a person, 0 to 1. */
  rateMax: number
  /** Greatest number of items that wait at a time. */
  depthMax: number
  windowHours: number
  onBreach: z.infer<typeof OnBreach>
}

export type Limit = Bounds & {
  reason: string
  setAt: Date
  isBeforeLive: boolean
  loosenedAt: Date | null
  etag: number
}

/** How far back is looked where no limit says it. */
export const defaultWindowHours = 24

export const placeKey = ({ teamId, aiAgentId }: Place): string => `${teamId}/${aiAgentId ?? '*'}`

/** True when something that broke the old bounds keeps the new ones. */
export function isLooser(before: Bounds, after: Bounds): boolean {
  const isKinder = before.onBreach === 'drop_to_assist' && after.onBreach === 'pause_launches'
  return after.rateMax > before.rateMax || after.depthMax > before.depthMax || isKinder
}

export type Setting = { bounds: Bounds; reason: string; isLive: boolean; at: Date; version: number }

/** A limit as it stands after somebody set it. That it was fixed before anything was live, or loosened after, stays visible. */
export function setBounds(before: Limit | null, { bounds, reason, isLive, at, version }: Setting): Limit {
  const isLoosenedLive = before !== null && isLive && isLooser(before, bounds)
  return {
    ...bounds,
    reason,
    setAt: at,
    isBeforeLive: before?.isBeforeLive ?? !isLive,
    loosenedAt: isLoosenedLive ? at : (before?.loosenedAt ?? null),
    etag: version,
  }
}
