import * as z from 'zod/mini'
import { page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import {
  Alarm,
  AlarmDetail,
  AlarmKind,
  AlarmState,
  Baseline,
  Cause,
  ChartDay,
  Day,
  Direction,
  MeasureId,
  Place,
  Settings,
  Watch,
  Words,
} from './contract/shapes.ts'

export { Alarm, AlarmDetail, AlarmState, Baseline, Cause, Settings, Watch } from './contract/shapes.ts'

const alarm = { alarm: Uuid }

export const listAlarms = route({
  method: 'GET',
  path: '/api/v1/alarms',
  scope: 'alarms:read',
  summary: 'Alarms about AI agents and about measures of teams, newest first',
  input: z.object({
    ...pageInput,
    after: z.optional(Uuid),
    team: z.optional(Slug),
    aiAgent: z.optional(Slug),
    kind: z.optional(AlarmKind),
    state: z.optional(AlarmState),
    /** True: what somebody has to do something about, open or acknowledged. False: what is over. */
    isGoing: z.optional(z.stringbool()),
  }),
  output: page(Alarm),
})

export const getAlarm = route({
  method: 'GET',
  path: '/api/v1/alarms/:alarm',
  scope: 'alarms:read',
  summary: 'One alarm with its evidence, the records behind it, and what the watch that found it promises',
  input: z.object(alarm),
  output: AlarmDetail,
})

export const acknowledgeAlarm = route({
  method: 'POST',
  path: '/api/v1/alarms/:alarm/acknowledgement',
  scope: 'alarms:write',
  summary: 'Say that somebody looks after it, and what is likely behind it',
  input: z.strictObject({ ...alarm, cause: z._default(Cause, 'not_known'), note: z.optional(Words(1000)) }),
  output: Alarm,
})

export const explainAlarm = route({
  method: 'POST',
  path: '/api/v1/alarms/:alarm/explanation',
  scope: 'alarms:write',
  summary: 'Say what was behind it; with isNewLevel, what was seen since becomes the new baseline',
  description:
    'The watch begins anew. A new level that hardly leaves room in the old direction is watched in the other one from then on, unless a direction is given.',
  input: z.strictObject({
    ...alarm,
    cause: Cause,
    note: Words(1000),
    isNewLevel: z._default(z.boolean(), false),
    direction: z.optional(Direction),
  }),
  output: Alarm,
})

export const fixAlarm = route({
  method: 'POST',
  path: '/api/v1/alarms/:alarm/fix',
  scope: 'alarms:write',
  summary: 'Say what was mended; the watch begins anew, half way up to its limit',
  input: z.strictObject({ ...alarm, cause: Cause, note: Words(1000) }),
  output: Alarm,
})

export const listWatches = route({
  method: 'GET',
  path: '/api/v1/watches',
  scope: 'alarms:read',
  summary: 'What is watched, what it promises, and where nothing can be watched yet',
  input: z.object({ ...pageInput, team: z.optional(Slug), aiAgent: z.optional(Slug) }),
  output: page(Watch),
})

export const getWatch = route({
  method: 'GET',
  path: '/api/v1/watches/:watch',
  scope: 'alarms:read',
  summary: 'One watch with its chart, day by day',
  input: z.object({ watch: Uuid }),
  output: z.object({ ...Watch.shape, chart: z.array(ChartDay) }),
})

export const addWatch = route({
  method: 'POST',
  path: '/api/v1/watches',
  scope: 'alarms:write',
  summary: 'Watch a measure of a team or of one AI agent for drift; needs a frozen baseline',
  description: 'Watching the same measure of the same place again changes its direction and begins anew.',
  input: z.strictObject({
    ...Place,
    measure: MeasureId,
    direction: Direction,
    /** Looked for at so many times the baseline; the organisation’s setting unless told. */
    soughtRatio: z.optional(z.number().check(z.minimum(1.2), z.maximum(5))),
    /** Days until almost all of a day is known; learnt for errors, 0 otherwise, unless told. */
    lagDays: z.optional(z.int().check(z.minimum(0), z.maximum(30))),
  }),
  output: Watch,
  status: 201,
})

export const pauseWatch = route({
  method: 'POST',
  path: '/api/v1/watches/:watch/pause',
  scope: 'alarms:write',
  summary: 'Look away until a time, for planned work; a time that is over ends the pause',
  input: z.strictObject({ watch: Uuid, until: z.iso.datetime('write a time like 2026-01-31T12:00:00Z'), reason: Words(1000) }),
  output: Watch,
})

export const stopWatch = route({
  method: 'DELETE',
  path: '/api/v1/watches/:watch',
  scope: 'alarms:write',
  summary: 'Watch it no longer',
  input: z.object({ watch: Uuid }),
  output: z.object({}),
})

export const listBaselines = route({
  method: 'GET',
  path: '/api/v1/baselines',
  scope: 'alarms:read',
  summary: 'Frozen baselines, newest first; those that were replaced only where asked for',
  input: z.object({
    ...pageInput,
    after: z.optional(Uuid),
    team: z.optional(Slug),
    aiAgent: z.optional(Slug),
    measure: z.optional(MeasureId),
    isCurrent: z._default(z.stringbool(), true),
  }),
  output: page(Baseline),
})

export const freezeBaseline = route({
  method: 'POST',
  path: '/api/v1/baselines',
  scope: 'alarms:write',
  summary: 'Freeze what is usual for a team or an AI agent, measure by measure, from the counts of a window',
  description:
    'With errors of an AI agent among the measures, drift and spikes of its errors are watched from then on. The window ends yesterday or before.',
  input: z.strictObject({
    ...Place,
    measures: z.array(MeasureId).check(z.minLength(1), z.maxLength(20)),
    from: Day,
    to: Day,
    reason: Words(1000),
  }),
  output: z.object({ items: z.array(Baseline) }),
  status: 201,
})

export const getAlarmSettings = route({
  method: 'GET',
  path: '/api/v1/alarm-settings',
  scope: 'alarms:read',
  summary: 'How many false alarms are accepted, what that makes in a year, and what alarms of the last 90 days came to',
  input: z.object({}),
  output: z.object({
    ...Settings.shape,
    etag: z.string(),
    /** What is watched now, and the false alarms a year that its design allows in all. */
    watched: z.object({ aiAgents: z.int(), watches: z.int(), falseAlarmsPerYear: z.number() }),
    lately: z.object({
      days: z.int(),
      alarms: z.int(),
      /** Of those with a cause: how many were about something real. */
      withCause: z.int(),
      confirmed: z.int(),
      /** From when it is thought to have begun to when it was found. */
      medianDays: z.nullable(z.number()),
    }),
  }),
})

const perYear = z.number().check(z.minimum(0.05), z.maximum(4))

export const setAlarmSettings = route({
  method: 'PUT',
  path: '/api/v1/alarm-settings',
  scope: 'alarms:write',
  summary: 'Set the budget of false alarms and what counts as a change; needs If-Match (0 while none is set)',
  input: z.strictObject({
    driftPerYear: perYear,
    silencePerYear: perYear,
    spikePerYear: perYear,
    soughtRatio: z.number().check(z.minimum(1.2), z.maximum(5)),
    indifferentRatio: z.number().check(z.minimum(1), z.maximum(2)),
    foldHours: z.number().check(z.minimum(0), z.maximum(168)),
    reason: Words(1000),
  }),
  output: z.object({ ...Settings.shape, etag: z.string() }),
})
