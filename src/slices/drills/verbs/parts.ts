import type { Chance, Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import type { Decider } from '#slices/decisions/index.ts'

export type DrillParts = {
  db: Db
  clock: Clock
  chance: Chance
  audit: WriteAudit
  decider: Pick<Decider, 'judgeAtOnce' | 'prepare'>
  /** What this server is called while it runs. */
  node: string
}
