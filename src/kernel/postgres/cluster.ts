import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '../errors.ts'
import type { Account } from './account.ts'
import { type Binaries, ids, program, programEnvironment } from './binaries.ts'

const run = promisify(execFile)

/** The superuser of the embedded server, the only role that it has. */
export const user = 'pilotage'
const passwordFile = 'pilotage.password'

export type Settings = Record<string, string>

/** The password of the data directory. Only we and root can read the file. */
export function readPassword(data: string): string {
  return readFileSync(join(data, passwordFile), 'utf8').trim()
}

export function hasPassword(data: string): boolean {
  return existsSync(join(data, passwordFile))
}

/** Gives the server a new password while it is down. For a directory whose password was lost: whoever owns the files owns the data. */
export async function resetPassword(site: { data: string; binaries: Binaries; account?: Account }): Promise<void> {
  const password = newPassword()
  const single = run(program(site.binaries.root, 'postgres'), ['--single', '-D', site.data, 'postgres'], {
    cwd: '/',
    env: programEnvironment,
    ...ids(site.account),
  })
  single.child.stdin?.end(`alter role ${user} password '${password}'\n`)
  await single
  const draft = join(site.data, `${passwordFile}.new`)
  writeFileSync(draft, `${password}\n`, { mode: 0o600 })
  renameSync(draft, join(site.data, passwordFile))
}

function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * Makes the database files in a directory of their own and moves them into place in one step, so that a half-made
 * directory is never taken for a database and of two first starts one wins whole. Returns false for the other one.
 */
export async function createCluster(options: {
  data: string
  binaries: Binaries
  account?: Account
  durable: boolean
  signal?: AbortSignal
}): Promise<void> {
  const { data, account } = options
  const fresh = `${data}.new-${randomBytes(4).toString('hex')}`
  const password = newPassword()
  const given = `${fresh}.password`
  try {
    mkdirSync(fresh, { mode: 0o700 })
    writeFileSync(given, `${password}\n`, { mode: 0o600, flag: 'wx' })
    if (account) for (const path of [fresh, given]) chownSync(path, account.uid, account.gid)
    await run(program(options.binaries.root, 'initdb'), initdbArguments(fresh, given, options.durable), {
      cwd: '/',
      env: programEnvironment,
      signal: options.signal,
      ...ids(account),
    })
    renameSync(given, join(fresh, passwordFile))
    chmodSync(join(fresh, passwordFile), 0o600)
    moveIntoPlace(fresh, data)
  } finally {
    rmSync(given, { force: true })
    rmSync(fresh, { recursive: true, force: true })
  }
}

function initdbArguments(data: string, passwordPath: string, durable: boolean): string[] {
  const fixed = ['-D', data, '-U', user, '-A', 'scram-sha-256', `--pwfile=${passwordPath}`, '--encoding=UTF8', '--data-checksums']
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=simple']
  return [...fixed, ...locale, '--no-instructions', ...(durable ? [] : ['--no-sync'])]
}

function moveIntoPlace(fresh: string, data: string): void {
  try {
    renameSync(fresh, data)
  } catch (error) {
    if (!hasCluster(data)) throw error
  }
}

/** True where a database was made. */
export function hasCluster(data: string): boolean {
  return existsSync(join(data, 'PG_VERSION'))
}

/** Refuses data that another major version wrote: PostgreSQL cannot read it and would not say what to do. */
export function requireMajor(data: string, binaries: Binaries): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  if (Number.parseInt(found, 10) === binaries.major) return
  throw new AppError(
    'invalid',
    `The data in ${data} was written by PostgreSQL ${found}; this Pilotage carries PostgreSQL ${binaries.major}, which cannot read it.`,
    {
      next: `Nothing was changed. Either run the Pilotage version that wrote it, or serve it with a PostgreSQL ${found} of your own and set DATABASE_URL, or set PILOTAGE_DATA_DIR to an empty directory.`,
    },
  )
}

/**
 * Settings for one small machine. Shared buffers: an eighth of the memory that this process may use, 32 to 256 MB.
 * Parallel workers are off because containers give 64 MB of /dev/shm and a query that needs more fails.
 */
export function defaultSettings(memoryBytes = usableMemoryBytes()): Settings {
  const buffersMb = Math.max(32, Math.min(256, Math.floor(memoryBytes / 8 / 1024 / 1024)))
  return {
    shared_buffers: `${buffersMb}MB`,
    max_connections: '60',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    random_page_cost: '1.1',
    fsync: 'on',
    synchronous_commit: 'on',
    wal_compression: 'on',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    max_logical_replication_workers: '0',
    timezone: 'UTC',
    cluster_name: 'pilotage',
    ...logSettings,
  }
}

const logSettings: Settings = {
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%Y%m%d-%H%M%S.log',
  log_file_mode: '0600',
  log_rotation_size: '10MB',
  log_rotation_age: '1d',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
}

function usableMemoryBytes(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
