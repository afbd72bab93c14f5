import type { Queryable, Tx } from '#kernel/db.ts'

/** `all`: the number of the newest decision that was looked at. `ranked`: the triage version under which all open items stand. */
type Mark = 'all' | 'ranked'

export async function readMark(db: Queryable, mark: Mark): Promise<number> {
  const [row] = await db.query<{ seq: number }>('select p.seq from exception_projected p where p.batch_key = $1', [mark])
  return row?.seq ?? 0
}

/** The same, held until the transaction ends. */
export async function holdMark(tx: Tx, mark: Mark): Promise<number> {
  const [row] = await tx.query<{ seq: number }>('select p.seq from exception_projected p where p.batch_key = $1 for update', [mark])
  return row?.seq ?? 0
}

export async function moveMark(db: Queryable, mark: Mark, seq: number): Promise<void> {
  await db.query(
    'insert into exception_projected as p (batch_key, seq) values ($1, $2) on conflict (batch_key) do update set seq = excluded.seq where p.seq < excluded.seq',
    [mark, seq],
  )
}
