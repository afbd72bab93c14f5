import * as z from 'zod/mini'
import { Instant, page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { Detail, Filter, Row, Severity } from './shapes.ts'

export const listExceptions = route({
  method: 'GET',
  path: '/api/v1/exceptions',
  scope: 'exceptions:read',
  summary: 'Items that wait for a person, the most urgent first',
  input: z.object({ ...pageInput, ...Filter }),
  output: page(Row),
})

export const indexExceptions = route({
  method: 'GET',
  path: '/api/v1/exceptions/index',
  scope: 'exceptions:read',
  summary: 'The ids of all items that match, in order',
  description:
    'For a list that never moves under its reader: take the order once, and read rows as they come into view. At most 20,000 ids.',
  input: z.object(Filter),
  output: z.object({ ids: z.array(Uuid), isCut: z.boolean(), asOf: z.iso.datetime() }),
})

export const readRows = route({
  method: 'GET',
  path: '/api/v1/exceptions/rows',
  scope: 'exceptions:read',
  summary: 'Up to 100 items by their ids, as they are now',
  description: 'Ids that you may not see, or that do not exist, are left out.',
  input: z.object({ ids: z.string().check(z.minLength(36), z.maxLength(3700)) }),
  output: z.object({ items: z.array(Row) }),
})

export const countExceptions = route({
  method: 'GET',
  path: '/api/v1/exceptions/counts',
  scope: 'exceptions:read',
  summary: 'How many items wait, by team',
  input: z.object({ team: z.optional(Slug) }),
  output: z.object({
    open: z.int(),
    overdue: z.int(),
    deferred: z.int(),
    /** Items that were opened since local midnight of the server's day, and items that were resolved since. */
    openedToday: z.int(),
    resolvedToday: z.int(),
    byTeam: z.array(z.object({ team: z.string(), open: z.int(), overdue: z.int(), oldestOpenedAt: z.nullable(z.iso.datetime()) })),
    asOf: z.iso.datetime(),
  }),
})

export const getException = route({
  method: 'GET',
  path: '/api/v1/exceptions/:id',
  scope: 'exceptions:read',
  summary: 'One item with its proposal, its context and why it is where it is in the queue',
  input: z.object({ id: Uuid }),
  output: Detail,
})

const Text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max))

export const openException = route({
  method: 'POST',
  path: '/api/v1/exceptions',
  scope: 'exceptions:open',
  summary: 'Open an item: a customer asks for a person, a run failed, or by hand',
  input: z.strictObject({
    team: Slug,
    origin: z.enum(['customer_asked', 'failed', 'by_hand']),
    aiAgent: z.optional(Slug),
    decisionType: z.optional(Slug),
    subject: Text(200),
    title: Text(200),
    note: z.optional(Text(2000)),
    severity: z.optional(Severity),
    run: z.optional(Text(200)),
    conversation: z.optional(
      z
        .array(z.strictObject({ from: z.enum(['customer', 'ai_agent', 'teammate', 'system']), at: z.optional(Instant), text: Text(4000) }))
        .check(z.maxLength(50)),
    ),
  }),
  output: Row,
  status: 201,
})
