import type { Queryable, Tx } from '#kernel/db.ts'
import type { Cause } from '../cause.ts'
import type { Item } from '../item.ts'
import type { Reachable } from './items.ts'

const columns =
  'c.id, c.team_id as "teamId", c.title, c.next_step as "nextStep", c.matches, c.opened_at as "openedAt", c.closed_at as "closedAt", c.etag'

/** Every cause that is being worked on. They are few: each has somebody at work on it. */
export function openCauses(db: Queryable): Promise<Cause[]> {
  return db.query<Cause>(`select ${columns} from known_cause c where c.closed_at is null order by c.id`)
}

export async function causeOfId(db: Queryable, id: string): Promise<Cause | undefined> {
  const [cause] = await db.query<Cause>(`select ${columns} from known_cause c where c.id = $1`, [id])
  return cause
}

export async function holdCause(tx: Tx, id: string): Promise<Cause | undefined> {
  const [cause] = await tx.query<Cause>(`select ${columns} from known_cause c where c.id = $1 for update`, [id])
  return cause
}

export type CauseFilter = { teams: readonly string[] | null; team?: string; isClosed: boolean; after?: string; limit: number }

/** Causes of the whole organisation and of these teams, by id. */
export function causesAfter(db: Queryable, filter: CauseFilter): Promise<Cause[]> {
  return db.query<Cause>(
    `select ${columns} from known_cause c
      where ($1::text[] is null or c.team_id is null or c.team_id = any ($1))
        and ($2::text is null or c.team_id is null or c.team_id = $2)
        and (c.closed_at is not null) = $3 and c.id > $4
      order by c.id limit $5`,
    [filter.teams, filter.team ?? null, filter.isClosed, filter.after ?? '', filter.limit],
  )
}

/** False when there is one with this id. */
export async function insertCause(tx: Tx, cause: Cause): Promise<boolean> {
  const rows = await tx.query(
    `insert into known_cause (id, team_id, title, next_step, matches, opened_at, etag) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do nothing returning id`,
    [cause.id, cause.teamId, cause.title, cause.nextStep, JSON.stringify(cause.matches), cause.openedAt, cause.etag],
  )
  return rows.length > 0
}

export async function endCause(tx: Tx, { id, closedAt, etag }: Cause): Promise<void> {
  await tx.query('update known_cause set closed_at = $2, etag = $3 where id = $1', [id, closedAt, etag])
}

/** How many items wait that belong to each of these causes, as far as the reader reaches. Drills are left out. */
export async function openItemsOf(db: Queryable, reach: Reachable, causes: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ cause: string; n: number }>(
    `select e.cause_id as cause, count(*)::int as n from exception e
      where e.cause_id = any ($3) and e.state in ('open', 'deferred', 'held') and e.drill_id is null
        and ($1::text[] is null or e.team_id = any ($1)) and ($2::text is null or e.ai_agent_id = $2)
      group by e.cause_id`,
    [reach.teams, reach.aiAgent ?? null, causes],
  )
  return new Map(rows.map((row) => [row.cause, row.n]))
}

export type Candidate = Pick<
  Item,
  'teamId' | 'id' | 'aiAgentId' | 'decisionId' | 'decisionType' | 'title' | 'subject' | 'causeId' | 'assessed' | 'openedAt' | 'dueAt'
>

const candidate = `e.team_id as "teamId", e.id, e.ai_agent_id as "aiAgentId", e.decision_id as "decisionId", e.decision_type as "decisionType",
  e.title, e.subject, e.cause_id as "causeId", e.triage as assessed, e.opened_at as "openedAt", e.due_at as "dueAt"`

/** Waiting items that may belong to a cause: the most urgent first, as many as one act has time for. */
export function candidatesFor(tx: Tx, { teamId, matches }: Pick<Cause, 'teamId' | 'matches'>, limit: number): Promise<Candidate[]> {
  return tx.query<Candidate>(
    `select ${candidate} from exception e
      where e.state in ('open', 'deferred', 'held') and ($1::text is null or e.team_id = $1)
        and ($2::text is null or e.ai_agent_id = $2) and ($3::text is null or e.decision_type = $3)
      order by e.rank desc, e.id limit $4`,
    [teamId, matches.aiAgent ?? null, matches.decisionType ?? null, limit],
  )
}

/** Waiting items that belong to a cause. */
export function itemsOfCause(tx: Tx, causeId: string): Promise<Candidate[]> {
  return tx.query<Candidate>(`select ${candidate} from exception e where e.cause_id = $1 and e.state in ('open', 'deferred', 'held')`, [
    causeId,
  ])
}

/** Says to which cause items belong now, and where they stand with it. Locked in one order for all who do so. */
export async function saveCauses(
  tx: Tx,
  items: readonly { teamId: string; id: string; causeId: string | null; rank: number }[],
  now: Date,
) {
  if (items.length === 0) return
  await tx.query(
    `with held as (
       select e.team_id, e.id, r."causeId" as cause_id, r.rank
         from exception e join jsonb_to_recordset($1::jsonb) as r("teamId" text, id uuid, "causeId" text, rank double precision)
           on e.team_id = r."teamId" and e.id = r.id
        where e.state <> 'resolved'
        order by e.team_id, e.id
        for update of e
     )
     update exception e set cause_id = h.cause_id, rank = h.rank, version = e.version + 1, changed_at = $2
       from held h where e.team_id = h.team_id and e.id = h.id`,
    [JSON.stringify(items), now],
  )
}
