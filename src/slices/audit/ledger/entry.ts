import serialize from 'canonicalize'
import { sha256 } from './hash.ts'

/** The library's types say `export default`, its code is `module.exports =`; only the latter is true. */
const canonicalize = serialize as unknown as (value: unknown) => string | undefined

/** JSON in its one canonical form: keys sorted, no spaces, numbers as ECMAScript prints them. Source: RFC 8785. */
export function canonicalText(value: unknown): string {
  return canonicalize(value) ?? 'null'
}

/** True where the text is the canonical form of what it was parsed into. Sorted already, as ours is, it costs a third. */
export function isCanonicalOf(parsed: unknown, text: string): boolean {
  return (isSorted(parsed) ? JSON.stringify(parsed) : canonicalText(parsed)) === text
}

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  const names = Object.keys(value)
  if (!Array.isArray(value) && !names.every((name, i) => i === 0 || (names[i - 1] as string) < name)) return false
  return Object.values(value).every(isSorted)
}

/** True where the text is JSON exactly in canonical form: no other text stands for the same value. */
export function isCanonical(text: string): boolean {
  try {
    return isCanonicalOf(JSON.parse(text), text)
  } catch {
    return false
  }
}

/**
 * Salted hash that stands in an entry for content that may hold personal data: SHA-256(salt || text), in hex. Without the
 * salt nobody can guess the content back from it; with the salt erased, nobody at all.
 *
 * @param salt at least 16 random bytes, kept beside the content and erased with it
 * @param content text as it is stored, or a value, which is hashed in canonical form; a JSON object, so that no byte can
 *   be moved from salt to content
 */
export function contentHash(salt: Buffer, content: unknown): string {
  const text = typeof content === 'string' ? content : canonicalText(content)
  return sha256(Buffer.concat([salt, Buffer.from(text, 'utf8')])).toString('hex')
}

/** True where an entry of the ledger vouches for this content: one of its members ending in `Hash` is the salted hash of it. */
export function openContent(entry: string, salt: Buffer, content: unknown): boolean {
  if (salt.length < 16 || !isCanonical(entry)) return false
  const members: unknown = JSON.parse(entry)
  if (typeof members !== 'object' || members === null) return false
  const wanted = contentHash(salt, content)
  return Object.entries(members).some(([name, value]) => name.endsWith('Hash') && value === wanted)
}
