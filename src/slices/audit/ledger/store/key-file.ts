import { generateKeyPairSync } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#kernel/errors.ts'
import { fromBase64 } from '../hash.ts'
import { isKeyName, readVerifierKey } from '../note.ts'
import { ed25519Signer, type Signer } from '../signer.ts'

const keyFile = 'ledger-key'
const formerFile = 'ledger-former-keys'

/**
 * The signer of an installation: its key file in the data directory, readable by its owner only and made at the first use.
 * The file is one line in the form of golang.org/x/mod/sumdb/note, `PRIVATE+KEY+name+id+base64`. Keys that it replaced
 * may stand in `ledger-former-keys` beside it, one public key in a line.
 *
 * @param origin name of the log, such as `pilotage.local/<installation id>`; the key belongs to it
 */
export function loadOrCreateFileSigner(directory: string, origin: string): Signer {
  const path = join(directory, keyFile)
  if (!existsSync(path)) createKeyFile(directory, origin)
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new AppError('conflict', `Others than its owner may read the ledger's key ${path}.`, { next: `Run: chmod 600 '${path}'` })
  const seed = readSeed(readFileSync(path, 'utf8'), origin)
  const signer = seed && ed25519Signer(origin, seed, readFormerKeys(join(directory, formerFile)))
  if (!signer || !readFileSync(path, 'utf8').includes(`+${signer.keyId}+`))
    throw new AppError('conflict', `${path} is not a key of the ledger ${origin}.`, {
      next: 'Put the key file of this installation back. Without it, move the file away: a new key is made, and the former public key must be named in ledger-former-keys.',
    })
  return signer
}

function readSeed(text: string, origin: string): Buffer | undefined {
  const [, name, encoded] = /^PRIVATE\+KEY\+([^+\n]+)\+[0-9a-f]{8}\+(\S+)\n$/.exec(text) ?? []
  const bytes = fromBase64(encoded ?? '')
  return name === origin && bytes?.length === 33 && bytes[0] === 0x01 ? bytes.subarray(1) : undefined
}

function readFormerKeys(path: string): string[] {
  if (!existsSync(path)) return []
  const keys = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const wrong = keys.find((key) => !readVerifierKey(key))
  if (wrong)
    throw new AppError('invalid', `${path} holds a line that is no public key: ${wrong}.`, {
      next: 'Write one key in a line, as name+id+base64.',
    })
  return keys
}

/** Written whole before it has its name, and on disk before anything is signed with it: a crash leaves a key or none. */
function createKeyFile(directory: string, origin: string): void {
  if (!isKeyName(origin))
    throw new AppError('invalid', `${origin} cannot name a ledger.`, { next: 'Use a name without spaces and plus signs.' })
  mkdirSync(directory, { recursive: true })
  const seed = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const { keyId } = ed25519Signer(origin, seed)
  const half = join(directory, `${keyFile}.new`)
  const file = openSync(half, 'w', 0o600)
  writeSync(file, `PRIVATE+KEY+${origin}+${keyId}+${Buffer.concat([Buffer.of(0x01), seed]).toString('base64')}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(half, join(directory, keyFile))
  syncDirectory(directory)
}

/** A new name is durable only when its directory is. Windows has no such call and does not need it. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return
  const opened = openSync(directory, 'r')
  fsyncSync(opened)
  closeSync(opened)
}
