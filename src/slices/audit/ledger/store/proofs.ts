import type { Db, Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { hashBytes } from '../hash.ts'
import { consistencySpans, inclusionSpans } from '../proof.ts'
import { placesAround, spanRoot, tileWidth } from '../tiles.ts'
import { leafIndexOf, loadTiles, newestCheckpoint, type StoredCheckpoint, sourceMarks } from './tables.ts'

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0

async function requireSize(db: Queryable, size: number): Promise<void> {
  const newest = await newestCheckpoint(db)
  if (!isCount(size) || size > (newest?.size ?? 0))
    throw new AppError('not_found', `The ledger has no checkpoint over ${size} entries yet; it covers ${newest?.size ?? 0}.`, {
      next: 'Ask for a size up to that.',
    })
}

/** Hashes that lead from a leaf to the root of the tree at a size. */
export async function inclusionProof(db: Db, leafIndex: number, size: number): Promise<Buffer[]> {
  await requireSize(db, size)
  if (!isCount(leafIndex) || leafIndex >= size)
    throw new AppError('not_found', `A tree of ${size} entries has no entry ${leafIndex}.`, { next: 'Entries are counted from 0.' })
  const read = await loadTiles(db, placesAround(leafIndex, size))
  return inclusionSpans(leafIndex, size).map((span) => spanRoot(read, span))
}

/** Hashes that show that the tree at one size is the beginning of the tree at a later one. */
export async function consistencyProof(db: Db, from: number, to: number): Promise<Buffer[]> {
  await requireSize(db, to)
  if (!isCount(from) || from === 0 || from > to)
    throw new AppError('invalid', `Nothing can be proved from ${from} to ${to} entries.`, {
      next: 'Ask from 1 entry or more to at least as many.',
    })
  const read = await loadTiles(db, placesAround(from - 1, to))
  return consistencySpans(from, to).map((span) => spanRoot(read, span))
}

/** That a recorded row is in the tree: the leaf, the way to the root, and the newest checkpoint, which covers it. */
export type RowProof = { leafIndex: number; leafHash: Buffer; proof: Buffer[]; checkpoint: StoredCheckpoint }

/** Proves a row of a source, or gives undefined while it is on its way into the tree (within seconds). */
export async function proveRow(db: Db, row: { source: string; seq: number }): Promise<RowProof | undefined> {
  const leafIndex = await leafIndexOf(db, row)
  const checkpoint = await newestCheckpoint(db)
  if (leafIndex === undefined || !checkpoint || leafIndex >= checkpoint.size) return undefined
  const read = await loadTiles(db, placesAround(leafIndex, checkpoint.size))
  const at = (leafIndex % tileWidth) * hashBytes
  const leafHash = read({ level: 0, tile: Math.floor(leafIndex / tileWidth) }).subarray(at, at + hashBytes)
  const proof = inclusionSpans(leafIndex, checkpoint.size).map((span) => spanRoot(read, span))
  return { leafIndex, leafHash, proof, checkpoint }
}

/** How far the ledger is: its newest checkpoint, and the last number of each source that it covers. */
export async function ledgerStatus(db: Db): Promise<{ checkpoint: StoredCheckpoint | undefined; lastSeqs: Map<string, number> }> {
  return { checkpoint: await newestCheckpoint(db), lastSeqs: await sourceMarks(db) }
}
