import type { Queryable } from '#kernel/db.ts'
import { namesIn } from '#slices/registry/index.ts'
import type { Escalation } from '../escalation.ts'

type Told = Pick<Escalation, 'title' | 'text'>

/** The same with the names of now in what is told. */
export async function withNames<E extends Told>(db: Queryable, escalations: readonly E[]): Promise<E[]> {
  const put = await namesIn(
    db,
    escalations.flatMap(({ title, text }) => [title, text]),
  )
  return escalations.map((one) => ({ ...one, title: put(one.title), text: put(one.text) }))
}

/** One with the names of now. */
export async function withName<E extends Told>(db: Queryable, escalation: E): Promise<E> {
  const [told = escalation] = await withNames(db, [escalation])
  return told
}
