import type { OutputOf } from '#kernel/contract.ts'
import { definitionOf, figureOf } from '#slices/measures/index.ts'
import { upperRate } from '#slices/statistics/index.ts'
import type { Alarm } from './alarm.ts'
import { type Baseline, spanOf } from './baseline.ts'
import type { acknowledgeAlarm, getWatch, listBaselines } from './contract.ts'
import type { Watch } from './watch.ts'

const orNull = (aiAgentId: string) => (aiAgentId === '' ? null : aiAgentId)
const nameOf = (measureId: string) => (measureId === 'queue' ? 'Queue' : (definitionOf(measureId)?.name ?? measureId))
const timeOf = (at: Date | null) => at?.toISOString() ?? null

/** The unit of a measure and, of money, the currency of its baseline. */
export const unitOf = (measureId: string, currency: string | null) => ({
  unit: definitionOf(measureId)?.unit ?? ('cases' as const),
  currency,
})

export function toWatch(watch: Watch): Omit<OutputOf<typeof getWatch>, 'chart'> {
  const { id, kind, direction, soughtRatio, lagDays, state, fromOn, pauseReason, design } = watch
  return {
    id,
    team: watch.teamId,
    aiAgent: orNull(watch.aiAgentId),
    kind,
    measure: watch.measureId,
    measureName: nameOf(watch.measureId),
    ...unitOf(watch.measureId, watch.currency),
    direction,
    soughtRatio,
    lagDays,
    state,
    fromOn,
    pausedUntil: timeOf(watch.pausedUntil),
    pauseReason,
    design,
    seenTo: timeOf(watch.seenTo),
    etag: String(watch.etag),
  }
}

type AlarmTold = OutputOf<typeof acknowledgeAlarm>

export function toAlarm(alarm: Alarm, more: Pick<AlarmTold, 'owner' | 'respondMinutes'>): AlarmTold {
  const { id, kind, state, severity, ownerRole, title, says, next, times, cause, note } = alarm
  return {
    id,
    team: alarm.teamId,
    aiAgent: orNull(alarm.aiAgentId),
    kind,
    measure: alarm.measureId,
    measureName: nameOf(alarm.measureId),
    state,
    severity,
    ...more,
    ownerRole,
    title,
    says,
    next,
    since: alarm.since.toISOString(),
    raisedAt: alarm.raisedAt.toISOString(),
    seenAt: alarm.seenAt.toISOString(),
    acknowledgedAt: timeOf(alarm.acknowledgedAt),
    endedAt: timeOf(alarm.endedAt),
    cause,
    note,
    times,
    escalation: alarm.escalationId,
  }
}

const hitsForChart = { ok: 20, provisional: 10 }
const daysForChart = 28

export function toBaseline(baseline: Baseline): OutputOf<typeof listBaselines>['items'][number] {
  const { id, from, to, n, x, days, perDay, reason, isCurrent } = baseline
  const definition = definitionOf(baseline.measureId)
  const figure = definition && figureOf(definition, baseline)
  const isShare = definition?.form === 'share'
  const limitAt = (confidence: number) => (isShare && n > 0 ? upperRate({ errors: x, decisions: n }, confidence) : null)
  return {
    id,
    team: baseline.teamId,
    aiAgent: orNull(baseline.aiAgentId),
    measure: baseline.measureId,
    measureName: nameOf(baseline.measureId),
    form: definition?.form ?? 'count',
    unit: definition?.unit ?? 'cases',
    currency: baseline.currency,
    from,
    to,
    days,
    of: n,
    hits: x,
    value: usualValue(baseline, definition?.form),
    low: figure?.low ?? null,
    high: figure?.high ?? null,
    upper80: limitAt(0.8),
    casesPerDay: perDay,
    status: isShare ? statusOf(baseline) : statusOfValues(definition?.form, baseline),
    upper95: limitAt(0.95),
    reason,
    frozenAt: baseline.frozenAt.toISOString(),
    isCurrent,
  }
}

/** The share or the mean; what is only counted is told by its cases. */
export function usualValue({ n, x, total }: Pick<Baseline, 'n' | 'x' | 'total'>, form: string | undefined): number | null {
  if (n === 0 || (form !== 'share' && form !== 'mean')) return null
  return form === 'share' ? x / n : total / n
}

const statusOfValues = (form: string | undefined, { shape }: Baseline) => (form === 'mean' && !shape ? 'none' : 'ok')

function statusOf(baseline: Baseline): 'ok' | 'provisional' | 'none' {
  const rare = Math.min(baseline.x, baseline.n - baseline.x)
  if (rare < hitsForChart.provisional) return 'none'
  return rare >= hitsForChart.ok && spanOf(baseline) >= daysForChart ? 'ok' : 'provisional'
}
