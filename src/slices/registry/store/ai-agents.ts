import type { Queryable, Tx } from '#kernel/db.ts'
import type { AiAgent, Stage, Status } from '../ai-agent.ts'
import { type Card, editCard } from '../card.ts'

type Row = {
  id: string
  name: string
  function: string
  vendor: string
  runtime: string
  version: string
  accountable_owner: string | null
  technical_owner: string | null
  stage: Stage
  status: Status
  launched_on: string | null
  last_review_on: string | null
  card: Card
  etag: number
  found_at: Date
  changed_at: Date
}

// Days are read as text: the driver would make instants of them, in the time zone of this process.
const columns = `a.id, a.name, a.function, a.vendor, a.runtime, a.version, a.accountable_owner, a.technical_owner, a.stage, a.status,
  a.launched_on::text, a.last_review_on::text, a.card, a.etag, a.found_at, a.changed_at`

function fromRow(row: Row): AiAgent {
  return {
    id: row.id,
    name: row.name,
    function: row.function,
    vendor: row.vendor,
    runtime: row.runtime,
    version: row.version,
    accountableOwner: row.accountable_owner,
    technicalOwner: row.technical_owner,
    stage: row.stage,
    status: row.status,
    launchedOn: row.launched_on,
    lastReviewOn: row.last_review_on,
    // jsonb keeps no order of keys; equal cards must be equal texts.
    card: editCard(row.card, {}),
    etag: row.etag,
    foundAt: row.found_at,
    changedAt: row.changed_at,
  }
}

export async function findAiAgent(db: Queryable, id: string): Promise<AiAgent | null> {
  const [row] = await db.query<Row>(`select ${columns} from ai_agent a where a.id = $1`, [id])
  return row ? fromRow(row) : null
}

/** Who answers for an AI agent: the id of a person, null where nobody is named or nobody knows it. */
export async function accountableOwnerOf(db: Queryable, id: string): Promise<string | null> {
  const [row] = await db.query<{ owner: string | null }>('select a.accountable_owner as owner from ai_agent a where a.id = $1', [id])
  return row?.owner ?? null
}

/** What AI agents are called, by their ids; what is not known is left out. */
export async function aiAgentNames(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ id: string; name: string }>('select a.id, a.name from ai_agent a where a.id = any($1)', [ids])
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** True for an AI agent that was registered, or that asked without being registered. */
export async function isKnownAiAgent(db: Queryable, id: string): Promise<boolean> {
  return (await db.query('select a.id from ai_agent a where a.id = $1', [id])).length > 0
}

/** The AI agent, held until the transaction ends: `update` for whoever changes it, `share` for whoever relies on it. */
export async function holdAiAgent(tx: Tx, id: string, strength: 'update' | 'share'): Promise<AiAgent | null> {
  const [row] = await tx.query<Row>(`select ${columns} from ai_agent a where a.id = $1 for ${strength}`, [id])
  return row ? fromRow(row) : null
}

/** Keeps everybody else from changing the registry until the transaction ends; reading goes on. */
export async function holdRegistry(tx: Tx): Promise<void> {
  await tx.query('lock table ai_agent, deployment in share row exclusive mode')
}

/** Writes AI agents down, new ones and known ones. */
export async function saveAiAgents(tx: Tx, aiAgents: readonly AiAgent[]): Promise<void> {
  if (aiAgents.length === 0) return
  await tx.query(
    `insert into ai_agent (id, name, function, vendor, runtime, version, accountable_owner, technical_owner, stage, status,
                           launched_on, last_review_on, card, etag, found_at, changed_at)
     select r.id, r.name, r.function, r.vendor, r.runtime, r.version, r."accountableOwner", r."technicalOwner", r.stage, r.status,
            r."launchedOn", r."lastReviewOn", r.card, r.etag, r."foundAt", r."changedAt"
       from jsonb_to_recordset($1::jsonb) as r(
              id text, name text, function text, vendor text, runtime text, version text, "accountableOwner" text,
              "technicalOwner" text, stage text, status text, "launchedOn" date, "lastReviewOn" date, card jsonb, etag int,
              "foundAt" timestamptz, "changedAt" timestamptz)
     on conflict (id) do update set
       name = excluded.name, function = excluded.function, vendor = excluded.vendor, runtime = excluded.runtime,
       version = excluded.version, accountable_owner = excluded.accountable_owner, technical_owner = excluded.technical_owner,
       stage = excluded.stage, status = excluded.status, launched_on = excluded.launched_on,
       last_review_on = excluded.last_review_on, card = excluded.card, etag = excluded.etag, changed_at = excluded.changed_at`,
    [JSON.stringify(aiAgents)],
  )
}

/** Writes down those that are not known yet and says which these were. */
export async function insertUnknown(tx: Tx, aiAgents: readonly AiAgent[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `insert into ai_agent (id, name, function, vendor, runtime, version, stage, status, card, etag, found_at, changed_at)
     select r.id, r.name, r.function, r.vendor, r.runtime, r.version, r.stage, r.status, r.card, r.etag, r."foundAt", r."changedAt"
       from jsonb_to_recordset($1::jsonb) as r(
              id text, name text, function text, vendor text, runtime text, version text, stage text, status text, card jsonb,
              etag int, "foundAt" timestamptz, "changedAt" timestamptz)
      order by r.id
     on conflict (id) do nothing
     returning id`,
    [JSON.stringify(aiAgents)],
  )
  return rows.map((row) => row.id)
}

export type AiAgentFilter = {
  q?: string
  status?: Status
  stage?: Stage
  /** A person's id, or `none`. */
  owner?: string
  team?: string
  after?: string
  limit: number
}

/** AI agents in the order of their ids. */
export async function aiAgentsAfter(db: Queryable, filter: AiAgentFilter): Promise<AiAgent[]> {
  const rows = await db.query<Row>(
    `select ${columns}
       from ai_agent a
      where a.id > $1
        and ($2::text is null or concat_ws(' ', a.id, a.name, a.function, a.vendor, a.runtime) ilike $2)
        and ($3::text is null or a.status = $3)
        and ($4::text is null or a.stage = $4)
        and ($5::text is null or a.accountable_owner = $5 or a.technical_owner = $5
             or ($5 = 'none' and a.accountable_owner is null))
        and ($6::text is null or exists (
              select 1 from deployment d where d.ai_agent_id = a.id and d.team_id = $6 and d.phase <> 'retired'))
      order by a.id
      limit $7`,
    [
      filter.after ?? '',
      filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null,
      filter.status ?? null,
      filter.stage ?? null,
      filter.owner ?? null,
      filter.team ?? null,
      filter.limit,
    ],
  )
  return rows.map(fromRow)
}

/** The AI agents with these ids. */
export async function aiAgentsByIds(db: Queryable, ids: readonly string[]): Promise<AiAgent[]> {
  const rows = await db.query<Row>(`select ${columns} from ai_agent a where a.id = any($1) order by a.id`, [ids])
  return rows.map(fromRow)
}
