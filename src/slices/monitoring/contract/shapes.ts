import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

/** The database keeps neither zero bytes nor halves of characters. */
const isStorable = (text: string) => !/[\p{Surrogate}\0]/u.test(text)
export const Words = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.refine(isStorable, 'leave out zero bytes and broken Unicode'))

export const Day = z.iso.date('write a day like 2026-01-31').check(z.refine((on) => on >= '1900', 'write a day after 1900'))

/** One AI agent in a team, or the team as a whole where `aiAgent` is left out. */
export const Place = { team: Slug, aiAgent: z.optional(Slug) }
const PlaceOut = { team: z.string(), aiAgent: z.nullable(z.string()) }

/** Id of a measure, as /api/v1/measures lists them. */
export const MeasureId = z.string().check(z.regex(/^[a-z][a-z_]{0,63}$/, 'use the id of a measure, such as errors'))

export const AlarmKind = z.enum(['drift', 'spike', 'silence', 'queue'])
export const AlarmState = z.enum(['open', 'acknowledged', 'explained', 'fixed'])
export const WatchKind = z.enum(['drift', 'spike', 'silence'])
/** Which change is bad: more hits, or fewer. */
export const Direction = z.enum(['up', 'down'])

/** What was behind an alarm. The first six are about the AI agent and what it stands on, the others about its surroundings. */
export const Cause = z.enum([
  'model_changed',
  'rule_changed',
  'knowledge_wrong',
  'knowledge_missing',
  'tool_failed',
  'stopped_by_people',
  'demand_changed',
  'definition_changed',
  'data_missing',
  'false_alarm',
  'over_by_itself',
  'not_known',
])

const at = z.iso.datetime()

const Unit = z.enum(['share', 'cases', 'seconds', 'times', 'cents', 'micros'])

/** What a change takes to be found: half of such changes by `medianDays`, nine in ten by `ninetiethDays`; null: longer than two years. */
const Finding = z.object({
  from: z.number(),
  to: z.number(),
  /** Days over which the share climbs; 0 for a jump. */
  overDays: z.int(),
  medianDays: z.nullable(z.number()),
  ninetiethDays: z.nullable(z.number()),
})

/** What a watch promises, worked out for its volume. */
export const Design = z.object({
  falseAlarmsPerYear: z.number(),
  /** How sure: `provisional` has a short baseline and looks away twice as long. */
  status: z.enum(['ok', 'provisional']),
  /**
   * Share of the baseline, or of a mean its typical value in the unit of the measure; up to `assumed` it stays quiet, `sought` is what it is tuned to. Null for silence.
   */
  estimate: z.nullable(z.number()),
  assumed: z.nullable(z.number()),
  sought: z.nullable(z.number()),
  /** Sum at which it alarms; of a mean the moving average, in the unit of the measure. */
  limit: z.nullable(z.number()),
  /** How many times the exact limit was multiplied: a provisional baseline, or errors that come in clumps. */
  widened: z.number(),
  casesPerDay: z.nullable(z.number()),
  findings: z.array(Finding),
  /** For silence: how long nothing may come, in the busiest and in the quietest hour of its week. */
  quietMinutes: z.nullable(z.object({ shortest: z.number(), longest: z.nullable(z.number()) })),
  /** For spikes: so many errors of so many in one hour are too many. */
  spikes: z.array(z.object({ of: z.int(), errors: z.int() })),
})

export const Watch = z.object({
  id: Uuid,
  ...PlaceOut,
  kind: WatchKind,
  measure: z.string(),
  measureName: z.string(),
  unit: Unit,
  /** Of money. */
  currency: z.nullable(z.string()),
  direction: Direction,
  soughtRatio: z.number(),
  lagDays: z.int(),
  /**
   * `gathering`: too little is known yet. `no_baseline`: freeze one first. `no_data`: nothing comes in any more, which is no drop.
   */
  state: z.enum(['watching', 'gathering', 'no_baseline', 'no_data', 'paused', 'alarm']),
  fromOn: z.string(),
  pausedUntil: z.nullable(at),
  pauseReason: z.nullable(z.string()),
  design: z.nullable(Design),
  seenTo: z.nullable(at),
  etag: z.string(),
})

/**
 * A day of a chart: cases, hits among them, and where the sum stood at its end. Of a mean: its typical value that day, and where the moving average stood.
 */
export const ChartDay = z.object({
  on: z.string(),
  of: z.int(),
  hits: z.int(),
  value: z.nullable(z.number()),
  sum: z.number(),
  limit: z.number(),
})

export const Baseline = z.object({
  id: Uuid,
  ...PlaceOut,
  measure: z.string(),
  measureName: z.string(),
  form: z.enum(['share', 'mean', 'count', 'median']),
  unit: Unit,
  /** Of money. */
  currency: z.nullable(z.string()),
  from: z.string(),
  to: z.string(),
  days: z.int(),
  of: z.int(),
  hits: z.int(),
  /** The share or the mean; null where nothing was counted. */
  value: z.nullable(z.number()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  /** One-sided 80 % limit of the share: it is that high at most, as far as this window can say. */
  upper80: z.nullable(z.number()),
  casesPerDay: z.number(),
  /** `ok`: from 20 hits and 28 days on. `provisional`: from 10. `none`: too few for a chart; the exact 95 % upper limit is `upper95`. */
  status: z.enum(['ok', 'provisional', 'none']),
  upper95: z.nullable(z.number()),
  reason: z.string(),
  frozenAt: at,
  isCurrent: z.boolean(),
})

const RecordLink = z.object({ id: Uuid, at, decisionType: z.string(), what: z.enum(['failed', 'overridden']) })

export const Evidence = z.object({
  /** What was usual: hits of cases over the window of the baseline. Null for a queue. */
  baseline: z.nullable(z.object({ id: z.nullable(Uuid), hits: z.number(), of: z.number(), from: z.string(), to: z.string() })),
  /** What was seen since. */
  seen: z.nullable(z.object({ hits: z.number(), of: z.number(), low: z.number(), high: z.number() })),
  /** Of a mean: its typical value in the baseline and since, where that may lie, of how many cases, and how much more they are in all. */
  values: z.nullable(
    z.object({ before: z.number(), now: z.number(), low: z.number(), high: z.number(), of: z.number(), excess: z.number() }),
  ),
  /** Hits beyond what the baseline would have made. */
  excess: z.nullable(z.number()),
  /** For silence: events that should have come and did not. For a queue: items that wait, and how many may. */
  expected: z.nullable(z.number()),
  waiting: z.nullable(z.number()),
  waitingMax: z.nullable(z.number()),
})

export const Alarm = z.object({
  id: Uuid,
  ...PlaceOut,
  kind: AlarmKind,
  measure: z.string(),
  measureName: z.string(),
  state: AlarmState,
  severity: z.enum(['critical', 'high', 'normal']),
  /** Who answers for it; null where nobody is named. */
  owner: z.nullable(z.object({ id: z.string(), name: z.string() })),
  ownerRole: z.enum(['accountable_owner', 'team_lead']),
  title: z.string(),
  says: z.string(),
  next: z.string(),
  since: at,
  raisedAt: at,
  seenAt: at,
  /** Until when the first step of the procedure has time. Null when nobody waits any more. */
  respondMinutes: z.nullable(z.number()),
  acknowledgedAt: z.nullable(at),
  endedAt: z.nullable(at),
  cause: z.nullable(Cause),
  note: z.nullable(z.string()),
  /** Found again within a day after it had ended: so often in all. */
  times: z.int(),
  escalation: z.nullable(Uuid),
})

export const AlarmDetail = z.object({
  ...Alarm.shape,
  unit: Unit,
  currency: z.nullable(z.string()),
  evidence: Evidence,
  /** The newest records behind it, at most 20. */
  records: z.array(RecordLink),
  watch: z.nullable(Watch),
  chart: z.array(ChartDay),
  /** Day by day from four weeks before it began: cases, and hits as the measure counts them, or its typical value. At most the last 120 days; empty for queues. */
  days: z.array(z.object({ on: z.string(), of: z.int(), hits: z.int(), value: z.nullable(z.number()) })),
  /** Whether saying that this is the new level would make a baseline, and if not, why. */
  newLevel: z.object({ isPossible: z.boolean(), because: z.string() }),
})

export const Settings = z.object({
  version: z.int(),
  /** False alarms a year that are accepted of one AI agent, by what finds them. */
  driftPerYear: z.number(),
  silencePerYear: z.number(),
  spikePerYear: z.number(),
  /** Drift is looked for at so many times the baseline. */
  soughtRatio: z.number(),
  /** A share this much above the baseline matters to nobody. */
  indifferentRatio: z.number(),
  /** What is found again within so many hours is the same alarm. */
  foldHours: z.number(),
})
