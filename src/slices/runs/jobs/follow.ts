import type { Db, Tx } from '#kernel/db.ts'
import { type Act, actsAfter, newestAct } from '#slices/audit/index.ts'
import { type EndedRun, endedRuns } from '#slices/decisions/index.ts'
import { addTally, negativeOf, sumTallies } from '#slices/measures/index.ts'
import { keyOf, microsOf, type Run, tallyOf } from '../run.ts'
import { countedRuns, holdMark, moveMark, readMark, saveCounted } from '../store.ts'

const stepMax = 20_000
const actions = ['run.outcome']
/** The measures that are counted here. */
export const measureIds = ['runs', 'run_time', 'run_cost']

/** Adds the runs that ended since the last call to the counts, each once however often it was told. One server at a time: the mark is locked. */
export async function followRuns(db: Db, now: Date): Promise<void> {
  while (await followSome(db, now));
}

async function followSome(db: Db, now: Date): Promise<boolean> {
  const [seen, newest] = [await readMark(db), await newestAct(db)]
  if (seen >= newest) return false
  return db.tx(async (tx) => {
    const mark = await holdMark(tx)
    const upTo = Math.max(mark, Math.min(newest, mark + stepMax))
    await countRuns(tx, await actsAfter(tx, { actions, after: mark, upTo }), now)
    await moveMark(tx, upTo)
    return upTo > mark
  })
}

/** An audit entry names its run as `run:ai-agent/run`. */
function runOf({ subject }: Act): { aiAgentId: string; runId: string } {
  const slash = subject.indexOf('/')
  return { aiAgentId: subject.slice('run:'.length, slash), runId: subject.slice(slash + 1) }
}

async function countRuns(tx: Tx, acts: readonly Act[], now: Date): Promise<void> {
  if (acts.length === 0) return
  const named = [...new Map(acts.map((act) => [act.subject, runOf(act)])).values()]
  const before = new Map((await countedRuns(tx, named)).map((run) => [keyOf(run), run]))
  const changed = (await endedRuns(tx, named)).map(toRun).filter((run) => isNews(before.get(keyOf(run)), run))
  if (changed.length === 0) return
  const tallies = changed.flatMap((run) => {
    const known = before.get(keyOf(run))
    return [...(known ? [negativeOf(tallyOf(known))] : []), tallyOf(run)]
  })
  await saveCounted(tx, changed)
  await addTally(tx, sumTallies(tallies), now)
}

const isNews = (before: Run | undefined, run: Run) =>
  before?.durationSeconds !== run.durationSeconds || before.costMicros !== run.costMicros

const toRun = (row: EndedRun): Run => ({
  teamId: row.team_id,
  aiAgentId: row.ai_agent_id,
  runId: row.run_id,
  reportedAt: row.reported_at,
  durationSeconds: row.duration_seconds,
  costMicros: row.cost_usd === null ? null : microsOf(row.cost_usd),
})
