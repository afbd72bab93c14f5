import * as z from 'zod/mini'
import { route, Uuid } from '#kernel/contract.ts'

export const rebuildStates = ['running', 'done', 'cancelled', 'interrupted', 'failed'] as const

const At = z.iso.datetime()

/** All counts, proven against the facts that they were made of. */
export const Rebuild = z.object({
  id: z.string(),
  /** Interrupted: its server ended before it did. What it put right until then stays right. */
  state: z.enum(rebuildStates),
  factsRead: z.int(),
  /** Null until they are counted. */
  factsTotal: z.nullable(z.int()),
  /** 0 to 1; null until they are counted. */
  share: z.nullable(z.number()),
  factsPerSecond: z.number(),
  /** Null while nobody can know. */
  secondsLeft: z.nullable(z.number()),
  /** Rows of counts that differed and were put right, in all teams. */
  differed: z.int(),
  /** The same by team and count, for the teams that you may see. */
  differences: z.array(z.object({ team: z.string(), counts: z.string(), places: z.int() })),
  problem: z.nullable(z.string()),
  begunAt: At,
  endedAt: z.nullable(At),
})

export const beginRebuild = route({
  method: 'POST',
  path: '/api/v1/rebuilds',
  scope: 'counts:rebuild',
  summary: 'Begin to prove all counts against their facts, and put right what differs',
  description: 'It goes on in the background, one at a time, while decisions and facts are recorded as ever.',
  input: z.strictObject({}),
  output: Rebuild,
  status: 201,
})

export const newestRebuild = route({
  method: 'GET',
  path: '/api/v1/rebuilds/newest',
  scope: 'measures:read',
  summary: 'How far the newest rebuild is, what differed, and when all counts were last proven',
  input: z.object({}),
  output: z.object({
    rebuild: z.nullable(Rebuild),
    /** The newest that went through all facts. */
    proven: z.nullable(z.object({ at: At, differed: z.int() })),
  }),
})

export const cancelRebuild = route({
  method: 'POST',
  path: '/api/v1/rebuilds/:rebuild/cancellation',
  scope: 'counts:rebuild',
  summary: 'End a rebuild before it is done; what it put right stays right',
  input: z.strictObject({ rebuild: Uuid }),
  output: Rebuild,
})
