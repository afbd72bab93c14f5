import { uuidFloor } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'

const monthsAhead = 2

/**
 * Makes the partitions of this month and of the next two, where they are missing. Ids carry their time, so a month is a
 * range of ids. Rows that came before a partition was made lie in `decision_rest` and stay there.
 */
export async function ensurePartitions(db: Db, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= monthsAhead; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
    const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1))
    const name = `decision_${from.toISOString().slice(0, 7).replace('-', '_')}`
    const [known] = await db.query('select 1 from pg_class where relname = $1', [name])
    if (known) continue
    await makePartition(db, name, { from: uuidFloor(from), to: uuidFloor(to) })
  }
}

async function makePartition(db: Db, name: string, range: { from: string; to: string }): Promise<void> {
  await db.tx(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7104002)')
    const [stray] = await tx.query('select 1 from decision_rest where id >= $1 and id < $2 limit 1', [range.from, range.to])
    if (stray) return
    await tx.query(`create table if not exists ${name} partition of decision for values from ('${range.from}') to ('${range.to}')`)
  })
}
