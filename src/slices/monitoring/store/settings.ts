import type { Queryable, Tx } from '#kernel/db.ts'
import { type Settings, shippedSettings } from '../settings.ts'

/** What is set now; version 0 is what ships. */
export async function settingsNow(db: Queryable): Promise<Settings & { version: number }> {
  const [row] = await db.query<{ version: number; body: Settings }>(
    'select s.version, s.body from alarm_setting s order by s.version desc limit 1',
  )
  return { ...shippedSettings, ...row?.body, version: row?.version ?? 0 }
}

/** False when somebody set that version at the same moment. */
export async function addSettings(tx: Tx, set: { version: number; body: Settings; reason: string; at: Date }): Promise<boolean> {
  const rows = await tx.query(
    'insert into alarm_setting (version, body, reason, set_at) values ($1, $2, $3, $4) on conflict (version) do nothing returning version',
    [set.version, JSON.stringify(set.body), set.reason, set.at],
  )
  return rows.length > 0
}
