import * as z from 'zod/mini'
import { route, Slug, Uuid } from '#kernel/contract.ts'
import { CallerId } from './context.ts'

const Review = z.object({
  state: z.enum([
    'waiting',
    'approved',
    'executed',
    'not_needed',
    'people_only',
    'rejected',
    'responded',
    'taken_over',
    'expired',
    'overridden',
  ]),
  argumentsHash: z.string(),
  /** The action to execute when a teammate edited the proposed one; null means as proposed. */
  action: z.nullable(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })),
  approvedUntil: z.nullable(z.iso.datetime()),
  /** Why, in the taxonomy of the queue. */
  reasonCode: z.nullable(z.string()),
  /** What the teammate answers the AI agent. */
  message: z.nullable(z.string()),
  settledAt: z.nullable(z.iso.datetime()),
})

export const getReview = route({
  method: 'GET',
  path: '/api/v1/decisions/:id/review',
  scope: 'decisions:read',
  summary: 'Where a decision that needs a person stands',
  description:
    'waiting until somebody answers; approved names the arguments hash that may be executed once, and the action where a teammate edited it. With waitSeconds the answer comes as soon as there is one, at the latest after that time.',
  input: z.object({ id: Uuid, waitSeconds: z.optional(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(60))) }),
  output: Review,
  waits: true,
})

export const findDecision = route({
  method: 'GET',
  path: '/api/v1/decisions/find',
  scope: 'decisions:read',
  summary: 'The decision of a run and call, for links in a helpdesk',
  input: z.object({ team: Slug, aiAgent: Slug, run: CallerId, call: CallerId }),
  output: z.object({ id: Uuid }),
})

export const reviewEvents = route({
  method: 'GET',
  path: '/api/v1/reviews/events',
  scope: 'decisions:read',
  summary: 'Answers of people to waiting decisions, as they come (server-sent events)',
  description:
    'Each event `review` names a decision and its state. It is a hint: read /api/v1/decisions/:id/review. After connecting anew, read those that you wait for.',
  input: z.object({ team: z.optional(Slug), aiAgent: z.optional(Slug) }),
  output: z.object({}),
  stream: 'text/event-stream',
})
