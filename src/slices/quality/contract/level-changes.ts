import * as z from 'zod/mini'
import { route } from '#kernel/contract.ts'

const Counts = z.object({ n: z.number(), x: z.number() })
const Level = z.object({ from: z.string(), to: z.string(), n: z.number(), x: z.number() })

export const listLevelChanges = route({
  method: 'GET',
  path: '/api/v1/quality/level-changes',
  scope: 'quality:read',
  summary: 'Where a figure went from one level to another in all that was ever counted',
  description:
    'Found looking back, so that an import of old cases also says what happened in it; nobody was alarmed. A change stands where days on both sides differ far beyond chance and the rarer side moved by half, and where it stays with the mix of teams held still and at least a fifth of the teams moved with it: teams that only came or went change nothing about the work, and what one team does is the matter of divergence. Looked at once a minute where a new day came in, else every hour. The greatest first.',
  input: z.object({}),
  output: z.object({
    /** When the newest look was made. */
    lookedAt: z.nullable(z.string()),
    items: z.array(
      z.object({
        measure: z.string(),
        /** The first day of the new level. */
        since: z.string(),
        before: Level,
        after: Level,
        /** Teams with 30 cases in the four weeks on each side, and those among them that moved the same way. */
        compared: z.int(),
        moved: z.int(),
        teams: z.array(z.object({ team: z.string(), before: Counts, after: Counts, hasMoved: z.boolean() })),
      }),
    ),
  }),
})
