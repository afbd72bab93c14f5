import type { Tx } from '#kernel/db.ts'
import { must } from '#kernel/must.ts'
import { shareOf } from '#kernel/wilson.ts'
import { addDays, dayOf, definitionOf } from '#slices/measures/index.ts'
import { alarmingErrors, detectionOf, type RateChange, upperRate } from '#slices/statistics/index.ts'
import type { Finding } from '../alarm.ts'
import { noEvidence } from '../alarm.ts'
import { type Baseline, hitsIn } from '../baseline.ts'
import { type DriftChart, followDrift } from '../drift-chart.ts'
import { rulesOf } from '../settings.ts'
import { currentBaseline } from '../store/baselines.ts'
import type { MonitoringParts } from '../verbs/parts.ts'
import type { Design, Watch } from '../watch.ts'
import { driftWords } from '../words.ts'
import { type Day, daysOf, hasStopped } from './days.ts'
import type { Looking } from './looking.ts'
import { isOfValues, lookForMeanDrift } from './mean-drift.ts'
import { raiseFound } from './raise.ts'

const checkEveryMs = 3_600_000

export const isDriftDue = ({ checkedAt }: Watch, now: Date): boolean =>
  checkedAt === null || now.getTime() - checkedAt.getTime() >= checkEveryMs || dayOf(now) !== dayOf(checkedAt)

/** Charts every whole day that is old enough to know, and raises the alarm where the sum reached its limit. Returns the watch as it stands then. */
export async function lookForDrift(tx: Tx, parts: MonitoringParts, looking: Looking): Promise<Watch> {
  const { watch, settings, now } = looking
  const checked: Watch = { ...watch, checkedAt: now }
  const baseline = await currentBaseline(tx, watch, watch.measureId)
  if (!baseline) return { ...checked, state: 'no_baseline', design: null }
  if (isOfValues(definitionOf(watch.measureId))) return lookForMeanDrift(tx, parts, { looking, baseline })
  const to = addDays(dayOf(now), -1 - watch.lagDays)
  const days = await daysOf(tx, watch, { from: watch.fromOn, to })
  const chart = followDrift(wishOf(looking, baseline), days)
  if (!chart) return lookForJump(tx, parts, { looking, baseline, days })
  const seen: Watch = { ...checked, design: toldDesign(watch.design, chart), seenTo: new Date(`${addDays(to, 1)}T00:00:00Z`) }
  if (chart.alarmOn === null) return { ...seen, state: hasStopped(days, { from: watch.fromOn, to }) ? 'no_data' : 'watching' }
  await raiseFound(tx, parts, {
    found: findingOf(watch, baseline, { since: chart.since ?? chart.alarmOn, days }),
    foldHours: settings.foldHours,
    now,
  })
  return { ...seen, state: 'alarm' }
}

export const wishOf = ({ watch, settings, among }: Pick<Looking, 'watch' | 'settings' | 'among'>, baseline: Baseline) => ({
  baseline,
  direction: watch.direction,
  isAfterChange: watch.isAfterChange,
  rules: rulesOf({ watch, settings, among }),
})

type Jump = { looking: Looking; baseline: Baseline; days: readonly Day[] }

const surely = 0.95

/**
 * With too few hits in the baseline for a chart, only a jump shows: a day with more hits than the exact upper limit of the baseline would make,
 * but for the budget's chance. The state says that slow drift cannot be seen yet.
 */
async function lookForJump(tx: Tx, parts: MonitoringParts, { looking, baseline, days }: Jump): Promise<Watch> {
  const { watch, settings, now } = looking
  const assumed = upperRate({ errors: hitsIn(watch.direction, baseline), decisions: baseline.n }, surely)
  const { falseAlarmsPerYear } = wishOf(looking, baseline).rules
  const leastIn = (of: number) => alarmingErrors(of, assumed, falseAlarmsPerYear / 365).errors
  const jump = days.find((day) => hitsIn(watch.direction, day) >= leastIn(day.n))
  const seen: Watch = {
    ...watch,
    checkedAt: now,
    seenTo: now,
    design: designOfJumps(baseline, { watch, assumed, falseAlarmsPerYear, leastIn }),
  }
  if (!jump) return { ...seen, state: 'gathering' }
  await raiseFound(tx, parts, { found: findingOf(watch, baseline, { since: jump.day, days }), foldHours: settings.foldHours, now })
  return { ...seen, state: 'alarm' }
}

type Jumps = { watch: Watch; assumed: number; falseAlarmsPerYear: number; leastIn: (of: number) => number }

const designOfJumps = (baseline: Baseline, { watch, assumed, falseAlarmsPerYear, leastIn }: Jumps): Design => ({
  falseAlarmsPerYear,
  status: 'provisional',
  estimate: hitsIn(watch.direction, baseline) / baseline.n,
  assumed,
  sought: null,
  limit: null,
  widened: 1,
  casesPerDay: baseline.perDay,
  findings: [],
  quietMinutes: null,
  spikes: [{ of: baseline.perDay, errors: leastIn(baseline.perDay) }],
})

function findingOf(watch: Watch, baseline: Baseline, { since, days }: { since: string; days: readonly Day[] }): Finding {
  const definition = definitionOf(watch.measureId)
  must(definition, 'Only measures of the catalogue are watched')
  const after = days.filter(({ day }) => day >= since)
  const [n, x] = [after.reduce((all, day) => all + day.n, 0), after.reduce((all, day) => all + day.x, 0)]
  const hits = hitsIn(watch.direction, { n, x })
  const usual = hitsIn(watch.direction, baseline) / baseline.n
  const rate = shareOf(hits, n)
  const [low, high] = watch.direction === 'up' ? [rate.low, rate.high] : [1 - rate.high, 1 - rate.low]
  return {
    teamId: watch.teamId,
    aiAgentId: watch.aiAgentId,
    kind: 'drift',
    measureId: watch.measureId,
    severity: rate.low > largeRatio * usual ? 'high' : 'normal',
    ...driftWords({ place: watch, definition, direction: watch.direction, since, n, x, low, high, before: baseline.x / baseline.n }),
    evidence: {
      ...noEvidence,
      baseline: { id: baseline.id, hits: baseline.x, of: baseline.n, from: baseline.from, to: baseline.to },
      seen: { hits: x, of: n, low, high },
      excess: Math.max(0, hits - n * usual),
    },
    since: new Date(`${since}T00:00:00Z`),
  }
}

/** Drift to so many times what is usual does not wait. */
const largeRatio = 3

/** Changes that pages tell how fast they would be found: creeping to what is looked for, doubling at once, and 2.5 times over a quarter. */
const changes: readonly { times: (design: DriftChart['design']) => number; overDays: number }[] = [
  { times: ({ sought }) => sought, overDays: 0 },
  { times: ({ estimate }) => 2 * estimate, overDays: 0 },
  { times: ({ estimate }) => 2.5 * estimate, overDays: 91 },
]

/** The design in what pages tell; the one before where nothing about it changed, since working out its findings takes a moment. */
function toldDesign(before: Design | null, { design }: DriftChart): Design {
  const { estimate, assumed, sought, chart, widened, status } = design
  const isSame = before?.limit === chart.limit && before.casesPerDay === chart.decisionsPerDay && before.estimate === estimate
  if (before && isSame && before.assumed === assumed) return before
  const found = changes.map(({ times, overDays }) => {
    const change: RateChange = { to: Math.min(1, times(design)), overDays }
    return { from: estimate, ...change, ...detectionOf(design, change) }
  })
  return {
    falseAlarmsPerYear: 365 / design.daysBetweenFalseAlarms,
    status,
    estimate,
    assumed,
    sought,
    limit: chart.limit,
    widened,
    casesPerDay: chart.decisionsPerDay,
    findings: found,
    quietMinutes: null,
    spikes: [],
  }
}
