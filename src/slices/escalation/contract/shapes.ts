import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

/** The database keeps neither zero bytes nor halves of characters. */
const isStorable = (text: string) => !/[\p{Surrogate}\p{Cc}]/u.test(text)
export const line = (max: number) =>
  z
    .string()
    .check(z.trim(), z.minLength(1), z.maxLength(max), z.refine(isStorable, 'use one line, without control characters and broken Unicode'))

export const severities = ['critical', 'high', 'normal'] as const
/** `administrators` are all of them; they come last, also when no procedure names them. */
export const stepRoles = ['first_responder', 'backup', 'lead', 'administrators'] as const
export const escalationStates = ['open', 'acknowledged', 'handed_over', 'closed'] as const
export const escalationKinds = ['overdue', 'escalated', 'alarm', 'drill'] as const
export const weekdayIds = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const Severity = z.enum(severities)
export const StepRole = z.enum(stepRoles)
export const EscalationState = z.enum(escalationStates)
export const EscalationKind = z.enum(escalationKinds)
export const Weekday = z.enum(weekdayIds)
/** When the clock of a procedure runs: in the team's business hours, or always. */
export const ProcedureClock = z.enum(['business_hours', 'always'])

const ChannelRef = z.object({ id: Uuid, name: z.string(), kind: z.string(), isOn: z.boolean() })
/** Somebody who holds a place in a procedure. */
const Holder = z.object({ id: Uuid, name: z.string(), isActive: z.boolean() })

export const RespondMinutes = z.number().check(z.int(), z.minimum(1), z.maximum(7 * 24 * 60))

export const Step = z.object({
  role: StepRole,
  /** Null for `lead` (whoever leads the team) and `administrators` (all of them). */
  holder: z.nullable(Holder),
  /** Empty: e-mail to the holder. */
  channels: z.array(ChannelRef),
  /** How long this step has before the next is told. */
  respondMinutes: z.int(),
})

export const Procedure = z.object({
  teamId: Slug,
  severity: Severity,
  /** False while nobody set one: then these steps are what the house does by itself. */
  isSet: z.boolean(),
  clock: ProcedureClock,
  steps: z.array(Step),
  /** `0` while it is not set. */
  etag: z.string(),
})

export const StepInput = z.strictObject({
  role: StepRole,
  /** A person's id: needed for first responder and backup, left out for the others. */
  holderId: z._default(z.nullable(Uuid), null),
  channelIds: z._default(z.array(Uuid).check(z.maxLength(10)), []),
  respondMinutes: RespondMinutes,
})

const TimeOfDay = z.string().check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write a time of day like 09:00, at most 24:00'))
const Day = z.iso.date('write a day as YYYY-MM-DD').check(z.refine((day) => day >= '1900', 'write a day after 1900'))

/** Hours of one weekday. What goes over midnight is two of them. */
export const OpenHours = z.strictObject({ weekday: Weekday, from: TimeOfDay, to: TimeOfDay })
export const Holiday = z.strictObject({ on: Day, name: line(120) })

export const Calendar = z.object({
  teamId: Slug,
  /** The team's own; changed where teams are changed. */
  timeZone: z.string(),
  /** False while nobody set one: then it is Monday to Friday, 9 to 17. */
  isSet: z.boolean(),
  hours: z.array(OpenHours),
  holidays: z.array(Holiday),
  /** Whether the team is at work right now. */
  isOpenNow: z.boolean(),
  /** The next time at which it opens, null when it is open or never opens. */
  opensAt: z.nullable(z.string()),
  etag: z.string(),
})

/** One line of what happened, in roles: whoever reads it learns what was done, never who did it. */
export const LogLine = z.object({
  at: z.string(),
  /** `told`, `not_told`, `acknowledged`, `handed_over`, `unanswered` (its time passed), `closed`. */
  what: z.enum(['told', 'not_told', 'acknowledged', 'handed_over', 'unanswered', 'closed']),
  /** Null for the house itself; `other` is somebody of the team who has no place in the procedure. */
  role: z.nullable(z.enum([...stepRoles, 'other'])),
  channelName: z.nullable(z.string()),
  channelKind: z.nullable(z.string()),
  /** The message, for its state in the list of deliveries. */
  deliveryId: z.nullable(Uuid),
  /** As a sentence. */
  says: z.string(),
})

export const EscalationSummary = z.object({
  id: Uuid,
  teamId: Slug,
  severity: Severity,
  kind: EscalationKind,
  title: z.string(),
  text: z.string(),
  /** A path of the console, where the matter itself is looked at. */
  link: z.nullable(z.string()),
  state: EscalationState,
  /** Items that it lists, 0 for an alarm. */
  itemsCount: z.int(),
  openedAt: z.string(),
  acknowledgedAt: z.nullable(z.string()),
  closedAt: z.nullable(z.string()),
  /** The place in the procedure that was told last, from 1; 0 before anybody was told. */
  step: z.int(),
  stepsCount: z.int(),
  /** The role that was told last. */
  waitsFor: z.nullable(StepRole),
  /** When the next step is told; null when nothing more happens by itself. */
  nextAt: z.nullable(z.string()),
  isDrill: z.boolean(),
  drillId: z.nullable(Uuid),
})

export const Escalation = z.object({
  ...EscalationSummary.shape,
  /** False when the team had no procedure: the lead and then the administrators are told. */
  hasProcedure: z.boolean(),
  /** At most 200 of the items, the oldest first. */
  items: z.array(z.object({ id: Uuid, title: z.string(), isGone: z.boolean() })),
  log: z.array(LogLine),
  /** Whether there is somebody to hand it over to. */
  mayHandOver: z.boolean(),
})

export const PreviewStep = z.object({
  role: StepRole,
  /** Who would be told: names, as the procedure has them. */
  holders: z.array(z.string()),
  channels: z.array(ChannelRef),
  tellAt: z.string(),
  /** When the next step is told, null after the last. */
  respondBy: z.nullable(z.string()),
  /** Why nobody would be told at this step, as a sentence. */
  problem: z.nullable(z.string()),
})

/** What the page behind a link in a message shows. */
export const LinkView = z.object({
  teamName: z.string(),
  severity: Severity,
  kind: EscalationKind,
  title: z.string(),
  text: z.string(),
  state: EscalationState,
  openedAt: z.string(),
  acknowledgedAt: z.nullable(z.string()),
  closedAt: z.nullable(z.string()),
  nextAt: z.nullable(z.string()),
  isDrill: z.boolean(),
  /** The path of the matter itself, for people who sign in. */
  link: z.nullable(z.string()),
  mayAcknowledge: z.boolean(),
  mayHandOver: z.boolean(),
})
