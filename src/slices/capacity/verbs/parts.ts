import type { Chance } from '#kernel/clock.ts'
import type { Queryable } from '#kernel/db.ts'
import type { Runner } from '../jobs/runner.ts'

export type CapacityParts = {
  chance: Chance
  runner: Runner
  /** The smallest group of people that a figure is shown for. */
  groupFloorPeople: number
  /** Cases that a team handled outside of the tool or that were out of scope, recorded since a time. `server/` passes it in. */
  extraCases(db: Queryable, asked: { team: string; from: Date }): Promise<number>
}
