import type { Queryable, Tx } from '#kernel/db.ts'
import type { ApiKey } from '../api-key.ts'
import type { Scope } from '../rights.ts'

type KeyRow = {
  id: string
  name: string
  hash: Buffer
  scopes: Scope[]
  team_ids: string[] | null
  ai_agent_id: string | null
  made_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
}

const columns = 'k.id, k.name, k.hash, k.scopes, k.team_ids, k.ai_agent_id, k.made_at, k.expires_at, k.revoked_at, k.last_used_at'

function fromRow(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hash: row.hash,
    scopes: row.scopes,
    teamIds: row.team_ids,
    aiAgentId: row.ai_agent_id,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}

export async function keyById(db: Queryable, id: string): Promise<ApiKey | undefined> {
  const [row] = await db.query<KeyRow>(`select ${columns} from api_key k where k.id = $1`, [id])
  return row && fromRow(row)
}

export async function lockKey(tx: Tx, id: string): Promise<ApiKey | undefined> {
  const [row] = await tx.query<KeyRow>(`select ${columns} from api_key k where k.id = $1 for update`, [id])
  return row && fromRow(row)
}

/** Keys newest first, after the one that the cursor names. With teams given: keys that reach none but these. */
export async function keysAfter(db: Queryable, filter: { teamIds: string[] | null; after?: string; limit: number }): Promise<ApiKey[]> {
  const rows = await db.query<KeyRow>(
    `select ${columns}
       from api_key k
      where ($1::text[] is null or k.team_ids <@ $1)
        and ($2::text is null or (k.made_at, k.id) < (select c.made_at, c.id from api_key c where c.id = $2))
      order by k.made_at desc, k.id desc
      limit $3`,
    [filter.teamIds, filter.after ?? null, filter.limit],
  )
  return rows.map(fromRow)
}

export async function insertKey(tx: Tx, key: ApiKey, madeBy: string): Promise<void> {
  await tx.query(
    `insert into api_key (id, name, hash, scopes, team_ids, ai_agent_id, made_by, made_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [key.id, key.name, key.hash, key.scopes, key.teamIds, key.aiAgentId, madeBy, key.madeAt, key.expiresAt],
  )
}

export async function saveRevocation(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query('update api_key set revoked_at = $2 where id = $1', [id, at])
}

/** Notes that a key is in use. Bookkeeping and no act of anybody, so it has no audit entry. */
export async function saveLastUse(db: Queryable, id: string, hour: Date): Promise<void> {
  await db.query('update api_key set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)', [id, hour])
}
