import type { Tx } from '#kernel/db.ts'
import { readHours } from '#slices/measures/index.ts'
import {
  alarmingErrors,
  designSpike,
  type ErrorCount,
  firstSpike,
  recentDecisions,
  type SpikeDesign,
  startHours,
  stepHour,
  upperRate,
} from '#slices/statistics/index.ts'
import { type Finding, noEvidence } from '../alarm.ts'
import type { Baseline } from '../baseline.ts'
import { type Settings, sharedBudget } from '../settings.ts'
import { currentBaseline } from '../store/baselines.ts'
import { outcomesSince } from '../store/facts.ts'
import type { MonitoringParts } from '../verbs/parts.ts'
import type { Design, Watch } from '../watch.ts'
import { spikeWords } from '../words.ts'
import type { Looking } from './looking.ts'
import { raiseFound } from './raise.ts'

const hourMs = 3_600_000
const weekMs = 168 * hourMs
const checkEveryMs = 600_000
/** What is reported of a decision later than that is for drift to find. */
const lateMs = 48 * hourMs
const outcomesMax = 2000

export const isSpikeDue = ({ checkedAt }: Watch, now: Date): boolean =>
  checkedAt === null || now.getTime() - checkedAt.getTime() >= checkEveryMs

type Jump = ErrorCount & { since: Date }

/** Holds the errors of each hour, and of the last fifty decisions, against what chance would make of the baseline. */
export async function lookForSpikes(tx: Tx, parts: MonitoringParts, looking: Looking): Promise<Watch> {
  const { watch, settings, among, now } = looking
  const checked: Watch = { ...watch, checkedAt: now }
  const baseline = await currentBaseline(tx, watch, watch.measureId)
  if (!baseline) return { ...checked, state: 'no_baseline', design: null }
  const design = designOf(baseline, { settings, among })
  const seen: Watch = { ...checked, design: toldDesign(design, baseline, { settings, among }), seenTo: now }
  const jump = (await jumpInHours(tx, watch, { design, now })) ?? (await jumpLately(tx, watch, design))
  if (!jump) return { ...seen, state: 'watching' }
  await raiseFound(tx, parts, { found: findingOf(watch, baseline, jump), foldHours: settings.foldHours, now })
  return { ...seen, state: 'alarm' }
}

type Budget = { settings: Settings; among: number }

const usualConfidence = 0.8

function designOf({ n, x, perDay }: Baseline, { settings, among }: Budget): SpikeDesign {
  const upper = upperRate({ errors: x, decisions: n }, usualConfidence)
  const assumed = Math.min(0.99, Math.max(upper, (settings.indifferentRatio * x) / n))
  return designSpike({ assumed, decisionsPerYear: perDay * 365, falseAlarmsPerYear: sharedBudget(settings.spikePerYear, among) })
}

/** Hours are counted in weeks from Monday on, so that small hours that wait for others wait for the same ones whenever one looks. */
const mondayBefore = (at: number) => Math.floor((at - mondayMs) / weekMs) * weekMs + mondayMs
const mondayMs = Date.parse('2024-01-01T00:00:00Z')

async function jumpInHours(tx: Tx, watch: Watch, { design, now }: { design: SpikeDesign; now: Date }): Promise<Jump | null> {
  const seenTo = (watch.seenTo ?? watch.fromAt).getTime()
  const from = new Date(Math.max(watch.fromAt.getTime(), mondayBefore(seenTo - lateMs)))
  const to = new Date(Math.floor(now.getTime() / hourMs) * hourMs)
  const { teamId, aiAgentId } = watch
  const rows = await readHours(tx, { measureIds: ['errors'], teams: [teamId], aiAgentId, from, to })
  let state = startHours
  let since: Date | null = null
  let week = 0
  for (const { hour, n, x } of rows) {
    const monday = mondayBefore(hour.getTime())
    if (monday !== week) [state, since, week] = [startHours, null, monday]
    since ??= hour
    state = stepHour(design, state, { decisions: n, errors: x })
    if (state.isAlarm && state.looked) return { ...state.looked, since }
    if (state.looked) since = null
  }
  return null
}

async function jumpLately(tx: Tx, watch: Watch, design: SpikeDesign): Promise<Jump | null> {
  const outcomes = await outcomesSince(tx, watch, { from: watch.fromAt, limit: outcomesMax })
  const at = firstSpike(
    design,
    outcomes.map((outcome) => outcome.is_wrong),
  )
  if (at === null) return null
  const last = outcomes.slice(Math.max(0, at + 1 - recentDecisions), at + 1)
  const errors = last.filter((outcome) => outcome.is_wrong)
  return { decisions: last.length, errors: errors.length, since: errors[0]?.recorded_at ?? watch.fromAt }
}

function findingOf(watch: Watch, baseline: Baseline, { decisions, errors, since }: Jump): Finding {
  const upper = upperRate({ errors: decisions - errors, decisions }, 0.975)
  const lower = upperRate({ errors, decisions }, 0.975)
  return {
    teamId: watch.teamId,
    aiAgentId: watch.aiAgentId,
    kind: 'spike',
    measureId: watch.measureId,
    severity: 'high',
    ...spikeWords(watch, { errors, decisions, before: baseline.x / baseline.n, since }),
    evidence: {
      ...noEvidence,
      baseline: { id: baseline.id, hits: baseline.x, of: baseline.n, from: baseline.from, to: baseline.to },
      seen: { hits: errors, of: decisions, low: 1 - upper, high: lower },
      excess: Math.max(0, errors - (decisions * baseline.x) / baseline.n),
    },
    since,
  }
}

const sizesTold = [10, 20, 50, 100, 200]

function toldDesign({ assumed, hourRarity, recentErrors }: SpikeDesign, { n, x, perDay }: Baseline, { settings, among }: Budget): Design {
  const sizes = sizesTold.filter((of) => of <= Math.max(20, perDay))
  const inAnHour = sizes
    .map((of) => ({ of, errors: alarmingErrors(of, assumed, hourRarity).errors }))
    .filter(({ of, errors }) => errors <= of)
  return {
    falseAlarmsPerYear: sharedBudget(settings.spikePerYear, among),
    status: x >= 20 ? 'ok' : 'provisional',
    estimate: x / n,
    assumed,
    sought: null,
    limit: recentErrors,
    widened: 1,
    casesPerDay: perDay,
    findings: [],
    quietMinutes: null,
    spikes: inAnHour,
  }
}
