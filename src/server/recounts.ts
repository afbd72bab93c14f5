import { recountConversations } from '#slices/conversations/index.ts'
import type { Recount } from '#slices/measures/index.ts'
import { recountDecisions } from '#slices/monitoring/index.ts'
import { recountRuns } from '#slices/runs/index.ts'
import { recountUse } from '#slices/usage/index.ts'

/** All counts that can be proven against their facts. */
export const recounts: readonly Recount[] = [recountConversations, recountUse, recountDecisions, recountRuns]
