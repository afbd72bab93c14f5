import type { Chance } from '#kernel/clock.ts'
import type { Runner } from '../jobs/runner.ts'

export type CapacityParts = {
  chance: Chance
  runner: Runner
  /** The smallest group of people that a figure is shown for. */
  groupFloorPeople: number
}
