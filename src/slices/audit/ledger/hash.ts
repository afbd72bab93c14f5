import { hash } from 'node:crypto'

/** Bytes of one SHA-256 hash. */
export const hashBytes = 32

/** SHA-256 of the bytes. */
export function sha256(bytes: Buffer | string): Buffer {
  return hash('sha256', bytes, 'buffer')
}

/** Root of a tree without leaves: the hash of nothing. Source: RFC 9162 section 2.1.1. */
export const emptyRoot = sha256('')

/** Hash of a leaf, SHA-256(0x00 || entry). Source: RFC 9162 section 2.1.1. */
export function leafHash(entry: Buffer | string): Buffer {
  return sha256(Buffer.concat([Buffer.of(0x00), typeof entry === 'string' ? Buffer.from(entry, 'utf8') : entry]))
}

const scratch = Buffer.alloc(1 + 2 * hashBytes, 0x01)

/** Hash of an inner node, SHA-256(0x01 || left || right). Source: RFC 9162 section 2.1.1. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(scratch, 1)
  right.copy(scratch, 1 + hashBytes)
  return sha256(scratch)
}

/** Root over subtrees that stand side by side, the greatest first: folded from the right. */
export function joinRight(subtrees: readonly Buffer[]): Buffer {
  const last = subtrees.at(-1)
  if (!last) return emptyRoot
  return subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** Bytes from base64, or undefined when the text is not exactly the base64 of some bytes (RFC 4648 section 4, no spare bits). */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
