import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edgeRoot, newEdge, pushLeaf } from './edge.ts'
import { emptyRoot, hashBytes, leafHash, nodeHash, sha256 } from './hash.ts'
import { consistencySpans, inclusionSpans, type Span, verifyConsistency, verifyInclusion } from './proof.ts'
import { edgePlaces, extendTiles, placesAround, type ReadTile, spanRoot, type TilePlace } from './tiles.ts'

const vectors = <T>(name: string): T => JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8')) as T
const hex = (text: string) => Buffer.from(text, 'hex')
const toHex = (bytes: Buffer) => bytes.toString('hex')
const base64 = (text: string) => Buffer.from(text, 'base64')

type Roots = { roots: { size: number; root: string }[] }
type Eight = Roots & { leaf_inputs_hex: string[]; empty_root: string; empty_leaf: string; leaf_L123456: string; node_N123_N456: string }
type Thirteen = Roots & {
  entries_hex: string[]
  leaf_hashes: string[]
  inclusion: { index: number; size: number; proof: string[] }[]
  consistency: { size1: number; size2: number; proof: string[] }[]
  tampered: { entry_index: number; root: string }
}
type Probe = { desc: string; file: string; proof: string[] | null; wantErr: boolean }
type Proofs = {
  inclusion: (Probe & { leafIdx: number; treeSize: number; root: string; leafHash: string })[]
  consistency: (Probe & { size1: number; size2: number; root1: string; root2: string })[]
}

const eight = vectors<Eight>('rfc6962-tree')
const thirteen = vectors<Thirteen>('log-of-13')
const published = vectors<Proofs>('transparency-dev-proofs')
const leaves13 = thirteen.entries_hex.map((entry) => leafHash(hex(entry)))

/** The definition of RFC 9162 section 2.1.1, word for word. */
function naiveRoot(leaves: Buffer[], span: Span): Buffer {
  const size = span.end - span.start
  if (size === 0) return emptyRoot
  if (size === 1) return leaves[span.start]!
  let split = 1
  while (split * 2 < size) split *= 2
  const middle = span.start + split
  return nodeHash(naiveRoot(leaves, { start: span.start, end: middle }), naiveRoot(leaves, { start: middle, end: span.end }))
}

const rootAt = (leaves: Buffer[], size: number) => naiveRoot(leaves, { start: 0, end: size })

function grownRoot(leaves: Buffer[]): Buffer {
  const edge = newEdge()
  for (const leaf of leaves) pushLeaf(edge, leaf)
  return edgeRoot(edge)
}

const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => sha256(`leaf ${i}`))
const manyLeaves = leavesOf(70_000)
const keyOf = (place: TilePlace) => `${place.level}/${place.tile}`

/** A tree in tiles, grown by appends of the given sizes. Reading is refused for tiles that were not asked for. */
function tiled(leaves: Buffer[], appends: number[]) {
  const stored = new Map<string, Buffer>()
  const reader = (places: TilePlace[]): ReadTile => {
    const loaded = new Set(places.map(keyOf))
    return (place) => {
      const hashes = stored.get(keyOf(place))
      if (!loaded.has(keyOf(place)) || !hashes) throw new Error(`tile ${keyOf(place)} was not loaded`)
      return hashes
    }
  }
  let size = 0
  for (const count of appends) {
    const added = Buffer.concat(leaves.slice(size, size + count))
    for (const tile of extendTiles(size, reader(edgePlaces(size)), added)) stored.set(keyOf(tile), tile.hashes)
    size += added.length / hashBytes
  }
  return { stored, reader, size }
}

describe('a root follows RFC 9162', () => {
  test('an empty tree, an empty leaf, the leaf "L123456" and a node hash as published', () => {
    expect(toHex(emptyRoot)).toBe(eight.empty_root)
    expect(toHex(leafHash(''))).toBe(eight.empty_leaf)
    expect(toHex(leafHash('L123456'))).toBe(eight.leaf_L123456)
    expect(toHex(sha256(Buffer.from('\u0001N123N456')))).toBe(eight.node_N123_N456)
  })

  test.each(eight.roots)('the public test tree of $size leaves has its published root', ({ size, root }) => {
    const leaves = eight.leaf_inputs_hex.slice(0, size).map((input) => leafHash(hex(input)))
    expect(toHex(grownRoot(leaves))).toBe(root)
    expect(toHex(rootAt(leaves, size))).toBe(root)
  })

  test('the log of 13 entries has its reference root at every size', () => {
    expect(leaves13.map(toHex)).toEqual(thirteen.leaf_hashes)
    expect(thirteen.roots.map(({ size }) => toHex(grownRoot(leaves13.slice(0, size))))).toEqual(thirteen.roots.map(({ root }) => root))
  })

  test('a space behind one entry changes the root to the reference value', () => {
    const { entry_index: at, root } = thirteen.tampered
    const leaves = leaves13.with(at, leafHash(Buffer.concat([hex(thirteen.entries_hex[at]!), Buffer.from(' ')])))
    expect(toHex(grownRoot(leaves))).toBe(root)
  })
})

describe('a proof is accepted only where it proves', () => {
  test.each(published.inclusion)('inclusion, $file', ({ leafIdx, treeSize, root, leafHash: leaf, proof, wantErr }) => {
    const claim = { leafIndex: leafIdx, size: treeSize, leafHash: base64(leaf), root: base64(root), proof: (proof ?? []).map(base64) }
    expect(verifyInclusion(claim)).toBe(!wantErr)
  })

  test.each(published.consistency)('consistency, $file', ({ size1, size2, root1, root2, proof, wantErr }) => {
    const claim = { from: size1, to: size2, fromRoot: base64(root1), toRoot: base64(root2), proof: (proof ?? []).map(base64) }
    expect(verifyConsistency(claim)).toBe(!wantErr)
  })

  test('the proofs of the log of 13 entries are byte for byte the reference', () => {
    const { reader } = tiled(leaves13, [13])
    for (const { index, size, proof } of thirteen.inclusion)
      expect(inclusionSpans(index, size).map((span) => toHex(spanRoot(reader(placesAround(index, size)), span)))).toEqual(proof)
    for (const { size1, size2, proof } of thirteen.consistency)
      expect(consistencySpans(size1, size2).map((span) => toHex(spanRoot(reader(placesAround(size1 - 1, size2)), span)))).toEqual(proof)
  })

  test('for any tree up to 2000 leaves, proofs from tiles hold, and fail for any other leaf, place or root', () => {
    const leaves = leavesOf(2000)
    const any = fc.record({
      to: fc.integer({ min: 1, max: 2000 }),
      a: fc.nat(),
      b: fc.nat(),
      appends: fc.array(fc.integer({ min: 1, max: 700 })),
    })
    fc.assert(
      fc.property(any, ({ to, a, b, appends }) => {
        const { reader } = tiled(leaves, [...appends, 2000])
        const [leafIndex, from] = [a % to, 1 + (b % to)]
        const root = rootAt(leaves, to)
        const proof = inclusionSpans(leafIndex, to).map((span) => spanRoot(reader(placesAround(leafIndex, to)), span))
        const claim = { leafIndex, size: to, leafHash: leaves[leafIndex]!, root, proof }
        expect(verifyInclusion(claim)).toBe(true)
        expect(verifyInclusion({ ...claim, leafHash: sha256('another') })).toBe(false)
        expect(verifyInclusion({ ...claim, leafIndex: (leafIndex + 1) % (to + 1) })).toBe(false)
        const grown = consistencySpans(from, to).map((span) => spanRoot(reader(placesAround(from - 1, to)), span))
        const claimed = { from, to, fromRoot: rootAt(leaves, from), toRoot: root, proof: grown }
        expect(verifyConsistency(claimed)).toBe(true)
        expect(verifyConsistency({ ...claimed, fromRoot: sha256('another') })).toBe(false)
      }),
      { numRuns: 60 },
    )
  })
})

describe('tiles grow as C2SP tlog-tiles says', () => {
  test('a tree of 70,000 leaves has 273 full and one partial tile of leaves, one full and one partial above, one of width one on top', () => {
    const { stored } = tiled(manyLeaves, [70_000])
    const widths = [...stored].map(([place, hashes]) => [place, hashes.length / hashBytes])
    expect(widths.filter(([place, width]) => String(place).startsWith('0/') && width === 256)).toHaveLength(273)
    expect(widths.filter(([, width]) => width !== 256)).toEqual([
      ['0/273', 112],
      ['1/1', 17],
      ['2/0', 1],
    ])
  })

  test.each([255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537])(
    'at %i leaves the tiles give the root and proofs of the definition',
    (size) => {
      const leaves = manyLeaves.slice(0, size)
      const { reader } = tiled(leaves, [1, 254, 1, 1, 300, size])
      const smaller = [1, 2, 255, 256, size >> 1, size - 1].filter((from) => from < size)
      const roots = new Map<number, Buffer>()
      const edge = newEdge()
      for (const leaf of leaves) {
        pushLeaf(edge, leaf)
        if (edge.size === size || smaller.includes(edge.size)) roots.set(edge.size, edgeRoot(edge))
      }
      const root = roots.get(size)!
      expect(spanRoot(reader(edgePlaces(size)), { start: 0, end: size }).equals(root)).toBe(true)
      for (const leafIndex of [0, 1, 254, 255, 256, size >> 1, size - 2, size - 1].filter((at) => at < size)) {
        const proof = inclusionSpans(leafIndex, size).map((span) => spanRoot(reader(placesAround(leafIndex, size)), span))
        expect(verifyInclusion({ leafIndex, size, leafHash: leaves[leafIndex]!, root, proof })).toBe(true)
      }
      for (const from of smaller) {
        const proof = consistencySpans(from, size).map((span) => spanRoot(reader(placesAround(from - 1, size)), span))
        expect(verifyConsistency({ from, to: size, fromRoot: roots.get(from)!, toRoot: root, proof })).toBe(true)
      }
    },
  )

  test('however the appends are cut, tiles and roots are the same', () => {
    const leaves = leavesOf(2000)
    const whole = tiled(leaves, [2000])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1 }), (appends) => {
        const parts = tiled(leaves, [...appends, 2000])
        expect(new Map([...parts.stored].map(([place, hashes]) => [place, toHex(hashes)]))).toEqual(
          new Map([...whole.stored].map(([place, hashes]) => [place, toHex(hashes)])),
        )
        const cutAt = appends[0]! % 2000
        expect(grownRoot(leaves.slice(0, cutAt)).equals(rootAt(leaves, cutAt))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('a partial tile of another width than the size says is refused', () => {
    expect(() => extendTiles(3, () => Buffer.alloc(2 * hashBytes), Buffer.alloc(hashBytes))).toThrow(/partial tile/)
  })
})
