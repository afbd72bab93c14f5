import type { Queryable, Tx } from '#kernel/db.ts'
import type { KillSwitch, SwitchScope } from '../kill-switch.ts'

type Row = { scope: SwitchScope; target: string; is_on: boolean; reason: string; who_to_ask: string; by: string; at: Date }

const columns = 's.scope, s.target, s.is_on, s.reason, s.who_to_ask, s.by, s.at'

function fromRow(row: Row): KillSwitch {
  return { scope: row.scope, target: row.target, isOn: row.is_on, reason: row.reason, whoToAsk: row.who_to_ask, by: row.by, at: row.at }
}

/** Every switch that is on. They are few: each stands for something that stopped. */
export async function switchesOn(db: Queryable): Promise<KillSwitch[]> {
  const rows = await db.query<Row>(`select ${columns} from kill_switch s where s.is_on order by s.scope, s.target`)
  return rows.map(fromRow)
}

export async function holdSwitch(tx: Tx, key: Pick<KillSwitch, 'scope' | 'target'>): Promise<KillSwitch | null> {
  const [row] = await tx.query<Row>(`select ${columns} from kill_switch s where s.scope = $1 and s.target = $2 for update`, [
    key.scope,
    key.target,
  ])
  return row ? fromRow(row) : null
}

export async function saveSwitch(tx: Tx, set: KillSwitch): Promise<void> {
  await tx.query(
    `insert into kill_switch (scope, target, is_on, reason, who_to_ask, by, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (scope, target) do update set
       is_on = excluded.is_on, reason = excluded.reason, who_to_ask = excluded.who_to_ask, by = excluded.by, at = excluded.at`,
    [set.scope, set.target, set.isOn, set.reason, set.whoToAsk, set.by, set.at],
  )
}

export async function deleteSwitch(tx: Tx, key: Pick<KillSwitch, 'scope' | 'target'>): Promise<void> {
  await tx.query('delete from kill_switch where scope = $1 and target = $2', [key.scope, key.target])
}

export type SwitchFilter = { isOn?: boolean; after?: string; limit: number }

/** Where a switch stands in the list: those that are on come first. */
export function switchCursor(killSwitch: KillSwitch): string {
  return `${killSwitch.isOn ? 0 : 1}/${killSwitch.scope}/${killSwitch.target}`
}

export async function switchesAfter(db: Queryable, filter: SwitchFilter): Promise<KillSwitch[]> {
  const place = `((case when s.is_on then '0' else '1' end) || '/' || s.scope || '/' || s.target) collate "C"`
  const rows = await db.query<Row>(
    `select ${columns}
       from kill_switch s
      where ${place} > $1
        and ($2::boolean is null or s.is_on = $2)
      order by ${place}
      limit $3`,
    [filter.after ?? '', filter.isOn ?? null, filter.limit],
  )
  return rows.map(fromRow)
}
