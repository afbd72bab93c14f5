import type { Queryable } from '#kernel/db.ts'
import { addTally, makeTallySum, negativeOf, piecesOf, type Recount, readTally, sumTallies } from '#slices/measures/index.ts'
import { tallyOf } from '../run.ts'
import { countedAfter, countedByTeam } from '../store.ts'
import { measureIds } from './follow.ts'

const atOnce = 5000

/** The counts of runs, from what is known of each run that was followed. */
export const recountRuns: Recount = {
  records: 'runs',
  factsByTeam: countedByTeam,
  async missing(snapshot, teamId, onRead) {
    const sum = makeTallySum()
    for await (const page of pagesOf(snapshot, teamId)) {
      sum.add(page.map(tallyOf))
      onRead(page.length)
    }
    return piecesOf(sumTallies([sum.tally(), negativeOf(await readTally(snapshot, teamId, measureIds))]))
  },
  correct: (tx, { tally }, at) => addTally(tx, tally, at),
}

async function* pagesOf(snapshot: Queryable, teamId: string) {
  let after = { aiAgentId: '', runId: '' }
  for (;;) {
    const page = await countedAfter(snapshot, { teamId, after, limit: atOnce })
    yield page
    const last = page.at(-1)
    if (!last || page.length < atOnce) return
    after = last
  }
}
