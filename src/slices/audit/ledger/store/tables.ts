import type { Queryable, Tx } from '#kernel/db.ts'
import { must } from '#kernel/must.ts'
import type { Span } from '../proof.ts'
import type { Signer } from '../signer.ts'
import type { ReadTile, Tile, TilePlace } from '../tiles.ts'

/** A checkpoint as it is kept: what was signed, and when. */
export type StoredCheckpoint = { size: number; root: Buffer; note: string; signedAt: Date }

/** Leaves that came in one go from one source. */
export type LeafRange = { firstLeaf: number; source: string; firstSeq: number; leafCount: number }

const leaseKey = 7_104_003

/**
 * Takes the lease until the commit and gives the size of the tree; undefined while somebody else holds it. An advisory
 * lock, because locking a row would write to disk at every look, also when there is nothing to append. Two statements:
 * the second must see what the holder before committed.
 */
export async function takeLease(tx: Tx): Promise<number | undefined> {
  const [lease] = await tx.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [leaseKey])
  if (!lease?.taken) return undefined
  const [head] = await tx.query<{ size: number }>('select h.size from ledger_head h')
  return head?.size
}

export async function sourceMarks(db: Queryable): Promise<Map<string, number>> {
  const rows = await db.query<{ source: string; last_seq: number }>('select s.source, s.last_seq from ledger_source s order by s.source')
  return new Map(rows.map((row) => [row.source, row.last_seq]))
}

/** Loads tiles and gives a way to find them. A tile that the tree must have and has not is a broken tree. */
export async function loadTiles(db: Queryable, places: readonly TilePlace[]): Promise<ReadTile> {
  const rows = await db.query<Tile>(
    `select t.level, t.tile, t.hashes
       from unnest($1::int[], $2::bigint[]) as wanted (level, tile)
       join ledger_tile t on t.level = wanted.level and t.tile = wanted.tile`,
    [places.map((place) => place.level), places.map((place) => place.tile)],
  )
  return ({ level, tile }) => {
    const found = rows.find((row) => row.level === level && row.tile === tile)
    must(found, `tile ${tile} of level ${level} is in the table`)
    return found.hashes
  }
}

export async function saveTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  await tx.query(
    `insert into ledger_tile (level, tile, hashes)
     select * from unnest($1::int[], $2::bigint[], $3::bytea[])
     on conflict (level, tile) do update set hashes = excluded.hashes`,
    [tiles.map((tile) => tile.level), tiles.map((tile) => tile.tile), tiles.map((tile) => tile.hashes)],
  )
}

/** Notes where leaves came from, as a part of the last range when they follow on it, and how far the source now is. */
export async function saveRange(tx: Tx, range: LeafRange): Promise<void> {
  await tx.query(
    `with grown as (
       update ledger_range r set leaf_count = r.leaf_count + $4::bigint
        where r.first_leaf = (select max(first_leaf) from ledger_range)
          and r.source = $2 and r.first_seq + r.leaf_count = $3::bigint
       returning r.first_leaf)
     insert into ledger_range (first_leaf, source, first_seq, leaf_count)
     select $1::bigint, $2, $3::bigint, $4::bigint where not exists (select from grown)`,
    [range.firstLeaf, range.source, range.firstSeq, range.leafCount],
  )
  await tx.query(
    `insert into ledger_source (source, last_seq) values ($1, $2)
     on conflict (source) do update set last_seq = excluded.last_seq`,
    [range.source, range.firstSeq + range.leafCount - 1],
  )
}

/** Moves the head. Whoever appended under an old size, lease or not, changes nothing. */
export async function saveHead(tx: Tx, sizes: { from: number; to: number }): Promise<void> {
  const moved = await tx.query('update ledger_head set size = $2 where size = $1 returning size', [sizes.from, sizes.to])
  must(moved.length === 1, 'nobody else appended meanwhile')
}

const keptMinutes = 10
const keptLeaves = 1024

/**
 * Keeps a checkpoint. Those that it makes superfluous go: of each ten minutes and each 1,024 leaves the last one stays,
 * so that their number does not grow with the number of appends.
 */
export async function saveCheckpoint(tx: Tx, kept: StoredCheckpoint): Promise<void> {
  const windowMs = keptMinutes * 60_000
  await tx.query('delete from ledger_checkpoint c where c.size >= $1 and c.size < $2 and c.signed_at >= $3', [
    Math.floor(kept.size / keptLeaves) * keptLeaves,
    kept.size,
    new Date(Math.floor(kept.signedAt.getTime() / windowMs) * windowMs),
  ])
  await tx.query('insert into ledger_checkpoint (size, root, note, signed_at) values ($1, $2, $3, $4)', [
    kept.size,
    kept.root,
    kept.note,
    kept.signedAt,
  ])
}

/** Notes the public key of a signer at its first signature. */
export async function saveKey(tx: Tx, signer: Signer, first: { size: number; at: Date }): Promise<void> {
  await tx.query(
    `insert into ledger_key (verifier_key, key_name, key_id, algorithm, first_size, first_used_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (verifier_key) do nothing`,
    [signer.verifierKey, signer.name, signer.keyId, signer.algorithm, first.size, first.at],
  )
}

/** Checkpoints above a size and up to another, the smallest first. */
export async function checkpointsBetween(
  db: Queryable,
  sizes: { above: number; upTo: number; limit: number },
): Promise<StoredCheckpoint[]> {
  return db.query<StoredCheckpoint>(
    `select c.size, c.root, c.note, c.signed_at as "signedAt"
       from ledger_checkpoint c where c.size > $1 and c.size <= $2 order by c.size limit $3`,
    [sizes.above, sizes.upTo, sizes.limit],
  )
}

/** The checkpoint that covers most, or undefined before the first. */
export async function newestCheckpoint(db: Queryable): Promise<StoredCheckpoint | undefined> {
  const [newest] = await db.query<StoredCheckpoint>(
    'select c.size, c.root, c.note, c.signed_at as "signedAt" from ledger_checkpoint c order by c.size desc limit 1',
  )
  return newest
}

/** The ranges that a span of leaves touches, cut to it, in the order of the tree. */
export async function rangesOver(db: Queryable, span: Span): Promise<LeafRange[]> {
  return db.query<LeafRange>(
    `select greatest(r.first_leaf, $1::bigint) as "firstLeaf", r.source,
            r.first_seq + greatest($1::bigint - r.first_leaf, 0) as "firstSeq",
            least(r.first_leaf + r.leaf_count, $2::bigint) - greatest(r.first_leaf, $1::bigint) as "leafCount"
       from ledger_range r
      where r.first_leaf >= (select max(first_leaf) from ledger_range where first_leaf <= $1::bigint) and r.first_leaf < $2::bigint
      order by r.first_leaf`,
    [span.start, span.end],
  )
}

/** The leaf that a row became, or undefined while it waits. */
export async function leafIndexOf(db: Queryable, row: { source: string; seq: number }): Promise<number | undefined> {
  const [found] = await db.query<{ leaf: number }>(
    `select r.first_leaf + ($2::bigint - r.first_seq) as leaf
       from (select * from ledger_range where source = $1 and first_seq <= $2::bigint order by first_seq desc limit 1) r
      where $2::bigint < r.first_seq + r.leaf_count`,
    [row.source, row.seq],
  )
  return found?.leaf
}
