import { createHmac } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chance } from '#kernel/clock.ts'
import { AppError } from '#kernel/errors.ts'

const bytes = 32

/**
 * The key of this installation under which people of other systems are pseudonyms in facts: 256 bits in the data directory, readable by
 * its owner only and never in the database. Without it, whoever holds the facts cannot find out whom they are about by trying addresses.
 */
export function pseudonymKeyOf(dataDir: string, chance: Chance): Buffer {
  const path = join(dataDir, 'pseudonym.key')
  const kept = readKey(path)
  if (kept) return kept
  const made = chance.bytes(bytes)
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(path, `${made.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    return Buffer.from(made)
  } catch (error) {
    const theirs = (error as { code?: string }).code === 'EEXIST' ? readKey(path) : undefined
    if (theirs === undefined) throw error
    return theirs
  }
}

function readKey(path: string): Buffer | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim()
    if (!/^[0-9a-f]{64}$/.test(text))
      throw new AppError('conflict', `The file ${path} does not hold the key of the pseudonyms.`, {
        next: 'Put the file of this installation back: under another key the same people would be others.',
      })
    chmodSync(path, 0o600)
    return Buffer.from(text, 'hex')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}

/** What stands in facts for a customer or a teammate of another system: the same for the same id, and nothing without the key. */
export function pseudonymOf(key: Buffer, kind: 'customer' | 'teammate', ownId: string): string {
  return `${kind[0]}_${createHmac('sha256', key).update(`${kind}\n${ownId}`).digest('hex').slice(0, 30)}`
}
