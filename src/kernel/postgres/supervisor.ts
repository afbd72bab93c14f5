import { spawn } from 'node:child_process'
import { chownSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serverAccount } from './account.ts'
import { findBinaries, ids, program, programEnvironment } from './binaries.ts'
import { createCluster, defaultSettings, hasCluster, readPassword, type Settings, user } from './cluster.ts'

export type Embedded = {
  connection: pg.ClientConfig
  version: string
  /** Ends the server (fast shutdown) and lets go of the directory. */
  stop(): Promise<void>
  /** Called when the server had died and was started again by itself. */
  onRestart(listener: () => void): void
  directory: string
  adopted: boolean
}

/** First form: makes and starts the server. */
export async function startEmbedded(options: { dataDir: string; log(line: string): void; settings?: Settings }): Promise<Embedded> {
  const directory = resolve(options.dataDir)
  const account = serverAccount()
  const binaries = await findBinaries(account)
  const data = join(directory, 'data')
  const run = join(directory, 'run')
  mkdirSync(run, { recursive: true })
  if (account) chownSync(run, account.uid, account.gid)
  const settings: Settings = { ...defaultSettings(), listen_addresses: '', unix_socket_directories: run, ...options.settings }
  if (!hasCluster(data)) await createCluster({ data, binaries, account, durable: settings.fsync !== 'off' })
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(program(binaries.root, 'postgres'), ['-D', data, ...args], {
    cwd: '/',
    env: programEnvironment(),
    stdio: 'ignore',
    detached: true,
    ...ids(account),
  })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const connection = { host: run, port: 5432, user, password: readPassword(data), database: 'pilotage' }
  for (;;) {
    const client = new pg.Client({ ...connection, database: 'postgres' })
    client.on('error', () => {})
    try {
      await client.connect()
      const found = await client.query("select 1 from pg_database where datname = 'pilotage'")
      if (found.rowCount === 0) await client.query('create database pilotage')
      await client.end()
      break
    } catch (error) {
      if (child.exitCode !== null) throw error
      await sleep(15)
    }
  }
  return {
    connection,
    version: binaries.version,
    directory,
    adopted: false,
    onRestart() {},
    async stop() {
      child.kill('SIGINT')
      await gone
    },
  }
}
