import type { Queryable } from '#kernel/db.ts'
import { askedOf, decisionsByTeam } from '#slices/decisions/index.ts'
import { addTally, makeTallySum, negativeOf, piecesOf, type Recount, readTally, sumTallies } from '#slices/measures/index.ts'
import { fatesAfter, readMark } from '../store/facts.ts'
import { countedHere, tallyOfAsked, tallyOfFate } from './project.ts'

const atOnce = 5000

/** The counts of decisions, as far as they were followed, and of what is known to have become of them. */
export const recountDecisions: Recount = {
  records: 'decisions',
  factsByTeam: decisionsByTeam,
  async missing(snapshot, teamId, onRead) {
    const { decisionSeq } = await readMark(snapshot)
    const sum = makeTallySum()
    const asked = await askedOf(snapshot, teamId, decisionSeq)
    sum.add(asked.map(tallyOfAsked))
    onRead(asked.reduce((all, { decisions }) => all + decisions, 0))
    for await (const page of pagesOf(snapshot, teamId)) sum.add(page.map(tallyOfFate))
    return piecesOf(sumTallies([sum.tally(), negativeOf(await readTally(snapshot, teamId, countedHere))]))
  },
  correct: (tx, { tally }, at) => addTally(tx, tally, at),
}

async function* pagesOf(snapshot: Queryable, teamId: string) {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page = await fatesAfter(snapshot, { teamId, after, limit: atOnce })
    yield page
    const last = page.at(-1)
    if (!last || page.length < atOnce) return
    after = last.decision_id
  }
}
