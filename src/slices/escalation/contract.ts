import * as z from 'zod/mini'
import { page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import {
  Calendar,
  Escalation,
  EscalationState,
  EscalationSummary,
  Holiday,
  LinkView,
  OpenHours,
  PreviewStep,
  Procedure,
  ProcedureClock,
  Severity,
  StepInput,
} from './contract/shapes.ts'

export {
  Calendar,
  Escalation,
  EscalationSummary,
  escalationKinds,
  escalationStates,
  LinkView,
  Procedure,
  severities,
  stepRoles,
  weekdayIds,
} from './contract/shapes.ts'

const team = { team: Slug }

export const listProcedures = route({
  method: 'GET',
  path: '/api/v1/teams/:team/procedures',
  scope: 'escalation:read',
  summary: 'What happens when something of each severity waits too long, for one team',
  input: z.object(team),
  output: z.object({
    items: z.array(Procedure),
    /** False when the organisation has no e-mail channel that is on. */ hasEmail: z.boolean(),
  }),
})

export const setProcedure = route({
  method: 'PUT',
  path: '/api/v1/teams/:team/procedures/:severity',
  scope: 'escalation:write',
  summary: 'Say who is told, by which channels, and how long each has; needs If-Match (0 while none is set)',
  description: 'Escalations that run already go on by the procedure that is in force when their next step comes.',
  input: z.strictObject({
    ...team,
    severity: Severity,
    clock: z._default(ProcedureClock, 'always'),
    steps: z.array(StepInput).check(z.minLength(1), z.maxLength(6)),
  }),
  output: Procedure,
})

export const removeProcedure = route({
  method: 'DELETE',
  path: '/api/v1/teams/:team/procedures/:severity',
  scope: 'escalation:write',
  summary: 'Go back to what the house does by itself: the lead, then the administrators; needs If-Match',
  input: z.object({ ...team, severity: Severity }),
  output: Procedure,
})

export const previewProcedure = route({
  method: 'GET',
  path: '/api/v1/teams/:team/procedures/:severity/preview',
  scope: 'escalation:read',
  summary: 'Who would be told, and when, if something of this severity went overdue now',
  input: z.object({ ...team, severity: Severity }),
  output: z.object({
    at: z.string(),
    isSet: z.boolean(),
    clock: ProcedureClock,
    isOpenNow: z.boolean(),
    steps: z.array(PreviewStep),
  }),
})

export const getCalendar = route({
  method: 'GET',
  path: '/api/v1/teams/:team/calendar',
  scope: 'escalation:read',
  summary: 'The business hours and holidays of a team',
  input: z.object(team),
  output: Calendar,
})

export const setCalendar = route({
  method: 'PUT',
  path: '/api/v1/teams/:team/calendar',
  scope: 'escalation:write',
  summary: 'Set the business hours and holidays of a team; needs If-Match (0 while none is set)',
  input: z.strictObject({
    ...team,
    hours: z.array(OpenHours).check(z.maxLength(50)),
    holidays: z._default(z.array(Holiday).check(z.maxLength(500)), []),
  }),
  output: Calendar,
})

export const readHolidays = route({
  method: 'POST',
  path: '/api/v1/teams/:team/calendar/holidays',
  scope: 'escalation:write',
  summary: 'Read the whole-day events of an iCalendar text (.ics) as holidays; nothing is stored',
  description:
    'The answer goes into setCalendar once somebody looked at it. Yearly events are written out for this year and the two after it.',
  input: z.strictObject({ ...team, text: z.string().check(z.maxLength(500_000)) }),
  output: z.object({
    holidays: z.array(z.object({ on: z.string(), name: z.string() })),
    /** Events that are not whole days, or repeat otherwise than by the year. */ leftOut: z.int(),
  }),
})

export const listEscalations = route({
  method: 'GET',
  path: '/api/v1/escalations',
  scope: 'escalation:read',
  summary: 'Escalations, newest first',
  input: z.object({
    ...pageInput,
    after: z.optional(Uuid),
    team: z.optional(Slug),
    state: z.optional(EscalationState),
    /** True: open, acknowledged or handed over. */
    isRunning: z.optional(z.stringbool()),
    drillId: z.optional(Uuid),
  }),
  output: page(EscalationSummary),
})

export const getEscalation = route({
  method: 'GET',
  path: '/api/v1/escalations/:escalation',
  scope: 'escalation:read',
  summary: 'One escalation: what it is about and what happened so far, in roles',
  input: z.object({ escalation: Uuid }),
  output: Escalation,
})

export const acknowledge = route({
  method: 'POST',
  path: '/api/v1/escalations/:escalation/acknowledgement',
  scope: 'escalation:answer',
  summary: 'Say that you look after it: nobody further is told',
  input: z.strictObject({ escalation: Uuid }),
  output: Escalation,
})

export const handOver = route({
  method: 'POST',
  path: '/api/v1/escalations/:escalation/handover',
  scope: 'escalation:answer',
  summary: 'Pass it on: the next in the procedure is told now',
  input: z.strictObject({ escalation: Uuid }),
  output: Escalation,
})

export const closeEscalation = route({
  method: 'POST',
  path: '/api/v1/escalations/:escalation/closure',
  scope: 'escalation:answer',
  summary: 'Close it; whoever was told hears that it is over',
  input: z.strictObject({ escalation: Uuid }),
  output: Escalation,
})

const Token = z.string('use the link as it was sent').check(z.minLength(20, 'use the whole link as it was sent'), z.maxLength(200))

export const readLink = route({
  method: 'POST',
  path: '/api/v1/escalations/link',
  scope: 'public',
  summary: 'What a link in a message is about. Looking changes nothing: mail scanners open links too',
  input: z.strictObject({ token: Token }),
  output: LinkView,
})

export const answerLink = route({
  method: 'POST',
  path: '/api/v1/escalations/link/answer',
  scope: 'public',
  summary: 'Acknowledge or hand over by the link in a message, without signing in; links work for 24 hours',
  input: z.strictObject({ token: Token, answer: z.enum(['acknowledge', 'hand_over']) }),
  output: LinkView,
})
