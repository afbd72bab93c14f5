import { createPublicKey, verify } from 'node:crypto'
import { fromBase64, sha256 } from './hash.ts'

/** Signature types by their byte in keys. A new one is a line here. Source: C2SP signed-note, "Signature types". */
const algorithms = {
  1: { name: 'ed25519', keyBytes: 32, verify: verifyEd25519 },
} as const

export type Algorithm = (typeof algorithms)[keyof typeof algorithms]['name']

/** A key that somebody trusts. Its id tells which signatures are its own; it is short and proves nothing. */
export type Verifier = { name: string; keyId: string; verify(text: Buffer, signature: Buffer): boolean }

function verifyEd25519(publicKey: Buffer, text: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' })
  return verify(null, text, key, signature)
}

/** First four bytes of SHA-256(name || newline || typed key), in hex. Source: C2SP signed-note, "Signatures". */
export function keyIdOf(name: string, typedKey: Buffer): string {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), typedKey]))
    .subarray(0, 4)
    .toString('hex')
}

/** A key as people pass it on: `name+id+base64`. `typedKey` is the byte of the signature type and the public key. */
export function verifierKey(name: string, typedKey: Buffer): string {
  return `${name}+${keyIdOf(name, typedKey)}+${typedKey.toString('base64')}`
}

/** True for a name that a key may have: no spaces, no plus, no control characters. */
export function isKeyName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  return /^[^\s+\u0000-\u001f\u0085]+$/u.test(name)
}

/** Reads a key in the form `name+id+base64`, or undefined where it is not one. */
export function readVerifierKey(text: string): Verifier | undefined {
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? []
  const typedKey = fromBase64(encoded ?? '')
  if (!name || !keyId || !typedKey || !isKeyName(name) || keyIdOf(name, typedKey) !== keyId) return undefined
  const algorithm = algorithms[typedKey[0] as keyof typeof algorithms]
  if (algorithm?.keyBytes !== typedKey.length - 1) return undefined
  return { name, keyId, verify: (note, signature) => algorithm.verify(typedKey.subarray(1), note, signature) }
}

export type NoteSignature = { name: string; keyId: string; signature: Buffer }

/** Puts a text (it ends in a newline) and its signatures together. Source: C2SP signed-note, "Format". */
export function formatNote(text: string, signatures: NoteSignature[]): string {
  const lines = signatures.map(({ name, keyId, signature }) => {
    const bytes = Buffer.concat([Buffer.from(keyId, 'hex'), signature])
    return `— ${name} ${bytes.toString('base64')}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** A note whose text may be believed, or why not. `unknown`: well formed, but signed by none of the given keys. */
export type OpenedNote =
  | { ok: true; text: string; signedBy: Verifier[] }
  | { ok: false; why: 'malformed' | 'unknown' | 'forged'; text?: string }

const signaturesMax = 100

/**
 * Checks a note against the keys that are trusted. Signatures of other keys are passed over; one of a trusted key that
 * does not verify spoils the whole note.
 */
export function openNote(note: string, trusted: readonly Verifier[]): OpenedNote {
  const split = splitNote(note)
  if (!split) return { ok: false, why: 'malformed' }
  const { text, signatures } = split
  const bytes = Buffer.from(text, 'utf8')
  const signedBy: Verifier[] = []
  for (const { name, keyId, signature } of signatures) {
    const known = trusted.find((verifier) => verifier.name === name && verifier.keyId === keyId)
    if (!known) continue
    if (!known.verify(bytes, signature)) return { ok: false, why: 'forged', text }
    signedBy.push(known)
  }
  return signedBy.length > 0 ? { ok: true, text, signedBy } : { ok: false, why: 'unknown', text }
}

function splitNote(note: string): { text: string; signatures: NoteSignature[] } | undefined {
  const blank = note.lastIndexOf('\n\n')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note holds no control character but the newline
  if (blank < 0 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(note)) return undefined
  const lines = note.slice(blank + 2, -1).split('\n')
  if (lines.length > signaturesMax) return undefined
  const signatures = lines.map(readSignature)
  return signatures.every((signature) => signature !== undefined) ? { text: note.slice(0, blank + 1), signatures } : undefined
}

function readSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? []
  const bytes = fromBase64(encoded ?? '')
  if (!name || !bytes || !isKeyName(name) || bytes.length < 5) return undefined
  return { name, keyId: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) }
}
