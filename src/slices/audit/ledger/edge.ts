import { joinRight, nodeHash } from './hash.ts'

/**
 * The right edge of a growing tree: the hashes of its complete subtrees, the greatest first, one for each 1 in the
 * binary form of its size. Enough to append and to know the root at every size, in log(size) memory.
 */
export type Edge = { size: number; subtrees: Buffer[] }

export function newEdge(): Edge {
  return { size: 0, subtrees: [] }
}

/** Appends one leaf hash to the edge, in place. */
export function pushLeaf(edge: Edge, leaf: Buffer): void {
  let subtree = leaf
  for (let rest = edge.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = edge.subtrees.pop()
    if (left) subtree = nodeHash(left, subtree)
  }
  edge.subtrees.push(subtree)
  edge.size += 1
}

/** Root of the tree at its present size. */
export function edgeRoot(edge: Edge): Buffer {
  return joinRight(edge.subtrees)
}
