import * as z from 'zod/mini'
import { route, Slug, Uuid } from '#kernel/contract.ts'
import { Counts, Tier } from './tiers.ts'

export const preview = route({
  method: 'POST',
  path: '/api/v1/decisions/preview',
  scope: 'decisions:read',
  summary: 'What the newest decisions of a type would get from another text of its standard',
  description:
    'Judges the decisions that you may see again, from the inputs that they came with and the values that their teams have today. Compares what the policy said then with what it would say now. Nothing is written. Needs standards:read as well.',
  input: z.strictObject({
    text: z.string().check(z.minLength(1), z.maxLength(200_000)),
    /** The type whose decisions are tried; the text's own unless told. */
    decisionType: z.optional(Slug),
    limit: z._default(z.int().check(z.minimum(1), z.maximum(500)), 200),
  }),
  output: z.object({
    decisionType: z.string(),
    /** Decisions that were looked at, the newest first, back to `oldestAt`. */
    considered: z.int(),
    /** Of these, how many had their content erased. */
    unknown: z.int(),
    oldestAt: z.nullable(z.iso.datetime()),
    was: Counts,
    would: Counts,
    /** How many would leave the AI agent more freedom, and how many less. */
    looser: z.int(),
    stricter: z.int(),
    changes: z.array(z.object({ id: Uuid, team: z.string(), at: z.iso.datetime(), was: Tier, would: Tier, because: z.string() })),
  }),
})
