import type { Chance } from '#kernel/clock.ts'
import type { Queryable } from '#kernel/db.ts'
import type { Reference } from '../investigation.ts'

export type SampleWish = { teamId: string; measureId: string | null; from: string; to: string; size: number; seed: number }

export type QualityParts = {
  chance: Chance
  /** Conversations of a team and window, picked at random by a seed, half of them hits of the measure. `server/` passes it in. */
  sample(db: Queryable, wish: SampleWish): Promise<Reference[]>
}
