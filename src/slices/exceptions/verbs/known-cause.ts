import type { Queryable } from '#kernel/db.ts'
import type { DetailAnswer } from '../detail.ts'
import type { Likeness } from '../draft.ts'

export type FindCause = (item: Likeness) => string | null

/** Which known cause an item belongs to, among those that are open now. */
export async function causeFinder(_db: Queryable): Promise<FindCause> {
  return () => null
}

/** A cause as an item names it. */
export async function causeNamed(_db: Queryable, _id: string): Promise<DetailAnswer['cause']> {
  return null
}
