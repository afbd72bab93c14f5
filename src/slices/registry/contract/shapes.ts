import * as z from 'zod/mini'

/** The database keeps neither zero bytes nor halves of characters. */
function isStorable(text: string): boolean {
  return !/[\p{Surrogate}\0]/u.test(text)
}

/** One line of text that a person wrote. */
export const line = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.refine(isStorable, 'leave out zero bytes and broken Unicode'))
const lines = z.array(line(500)).check(z.maxLength(50))
export const Day = z.iso.date('write a day as YYYY-MM-DD').check(z.refine((day) => day >= '1900', 'write a day after 1900'))
const Instant = z.iso.datetime()

/** Owners are named by a person's id, or by the e-mail address that the person signs in with. */
export const OwnerRef = z.string().check(z.trim(), z.minLength(1), z.maxLength(320))

/** Ids of deployments are `<AI agent>~<team>~<process>`, with `~2` and so on for later ones of the same three. */
export const DeploymentId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9._~-]{0,219}$/, 'use the id of a deployment as this API gave it, for example refund-bot~billing~general'))

export const Stage = z.enum(['pilot', 'expansion', 'department', 'cross-department'])
export const Status = z.enum(['discovered', 'active', 'retired'])
export const Phase = z.enum(['shadow', 'assist', 'live', 'paused', 'retired'])
export const StartPhase = z.enum(['shadow', 'assist', 'live'])
export const SwitchScope = z.enum(['all', 'ai_agent', 'deployment'])

/** The fixed form that says what an AI agent is. A field that is left out is not filled in yet. */
export const Card = z.strictObject({
  whatItDoes: z.optional(line(2000)),
  dataItReads: z.optional(lines),
  decidesAlone: z.optional(lines),
  escalatesWhen: z.optional(lines),
  knownLimits: z.optional(lines),
  dataItChanges: z.optional(lines),
  whomItServes: z.optional(line(500)),
  languages: z.optional(lines),
  model: z.optional(line(200)),
  whenSwitchedOff: z.optional(line(2000)),
  documentation: z.optional(line(500)),
})

/** An edit of a card: what is left out stays, null empties a field. */
export const CardEdit = z.strictObject({
  whatItDoes: z.nullish(line(2000)),
  dataItReads: z.nullish(lines),
  decidesAlone: z.nullish(lines),
  escalatesWhen: z.nullish(lines),
  knownLimits: z.nullish(lines),
  dataItChanges: z.nullish(lines),
  whomItServes: z.nullish(line(500)),
  languages: z.nullish(lines),
  model: z.nullish(line(200)),
  whenSwitchedOff: z.nullish(line(2000)),
  documentation: z.nullish(line(500)),
})

export const CardField = z.object({
  field: z.string(),
  label: z.string(),
  /** What is lost while the field is empty. */
  why: z.string(),
  isRequired: z.boolean(),
  form: z.enum(['text', 'list', 'owner']),
})

export const Completeness = z.object({
  /** Filled in required fields among the required fields, 0 to 1. */
  share: z.number(),
  filled: z.int(),
  required: z.int(),
  missing: z.array(CardField),
})

export const Alarm = z.object({
  kind: z.enum([
    'no_accountable_owner',
    'accountable_owner_gone',
    'no_technical_owner',
    'technical_owner_gone',
    'not_checked_today',
    'card_incomplete',
  ]),
  /** What is wrong, as a sentence. */
  says: z.string(),
  /** What somebody can do about it now. */
  next: z.string(),
})

export const Owner = z.object({ id: z.string(), name: z.string(), isActive: z.boolean() })

export const KillSwitch = z.object({
  scope: SwitchScope,
  /** The AI agent's or the deployment's id; `*` for all. */
  target: z.string(),
  isOn: z.boolean(),
  reason: z.string(),
  whoToAsk: z.string(),
  at: Instant,
})

export const Deployment = z.object({
  id: z.string(),
  aiAgentId: z.string(),
  teamId: z.string(),
  process: z.string(),
  aiAgentVersion: z.string(),
  phase: Phase,
  /** Where a paused deployment came from, null otherwise. */
  pausedFrom: z.nullable(StartPhase),
  /** The phases that it may go to from here. Rights and conditions are checked when somebody tries. */
  mayBecome: z.array(Phase),
  changedAt: Instant,
  etag: z.string(),
})

export const AiAgentSummary = z.object({
  id: z.string(),
  name: z.string(),
  function: z.string(),
  vendor: z.string(),
  runtime: z.string(),
  version: z.string(),
  stage: Stage,
  status: Status,
  launchedOn: z.nullable(Day),
  lastReviewOn: z.nullable(Day),
  accountableOwner: z.nullable(Owner),
  technicalOwner: z.nullable(Owner),
  cardShare: z.number(),
  alarms: z.array(Alarm),
  deployments: z.array(z.object({ id: z.string(), teamId: z.string(), process: z.string(), phase: Phase })),
  /** True while a switch for all or for this AI agent is on. */
  isSwitchedOff: z.boolean(),
  changedAt: Instant,
  etag: z.string(),
})

export const AiAgent = z.object({
  ...AiAgentSummary.shape,
  deployments: z.array(Deployment),
  card: Card,
  completeness: Completeness,
  /** Teams that it asked for decisions for, where nobody deployed it. */
  sightings: z.array(z.object({ teamId: z.string(), process: z.nullable(z.string()), seenAt: Instant })),
  /** Every switch over it that is on: for all, for it, for one of its deployments. */
  switches: z.array(KillSwitch),
  lastCheckedOn: z.nullable(Day),
  foundAt: Instant,
})

const ImportFault = z.object({ line: z.int(), path: z.string(), message: z.string() })

export const ImportRow = z.object({
  /** Line in the text where it begins, the first is 1. */
  line: z.int(),
  kind: z.enum(['file', 'ai_agent', 'deployment']),
  id: z.string(),
  result: z.enum(['created', 'changed', 'unchanged', 'refused']),
  /** What differs, in words. */
  changes: z.array(z.string()),
  faults: z.array(ImportFault),
})
