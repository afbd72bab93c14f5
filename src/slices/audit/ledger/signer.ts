import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { must } from '#kernel/must.ts'
import { type Algorithm, formatNote, isKeyName, keyIdOf, verifierKey } from './note.ts'

/** Signs for the ledger. The private key may sit in a file, a database or a device: the ledger never sees it. */
export type Signer = {
  /** Key name and origin of the log. */
  name: string
  keyId: string
  algorithm: Algorithm
  /** The public part, as an outsider needs it to verify. */
  verifierKey: string
  /** Keys that signed before this one and were replaced on purpose. */
  formerKeys: string[]
  sign(bytes: Buffer): Buffer | Promise<Buffer>
}

/** PKCS #8 wrapping of an Ed25519 seed. Source: RFC 8410 section 7. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A signer over an Ed25519 seed of 32 bytes. */
export function ed25519Signer(name: string, seed: Buffer, formerKeys: string[] = []): Signer {
  must(isKeyName(name) && seed.length === 32, 'a signer has a name without spaces or plus, and a seed of 32 bytes')
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url')
  const typedKey = Buffer.concat([Buffer.of(0x01), publicKey])
  return {
    name,
    keyId: keyIdOf(name, typedKey),
    algorithm: 'ed25519',
    verifierKey: verifierKey(name, typedKey),
    formerKeys,
    sign: (bytes) => sign(null, bytes, privateKey),
  }
}

/** Signs a text that ends in a newline. */
export async function signNote(signer: Signer, text: string): Promise<string> {
  const signature = await signer.sign(Buffer.from(text, 'utf8'))
  return formatNote(text, [{ name: signer.name, keyId: signer.keyId, signature }])
}
