import type { Queryable, Tx } from '#kernel/db.ts'
import type { Clock, Procedure, Severity, Step } from '../procedure.ts'

type Row = { team_id: string; severity: Severity; clock: Clock; steps: Step[]; etag: number }

/** The procedures that teams set, at most one of each team for each severity. */
export async function proceduresOf(db: Queryable, teamIds: readonly string[]): Promise<Procedure[]> {
  const rows = await db.query<Row>(
    'select p.team_id, p.severity, p.clock, p.steps, p.etag from escalation_procedure p where p.team_id = any ($1)',
    [teamIds],
  )
  return rows.map(({ team_id, ...rest }) => ({ ...rest, teamId: team_id, isSet: true }))
}

/** Writes the procedure down over the one with the etag before; 0 for none. False when somebody else was faster. */
export async function saveProcedure(tx: Tx, made: Procedure, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into escalation_procedure (team_id, severity, clock, steps, etag, changed_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (team_id, severity) do update set
       clock = excluded.clock, steps = excluded.steps, etag = excluded.etag, changed_at = excluded.changed_at
      where escalation_procedure.etag = excluded.etag - 1
     returning team_id`,
    [made.teamId, made.severity, made.clock, JSON.stringify(made.steps), made.etag, at],
  )
  return rows.length === 1
}

export async function dropProcedure(tx: Tx, { teamId, severity, etag }: Procedure): Promise<boolean> {
  const rows = await tx.query('delete from escalation_procedure where team_id = $1 and severity = $2 and etag = $3 returning team_id', [
    teamId,
    severity,
    etag,
  ])
  return rows.length === 1
}
