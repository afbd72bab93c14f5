import { hashBytes, nodeHash } from './hash.ts'

/** Leaves from `start` up to and without `end`. */
export type Span = { start: number; end: number }

/** Greatest power of two below a size of at least two. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** The subtrees whose roots prove that a leaf is in a tree, from the leaf upwards. Source: RFC 9162 section 2.1.3.1. */
export function inclusionSpans(leafIndex: number, size: number): Span[] {
  const siblings: Span[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (leafIndex < middle) {
      siblings.push({ start: middle, end })
      end = middle
    } else {
      siblings.push({ start, end: middle })
      start = middle
    }
  }
  return siblings.reverse()
}

/** The subtrees whose roots prove that a tree is the beginning of a greater one. Source: RFC 9162 section 2.1.4.1. */
export function consistencySpans(from: number, to: number): Span[] {
  if (from === to) return []
  const siblings: Span[] = []
  let [start, end] = [0, to]
  while (from !== end) {
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      siblings.push({ start: middle, end })
      end = middle
    } else {
      siblings.push({ start, end: middle })
      start = middle
    }
  }
  if (start > 0) siblings.push({ start, end })
  return siblings.reverse()
}

const isHash = (bytes: Buffer) => bytes.length === hashBytes
const isSize = (value: number) => Number.isSafeInteger(value) && value >= 0

/**
 * On which side each hash of a proof stands, climbing from a node to the root beside the last node of its row.
 * Undefined where the number of hashes does not fit. Source: RFC 9162 sections 2.1.3.2 and 2.1.4.2.
 */
function sidesOf(from: { node: number; last: number }, count: number): ('left' | 'right')[] | undefined {
  const sides: ('left' | 'right')[] = []
  let { node, last } = from
  while (sides.length < count) {
    if (last === 0) return undefined
    const isLeft = node % 2 === 1 || node === last
    sides.push(isLeft ? 'left' : 'right')
    const levels = isLeft ? levelsWithoutSibling(node) : 1
    node = Math.floor(node / 2 ** levels)
    last = Math.floor(last / 2 ** levels)
  }
  return last === 0 ? sides : undefined
}

/** Levels to climb until the next sibling: past those where the last node of a row stands alone. */
function levelsWithoutSibling(node: number): number {
  let levels = 1
  for (let rest = node; rest % 2 === 0 && rest !== 0; rest /= 2) levels += 1
  return levels
}

export type InclusionClaim = { leafIndex: number; size: number; leafHash: Buffer; root: Buffer; proof: readonly Buffer[] }

/** True where the proof leads from the leaf to the root of the tree of that size. Source: RFC 9162 section 2.1.3.2. */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { leafIndex, size, proof } = claim
  if (!isSize(leafIndex) || !isSize(size) || leafIndex >= size) return false
  if (![claim.leafHash, claim.root, ...proof].every(isHash)) return false
  const sides = sidesOf({ node: leafIndex, last: size - 1 }, proof.length)
  if (!sides) return false
  const root = proof.reduce((hash, sibling, i) => (sides[i] === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling)), claim.leafHash)
  return root.equals(claim.root)
}

export type ConsistencyClaim = { from: number; to: number; fromRoot: Buffer; toRoot: Buffer; proof: readonly Buffer[] }

/**
 * True where the greater tree begins with all leaves of the smaller one, in the same order. An empty tree is the
 * beginning of every tree, which proves nothing: it is refused. Source: RFC 9162 section 2.1.4.2.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { from, to, fromRoot, toRoot } = claim
  if (!isSize(from) || !isSize(to) || from === 0 || from > to) return false
  if (from === to) return claim.proof.length === 0 && fromRoot.equals(toRoot)
  if (![fromRoot, toRoot, ...claim.proof].every(isHash)) return false
  let complete = 1
  while (from % (complete * 2) === 0) complete *= 2
  const [first, ...siblings] = complete === from ? [fromRoot, ...claim.proof] : claim.proof
  const sides = sidesOf({ node: from / complete - 1, last: Math.floor((to - 1) / complete) }, siblings.length)
  if (!first || !sides) return false
  const smaller = siblings.reduce((hash, sibling, i) => (sides[i] === 'left' ? nodeHash(sibling, hash) : hash), first)
  const greater = siblings.reduce((hash, sibling, i) => (sides[i] === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling)), first)
  return smaller.equals(fromRoot) && greater.equals(toRoot)
}
