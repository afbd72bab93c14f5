import type { Chance } from '#kernel/clock.ts'
import type { Db, Queryable } from '#kernel/db.ts'
import type { WriteAudit } from '#kernel/verb.ts'

/** A queue that is deeper than was agreed, as limits tell it. */
export type DeepQueue = { teamId: string; aiAgentId: string | null; waiting: number; waitingMax: number; since: Date }

export type MonitoringParts = {
  db: Db
  audit: WriteAudit
  chance: Chance
  /** Queues over their limit now. Limits raise the escalation themselves. `server/` passes it in. */
  deepQueues(db: Queryable): Promise<DeepQueue[]>
}
