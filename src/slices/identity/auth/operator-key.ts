import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemChance } from '#kernel/clock.ts'
import { AppError } from '#kernel/errors.ts'
import { tokenId, tokenOf } from '../api-key.ts'

/** The key of whoever may read the data directory. Made once, readable by its owner only, kept across restarts. */
export function loadOrMakeOperatorKey(dataDir: string, chance = systemChance()): string {
  const path = join(dataDir, 'operator.key')
  const kept = readKey(path)
  if (kept !== undefined) return kept
  const made = tokenOf('operator', chance.bytes(32))
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(path, `${made}\n`, { mode: 0o600, flag: 'wx' })
    return made
  } catch (error) {
    const theirs = (error as { code?: string }).code === 'EEXIST' ? readKey(path) : undefined
    if (theirs === undefined) throw error
    return theirs
  }
}

function readKey(path: string): string | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const key = text.trim()
  if (tokenId(key) !== 'operator')
    throw new AppError('conflict', `The file ${path} does not hold an operator key.`, {
      next: 'Delete it and start again: a new one is made.',
    })
  chmodSync(path, 0o600)
  return key
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
}
