import type { OutputOf } from '#kernel/contract.ts'
import type { Breach } from './breach.ts'
import type { getLimit, listBreaches } from './contract.ts'
import type { Limit } from './limit.ts'

export function toLimit(limit: Limit): NonNullable<OutputOf<typeof getLimit>['limit']> {
  const { rateMax, depthMax, windowHours, onBreach, reason, isBeforeLive } = limit
  const setAt = limit.setAt.toISOString()
  return { rateMax, depthMax, windowHours, onBreach, reason, setAt, isBeforeLive, loosenedAt: limit.loosenedAt?.toISOString() ?? null }
}

export function toBreach(breach: Breach): OutputOf<typeof listBreaches>['items'][number] {
  const { id, teamId: team, aiAgentId: aiAgent, kind, value, attempts, limit, endedBecause, what } = breach
  const times = { beganAt: breach.beganAt.toISOString(), endedAt: breach.endedAt?.toISOString() ?? null }
  return { id, team, aiAgent, kind, value, attempts, limit, ...times, endedBecause, what, dropped: [...breach.dropped] }
}
