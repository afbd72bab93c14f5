import type { Queryable, Tx } from '#kernel/db.ts'

/** Who answers for what a measure means, where somebody said so. */
export async function ownersOf(db: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ measure_id: string; owner: string }>('select o.measure_id, o.owner from measure_owner o')
  return new Map(rows.map(({ measure_id, owner }) => [measure_id, owner]))
}

export async function putOwner(tx: Tx, { measureId, owner, at }: { measureId: string; owner: string; at: Date }): Promise<void> {
  await tx.query(
    `insert into measure_owner (measure_id, owner, set_at) values ($1, $2, $3)
     on conflict (measure_id) do update set owner = excluded.owner, set_at = excluded.set_at`,
    [measureId, owner, at],
  )
}
