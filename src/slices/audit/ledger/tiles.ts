import { must } from '#kernel/must.ts'
import { hashBytes, joinRight, nodeHash } from './hash.ts'
import type { Span } from './proof.ts'

/** Hashes side by side in a full tile: a subtree of height eight. Source: C2SP tlog-tiles. */
export const tileWidth = 256

/** Where a tile stands: level 0 holds leaf hashes, each further level the roots of the full tiles below. */
export type TilePlace = { level: number; tile: number }

/** A tile with its 1 to 256 hashes, one after the other. Only the last tile of a level is partial. */
export type Tile = TilePlace & { hashes: Buffer }

/** Finds a tile among those that were loaded. */
export type ReadTile = (place: TilePlace) => Buffer

/** Complete hashes at each level of a tree of that size, leaves first. */
function hashesByLevel(size: number): number[] {
  const counts: number[] = []
  for (let count = size; count > 0; count = Math.floor(count / tileWidth)) counts.push(count)
  return counts
}

/** The partial tiles at the right edge of a tree: all that appending to it, or its root, needs. */
export function edgePlaces(size: number): TilePlace[] {
  const places = hashesByLevel(size).map((count, level) => ({ level, tile: Math.floor(count / tileWidth), width: count % tileWidth }))
  return places.filter((place) => place.width > 0).map(({ level, tile }) => ({ level, tile }))
}

/** The tiles that hold everything a proof may need about one leaf in a tree of that size. */
export function placesAround(leafIndex: number, size: number): TilePlace[] {
  return hashesByLevel(size).flatMap((count, level) => {
    const tiles = new Set([Math.floor(leafIndex / tileWidth ** (level + 1)), Math.floor(count / tileWidth)])
    return [...tiles].filter((tile) => tile * tileWidth < count).map((tile) => ({ level, tile }))
  })
}

/**
 * Appends leaf hashes (one after the other) to a tree of which only the right edge is known.
 *
 * @returns every tile that is new or changed, whole
 */
export function extendTiles(size: number, readEdge: ReadTile, leafHashes: Buffer): Tile[] {
  const touched: Tile[] = []
  let [incoming, count] = [leafHashes, size]
  for (let level = 0; incoming.length > 0; level += 1) {
    const tile = Math.floor(count / tileWidth)
    const present = count % tileWidth === 0 ? Buffer.alloc(0) : readEdge({ level, tile })
    must(present.length === (count % tileWidth) * hashBytes, 'a partial tile holds what the size of the tree says')
    const tiles = cut(Buffer.concat([present, incoming]), tileWidth * hashBytes).map((hashes, i) => ({ level, tile: tile + i, hashes }))
    touched.push(...tiles)
    incoming = Buffer.concat(tiles.filter(isFull).map((full) => subtreeRoot(full.hashes)))
    count = tile
  }
  return touched
}

const isFull = (tile: Tile) => tile.hashes.length === tileWidth * hashBytes

function cut(bytes: Buffer, length: number): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += length) pieces.push(bytes.subarray(at, at + length))
  return pieces
}

/** Root over a power of two of hashes that stand side by side. */
function subtreeRoot(hashes: Buffer): Buffer {
  let row = cut(hashes, hashBytes)
  while (row.length > 1) {
    const above: Buffer[] = []
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i] as Buffer, row[i + 1] as Buffer))
    row = above
  }
  return row[0] as Buffer
}

/** Root of the complete subtree of 2^height leaves that begins at leaf `start`. */
function completeRoot(read: ReadTile, height: number, start: number): Buffer {
  const level = Math.floor(height / 8)
  const first = start / tileWidth ** level
  const count = 2 ** (height % 8)
  const from = (first % tileWidth) * hashBytes
  const hashes = read({ level, tile: Math.floor(first / tileWidth) }).subarray(from, from + count * hashBytes)
  must(hashes.length === count * hashBytes, 'a complete subtree stands in a tile')
  return subtreeRoot(hashes)
}

/** Root over a span of leaves as the tree holds it, complete or at the right edge. */
export function spanRoot(read: ReadTile, span: Span): Buffer {
  const subtrees: Buffer[] = []
  for (let start = span.start; start < span.end; ) {
    let height = 0
    while (2 ** (height + 1) <= span.end - start) height += 1
    subtrees.push(completeRoot(read, height, start))
    start += 2 ** height
  }
  return joinRight(subtrees)
}
