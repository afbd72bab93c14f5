import * as z from 'zod/mini'
import { route, Slug } from '#kernel/contract.ts'

const Tier = z.enum(['autonomous', 'review', 'human_only'])

/** Decision types with commas between them, at most fifty. */
const Types = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}(,[a-z0-9][a-z0-9._-]{0,63}){0,49}$/, 'write up to 50 decision types with commas'))

const Standing = z.union([
  z.object({ kind: z.literal('unknown') }),
  z.object({
    kind: z.literal('deployed'),
    id: z.string(),
    phase: z.string(),
    ceiling: Tier,
    recordOnly: z.boolean(),
    because: z.string(),
  }),
])

const Place = z.object({ process: z.nullable(z.string()), standing: Standing, off: z.array(z.string()) })

const Fields = z.record(z.string(), z.unknown())

export const getBundle = route({
  method: 'GET',
  path: '/api/v1/bundle',
  scope: 'decisions:write',
  summary: 'The rules by which a client answers for an AI agent in a team while the server is away',
  description:
    'Only standards that declare bundle_seconds_max are in it, and only of the decision types that are asked for. A client answers by it at most review. With If-None-Match and the ETag of the bundle at hand the answer is 304 while nothing moved: then it holds as of now.',
  input: z.object({ team: Slug, aiAgent: Slug, types: Types }),
  output: z.object({
    /** SHA-256 in hex over the JSON text of `rules`, as it is sent. It names the bundle. */
    etag: z.string(),
    madeAt: z.iso.datetime(),
    /** The policy epoch at which it was made. */
    epoch: z.int(),
    rules: z.object({
      team: z.string(),
      aiAgent: z.string(),
      timeZone: z.string(),
      standards: z.array(z.object({ id: z.string(), version: z.int(), standard: Fields, tuning: z.nullable(Fields) })),
      /** The first is for proposals that name no process. */
      places: z.array(Place),
      elsewhere: Place,
    }),
  }),
})
