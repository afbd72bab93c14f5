import type { Db } from '#kernel/db.ts'
import { type Recount, recountAll } from '#slices/measures/index.ts'

/** Proves the counts of a slice here and now, and puts right what differs; answers how much was read, and how many rows of which count differed. */
export async function recountNow(db: Db, recounts: readonly Recount[], at: Date) {
  const seen = { total: 0, read: 0, differed: {} as Record<string, number> }
  await recountAll(db, recounts, {
    onTotal: (facts) => {
      seen.total = facts
    },
    onRead: (facts) => {
      seen.read += facts
    },
    async onMissing({ records, piece }) {
      await db.tx(async (tx) => recounts.find((one) => one.records === records)?.correct(tx, piece, at))
      for (const [name, places] of Object.entries(piece.differs)) seen.differed[name] = (seen.differed[name] ?? 0) + places
    },
  })
  return seen
}
