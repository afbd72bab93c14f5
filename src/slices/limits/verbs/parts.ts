import type { Chance } from '#kernel/clock.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { WriteAudit } from '#kernel/verb.ts'

/** What limits ask of whoever tells people that something is wrong. `server/` passes it in. */
export type Alarms = {
  raise(
    tx: Tx,
    alarm: {
      teamId: string
      severity: 'critical' | 'high' | 'normal'
      kind: 'alarm'
      /** What it is about: an alarm about the same subject is raised once until it is closed. */
      subject: string
      title: string
      text: string
      link: string
      drillId: null
      at: Date
    },
  ): Promise<unknown>
  close(tx: Tx, over: { teamId: string; subject: string; at: Date }): Promise<unknown>
}

/** Tells other systems what happened. `server/` passes it in. */
export type Publish = (
  tx: Tx,
  event: { teamId: string; aiAgentId?: string; type: 'limit.breached'; data: Record<string, unknown>; at: Date },
) => Promise<void>

export type LimitParts = { db: Db; audit: WriteAudit; chance: Chance; groupFloor: number; alarms: Alarms; publish: Publish }
