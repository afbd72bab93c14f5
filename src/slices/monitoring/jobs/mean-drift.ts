import type { Queryable, Tx } from '#kernel/db.ts'
import { must } from '#kernel/must.ts'
import { addDays, type Definition, dayOf, definitionOf } from '#slices/measures/index.ts'
import { followMean, foundAfter, type LogDay, logDay, type MeanChart, type MeanWish, type Shape } from '#slices/usual/index.ts'
import { type Finding, noEvidence } from '../alarm.ts'
import { type Baseline, spanOf } from '../baseline.ts'
import { rulesOf } from '../settings.ts'
import type { MonitoringParts } from '../verbs/parts.ts'
import type { Design, Watch } from '../watch.ts'
import { meanDriftWords } from '../words.ts'
import { daySpreads, daysOf, hasStopped } from './days.ts'
import type { Looking } from './looking.ts'
import { raiseFound } from './raise.ts'

type Looked = Pick<Looking, 'watch' | 'settings' | 'among' | 'now'>
type Seen = { baseline: Baseline; shape: Shape }

const lastDay = ({ watch, now }: Looked) => addDays(dayOf(now), -1 - watch.lagDays)

/** Charts the typical value of every whole day; raises the alarm where its moving average is over the limit. Returns the watch as it stands then. */
export async function lookForMeanDrift(
  tx: Tx,
  parts: MonitoringParts,
  { looking, baseline }: { looking: Looking; baseline: Baseline },
): Promise<Watch> {
  const { watch, settings, now } = looking
  const checked: Watch = { ...watch, checkedAt: now }
  const { shape } = baseline
  if (!shape) return { ...checked, state: 'gathering', design: null }
  const days = await typicalDays(tx, looking, { baseline, shape })
  const chart = followMean(wishOf(looking, { baseline, shape }), days)
  const [to, seenTo] = [lastDay(looking), new Date(`${addDays(lastDay(looking), 1)}T00:00:00Z`)]
  const seen: Watch = { ...checked, design: toldDesign(watch.design, chart, baseline), seenTo }
  if (chart.alarmOn === null) return { ...seen, state: hasStopped(days, { from: watch.fromOn, to }) ? 'no_data' : 'watching' }
  const since = chart.since ?? chart.alarmOn
  const totals = await daysOf(tx, { ...watch, currency: baseline.currency }, { from: since, to })
  const found = findingOf(watch, { baseline, shape }, { since, days: days.filter(({ day }) => day >= since), totals })
  await raiseFound(tx, parts, { found, foldHours: settings.foldHours, now })
  return { ...seen, state: 'alarm' }
}

/** The chart of a watch of a mean; null where its baseline has no shape. */
export async function meanChartOf(db: Queryable, looked: Looked, baseline: Baseline): Promise<MeanChart | null> {
  const { shape } = baseline
  return shape && followMean(wishOf(looked, { baseline, shape }), await typicalDays(db, looked, { baseline, shape }))
}

async function typicalDays(db: Queryable, looked: Looked, { baseline, shape }: Seen): Promise<LogDay[]> {
  const spreads = await daySpreads(db, { ...looked.watch, currency: baseline.currency }, { from: looked.watch.fromOn, to: lastDay(looked) })
  return spreads.map((day) => logDay(day, shape))
}

const wishOf = (looked: Looked, { baseline, shape }: Seen): MeanWish => ({
  shape,
  casesPerDay: baseline.perDay,
  daysPerYear: Math.max(1, (365 * baseline.days) / spanOf(baseline)),
  direction: looked.watch.direction,
  isAfterChange: looked.watch.isAfterChange,
  rules: rulesOf(looked),
})

type Since = { since: string; days: readonly LogDay[]; totals: readonly { n: number; total: number }[] }

/** 0.975 quantile of the standard normal distribution. */
const z = 1.959963984540054
/** Drift to so many times what is usual does not wait. */
const largeRatio = 3

function findingOf(watch: Watch, { baseline, shape }: Seen, { since, days, totals }: Since): Finding {
  const definition = definitionOf(watch.measureId)
  must(definition, 'Only measures of the catalogue are watched')
  const worth = ({ n }: LogDay) => 1 / (shape.between + shape.within / n)
  const weights = days.reduce((all, day) => all + worth(day), 0)
  const middle = days.reduce((all, day) => all + worth(day) * day.mean, 0) / weights
  const half = z / Math.sqrt(weights)
  const [cases, total] = [totals.reduce((all, day) => all + day.n, 0), totals.reduce((all, day) => all + day.total, 0)]
  const values = {
    before: Math.exp(shape.centre),
    now: Math.exp(middle),
    low: Math.exp(middle - half),
    high: Math.exp(middle + half),
    of: cases,
    excess: total - (cases * baseline.total) / baseline.n,
  }
  return {
    teamId: watch.teamId,
    aiAgentId: watch.aiAgentId,
    kind: 'drift',
    measureId: watch.measureId,
    severity: watch.direction === 'up' && values.low > largeRatio * values.before ? 'high' : 'normal',
    ...meanDriftWords({ place: watch, definition, currency: baseline.currency, direction: watch.direction, since, values }),
    evidence: {
      ...noEvidence,
      baseline: { id: baseline.id, hits: baseline.x, of: baseline.n, from: baseline.from, to: baseline.to },
      values,
    },
    since: new Date(`${since}T00:00:00Z`),
  }
}

/** The design in what pages tell, in the unit of the measure; the one before where nothing about it changed, since working out its findings takes a moment. */
function toldDesign(before: Design | null, { design }: MeanChart, baseline: Baseline): Design {
  const { sign, centre, assumed, sought, deviation, limit, falseAlarmsPerYear, widened } = design
  const reached = Math.exp(assumed + sign * limit * deviation)
  if (before?.limit === reached && before.sought === Math.exp(sought) && before.falseAlarmsPerYear === falseAlarmsPerYear) return before
  const changes = [
    { to: sought, overDays: 0 },
    { to: centre + sign * Math.log(2), overDays: 0 },
    { to: centre + sign * Math.log(2.5), overDays: 91 },
  ]
  return {
    falseAlarmsPerYear,
    status: 'ok',
    estimate: Math.exp(centre),
    assumed: Math.exp(assumed),
    sought: Math.exp(sought),
    limit: reached,
    widened,
    casesPerDay: baseline.perDay,
    findings: changes.map((change) => ({
      from: Math.exp(centre),
      to: Math.exp(change.to),
      overDays: change.overDays,
      ...foundAfter(design, change),
    })),
    quietMinutes: null,
    spikes: [],
  }
}

/** Whether drift of it is looked for in typical values: a mean. */
export const isOfValues = (definition: Definition | undefined): boolean => definition?.form === 'mean'
