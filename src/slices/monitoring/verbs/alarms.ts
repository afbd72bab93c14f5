import { teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Db, Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { closeAlarm, proceduresFor } from '#slices/escalation/index.ts'
import { people } from '#slices/identity/index.ts'
import { addDays, dayOf, definitionOf } from '#slices/measures/index.ts'
import { namesIn } from '#slices/registry/index.ts'
import { enoughDays, logDay } from '#slices/usual/index.ts'
import { type Alarm, isGoing } from '../alarm.ts'
import { type Baseline, hitsIn, usualOf, watchableDirection } from '../baseline.ts'
import type * as contract from '../contract.ts'
import { daySpreads, daysOf } from '../jobs/days.ts'
import { isOfValues } from '../jobs/mean-drift.ts'
import { alarmsOf, findAlarm, holdAlarm, saveAlarm } from '../store/alarms.ts'
import { currentBaseline } from '../store/baselines.ts'
import { wrongIn } from '../store/facts.ts'
import { holdWatch, saveWatch, watchOf } from '../store/watches.ts'
import { type Direction, restarted, subjectOf, titleOf, type Watch } from '../watch.ts'
import { toAlarm, toWatch, unitOf } from '../wire.ts'
import { freeze } from './baselines.ts'
import type { MonitoringParts } from './parts.ts'
import { isForeign, visible } from './visible.ts'
import { chartOf } from './watches.ts'

type Told = OutputOf<typeof contract.acknowledgeAlarm>

export const listAlarms = read({
  scope: 'alarms:read',
  async run(db, input: InputOf<typeof contract.listAlarms>, ctx) {
    const { kind, state, isGoing: going, after, limit } = input
    const found = await alarmsOf(db, { ...visible(ctx, 'alarms:read', input), kind, state, isGoing: going, after, limit: limit + 1 })
    const items = await told(db, found.slice(0, limit))
    return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
  },
})

/** Alarms as they go over the wire: with the names of their owners, and how long the first step of the procedure has. */
async function told(db: Queryable, alarms: readonly Alarm[]): Promise<Told[]> {
  const ids = alarms.map(({ ownerId }) => ownerId).filter((id) => id !== null)
  const owners = new Map((ids.length === 0 ? [] : await people.byIds(db, [...new Set(ids)])).map((person) => [person.id, person.name]))
  const procedures = await proceduresFor(db, alarms)
  const withNames = await namesIn(db, alarms.map(titleOf))
  return alarms.map((alarm, at) => {
    const name = alarm.ownerId === null ? undefined : owners.get(alarm.ownerId)
    const owner = alarm.ownerId !== null && name !== undefined ? { id: alarm.ownerId, name } : null
    const respondMinutes = alarm.state === 'open' ? (procedures[at]?.steps[0]?.respondMinutes ?? null) : null
    return toAlarm({ ...alarm, title: withNames(titleOf(alarm)) }, { owner, respondMinutes })
  })
}

export const getAlarm = read({
  scope: 'alarms:read',
  async run(db, input: InputOf<typeof contract.getAlarm>, ctx) {
    const alarm = await findAlarm(db, teamsOf(ctx.actor, 'alarms:read'), input.alarm)
    if (!alarm || isForeign(ctx, alarm)) throw unknown(input.alarm)
    const [row] = await told(db, [alarm])
    must(row, 'One alarm is told as one')
    const watch = alarm.kind === 'queue' ? null : await watchOf(db, { ...alarm, kind: alarm.kind })
    const baseline = alarm.kind === 'queue' ? null : await currentBaseline(db, alarm, alarm.measureId)
    return {
      ...row,
      ...unitOf(alarm.measureId, baseline?.currency ?? null),
      evidence: alarm.evidence,
      records: await recordsOf(db, alarm),
      watch: watch && toWatch(watch),
      chart: watch && isGoing(alarm) ? await chartOf(db, watch, ctx.now) : [],
      days: await daysAround(db, alarm, { baseline, now: ctx.now }),
      newLevel: isGoing(alarm)
        ? newLevelOf(alarm, await levelSince(db, alarm, ctx.now))
        : { isPossible: false, because: 'This alarm is over.' },
    }
  },
})

const unknown = (id: string) => new AppError('not_found', `There is no alarm ${id} that you may see.`, { next: 'See /api/v1/alarms.' })

const recordsMax = 20

async function recordsOf(db: Db, alarm: Alarm) {
  if (alarm.measureId !== 'errors') return []
  const rows = await wrongIn(db, alarm, { from: alarm.since, to: alarm.endedAt ?? alarm.seenAt, limit: recordsMax })
  return rows.map((row) => ({
    id: row.decision_id,
    at: row.recorded_at.toISOString(),
    decisionType: row.decision_type,
    what: row.failed_at ? ('failed' as const) : ('overridden' as const),
  }))
}

const daysBefore = 28
const daysMost = 120

/** What was counted around an alarm, day by day. */
async function daysAround(db: Queryable, alarm: Alarm, { baseline, now }: { baseline: Baseline | null; now: Date }) {
  if (alarm.kind === 'queue') return []
  const span = { from: addDays(dayOf(alarm.since), -daysBefore), to: addDays(dayOf(alarm.endedAt ?? now), -1) }
  const shape = baseline?.shape
  if (shape) {
    const days = await daySpreads(db, { ...alarm, currency: baseline.currency }, span)
    const typical = days.slice(-daysMost).map((day) => logDay(day, shape))
    return typical.map(({ day, n, mean }) => ({ on: day, of: n, hits: 0, value: Math.exp(mean) }))
  }
  const days = await daysOf(db, alarm, span)
  return days.slice(-daysMost).map(({ day, n, x }) => ({ on: day, of: n, hits: x, value: null }))
}

const window = ({ since }: Alarm, now: Date) => ({ from: dayOf(since), to: addDays(dayOf(now), -1) })
const levelSince = async (db: Pick<Tx, 'query'>, alarm: Alarm, now: Date) => usualOf(await daysOf(db, alarm, window(alarm, now)))

const hitsLeast = 10

/** Whether what was seen since the alarm began is enough to be a baseline. */
function newLevelOf({ kind, measureId }: Alarm, usual: { n: number; x: number; days: number }): { isPossible: boolean; because: string } {
  if (kind !== 'drift') return { isPossible: false, because: 'Only what drifts has a level.' }
  if (isOfValues(definitionOf(measureId)))
    return {
      isPossible: usual.days >= enoughDays,
      because: `It takes ${enoughDays} days with cases to be a baseline; so far there are ${usual.days}.`,
    }
  const rare = Math.min(usual.x, usual.n - usual.x)
  if (rare >= hitsLeast) return { isPossible: true, because: `${usual.x} of ${usual.n} cases since then.` }
  return {
    isPossible: false,
    because: `It takes ${hitsLeast} cases of either kind to be a baseline; so far there are ${rare} of ${usual.n}.`,
  }
}

type Answered = { alarm: Alarm; watch: Watch | null }

/** The alarm that is answered, held with its watch; refused when it is over. */
async function held(tx: Tx, ctx: Ctx, id: string): Promise<Answered> {
  const alarm = await holdAlarm(tx, teamsOf(ctx.actor, 'alarms:write'), id)
  if (!alarm || isForeign(ctx, alarm)) throw unknown(id)
  if (!isGoing(alarm))
    throw new AppError('conflict', `This alarm is over: it was ${alarm.state}.`, { next: 'Nothing is left to do.', state: alarm.state })
  return { alarm, watch: alarm.kind === 'queue' ? null : await holdWatch(tx, { ...alarm, kind: alarm.kind }) }
}

async function changed(tx: Tx, before: Alarm, after: Alarm) {
  await saveAlarm(tx, after)
  const [result] = await told(tx, [after])
  must(result, 'One alarm is told as one')
  const said = { state: after.state, cause: after.cause }
  return { subject: `alarm:${before.id}`, before: { state: before.state }, after: said, reason: after.note ?? undefined, result }
}

export const acknowledgeAlarm = write({
  scope: 'alarms:write',
  action: 'alarm.acknowledge',
  async run(tx, input: InputOf<typeof contract.acknowledgeAlarm>, ctx) {
    const { alarm } = await held(tx, ctx, input.alarm)
    if (alarm.state === 'acknowledged')
      throw new AppError('conflict', 'Somebody looks after this already.', { next: 'Say what was behind it, or what was mended.' })
    await closeAlarm(tx, { teamId: alarm.teamId, subject: subjectOf(alarm), at: ctx.now })
    const note = input.note ?? null
    return changed(tx, alarm, { ...alarm, state: 'acknowledged', acknowledgedAt: ctx.now, cause: input.cause, note })
  },
})

type Over = { answered: Answered; state: 'explained' | 'fixed'; cause: Alarm['cause']; note: string; now: Date }

/** Ends an alarm by somebody's word; whoever was told hears it, and the watch begins anew. */
async function over(tx: Tx, { answered, state, cause, note, now }: Over, again: Watch | null) {
  const { alarm } = answered
  if (again) await saveWatch(tx, again)
  await closeAlarm(tx, { teamId: alarm.teamId, subject: subjectOf(alarm), at: now })
  return changed(tx, alarm, { ...alarm, state, cause, note, endedAt: now })
}

export const fixAlarm = write({
  scope: 'alarms:write',
  action: 'alarm.fix',
  async run(tx, { alarm: id, cause, note }: InputOf<typeof contract.fixAlarm>, ctx) {
    const answered = await held(tx, ctx, id)
    if (answered.alarm.kind === 'queue') throw endsByItself()
    const again = answered.watch && restarted(answered.watch, ctx.now, { isAfterChange: true })
    return over(tx, { answered, state: 'fixed', cause, note, now: ctx.now }, again)
  },
})

const endsByItself = () =>
  new AppError('conflict', 'A queue is over its limit until it is not.', {
    next: 'Clear it, or change its limit; the alarm then ends by itself.',
  })

export function explainAlarm(parts: MonitoringParts) {
  return write({
    scope: 'alarms:write',
    action: 'alarm.explain',
    async run(tx, input: InputOf<typeof contract.explainAlarm>, ctx) {
      const answered = await held(tx, ctx, input.alarm)
      if (answered.alarm.kind === 'queue') throw endsByItself()
      const { watch } = answered
      const direction = watch && input.isNewLevel ? await takeLevel(tx, parts, { ...answered, input, now: ctx.now }) : watch?.direction
      const again = watch && { ...restarted(watch, ctx.now, { isAfterChange: false }), direction: direction ?? watch.direction }
      return over(tx, { answered, state: 'explained', cause: input.cause, note: input.note, now: ctx.now }, again)
    },
  })
}

type Level = { alarm: Alarm; watch: Watch | null; input: InputOf<typeof contract.explainAlarm>; now: Date }

/** Makes what was seen since the alarm began the new baseline, and says in which direction it is watched from now on. */
async function takeLevel(tx: Tx, parts: MonitoringParts, { alarm, watch, input, now }: Level): Promise<Direction> {
  const usual = await levelSince(tx, alarm, now)
  const { isPossible, because } = newLevelOf(alarm, usual)
  if (!isPossible) throw new AppError('conflict', because, { next: 'Explain it without a new level, or wait until there are more.' })
  const definition = definitionOf(alarm.measureId)
  must(definition, 'Only measures of the catalogue are watched')
  const place = { teamId: alarm.teamId, aiAgentId: alarm.aiAgentId }
  await freeze(tx, parts, { place, definition, ...window(alarm, now), reason: input.note, now })
  if (isOfValues(definition)) return input.direction ?? watch?.direction ?? 'up'
  const direction = input.direction ?? watchableDirection(watch?.direction ?? 'up', usual)
  must(hitsIn(direction, usual) > 0, 'A level has cases of either kind')
  return direction
}
