import type { Chance } from '#kernel/clock.ts'
import type { Queryable } from '#kernel/db.ts'
import type { Decider } from '#slices/decisions/index.ts'

/** What the queue asks of the house. */
export type QueueParts = {
  chance: Chance
  decider: Pick<Decider, 'decideEdit'>
  /** Those of these teams that exist. */
  knownTeams(db: Queryable, ids: readonly string[]): Promise<string[]>
  /** How many people hold a role in each of these teams. */
  peopleByTeam(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The smallest group that any figure is shown for. */
  groupFloorPeople: number
}
