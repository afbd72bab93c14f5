import type { Queryable, Tx } from '#kernel/db.ts'
import type { Reject, Run } from './run.ts'

const columns = `r.id, r.file_digest as "fileDigest", r.mapping_digest as "mappingDigest", r.name, r.title, r.state, r.read, r.written, r.unchanged,
  r.rejected, r.left_out as "leftOut", r.share, r.began_at as "beganAt", r.changed_at as "changedAt", r.finished_at as "finishedAt"`

/** Adds a run, or finds the one that has this file and mapping already; held until the transaction ends. */
export async function addOrHold(tx: Tx, run: Run): Promise<Run> {
  await tx.query(
    `insert into import_run (id, file_digest, mapping_digest, name, title, state, read, written, unchanged, rejected, left_out, share,
       began_at, changed_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (file_digest, mapping_digest) do nothing`,
    [
      run.id,
      run.fileDigest,
      run.mappingDigest,
      run.name,
      run.title,
      run.state,
      run.read,
      run.written,
      run.unchanged,
      run.rejected,
      run.leftOut,
      run.share,
      run.beganAt,
      run.changedAt,
      run.finishedAt,
    ],
  )
  const [held] = await tx.query<Run>(`select ${columns} from import_run r where r.file_digest = $1 and r.mapping_digest = $2 for update`, [
    run.fileDigest,
    run.mappingDigest,
  ])
  return held ?? run
}

export async function holdRun(tx: Tx, id: string): Promise<Run | undefined> {
  const [run] = await tx.query<Run>(`select ${columns} from import_run r where r.id = $1 for update`, [id])
  return run
}

export async function runOfId(db: Queryable, id: string): Promise<Run | undefined> {
  const [run] = await db.query<Run>(`select ${columns} from import_run r where r.id = $1`, [id])
  return run
}

/** The last changed first. */
export function runsBefore(
  db: Queryable,
  { before, limit }: { before: Pick<Run, 'changedAt' | 'id'> | null; limit: number },
): Promise<Run[]> {
  return db.query<Run>(
    `select ${columns} from import_run r where $1::timestamptz is null or (r.changed_at, r.id) < ($1, $2::uuid)
      order by r.changed_at desc, r.id desc limit $3`,
    [before?.changedAt ?? null, before?.id ?? null, limit],
  )
}

export async function saveRun(tx: Tx, run: Run): Promise<void> {
  await tx.query(
    `update import_run set name = $2, title = $3, state = $4, read = $5, written = $6, unchanged = $7, rejected = $8, left_out = $9,
            share = $10, began_at = $11, changed_at = $12, finished_at = $13
      where id = $1`,
    [
      run.id,
      run.name,
      run.title,
      run.state,
      run.read,
      run.written,
      run.unchanged,
      run.rejected,
      run.leftOut,
      run.share,
      run.beganAt,
      run.changedAt,
      run.finishedAt,
    ],
  )
}

export async function addRejects(tx: Tx, id: string, rejects: readonly Reject[]): Promise<void> {
  await tx.query(
    `insert into import_reject (import_id, line, reason) select $1, g.* from unnest($2::bigint[], $3::text[]) as g
     on conflict (import_id, line) do update set reason = excluded.reason`,
    [id, rejects.map(({ line }) => line), rejects.map(({ reason }) => reason)],
  )
}

export async function forgetRejects(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from import_reject where import_id = $1', [id])
}

export function rejectsAfter(db: Queryable, { id, after, limit }: { id: string; after: number; limit: number }): Promise<Reject[]> {
  return db.query<Reject>('select j.line, j.reason from import_reject j where j.import_id = $1 and j.line > $2 order by j.line limit $3', [
    id,
    after,
    limit,
  ])
}
