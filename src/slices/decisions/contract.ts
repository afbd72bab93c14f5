import * as z from 'zod/mini'
import { Instant, page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { CallerId, CallId, Context, Knowledge } from './contract/context.ts'
import { LocalAnswer } from './contract/local-answer.ts'
import { preview } from './contract/preview.ts'
import { findDecision, getReview, reviewEvents } from './contract/review.ts'
import { Counts, Tier } from './contract/tiers.ts'

export { findDecision, getReview, preview, reviewEvents, Tier }

const depthMax = 16

/** JSON nested no deeper than the limit, so that hashing it costs what its size says. */
function isShallow(value: unknown, left = depthMax): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (left === 0) return false
  for (const inner of Object.values(value)) if (!isShallow(inner, left - 1)) return false
  return true
}

const shallow = z.refine((value: unknown) => isShallow(value), `nest it at most ${depthMax} levels deep`)
const Fields = z.record(z.string(), z.unknown()).check(shallow)

export const Reason = z.object({
  source: z.enum([
    'standard',
    'team',
    'otherwise',
    'input',
    'error',
    'phase',
    'switch',
    'freshness',
    'access',
    'unclassified',
    'deployment',
    'local',
  ]),
  rule: z.nullable(z.string()),
  tier: Tier,
  because: z.string(),
})

export const Envelope = z.strictObject({
  /** Who asks: the AI agent, by its id in the registry. */
  aiAgent: Slug,
  /** For which team. */
  team: Slug,
  /** Which of the team's processes, when the AI agent is deployed in several. */
  process: z.optional(Slug),
  decisionType: Slug,
  /** What the decision is about, for example `conversation:4711`. */
  subject: CallerId,
  /** The caller's run, and its call within the run: together they make asking again safe. */
  run: CallerId,
  call: CallId,
  /** What the AI agent wants to do. An approval is bound to exactly these arguments. */
  action: z.strictObject({ name: CallerId, arguments: Fields }),
  /** The typed inputs that the standard declares. */
  inputs: Fields,
  /** The AI agent's own confidence, 0 to 1. */
  confidence: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  knowledge: z.optional(z.array(Knowledge).check(z.maxLength(50))),
  /** What a teammate should see beside the proposal. Never part of what the policy judges. */
  context: z.optional(Context),
  /** What the AI agent was told while the server was away. It can only restrict. */
  localAnswer: z.optional(LocalAnswer),
  /** When it really happened, for replays (needs decisions:replay). */
  occurredAt: z.optional(Instant),
})

export const Decision = z.object({
  id: Uuid,
  /** The answer: what the AI agent may do now. */
  tier: Tier,
  /** What standard and tuning say alone, before deployment phase and switches. */
  policyTier: Tier,
  /** True in a shadow deployment: recorded, compared, never acted on. */
  recordOnly: z.boolean(),
  /** Everything that spoke, most restrictive first. */
  reasons: z.array(Reason),
  standard: z.nullable(z.object({ id: z.string(), version: z.int() })),
  /** Hash of the action's arguments: what an execution must show. */
  argumentsHash: z.string(),
  recordedAt: z.iso.datetime(),
  /** Where to wait for a person, when the tier is review. */
  review: z.nullable(z.object({ href: z.string() })),
  /** True when this call was decided before and the same decision is returned. */
  repeated: z.boolean(),
})

export const DecisionSummary = z.object({
  id: Uuid,
  aiAgent: z.string(),
  team: z.string(),
  deployment: z.nullable(z.string()),
  decisionType: z.string(),
  tier: Tier,
  policyTier: Tier,
  recordOnly: z.boolean(),
  isCovered: z.boolean(),
  because: z.string(),
  run: z.string(),
  call: z.string(),
  occurredAt: z.nullable(z.iso.datetime()),
  recordedAt: z.iso.datetime(),
})

export const Outcome = z.object({
  result: z.enum(['succeeded', 'failed', 'not_executed']),
  detail: z.nullable(z.string()),
  reportedAt: z.iso.datetime(),
})

export const Execution = z.object({ basis: z.enum(['autonomous', 'approval']), argumentsHash: z.string(), consumedAt: z.iso.datetime() })

export const DecisionDetail = z.object({
  ...Decision.shape,
  aiAgent: z.string(),
  team: z.string(),
  deployment: z.nullable(z.string()),
  decisionType: z.string(),
  run: z.string(),
  call: z.string(),
  occurredAt: z.nullable(z.iso.datetime()),
  /** Subject, action, inputs and knowledge as the AI agent gave them; null once erased. */
  content: z.nullable(
    z.object({
      subject: z.string(),
      action: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
      inputs: z.record(z.string(), z.unknown()),
      confidence: z.nullable(z.number()),
      knowledge: z.array(Knowledge),
      context: z.optional(Context),
      /** What the client answered while the server was away, where it did. */
      localAnswer: z.optional(LocalAnswer),
      /** The decision whose action a teammate edited, when this one judged the edit. */
      editOf: z.optional(Uuid),
    }),
  ),
  seq: z.int(),
  execution: z.nullable(Execution),
  outcome: z.nullable(Outcome),
})

export const decide = route({
  method: 'POST',
  path: '/api/v1/decisions',
  scope: 'decisions:write',
  summary: 'Ask whether an AI agent may do something on its own',
  description:
    'Answers autonomous, review or human_only with every reason. The answer is durable before it is sent. Asking again with the same team, AI agent, run and call returns the same decision; with another action it is refused.',
  input: Envelope,
  output: Decision,
  bodyLimitBytes: 256 * 1024,
})

const Problem = z.object({ status: z.int(), code: z.string(), detail: z.string(), next: z.optional(z.string()) })

export const decideBatch = route({
  method: 'POST',
  path: '/api/v1/decisions/batch',
  scope: 'decisions:write',
  summary: 'Ask about up to 100 actions at once',
  description: 'Each item succeeds or fails by itself, in the order given.',
  input: z.strictObject({ items: z.array(z.unknown()).check(z.minLength(1), z.maxLength(100)) }),
  output: z.object({ items: z.array(z.object({ decision: z.nullable(Decision), problem: z.nullable(Problem) })) }),
  bodyLimitBytes: 4 * 1024 * 1024,
})

export const listDecisions = route({
  method: 'GET',
  path: '/api/v1/decisions',
  scope: 'decisions:read',
  summary: 'Decisions, newest first',
  input: z.object({
    ...pageInput,
    aiAgent: z.optional(Slug),
    team: z.optional(Slug),
    decisionType: z.optional(Slug),
    tier: z.optional(Tier),
    uncovered: z.optional(z.enum(['true', 'false'])),
    /** Decisions whose subject is `conversation:` and this id, as the API of conversations gives it, or without its system in front. */
    conversation: z.optional(CallerId),
  }),
  output: page(DecisionSummary),
})

const byId = z.object({ id: Uuid })

export const getDecision = route({
  method: 'GET',
  path: '/api/v1/decisions/:id',
  scope: 'decisions:read',
  summary: 'One decision with its reasons, content, execution and outcome',
  input: byId,
  output: DecisionDetail,
})

export const execute = route({
  method: 'POST',
  path: '/api/v1/decisions/:id/execution',
  scope: 'executions:write',
  summary: 'Take the one permission to execute',
  description:
    'Succeeds once for each decision, and only for the arguments that were decided or approved. Policy and kill switches are checked again in the same transaction.',
  input: z.strictObject({ id: Uuid, action: z.strictObject({ name: CallerId, arguments: Fields }) }),
  output: Execution,
  status: 201,
})

export const reportOutcome = route({
  method: 'POST',
  path: '/api/v1/decisions/:id/outcome',
  scope: 'outcomes:write',
  summary: 'Say what happened after a decision',
  input: z.strictObject({
    id: Uuid,
    result: z.enum(['succeeded', 'failed', 'not_executed']),
    detail: z.optional(z.string().check(z.maxLength(2000))),
    occurredAt: z.optional(Instant),
  }),
  output: Outcome,
})

export const reportRun = route({
  method: 'POST',
  path: '/api/v1/runs/outcome',
  scope: 'outcomes:write',
  summary: 'Say how a whole run ended',
  input: z.strictObject({
    team: Slug,
    aiAgent: Slug,
    run: CallerId,
    result: z.enum(['succeeded', 'failed']),
    detail: z.optional(z.string().check(z.maxLength(2000))),
    costUsd: z.optional(z.number().check(z.minimum(0), z.maximum(1e6))),
    durationSeconds: z.optional(z.number().check(z.minimum(0), z.maximum(1e9))),
    endedAt: z.optional(Instant),
  }),
  output: z.object({ result: z.enum(['succeeded', 'failed']), reportedAt: z.iso.datetime() }),
})

export const getSummary = route({
  method: 'GET',
  path: '/api/v1/decisions/summary',
  scope: 'decisions:read',
  summary: 'How many decisions, by tier, by AI agent and by decision type, and which are not covered by a standard',
  input: z.object({
    /** Hours back from now. */
    hours: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(24 * 366)), 24),
    aiAgent: z.optional(Slug),
    team: z.optional(Slug),
  }),
  output: z.object({
    from: z.iso.datetime(),
    asOf: z.iso.datetime(),
    decisions: z.int(),
    inForce: Counts,
    byPolicy: Counts,
    recordOnly: z.int(),
    /** Decisions whose type has a published standard. */
    covered: z.int(),
    byAiAgent: z.array(z.object({ aiAgent: z.string(), team: z.string(), decisions: z.int(), ...Counts.shape })),
    byType: z.array(z.object({ decisionType: z.string(), decisions: z.int(), isCovered: z.boolean(), ...Counts.shape })),
  }),
})
