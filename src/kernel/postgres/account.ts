import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AppError } from '../errors.ts'

/** The user under whom PostgreSQL runs. PostgreSQL refuses to run as root. */
export type Account = { name: string; uid: number; gid: number }

const preferred = ['postgres', '_postgres', 'nobody']

/**
 * The account for the server's processes: undefined means "the same as ours". As root it is the owner of an existing
 * data directory, else a system user that has no rights of its own.
 */
export function serverAccount(ownerUid?: number): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = readAccounts()
  const chosen = ownerUid ? known.find((account) => account.uid === ownerUid) : firstPreferred(known)
  if (chosen) return chosen
  if (ownerUid) return { name: String(ownerUid), uid: ownerUid, gid: ownerUid }
  throw new AppError(
    'unavailable',
    'Pilotage was started as root, PostgreSQL refuses to run as root, and this machine has no user postgres or nobody.',
    {
      next: 'Start Pilotage as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
    },
  )
}

function firstPreferred(known: Account[]): Account | undefined {
  for (const name of preferred) {
    const found = known.find((account) => account.name === name && account.uid !== 0)
    if (found) return found
  }
  return undefined
}

function readAccounts(): Account[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n').flatMap(parseAccount)
  } catch {
    return []
  }
}

function parseAccount(line: string): Account[] {
  const [name, , uid, gid] = line.split(':')
  if (!name || name.startsWith('#') || !uid || !gid) return []
  // macOS writes nobody as -2; the kernel's numbers have no sign.
  return [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }]
}

/** True where the account may pass through the directory and everything above it. Undefined is ourselves. */
export function canEnter(directory: string, account: Account | undefined): boolean {
  return barrier(directory, account) === undefined
}

/** The first directory from the root down that the account may not pass, or undefined when the way is free. */
export function barrier(directory: string, account: Account | undefined): string | undefined {
  if (!account) return undefined
  return waysDown(resolve(directory)).find((step) => !mayPass(step, account))
}

function waysDown(directory: string): string[] {
  const parent = dirname(directory)
  return parent === directory ? [directory] : [...waysDown(parent), directory]
}

function mayPass(directory: string, account: Account): boolean {
  const found = statSync(directory, { throwIfNoEntry: false })
  // What does not exist yet is made by us, with rights that let the account in.
  if (!found) return true
  if (found.uid === account.uid) return (found.mode & 0o100) !== 0
  if (found.gid === account.gid) return (found.mode & 0o010) !== 0
  return (found.mode & 0o001) !== 0
}

/** Makes the directory so that every user may pass through what is new of it, whatever our umask says. */
export function makePassable(directory: string): void {
  const first = mkdirSync(directory, { recursive: true })
  if (!first) return
  for (const step of waysDown(resolve(directory))) if (step.startsWith(first)) chmodSync(step, 0o755)
}
