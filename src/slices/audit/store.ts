import type { Db, Queryable, Tx } from '#kernel/db.ts'
import type { StoredEntry } from './entry.ts'

/** Appends one entry under the next number. The head row stays locked until the commit, so numbers follow commits. */
export async function appendEntry(tx: Tx, entry: StoredEntry): Promise<void> {
  await tx.query(
    `with head as (update audit_head set seq = seq + 1 returning seq)
     insert into audit_entry (id, seq, at, actor_kind, actor, action, subject, entry, detail, salt)
     select $1, head.seq, $2, $3, $4, $5, $6, $7, $8, $9 from head`,
    [entry.id, entry.at, entry.actorKind, entry.actor, entry.action, entry.subject, entry.entry, entry.detail, entry.salt],
    'audit_append',
  )
}

export type EntryRow = {
  id: string
  seq: number
  at: Date
  actor_kind: string
  actor: string
  action: string
  subject: string
  detail: string | null
}

export type EntryFilter = {
  action?: string
  subject?: string
  actor?: string
  from?: Date
  hasOutcomes: boolean
  before: number
  limit: number
}

/** Entries below a number, newest first. */
export function entriesBefore(db: Db, filter: EntryFilter): Promise<EntryRow[]> {
  return db.query<EntryRow>(
    `select a.id, a.seq, a.at, a.actor_kind, a.actor, a.action, a.subject, a.detail
       from audit_entry a
      where a.seq < $1
        and ($2::text is null or a.action = $2)
        and ($3::text is null or a.subject = $3)
        and ($4::text is null or a.actor = $4)
        and ($5::timestamptz is null or a.at >= $5)
        ${filter.hasOutcomes ? '' : "and a.action not like '%.outcome'"}
      order by a.seq desc
      limit $6`,
    [filter.before, filter.action ?? null, filter.subject ?? null, filter.actor ?? null, filter.from ?? null, filter.limit],
  )
}

export type Act = { seq: number; action: string; subject: string; at: Date }

/** Acts of these kinds after a number, in the order of their commits: how a slice follows what people and AI agents did. */
export function actsAfter(db: Queryable, wanted: { actions: readonly string[]; after: number; upTo: number }): Promise<Act[]> {
  return db.query<Act>(
    `select a.seq, a.action, a.subject, a.at from audit_entry a
      where a.action = any ($1) and a.seq > $2 and a.seq <= $3
      order by a.seq`,
    [wanted.actions, wanted.after, wanted.upTo],
    'audit_acts_after',
  )
}

/** The number of the newest act. */
export async function newestAct(db: Queryable): Promise<number> {
  const [row] = await db.query<{ seq: number }>('select h.seq from audit_head h')
  return row?.seq ?? 0
}
