import type { Queryable, Tx } from '#kernel/db.ts'
import type { Escalation, EscalationKind, EscalationState } from '../escalation.ts'
import type { Severity, StepRole } from '../procedure.ts'

type Row = {
  team_id: string
  id: string
  severity: Severity
  kind: EscalationKind
  subject: string
  title: string
  body: string
  link: string | null
  drill_id: string | null
  state: EscalationState
  step: number
  steps_count: number
  waits_for: StepRole | null
  has_procedure: boolean
  items_count: number
  next_at: Date | null
  opened_at: Date
  acknowledged_at: Date | null
  closed_at: Date | null
}

const columns = `e.team_id, e.id, e.severity, e.kind, e.subject, e.title, e.body, e.link, e.drill_id, e.state, e.step, e.steps_count,
       e.waits_for, e.has_procedure, e.items_count, e.next_at, e.opened_at, e.acknowledged_at, e.closed_at`

function fromRow(row: Row): Escalation {
  return {
    teamId: row.team_id,
    id: row.id,
    severity: row.severity,
    kind: row.kind,
    subject: row.subject,
    title: row.title,
    text: row.body,
    link: row.link,
    drillId: row.drill_id,
    state: row.state,
    step: row.step,
    stepsCount: row.steps_count,
    waitsFor: row.waits_for,
    hasProcedure: row.has_procedure,
    itemsCount: row.items_count,
    nextAt: row.next_at,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    closedAt: row.closed_at,
  }
}

/** False when one of the same subject runs already. */
export async function insertEscalation(tx: Tx, made: Escalation): Promise<boolean> {
  const rows = await tx.query(
    `insert into escalation (team_id, id, severity, kind, subject, title, body, link, drill_id, state, step, steps_count, waits_for,
                             has_procedure, items_count, next_at, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict do nothing returning id`,
    [
      made.teamId,
      made.id,
      made.severity,
      made.kind,
      made.subject,
      made.title,
      made.text,
      made.link,
      made.drillId,
      made.state,
      made.step,
      made.stepsCount,
      made.waitsFor,
      made.hasProcedure,
      made.itemsCount,
      made.nextAt,
      made.openedAt,
    ],
  )
  return rows.length === 1
}

export async function saveEscalation(tx: Tx, changed: Escalation): Promise<void> {
  await tx.query(
    `update escalation
        set title = $3, body = $4, state = $5, step = $6, steps_count = $7, waits_for = $8, has_procedure = $9, items_count = $10,
            next_at = $11, acknowledged_at = $12, closed_at = $13
      where team_id = $1 and id = $2`,
    [
      changed.teamId,
      changed.id,
      changed.title,
      changed.text,
      changed.state,
      changed.step,
      changed.stepsCount,
      changed.waitsFor,
      changed.hasProcedure,
      changed.itemsCount,
      changed.nextAt,
      changed.acknowledgedAt,
      changed.closedAt,
    ],
  )
}

export async function escalationById(db: Queryable, id: string): Promise<Escalation | undefined> {
  const [row] = await db.query<Row>(`select ${columns} from escalation e where e.id = $1`, [id])
  return row && fromRow(row)
}

type Key = Pick<Escalation, 'teamId' | 'id'>

/** Holds the row, so that two who answer at once follow one another. */
export async function lockEscalation(tx: Tx, key: Key): Promise<Escalation | undefined> {
  const [row] = await tx.query<Row>(`select ${columns} from escalation e where e.team_id = $1 and e.id = $2 for update`, [
    key.teamId,
    key.id,
  ])
  return row && fromRow(row)
}

/** The one that runs about a subject, held for a change. */
export async function lockRunning(tx: Tx, about: { teamId: string; subject: string }): Promise<Escalation | undefined> {
  const [row] = await tx.query<Row>(
    `select ${columns} from escalation e where e.team_id = $1 and e.subject = $2 and e.state <> 'closed' for update`,
    [about.teamId, about.subject],
  )
  return row && fromRow(row)
}

export type EscalationFilter = {
  teamIds: string[] | null
  team?: string
  state?: EscalationState
  isRunning?: boolean
  drillId?: string
  before?: string
  limit: number
}

/** Escalations, newest first. */
export async function escalationsBefore(db: Queryable, filter: EscalationFilter): Promise<Escalation[]> {
  const rows = await db.query<Row>(
    `select ${columns}
       from escalation e
      where ($1::text[] is null or e.team_id = any ($1))
        and ($2::text is null or e.team_id = $2)
        and ($3::text is null or e.state = $3)
        and ($4::boolean is null or (e.state <> 'closed') = $4)
        and ($5::uuid is null or e.drill_id = $5)
        and ($6::uuid is null or e.id < $6)
      order by e.id desc
      limit $7`,
    [
      filter.teamIds,
      filter.team ?? null,
      filter.state ?? null,
      filter.isRunning ?? null,
      filter.drillId ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  )
  return rows.map(fromRow)
}

/** Those whose next step is due, the longest waiting first. */
export function dueEscalations(db: Queryable, now: Date, limit: number): Promise<Key[]> {
  return db.query<Key>(
    `select e.team_id as "teamId", e.id from escalation e
      where e.state in ('open', 'handed_over') and e.next_at <= $1
      order by e.next_at
      limit $2`,
    [now, limit],
  )
}
