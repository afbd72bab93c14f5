import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { makePassable } from './account.ts'
import { linkLibraries } from './library-links.ts'

/** Nothing that only compilers read. */
const unneeded = /(\.a|pkgconfig)$/

/**
 * A copy of the programs where the server's account may run them, kept by version and contents. It appears whole or
 * not at all, and one that somebody else could have changed is refused.
 */
export function copyBinaries(root: string, cache: string): string {
  makePassable(cache)
  requireOurs(cache)
  const kept = join(cache, `postgres-${contentKey(root)}`)
  if (!existsSync(kept)) makeCopy(root, kept)
  requireOurs(kept)
  return join(kept, 'native')
}

function makeCopy(root: string, kept: string): void {
  const partial = `${kept}.partial-${randomBytes(4).toString('hex')}`
  try {
    cpSync(root, join(partial, 'native'), { recursive: true, verbatimSymlinks: true, filter: (source) => !unneeded.test(source) })
    linkLibraries(join(partial, 'native'))
    openForReading(partial)
    renameSync(partial, kept)
  } catch (error) {
    // Another process made the same copy first.
    if (!existsSync(kept)) throw error
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

/** Readable by everybody, writable by the owner alone, whatever the umask of the installation was. */
function openForReading(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) openForReading(path)
    else if (entry.isFile()) chmodSync(path, 0o755)
  }
}

function requireOurs(directory: string): void {
  const found = lstatSync(directory)
  if (found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o022) === 0) return
  throw new AppError('invalid', `Others can write in ${directory}, so the programs there cannot be trusted.`, {
    next: `Delete ${directory} and start again.`,
  })
}

/** The package's version and a digest of every file's path and size. */
function contentKey(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, '..', 'package.json'), 'utf8')) as { version: string }
  const digest = createHash('sha256')
  for (const line of listing(root, '')) digest.update(line)
  return `${version}-${digest.digest('hex').slice(0, 12)}`
}

function listing(root: string, below: string): string[] {
  const entries = readdirSync(join(root, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(below, entry.name)
    if (entry.isDirectory()) return listing(root, path)
    return entry.isFile() ? [`${path} ${lstatSync(join(root, path)).size}\n`] : []
  })
}
