import type { Db, Tx } from '#kernel/db.ts'
import { addTally, negativeOf, readTally, sumTallies } from '#slices/measures/index.ts'
import { conversationOf } from '../conversation.ts'
import { compareSteps } from '../event.ts'
import { teamsWithConversations } from '../store/conversations.ts'
import { onRecordAfter, takeTurn } from '../store/events.ts'
import { makeSum, measureIds, type Versions } from '../tally.ts'

export type RebuildParts = { at: Date; versions: Versions; onProgress?(conversations: number): void }

const atOnce = 2000

/**
 * Makes the counts of conversations anew from their events, team by team, each in a transaction of its own. What was counted
 * right is not touched; what differs is put right and noted as restated. Gives the number of places that differed.
 */
export async function rebuildCounts(db: Db, parts: RebuildParts): Promise<{ conversations: number; corrected: number }> {
  const done = { conversations: 0, corrected: 0 }
  for (const teamId of await teamsWithConversations(db)) {
    const team = await db.tx((tx) =>
      rebuildTeam(tx, teamId, { ...parts, onProgress: (count) => parts.onProgress?.(done.conversations + count) }),
    )
    done.conversations += team.conversations
    done.corrected += team.corrected
  }
  return done
}

async function rebuildTeam(tx: Tx, teamId: string, { at, versions, onProgress }: RebuildParts) {
  await takeTurn(tx)
  const sum = makeSum(versions)
  let conversations = 0
  let after = { source: '', externalId: '' }
  for (;;) {
    const page = await onRecordAfter(tx, teamId, { after, limit: atOnce })
    for (const { steps, nextContactAt } of page) sum.add({ conversation: conversationOf(steps.sort(compareSteps)), nextContactAt }, 1)
    conversations += page.length
    onProgress?.(conversations)
    after = page.at(-1) ?? after
    if (page.length < atOnce) break
  }
  const counted = await readTally(tx, teamId, measureIds)
  const missing = sumTallies([sum.tally(), negativeOf(counted)])
  await addTally(tx, missing, at)
  return { conversations, corrected: missing.counts.length + missing.spreads.length + missing.hours.length }
}
