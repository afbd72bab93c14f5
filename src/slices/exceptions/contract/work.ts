import * as z from 'zod/mini'
import { Instant, route, Slug, Uuid } from '#kernel/contract.ts'
import { Action, ReasonCode, ResolvingVerb, Row, Said } from './shapes.ts'

const byId = z.strictObject({ id: Uuid })
const Problem = z.object({ status: z.int(), code: z.string(), detail: z.string(), next: z.optional(z.string()) })

export const claim = route({
  method: 'POST',
  path: '/api/v1/exceptions/:id/claim',
  scope: 'exceptions:work',
  summary: 'Take an item, or keep it: a claim lasts two minutes and is renewed by asking again',
  input: byId,
  output: z.object({ claimedUntil: z.iso.datetime() }),
})

export const unclaim = route({
  method: 'DELETE',
  path: '/api/v1/exceptions/:id/claim',
  scope: 'exceptions:work',
  summary: 'Let an item go',
  input: z.object({ id: Uuid }),
  output: z.object({}),
})

export const claimNext = route({
  method: 'POST',
  path: '/api/v1/exceptions/next',
  scope: 'exceptions:work',
  summary: 'Take the most urgent item of a team that nobody holds',
  description: 'Answers null when nothing waits. Several people asking at once never get the same item.',
  input: z.strictObject({ team: Slug }),
  output: z.object({ item: z.nullable(Row), claimedUntil: z.nullable(z.iso.datetime()) }),
})

export const resolve = route({
  method: 'POST',
  path: '/api/v1/exceptions/:id/resolution',
  scope: 'exceptions:work',
  summary: 'Approve, edit, reject, respond or take over',
  description:
    'Takes effect after eight seconds; until then it can be undone. approve and edit answer a proposal; an edited action is decided again under the policy first, and refused when the policy says people only. edit needs `action`, respond needs `message`; all but approve need `reasonCode`.',
  input: z.strictObject({
    id: Uuid,
    verb: ResolvingVerb,
    ...Said,
    action: z.optional(Action),
    /** Corrected inputs of the policy, where the edit changes them and they do not bear the name of an argument. */
    inputs: z.optional(z.record(z.string(), z.unknown())),
  }),
  output: z.object({ id: Uuid, state: z.enum(['held']), effectiveAt: z.iso.datetime(), editedDecision: z.nullable(Uuid) }),
})

export const resolveMany = route({
  method: 'POST',
  path: '/api/v1/exceptions/resolutions',
  scope: 'exceptions:work',
  summary: 'The same answer to up to 100 items, each by itself',
  description: 'Every item succeeds or fails alone. High-risk items are never approved this way: their problem has the code high_risk.',
  input: z.strictObject({
    ids: z.array(Uuid).check(z.minLength(1), z.maxLength(100)),
    verb: z.enum(['approve', 'reject', 'take_over']),
    ...Said,
  }),
  output: z.object({
    items: z.array(z.object({ id: Uuid, effectiveAt: z.nullable(z.iso.datetime()), problem: z.nullable(Problem) })),
  }),
})

export const undo = route({
  method: 'POST',
  path: '/api/v1/exceptions/undo',
  scope: 'exceptions:work',
  summary: 'Take back what has not taken effect yet, or a deferral',
  input: z.strictObject({ ids: z.array(Uuid).check(z.minLength(1), z.maxLength(100)) }),
  output: z.object({ items: z.array(z.object({ id: Uuid, isUndone: z.boolean(), problem: z.nullable(Problem) })) }),
})

export const defer = route({
  method: 'POST',
  path: '/api/v1/exceptions/:id/deferral',
  scope: 'exceptions:work',
  summary: 'Put an item off until a time; it comes back by itself',
  input: z.strictObject({ id: Uuid, until: Instant }),
  output: Row,
})

export const escalate = route({
  method: 'POST',
  path: '/api/v1/exceptions/:id/escalation',
  scope: 'exceptions:work',
  summary: 'Ask the next level for help: the team’s escalation procedure runs, the item stays in the queue',
  input: z.strictObject({ id: Uuid, reason: z.string().check(z.minLength(1), z.maxLength(1000)) }),
  output: Row,
})

export const override = route({
  method: 'POST',
  path: '/api/v1/decisions/:id/override',
  scope: 'exceptions:work',
  summary: 'Override a decision afterwards, in one act',
  description:
    'Asks for nothing but a reason about the system. What was not executed yet cannot be executed any more. With `leaveOpen` the case goes into the queue so that somebody puts it right.',
  input: z.strictObject({
    id: Uuid,
    reasonCode: ReasonCode,
    note: z.optional(z.string().check(z.minLength(1), z.maxLength(2000))),
    leaveOpen: z.optional(z.boolean()),
  }),
  output: z.object({ exception: Uuid, wasExecuted: z.boolean() }),
  status: 201,
})
