import type { Tx } from '#kernel/db.ts'
import { must } from '#kernel/must.ts'
import { addDays, dayOf, definitionOf, readCounts } from '#slices/measures/index.ts'
import { detectionOf, driftEvidence, type RateChange } from '#slices/statistics/index.ts'
import type { Finding } from '../alarm.ts'
import { noEvidence } from '../alarm.ts'
import { type Baseline, hitsIn } from '../baseline.ts'
import { type DriftChart, followDrift } from '../drift-chart.ts'
import { type Settings, sharedBudget } from '../settings.ts'
import { currentBaseline } from '../store/baselines.ts'
import type { MonitoringParts } from '../verbs/parts.ts'
import type { Design, Watch } from '../watch.ts'
import { driftWords } from '../words.ts'
import { raiseFound } from './raise.ts'

export type Looking = {
  watch: Watch
  settings: Settings /** Watches of the kind that share the budget of the AI agent. */
  among: number
  isStopped: boolean
  now: Date
}

const checkEveryMs = 3_600_000

export const isDriftDue = ({ checkedAt }: Watch, now: Date): boolean =>
  checkedAt === null || now.getTime() - checkedAt.getTime() >= checkEveryMs || dayOf(now) !== dayOf(checkedAt)

/** Charts every whole day that is old enough to know, and raises the alarm where the sum reached its limit. Returns the watch as it stands then. */
export async function lookForDrift(tx: Tx, parts: MonitoringParts, looking: Looking): Promise<Watch> {
  const { watch, settings, now } = looking
  const checked: Watch = { ...watch, checkedAt: now }
  const baseline = await currentBaseline(tx, watch, watch.measureId)
  if (!baseline) return { ...checked, state: 'no_baseline', design: null }
  const to = addDays(dayOf(now), -1 - watch.lagDays)
  const days = await daysOf(tx, watch, { from: watch.fromOn, to })
  const chart = followDrift(wishOf(looking, baseline), days)
  if (!chart) return { ...checked, state: 'gathering', design: null }
  const seen: Watch = { ...checked, design: toldDesign(watch.design, chart), seenTo: new Date(`${addDays(to, 1)}T00:00:00Z`) }
  if (chart.alarmOn === null) return { ...seen, state: hasStopped(days, { from: watch.fromOn, to }) ? 'no_data' : 'watching' }
  await raiseFound(tx, parts, { found: findingOf(watch, baseline, { chart, days }), foldHours: settings.foldHours, now })
  return { ...seen, state: 'alarm' }
}

export const wishOf = ({ watch, settings, among }: Pick<Looking, 'watch' | 'settings' | 'among'>, baseline: Baseline) => ({
  baseline,
  direction: watch.direction,
  isAfterChange: watch.isAfterChange,
  rules: {
    falseAlarmsPerYear: watch.aiAgentId === '' ? settings.driftPerYear : sharedBudget(settings.driftPerYear, among),
    soughtRatio: watch.soughtRatio,
    indifferentRatio: settings.indifferentRatio,
  },
})

type Day = { day: string; n: number; x: number; total: number; squares: number }

/** Counts of a place, day by day. */
export async function daysOf(
  tx: Pick<Tx, 'query'>,
  { teamId, aiAgentId, measureId }: Pick<Watch, 'teamId' | 'aiAgentId' | 'measureId'>,
  { from, to }: { from: string; to: string },
): Promise<Day[]> {
  if (from > to) return []
  const where = { teams: [teamId], aiAgentId: aiAgentId === '' ? undefined : aiAgentId, from, to }
  const rows = await readCounts(tx, { ...where, measureIds: [measureId], by: ['day'] })
  return rows.map(({ by, n, x, total, squares }) => ({ day: by[0] ?? '', n, x, total, squares }))
}

const daysBetween = (one: string, other: string) => Math.round((Date.parse(other) - Date.parse(one)) / 86_400_000)
const quietDaysLeast = 4

/** Nothing has come for twice as long as ever in the chart: the way in may be broken, which is no drop of the measure. */
function hasStopped(days: readonly Day[], { from, to }: { from: string; to: string }): boolean {
  const gaps = days.map(({ day }, at) => daysBetween(at === 0 ? from : (days[at - 1]?.day ?? from), day))
  const quiet = daysBetween(days.at(-1)?.day ?? from, to)
  return quiet >= Math.max(quietDaysLeast, 2 * Math.max(0, ...gaps))
}

function findingOf(watch: Watch, baseline: Baseline, { chart, days }: { chart: DriftChart; days: readonly Day[] }): Finding {
  const definition = definitionOf(watch.measureId)
  must(definition, 'Only measures of the catalogue are watched')
  const since = chart.since ?? chart.alarmOn ?? watch.fromOn
  const after = days.filter(({ day }) => day >= since)
  const [n, x] = [after.reduce((all, day) => all + day.n, 0), after.reduce((all, day) => all + day.x, 0)]
  const counted = { decisions: n, errors: hitsIn(watch.direction, { n, x }) }
  const { rate, excessErrors } = driftEvidence(chart.design, { ...chart.state, ...counted })
  const [low, high] = watch.direction === 'up' ? [rate.low, rate.high] : [1 - rate.high, 1 - rate.low]
  const before = baseline.x / baseline.n
  const isLarge = rate.low > 3 * chart.design.estimate
  return {
    teamId: watch.teamId,
    aiAgentId: watch.aiAgentId,
    kind: 'drift',
    measureId: watch.measureId,
    severity: isLarge ? 'high' : 'normal',
    ...driftWords({ place: watch, definition, direction: watch.direction, since, n, x, low, high, before }),
    evidence: {
      ...noEvidence,
      baseline: { id: baseline.id, hits: baseline.x, of: baseline.n, from: baseline.from, to: baseline.to },
      seen: { hits: x, of: n, low, high },
      excess: excessErrors,
    },
    since: new Date(`${since}T00:00:00Z`),
  }
}

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
