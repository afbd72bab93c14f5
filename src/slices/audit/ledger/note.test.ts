import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCheckpoint, readCheckpoint } from './checkpoint.ts'
import { canonicalText, contentHash, isCanonical, openContent } from './entry.ts'
import { sha256 } from './hash.ts'
import { openNote, readVerifierKey, type Verifier } from './note.ts'
import { ed25519Signer, signNote } from './signer.ts'

const vectors = <T>(name: string): T => JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8')) as T

type Note = { source: string; vkey: string; note: string; verifies: boolean }
type Signature = { private_seed_hex: string; public_key_hex: string; message_hex: string; signature_hex: string }
const published = vectors<(Note | Signature)[]>('signed-notes')
const notes = published.filter((vector): vector is Note => 'note' in vector)
const signature = published.find((vector): vector is Signature => 'signature_hex' in vector)!
const { checkpoint } = vectors<{ checkpoint: { vkey: string; note: string; private_seed_hex: string; note_tampered: string } }>('log-of-13')
const canonical = vectors<{ source: string; input: string; canonical?: string; expected_value_order?: string[] }[]>('canonical-json')

const key = (text: string): Verifier => readVerifierKey(text)!
const seeded = (byte: number) => ed25519Signer('pilotage.test/log', Buffer.alloc(32, byte))

describe('a note is believed only with a good signature of a trusted key', () => {
  test.each(notes)('$source', ({ vkey, note, verifies }) => {
    expect(openNote(note, [key(vkey)]).ok).toBe(verifies)
  })

  test('signing with the RFC 8032 test key gives the reference checkpoint, byte for byte', async () => {
    const signer = ed25519Signer('audit.example/log1', Buffer.from(checkpoint.private_seed_hex, 'hex'))
    const read = readCheckpoint(checkpoint.note.slice(0, checkpoint.note.indexOf('\n\n') + 1))!
    expect(read).toMatchObject({ origin: 'audit.example/log1', size: 13 })
    expect(signer.verifierKey).toBe(checkpoint.vkey)
    expect(await signNote(signer, formatCheckpoint(read))).toBe(checkpoint.note)
    expect(openNote(checkpoint.note_tampered, [key(checkpoint.vkey)])).toMatchObject({ ok: false, why: 'forged' })
    const bytes = await signer.sign(Buffer.from(signature.message_hex, 'hex'))
    expect(bytes.toString('hex')).toBe(signature.signature_hex)
  })

  test('signatures of strangers are passed over, a broken one of a trusted key spoils the note', async () => {
    const [own, other] = [seeded(1), seeded(2)]
    const note = await signNote(own, 'words\n')
    const both = note + (await signNote(other, 'words\n')).split('\n\n')[1]
    expect(openNote(both, [key(own.verifierKey)]).ok).toBe(true)
    expect(openNote(both, [key(own.verifierKey), key(other.verifierKey)])).toMatchObject({
      ok: true,
      signedBy: [{ keyId: own.keyId }, { keyId: other.keyId }],
    })
    const spoiled = note + (await signNote(other, 'other words\n')).split('\n\n')[1]
    expect(openNote(spoiled, [key(own.verifierKey), key(other.verifierKey)])).toMatchObject({ ok: false, why: 'forged' })
    expect(openNote(note, [key(other.verifierKey)])).toMatchObject({ ok: false, why: 'unknown' })
  })

  test('no change of one byte in a checkpoint goes unnoticed', async () => {
    const signer = seeded(3)
    const note = Buffer.from(await signNote(signer, formatCheckpoint({ origin: signer.name, size: 12, root: sha256('root') })))
    const change = fc.record({ at: fc.nat(note.length - 1), flip: fc.integer({ min: 1, max: 255 }) })
    fc.assert(
      fc.property(change, ({ at, flip }) => {
        const changed = Buffer.from(note)
        changed[at]! ^= flip
        expect(openNote(changed.toString('utf8'), [key(signer.verifierKey)]).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['no signature', 'words\n\n'],
    ['no blank line', 'words\n— a AAAAAAA=\n'],
    ['a control character', 'wo\trds\n\n— a AAAAAAA=\n'],
    ['a signature with spare bits', 'words\n\n— a AAAAAAB=\n'],
    ['a name with a plus', 'words\n\n— a+b AAAAAAA=\n'],
    ['more signatures than anybody reads', `words\n\n${'— a AAAAAAA=\n'.repeat(101)}`],
  ])('a note with %s is malformed', (_, note) => {
    expect(openNote(note, [])).toEqual({ ok: false, why: 'malformed' })
  })

  test('a key whose id does not belong to it, of an unknown type or of a wrong length is no key', () => {
    const good = notes[0]!.vkey
    expect(readVerifierKey(good)).toBeDefined()
    expect(readVerifierKey(good.replace('530d903a', '530d903b'))).toBeUndefined()
    expect(readVerifierKey(good.replace('example.com', 'example.org'))).toBeUndefined()
    expect(readVerifierKey(good.slice(0, -4))).toBeUndefined()
    expect(readVerifierKey('')).toBeUndefined()
  })
})

describe('a checkpoint has one form', () => {
  const text = formatCheckpoint({ origin: 'log', size: 7, root: sha256('') })
  test.each([
    ['a leading zero', text.replace('\n7\n', '\n07\n')],
    ['a size that cannot be exact', text.replace('\n7\n', '\n9999999999999999\n')],
    ['a short root', text.replace(/[^\n]+\n$/, 'AAAA\n')],
    ['a further line', `${text}more\n`],
    ['no origin', text.replace('log', '')],
  ])('%s is refused', (_, changed) => {
    expect(readCheckpoint(text)).toMatchObject({ origin: 'log', size: 7 })
    expect(readCheckpoint(changed)).toBeUndefined()
  })
})

describe('an entry is canonical and vouches for its content', () => {
  test.each(canonical)('$source', ({ input, canonical: wanted, expected_value_order: order }) => {
    const text = canonicalText(JSON.parse(input))
    if (wanted) expect(text).toBe(wanted)
    if (order) expect([...text.matchAll(/:"([^"]*)"/g)].map((match) => match[1])).toEqual(order)
    expect(isCanonical(text)).toBe(true)
    expect(isCanonical(input)).toBe(false)
  })

  test('any JSON has exactly one canonical text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalText(value)
        expect(isCanonical(text)).toBe(true)
        expect(isCanonical(`${text} `)).toBe(false)
        const plain = JSON.stringify(value)
        expect(isCanonical(plain)).toBe(plain === text)
      }),
    )
  })

  test('content opens with its salt, and neither with another salt nor as other content', () => {
    const salt = Buffer.alloc(16, 7)
    const content = { reason: 'the customer asked', before: null }
    const entry = canonicalText({ action: 'team.update', contentHash: contentHash(salt, content) })
    expect(openContent(entry, salt, content)).toBe(true)
    expect(openContent(entry, salt, canonicalText(content))).toBe(true)
    expect(openContent(entry, Buffer.alloc(16, 8), content)).toBe(false)
    expect(openContent(entry, salt, { ...content, before: 1 })).toBe(false)
    expect(openContent(entry, salt.subarray(1), content)).toBe(false)
    expect(openContent(`${entry} `, salt, content)).toBe(false)
    expect(openContent('[]', salt, content)).toBe(false)
  })
})
