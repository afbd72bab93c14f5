import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { findBinaries, systemHome } from './binaries.ts'
import { createCluster, defaultSettings, hasCluster, requireMajor, type Settings } from './cluster.ts'
import { explain, freeMegabytes } from './faults.ts'
import { newHolder, refuseIfHeld } from './holder.ts'
import { type Embedded, keep } from './keeper.ts'
import { choosePlace, type Place, socketDirectory } from './place.ts'
import { readPidFile } from './postmaster-file.ts'
import { ensureDatabase, type Session, takeOver } from './reach.ts'
import type { Address, Site } from './server-process.ts'

export type { Embedded } from './keeper.ts'

export type EmbeddedOptions = {
  dataDir: string
  log(line: string): void
  settings?: Settings
  /** Ends a start that is under way; what was begun is ended again. */
  signal?: AbortSignal
  /** Where root puts what the server's user cannot reach elsewhere. */
  systemHome?: string
}

/** A new database takes about 45 MB on disk, and its first log file 16 MB. */
const firstMegabytes = 100

/**
 * Starts the embedded PostgreSQL in the directory, or adopts the one that a killed process left running there. Makes the
 * database at the first start. Exactly one process can hold a directory; any other gets a conflict that says who holds it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const home = options.systemHome ?? systemHome
  const at = { directory: options.dataDir, accountName: undefined as string | undefined }
  try {
    const place = choosePlace(options.dataDir, home)
    Object.assign(at, { directory: place.directory, accountName: place.account?.name })
    const holder = newHolder()
    refuseIfHeld(place.directory, holder.token)
    const site = await prepare(place, { ...options, systemHome: home })
    const signal = options.signal ?? new AbortController().signal
    const attempt = { site, address: await newAddress(place), token: holder.token, signal }
    const session = await takeOver(attempt)
    const embedded = keep(attempt, session, holder)
    return await finish(embedded, session, signal)
  } catch (error) {
    throw explain(error, at)
  }
}

/** The last steps, now that the directory is ours. What fails or is called off here ends the server in order. */
async function finish(embedded: Embedded, session: Session, signal: AbortSignal): Promise<Embedded> {
  try {
    await ensureDatabase(session.client)
    signal.throwIfAborted()
    return embedded
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

/** Programs that run and a database that they can read. */
async function prepare(place: Place, options: EmbeddedOptions & { systemHome: string }): Promise<Site> {
  const caches = place.account
    ? [join(options.systemHome, 'programs'), join(tmpdir(), 'pilotage-programs')]
    : [join(place.directory, 'programs')]
  const binaries = await findBinaries({ account: place.account, caches })
  const settings = { ...defaultSettings(), ...options.settings }
  const site = { ...place, binaries, settings, log: options.log }
  if (!hasCluster(place.data)) await makeFirst(site, options.signal)
  requireMajor(place.data, binaries)
  return site
}

async function makeFirst(site: Site, signal: AbortSignal | undefined): Promise<void> {
  if (freeMegabytes(site.directory) < firstMegabytes)
    throw new AppError('unavailable', `The disk that holds ${site.directory} has less than ${firstMegabytes} MB free.`, {
      next: 'Free some space there, or set PILOTAGE_DATA_DIR to a directory on another disk.',
    })
  site.log(`Making a database in ${site.directory}.`)
  await createCluster({ ...site, durable: site.settings.fsync !== 'off', signal })
}

/** Where a server that we begin is to listen. */
async function newAddress(place: Place): Promise<Address> {
  const earlier = readPidFile(place.data)
  if (process.platform === 'win32') return { host: '127.0.0.1', port: earlier?.port || (await freePort()) }
  return { host: socketDirectory(place, earlier?.socketDirectory), port: 5432 }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}
