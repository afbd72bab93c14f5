import * as z from 'zod/mini'
import { Instant } from '#kernel/contract.ts'
import { Tier } from './tiers.ts'

const words = (max: number) => z.string().check(z.minLength(1), z.maxLength(max))

/** What the client told the AI agent while the server was away: never autonomous. */
export const LocalAnswer = z.strictObject({
  tier: z.enum(['review', 'human_only']),
  /** When, by the clock of the client. */
  answeredAt: Instant,
  /** The rules that it went by, and how old they were; null where there were none. */
  bundle: z.nullable(
    z.strictObject({
      id: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'use the etag of the bundle')),
      madeAt: Instant,
      ageSeconds: z.number().check(z.minimum(0), z.maximum(1e9)),
      standardVersion: z.nullable(z.int().check(z.minimum(1), z.maximum(1_000_000))),
    }),
  ),
  reasons: z
    .array(z.strictObject({ source: words(40), rule: z.nullable(words(100)), tier: Tier, because: words(2000) }))
    .check(z.maxLength(20)),
})
