import type { Queryable, Tx } from '#kernel/db.ts'
import type { Escalation } from '../escalation.ts'
import type { Severity } from '../procedure.ts'

/** Exceptions of one team that an escalation is due for, and that none lists yet. */
export type Group = { teamId: string; severity: Severity; reason: 'overdue' | 'escalated'; drillId: string | null; count: number }

/** Each exception that is late or was escalated by somebody, with the reason and its level. Two parts, so that each has its index. */
const wanted = `select v.team_id, v.id, v.severity, v.drill_id, 'escalated' as reason, coalesce(v.escalation_level, 0) as level
         from pub_exception_open v where v.escalated_at is not null
        union all
       select v.team_id, v.id, v.severity, v.drill_id, 'overdue' as reason, 0 as level
         from pub_exception_open v where v.due_at <= $1 and v.escalated_at is null`

const listed = `exists (select 1 from escalation_item i
                  where i.team_id = w.team_id and i.item_id = w.id and i.reason = w.reason and i.level = w.level and i.gone_at is null)`

export function groupsToTell(db: Queryable, now: Date): Promise<Group[]> {
  return db.query<Group>(
    `with w as (${wanted})
     select w.team_id as "teamId", w.severity, w.reason, w.drill_id as "drillId", count(*) as count
       from w
      where not ${listed}
      group by w.team_id, w.severity, w.reason, w.drill_id
      order by w.team_id, w.severity`,
    [now],
  )
}

/** Puts the exceptions of a group on the list of an escalation; returns how many came on it. */
export async function addItems(tx: Tx, group: Group, into: { id: string; now: Date }): Promise<number> {
  const rows = await tx.query(
    `with w as (${wanted})
     insert into escalation_item (team_id, escalation_id, item_id, reason, level, added_at)
     select w.team_id, $2, w.id, w.reason, w.level, $1
       from w
      where w.team_id = $3 and w.severity = $4 and w.reason = $5 and w.drill_id is not distinct from $6 and not ${listed}
      order by w.id
     on conflict do nothing
     returning item_id`,
    [into.now, into.id, group.teamId, group.severity, group.reason, group.drillId],
  )
  return rows.length
}

/** The escalation of the same kind that still waits for an answer: what comes now joins it. Held for a change. */
export async function lockJoinable(tx: Tx, group: Group): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `select e.id from escalation e
      where e.team_id = $1 and e.severity = $2 and e.kind = $3 and e.drill_id is not distinct from $4
        and e.state in ('open', 'handed_over') and e.items_count > 0
      order by e.id limit 1 for update`,
    [group.teamId, group.severity, group.reason, group.drillId],
  )
  return row?.id
}

/** Notes which listed exceptions need nobody any more. */
export async function noteGone(db: Queryable, now: Date): Promise<void> {
  await db.query(
    `update escalation_item t set gone_at = $1
      where t.gone_at is null
        and not exists (select 1 from pub_exception_open v
                         where v.team_id = t.team_id and v.id = t.item_id
                           and case t.reason when 'overdue' then v.due_at <= $1
                               else v.escalated_at is not null and coalesce(v.escalation_level, 0) = t.level end)`,
    [now],
  )
}

/** Running escalations whose exceptions are all gone. */
export function emptied(db: Queryable): Promise<Pick<Escalation, 'teamId' | 'id'>[]> {
  return db.query(
    `select e.team_id as "teamId", e.id from escalation e
      where e.state <> 'closed' and e.items_count > 0
        and not exists (select 1 from escalation_item i where i.team_id = e.team_id and i.escalation_id = e.id and i.gone_at is null)
      limit 500`,
  )
}

/** The exceptions on the list; the title of one that is gone is not known here any more. */
export function itemsOf(
  db: Queryable,
  { teamId, id }: Pick<Escalation, 'teamId' | 'id'>,
): Promise<{ id: string; title: string; isGone: boolean }[]> {
  return db.query(
    `select i.item_id as id, coalesce(v.title, '') as title, i.gone_at is not null as "isGone"
       from escalation_item i
       left join pub_exception_open v on v.team_id = i.team_id and v.id = i.item_id
      where i.team_id = $1 and i.escalation_id = $2
      order by i.added_at, i.item_id
      limit 200`,
    [teamId, id],
  )
}
