import type { Queryable, Tx } from '#kernel/db.ts'
import type { Holiday, OpenHours } from '../calendar.ts'

export type StoredCalendar = { hours: OpenHours[]; holidays: Holiday[]; etag: number }

export async function calendarOf(db: Queryable, teamId: string): Promise<StoredCalendar | undefined> {
  const [row] = await db.query<StoredCalendar>('select b.hours, b.holidays, b.etag from business_calendar b where b.team_id = $1', [teamId])
  return row
}

/** Writes the calendar down over the one with the etag before; 0 for none. False when somebody else was faster. */
export async function saveCalendar(tx: Tx, teamId: string, made: StoredCalendar & { at: Date }): Promise<boolean> {
  const rows = await tx.query(
    `insert into business_calendar (team_id, hours, holidays, etag, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (team_id) do update set
       hours = excluded.hours, holidays = excluded.holidays, etag = excluded.etag, changed_at = excluded.changed_at
      where business_calendar.etag = excluded.etag - 1
     returning team_id`,
    [teamId, JSON.stringify(made.hours), JSON.stringify(made.holidays), made.etag, made.at],
  )
  return rows.length === 1
}
