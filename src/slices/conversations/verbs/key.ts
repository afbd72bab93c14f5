import type { Chance } from '#kernel/clock.ts'
import type { Queryable } from '#kernel/db.ts'
import { keepKey } from '../store/events.ts'

/** The key of this installation under which customers are pseudonyms. */
export const pseudonymKeyOf = (db: Queryable, chance: Chance): Promise<string> => keepKey(db, chance.bytes(32).toString('base64url'))
