import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../errors.ts'
import { type Account, barrier, makePassable, serverAccount } from './account.ts'
import { hasCluster } from './cluster.ts'

/** Where one database lies. `directory` is the wanted one, unless the server's account cannot go there. */
export type Place = { directory: string; data: string; account?: Account }

const pointer = 'moved-to'
const origin = 'moved-from'
/** A socket's path may have 103 characters on macOS and 107 on Linux. */
const socketPathMax = 103
/** Short on purpose: the system's own temporary directory may be long too. */
const temporary = '/tmp/pilotage-'

/**
 * Chooses where the database lies and makes the directory. Started as root, PostgreSQL runs as another user; where that
 * user cannot go to the wanted directory the database lies under `home`, and a file in the wanted one says where.
 */
export function choosePlace(wanted: string, home: string): Place {
  const asked = resolve(wanted)
  mkdirSync(asked, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 })
  const pointed = readPointer(asked)
  const directory = pointed ?? asked
  const account = serverAccount(ownerOf(join(directory, 'data')))
  if (pointed) requireOnlyPointer(asked, pointed)
  const wall = barrier(directory, account)
  if (!wall) return placeAt(directory, account)
  if (pointed || hasCluster(join(directory, 'data')))
    throw new AppError('invalid', `PostgreSQL runs as user ${account?.name} here, who may not enter ${wall}.`, {
      next: `Allow it (chmod o+x ${wall}), or start Pilotage as an ordinary user.`,
    })
  return placeAt(movedPlace(asked, home), account)
}

function placeAt(directory: string, account: Account | undefined): Place {
  return { directory, data: join(directory, 'data'), account }
}

/** A new place whose name cannot be that of an earlier database: who deletes the wanted directory begins anew. */
function movedPlace(asked: string, home: string): string {
  const name = `${basename(dirname(asked))}-${basename(asked)}`.replace(/[^a-zA-Z0-9-]+/g, '')
  const directory = join(home, `${name}-${randomBytes(4).toString('hex')}`)
  const draft = join(asked, `${pointer}.${process.pid}`)
  writeFileSync(draft, `${directory}\n`, { mode: 0o600 })
  try {
    linkSync(draft, join(asked, pointer))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return readPointer(asked) as string
  } finally {
    rmSync(draft, { force: true })
  }
  makePassable(directory)
  writeFileSync(join(directory, origin), `${asked}\n`, { mode: 0o600 })
  return directory
}

function readPointer(directory: string): string | undefined {
  return readLine(join(directory, pointer))
}

function readLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A copied folder brings its pointer along; two folders must not share one database without knowing it. */
function requireOnlyPointer(asked: string, directory: string): void {
  const first = readLine(join(directory, origin))
  if (first === undefined || first === asked || readPointer(first) !== directory) return
  throw new AppError('conflict', `${asked} is a copy of ${first}, and both name the database in ${directory}.`, {
    next: `Delete ${join(asked, pointer)} to begin with an empty database here, or start Pilotage in ${first}.`,
  })
}

function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid
}

/**
 * A directory for the socket that only the server's account (and root) can enter, with a path that fits. Where the data's
 * own path is too long it is a temporary one, and that of the server before is used again.
 */
export function socketDirectory(place: Place, earlier: string | undefined): string {
  const inside = join(place.directory, 'run')
  const fits = join(inside, '.s.PGSQL.5432').length <= socketPathMax
  if (fits) return restoreSocket(inside, place.account)
  if (earlier && isPrivate(earlier, place.account)) return earlier
  const directory = mkdtempSync(temporary)
  if (place.account) chownSync(directory, place.account.uid, place.account.gid)
  return directory
}

/** Makes the socket's directory anew where it is gone: a cleaner of temporary files may have taken it. */
export function restoreSocket(directory: string, account: Account | undefined): string {
  if (existsSync(directory)) return directory
  mkdirSync(directory, { mode: 0o700 })
  if (account) chownSync(directory, account.uid, account.gid)
  return directory
}

/** Takes a temporary socket directory away once its server has ended. */
export function removeTemporarySocket(directory: string): void {
  if (directory.startsWith(temporary)) rmSync(directory, { recursive: true, force: true })
}

function isPrivate(directory: string, account: Account | undefined): boolean {
  const found = lstatSync(directory, { throwIfNoEntry: false })
  const uid = account?.uid ?? process.getuid?.()
  return found?.isDirectory() === true && found.uid === uid && (found.mode & 0o077) === 0
}
