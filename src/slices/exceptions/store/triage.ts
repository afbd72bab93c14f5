import type { Queryable, Tx } from '#kernel/db.ts'
import type { Item } from '../item.ts'
import { type Assessed, type InForce, shippedTriage, type Triage } from '../triage.ts'

export type Published = InForce & { reason: string | null; publishedAt: Date | null }

const shipped: Published = { ...shippedTriage, reason: null, publishedAt: null }
const columns = 't.version, t.body as standard, t.reason, t.published_at as "publishedAt"'

/** The triage standard in force; what ships with Pilotage as long as nobody published one. */
export async function newestTriage(db: Queryable): Promise<Published> {
  const [row] = await db.query<Published>(`select ${columns} from triage_standard t order by t.version desc limit 1`)
  return row ?? shipped
}

export async function triageOfVersion(db: Queryable, version: number): Promise<Published> {
  const [row] = await db.query<Published>(`select ${columns} from triage_standard t where t.version = $1`, [version])
  return row ?? shipped
}

/** Writes a version; false when somebody else wrote it first. */
export async function insertTriage(tx: Tx, made: { version: number; standard: Triage; reason: string; at: Date }): Promise<boolean> {
  const rows = await tx.query(
    'insert into triage_standard (version, body, reason, published_at) values ($1, $2, $3, $4) on conflict (version) do nothing returning version',
    [made.version, JSON.stringify(made.standard), made.reason, made.at],
  )
  return rows.length > 0
}

export type Rankable = Pick<Item, 'teamId' | 'id' | 'decisionType' | 'amount' | 'assessed' | 'causeId' | 'openedAt' | 'dueAt'>

/** Open items that were ranked under another version, held for a change. */
export function takeStale(tx: Tx, version: number, limit: number): Promise<Rankable[]> {
  return tx.query<Rankable>(
    `select e.team_id as "teamId", e.id, e.decision_type as "decisionType", e.amount, e.triage as assessed, e.cause_id as "causeId",
            e.opened_at as "openedAt", e.due_at as "dueAt"
       from exception e
      where e.state in ('open', 'deferred', 'held') and (e.triage ->> 'version')::int <> $1
      limit $2
      for update skip locked`,
    [version, limit],
  )
}

export type NewRank = { teamId: string; id: string; rank: number; assessed: Assessed; isHighRisk: boolean }

export async function saveRanks(tx: Tx, ranks: readonly NewRank[], now: Date): Promise<void> {
  if (ranks.length === 0) return
  await tx.query(
    `update exception e
        set rank = r.rank, triage = r.assessed, is_high_risk = r."isHighRisk", version = e.version + 1, changed_at = $2
       from jsonb_to_recordset($1::jsonb) as r("teamId" text, id uuid, rank double precision, assessed jsonb, "isHighRisk" boolean)
      where e.team_id = r."teamId" and e.id = r.id`,
    [JSON.stringify(ranks), now],
  )
}
