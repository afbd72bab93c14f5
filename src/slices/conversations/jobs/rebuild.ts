import type { Queryable } from '#kernel/db.ts'
import { addTally, negativeOf, piecesOf, type Recount, readTally, sumTallies, versionsOf } from '#slices/measures/index.ts'
import { conversationOf } from '../conversation.ts'
import { compareSteps } from '../event.ts'
import { conversationsByTeam } from '../store/conversations.ts'
import { onRecordAfter, takeTurn } from '../store/events.ts'
import { makeSum, measureIds } from '../tally.ts'

const atOnce = 2000

/** The counts of conversations, from their events. Reads a team in pages; what it keeps grows with days and kinds, not with conversations. */
export const recountConversations: Recount = {
  records: 'conversations',
  factsByTeam: conversationsByTeam,
  async missing(snapshot, teamId, onRead) {
    const sum = makeSum(await versionsOf(snapshot))
    for await (const page of pagesOf(snapshot, teamId)) {
      for (const { steps, nextContactAt } of page) sum.add({ conversation: conversationOf(steps.sort(compareSteps)), nextContactAt }, 1)
      onRead(page.length)
    }
    return piecesOf(sumTallies([sum.tally(), negativeOf(await readTally(snapshot, teamId, measureIds))]))
  },
  async correct(tx, { tally }, at) {
    await takeTurn(tx)
    await addTally(tx, tally, at)
  },
}

async function* pagesOf(snapshot: Queryable, teamId: string) {
  let after = { source: '', externalId: '' }
  for (;;) {
    const page = await onRecordAfter(snapshot, teamId, { after, limit: atOnce })
    yield page
    const last = page.at(-1)
    if (!last || page.length < atOnce) return
    after = last
  }
}
