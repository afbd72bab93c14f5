import * as z from 'zod/mini'

export const Tier = z.enum(['autonomous', 'review', 'human_only'])

/** A number of decisions for each tier. */
export const Counts = z.object({ autonomous: z.int(), review: z.int(), human_only: z.int() })
