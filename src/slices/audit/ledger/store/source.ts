import type { Db, Tx } from '#kernel/db.ts'
import { must } from '#kernel/must.ts'

/**
 * Rows that become leaves. Each row has a number `seq`, from 1 on without gaps and in the order of the commits, and the
 * text of its entry, which never changes.
 */
export type LeafSource = {
  name: string
  /** Leaf hashes (32 bytes each, one after the other) of the rows that follow a number. `firstSeq` is the number of the first. */
  read(tx: Tx, after: number, limit: number): Promise<{ firstSeq: number; leafHashes: Buffer }>
  /** Entry texts from a number on, in order. */
  entries(db: Db, fromSeq: number, limit: number): Promise<string[]>
}

type Found = { first_seq: number | null; last_seq: number; rows: number; hashes: Buffer }

/**
 * A source over a table with the columns `seq` and `entry`. The database hashes the rows itself. A number that is missing
 * means that a row was deleted: that is refused, loudly, because numbers are given without gaps under a row lock.
 */
export function tableSource(name: string, table: string): LeafSource {
  must(/^[a-z][a-z0-9_]*$/.test(table), 'the table of a source is named in the code')
  return {
    name,
    async read(tx, after, limit) {
      const [found] = await tx.query<Found>(
        `select min(s.seq) as first_seq, max(s.seq) as last_seq, count(*) as rows,
                string_agg(sha256('\\x00'::bytea || convert_to(s.entry, 'UTF8')), ''::bytea order by s.seq) as hashes
           from (select t.seq, t.entry from ${table} t where t.seq > $1 order by t.seq limit $2) s`,
        [after, limit],
      )
      if (!found || found.first_seq === null) return { firstSeq: after + 1, leafHashes: Buffer.alloc(0) }
      must(found.first_seq === after + 1 && found.last_seq === after + found.rows, `no row of ${table} is missing after number ${after}`)
      return { firstSeq: found.first_seq, leafHashes: found.hashes }
    },
    async entries(db, fromSeq, limit) {
      const rows = await db.query<{ seq: number; entry: string }>(
        `select t.seq, t.entry from ${table} t where t.seq >= $1 order by t.seq limit $2`,
        [fromSeq, limit],
      )
      const gap = rows.findIndex((row, i) => row.seq !== fromSeq + i)
      return rows.slice(0, gap < 0 ? rows.length : gap).map((row) => row.entry)
    },
  }
}
