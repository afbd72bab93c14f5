import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { formatCheckpoint } from '../checkpoint.ts'
import { hashBytes } from '../hash.ts'
import { openNote, readVerifierKey, type Verifier } from '../note.ts'
import { type Signer, signNote } from '../signer.ts'
import { edgePlaces, extendTiles, type ReadTile, spanRoot, type Tile } from '../tiles.ts'
import type { LeafSource } from './source.ts'
import { loadTiles, newestCheckpoint, saveCheckpoint, saveHead, saveKey, saveRange, saveTiles, sourceMarks, takeLease } from './tables.ts'

export type AppendSettings = {
  signer: Signer
  now: Date
  /** Greatest number of leaves to take from each source in one call, 10,000 unless told. */
  leafLimit?: number
}

/** `busy`: another node is appending. `hasMore`: a source had more rows than the limit. */
export type Appended = { state: 'busy' } | { state: 'done'; appended: number; size: number; hasMore: boolean }

/**
 * Brings what the sources have recorded since the last time into the tree and signs a checkpoint over it, all in the given
 * transaction (read committed). Everything is read from the tables, nothing is remembered between calls. Before it signs,
 * the right edge of the tree is held against the last checkpoint and its signature, so a tree that was tampered with is
 * never signed anew.
 */
export async function appendLeaves(tx: Tx, sources: readonly LeafSource[], settings: AppendSettings): Promise<Appended> {
  const size = await takeLease(tx)
  if (size === undefined) return { state: 'busy' }
  const limit = settings.leafLimit ?? 10_000
  const batches = await readSources(tx, sources, limit)
  const leafHashes = Buffer.concat(batches.map((batch) => batch.leafHashes))
  const appended = leafHashes.length / hashBytes
  if (appended === 0) return { state: 'done', appended, size, hasMore: false }

  const readEdge = await loadTiles(tx, edgePlaces(size))
  await requireOwnPast(tx, { size, readEdge, signer: settings.signer })
  const tiles = extendTiles(size, readEdge, leafHashes)
  await saveTiles(tx, tiles)
  await saveRanges(tx, size, batches)
  await saveHead(tx, { from: size, to: size + appended })
  await signHead(tx, settings, { size: size + appended, root: rootOf(size + appended, [readEdge, tiles]) })
  return { state: 'done', appended, size: size + appended, hasMore: batches.some((batch) => batch.leafHashes.length === limit * hashBytes) }
}

type Batch = { source: string; firstSeq: number; leafHashes: Buffer }

async function readSources(tx: Tx, sources: readonly LeafSource[], limit: number): Promise<Batch[]> {
  const marks = await sourceMarks(tx)
  const batches: Batch[] = []
  for (const source of sources) {
    const after = marks.get(source.name) ?? 0
    const { firstSeq, leafHashes } = await source.read(tx, after, limit)
    must(firstSeq === after + 1 && leafHashes.length % hashBytes === 0, `source ${source.name} goes on where the tree ends`)
    if (leafHashes.length > 0) batches.push({ source: source.name, firstSeq, leafHashes })
  }
  return batches
}

async function saveRanges(tx: Tx, size: number, batches: Batch[]): Promise<void> {
  let firstLeaf = size
  for (const { source, firstSeq, leafHashes } of batches) {
    const leafCount = leafHashes.length / hashBytes
    await saveRange(tx, { firstLeaf, source, firstSeq, leafCount })
    firstLeaf += leafCount
  }
}

/** Root at a size, from the tiles just written and, above them, those that were there. */
function rootOf(size: number, [readEdge, tiles]: [ReadTile, Tile[]]): Buffer {
  const written = new Map(tiles.map((tile) => [`${tile.level}/${tile.tile}`, tile.hashes]))
  return spanRoot((place) => written.get(`${place.level}/${place.tile}`) ?? readEdge(place), { start: 0, end: size })
}

async function signHead(tx: Tx, { signer, now }: AppendSettings, head: { size: number; root: Buffer }): Promise<void> {
  const note = await signNote(signer, formatCheckpoint({ origin: signer.name, ...head }))
  await saveCheckpoint(tx, { ...head, note, signedAt: now })
  await saveKey(tx, signer, { size: head.size, at: now })
}

async function requireOwnPast(tx: Tx, tree: { size: number; readEdge: ReadTile; signer: Signer }): Promise<void> {
  const { size, signer } = tree
  const newest = await newestCheckpoint(tx)
  if (size === 0 && !newest) return
  const trusted = [signer.verifierKey, ...signer.formerKeys].map(readVerifierKey).filter((key): key is Verifier => key !== undefined)
  const opened = newest ? openNote(newest.note, trusted) : undefined
  if (opened?.ok === false && opened.why === 'unknown')
    throw new AppError(
      'conflict',
      `The last checkpoint of the ledger was signed by another key than the key of this installation (${signer.verifierKey}).`,
      {
        next: 'Put the former key file back into the data directory. If the key was replaced on purpose, name the former public key (table ledger_key) in ledger-former-keys beside the key file, one in a line.',
      },
    )
  const root = spanRoot(tree.readEdge, { start: 0, end: size })
  if (opened?.ok && opened.text === formatCheckpoint({ origin: signer.name, size, root })) return
  throw new AppError(
    'conflict',
    `The ledger does not match its last checkpoint (${newest?.size ?? 'none'}, the tree has ${size} entries). Nothing was appended.`,
    {
      next: 'Somebody or something changed the ledger’s tables. Export the ledger, verify it against a checkpoint that you keep elsewhere, and restore the tables from a backup.',
    },
  )
}
