import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { refuseIfHeld } from '#kernel/postgres/holder.ts'
import { judge, readPidFile } from '#kernel/postgres/postmaster-file.ts'
import { startEmbedded } from '#kernel/postgres/supervisor.ts'
import { roomiestPlace } from './roomiest-place.ts'

/** The server that this run of the suite uses. Every database that it makes begins with the prefix. */
export type TestServer = { connection: pg.ClientConfig; prefix: string }

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer
  }
}

/** Lost at a power cut, and that is all: nobody keeps a test's data. */
const fastSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_compression: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  max_connections: '200',
  autovacuum: 'off',
}

/** One server for the whole run: the one of DATABASE_URL, else an embedded one in a directory that goes away afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `pilotage_test_${Date.now().toString(36)}_${process.pid}`
  const url = process.env.DATABASE_URL
  if (url) {
    const connection = fromUrl(url)
    project.provide('testServer', { connection, prefix })
    return () => dropAll(connection, prefix)
  }
  for (const abandoned of abandonedIn(roomiestPlace())) removeAbandoned(abandoned)
  const directory = mkdtempSync(join(roomiestPlace(), 'pilotage-test-'))
  // As root the server runs as another user, who must be able to go in.
  chmodSync(directory, 0o755)
  const embedded = await startEmbedded({ dataDir: join(directory, 'db'), log: () => {}, settings: fastSettings })
  project.provide('testServer', { connection: embedded.connection, prefix })
  return async () => {
    await embedded.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Directories of runs that were killed: their server still runs and, in memory, still takes room. */
function abandonedIn(place: string): string[] {
  const directories = readdirSync(place).filter((name) => name.startsWith('pilotage-test-'))
  return directories
    .map((name) => join(place, name))
    .filter((directory) => existsSync(join(directory, 'db', 'holder.json')) && !isHeld(directory))
}

function isHeld(directory: string): boolean {
  try {
    refuseIfHeld(join(directory, 'db'), '')
    return false
  } catch {
    return true
  }
}

function removeAbandoned(directory: string): void {
  const data = join(directory, 'db', 'data')
  const found = readPidFile(data)
  if (found && judge(found, data) === 'server') process.kill(found.pid, 'SIGQUIT')
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

function fromUrl(connectionString: string): pg.ClientConfig {
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString })
  return { host, port, user, password: password ?? undefined, database, ssl }
}

async function dropAll(connection: pg.ClientConfig, prefix: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database where starts_with(datname, $1)', [prefix])
  for (const { datname } of rows) await client.query(`drop database if exists ${pg.escapeIdentifier(datname)} with (force)`)
  await client.end()
}
