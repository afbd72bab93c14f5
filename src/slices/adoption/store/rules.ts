import type { Queryable, Tx } from '#kernel/db.ts'
import { type Rules, type RulesVersion, shippedRules } from '../rules.ts'

/** What counts as active use now. */
export async function rulesInForce(db: Queryable): Promise<RulesVersion> {
  const [row] = await db.query<{ version: number; rules: Rules }>(
    'select r.version, r.rules from adoption_rules r order by r.version desc limit 1',
  )
  return row ? { ...row.rules, version: row.version } : shippedRules
}

/** False when that version was made by somebody else meanwhile. */
export async function addRules(
  tx: Tx,
  { version, ...rules }: RulesVersion,
  { reason, at }: { reason: string; at: Date },
): Promise<boolean> {
  const rows = await tx.query(
    'insert into adoption_rules (version, rules, reason, made_at) values ($1, $2, $3, $4) on conflict (version) do nothing returning version',
    [version, JSON.stringify(rules), reason, at],
  )
  return rows.length > 0
}
