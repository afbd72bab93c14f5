import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openNote, readVerifierKey } from '../note.ts'
import { ed25519Signer, signNote } from '../signer.ts'
import { loadOrCreateFileSigner } from './key-file.ts'

let directory = ''
const origin = 'pilotage.local/test'
const path = () => join(directory, 'ledger-key')

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-key-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('the first use makes a key that only its owner can read, later uses find it again', async () => {
  const first = loadOrCreateFileSigner(join(directory, 'new', 'place'), origin)
  expect(statSync(join(directory, 'new', 'place', 'ledger-key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(directory, 'new', 'place'))).toEqual(['ledger-key'])
  const again = loadOrCreateFileSigner(join(directory, 'new', 'place'), origin)
  expect(again.verifierKey).toBe(first.verifierKey)
  expect(openNote(await signNote(again, 'words\n'), [readVerifierKey(first.verifierKey)!]).ok).toBe(true)
})

test('two installations never get the same key', () => {
  const here = loadOrCreateFileSigner(join(directory, 'a'), origin)
  const there = loadOrCreateFileSigner(join(directory, 'b'), origin)
  expect(there.keyId).not.toBe(here.keyId)
})

test.skipIf(process.platform === 'win32')('a key that others may read is refused with the command that mends it', () => {
  loadOrCreateFileSigner(directory, origin)
  chmodSync(path(), 0o644)
  expect(() => loadOrCreateFileSigner(directory, origin)).toThrow(/Others than its owner may read/)
})

test.each([
  ['of another installation', (text: string) => text.replace(origin, 'pilotage.local/other')],
  ['with a changed byte', (text: string) => text.replace(/\+A(.)/, (_, next: string) => `+A${next === 'Q' ? 'R' : 'Q'}`)],
  ['cut off', (text: string) => text.slice(0, 60)],
  ['that is empty', () => ''],
])('a key %s is refused, never replaced', (_, change) => {
  loadOrCreateFileSigner(directory, origin)
  const changed = change(readFileSync(path(), 'utf8'))
  writeFileSync(path(), changed)
  expect(() => loadOrCreateFileSigner(directory, origin)).toThrow(/is not a key of the ledger pilotage.local\/test/)
  expect(readFileSync(path(), 'utf8')).toBe(changed)
})

test('former keys are read from the file beside it, and a line that is no key is named', () => {
  const former = ed25519Signer(origin, Buffer.alloc(32, 4)).verifierKey
  writeFileSync(join(directory, 'ledger-former-keys'), `${former}\n\n`)
  expect(loadOrCreateFileSigner(directory, origin).formerKeys).toEqual([former])
  writeFileSync(join(directory, 'ledger-former-keys'), 'some words\n')
  expect(() => loadOrCreateFileSigner(directory, origin)).toThrow(/no public key: some words/)
})

test('a ledger has a name that a note can carry', () => {
  expect(() => loadOrCreateFileSigner(directory, 'two words')).toThrow(/cannot name a ledger/)
  expect(readdirSync(directory)).toEqual([])
})
