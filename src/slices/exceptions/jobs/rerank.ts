import type { Db } from '#kernel/db.ts'
import { newestTriage, type Rankable, saveRanks, takeStale } from '../store/triage.ts'
import { moveMark, readMark } from '../store/watermark.ts'
import { assessAgain, type InForce, rankOf } from '../triage.ts'

const batchMax = 2000
const batchesMax = 10
/** An item that was being opened while a standard was published is ranked under it within this time, too. */
const settlingMs = 10_000

/** Ranks open items under the newest triage standard, as many as one tick has time for. */
export async function rerankStep(db: Db, now: Date): Promise<void> {
  const triage = await newestTriage(db)
  if ((await readMark(db, 'ranked')) >= triage.version) return
  for (let batch = 0; batch < batchesMax; batch++) {
    const ranked = await rankBatch(db, triage, now)
    if (ranked === batchMax) continue
    const isSettled = triage.publishedAt !== null && now.getTime() - triage.publishedAt.getTime() > settlingMs
    if (isSettled) await moveMark(db, 'ranked', triage.version)
    return
  }
}

function rankBatch(db: Db, triage: InForce, now: Date): Promise<number> {
  return db.tx(async (tx) => {
    const items = await takeStale(tx, triage.version, batchMax)
    await saveRanks(
      tx,
      items.map((item) => newRank(triage, item)),
      now,
    )
    return items.length
  })
}

function newRank(triage: InForce, item: Rankable) {
  const { assessed, isHighRisk } = assessAgain(triage, item)
  const rank = rankOf(triage.standard, { assessed, hasCause: item.causeId !== null, openedAt: item.openedAt, dueAt: item.dueAt })
  return { teamId: item.teamId, id: item.id, rank, assessed, isHighRisk }
}
