import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../errors.ts'
import { hasPassword, readPassword, resetPassword, user } from './cluster.ts'
import { explainLog } from './faults.ts'
import { held, refuseIfHeld } from './holder.ts'
import { restoreSocket } from './place.ts'
import { isOf, judge, type PidFile, readPidFile, removeStale } from './postmaster-file.ts'
import { type Address, endServer, orphansGone, type Site, type Started, startServer } from './server-process.ts'

/** A connection that holds the directory's lock, to a server that was found running (adopted) or begun here. */
export type Session = { client: pg.Client; address: Address; adopted: boolean; pid: number; version: string }

/** How a server answers at the door. */
type Answer = 'absent' | 'silent' | 'starting' | 'stopping' | 'locked_out'

/** Any fixed number: nobody else has locks in this database. */
const lockKey = 5_279_018
const answerMs = 5_000
/** How long a server that does not answer is left alone, and how long a lock may outlive its holder. */
const patienceMs = 10_000
const lockPatienceMs = 3_000

export type Attempt = { site: Site; address: Address; token: string; signal: AbortSignal }

/**
 * Gets hold of the directory: joins a server that runs there or begins one, then takes the lock. Each turn of the loop looks
 * at the world anew and takes one step, because other processes may be doing the same at this moment.
 */
export async function takeOver(attempt: Attempt): Promise<Session> {
  const reached = await reach(attempt)
  try {
    await takeLock(reached.client, attempt)
    return reached
  } catch (error) {
    await hangUp(reached.client)
    throw error
  }
}

/** What the turns of one attempt remember. */
type Memory = { started?: Started; waiting: { sinceMs: number; answer: string } }

async function reach(attempt: Attempt): Promise<Session> {
  const memory: Memory = { waiting: { sinceMs: performance.now(), answer: '' } }
  try {
    for (;;) {
      attempt.signal.throwIfAborted()
      refuseIfHeld(attempt.site.directory, attempt.token)
      const session = await takeTurn(attempt, memory)
      if (session) return session
      await sleep(10)
    }
  } catch (error) {
    if (attempt.signal.aborted) await memory.started?.end()
    throw error
  }
}

async function takeTurn(attempt: Attempt, memory: Memory): Promise<Session | undefined> {
  const { site } = attempt
  const found = readPidFile(site.data)
  const door = found && doorOf(found, attempt)
  const answer = door ? await knock(door, site) : 'absent'
  if (found && door && typeof answer === 'object')
    return opened(answer, { pid: found.pid, address: door, adopted: memory.started === undefined })
  if (memory.started?.hasEnded()) memory.started = afterFailure(memory.started, site)
  else if (found) await settle(found, { attempt, answer: answer as Answer, memory })
  else memory.started ??= await begin(attempt)
  return undefined
}

async function begin(attempt: Attempt): Promise<Started> {
  await orphansGone(attempt.site)
  if (process.platform !== 'win32') restoreSocket(attempt.address.host, attempt.site.account)
  if (!hasPassword(attempt.site.data)) await resetPassword(attempt.site)
  return startServer(attempt.site, attempt.address)
}

/** The server that we began ended. Where another process was faster, or old workers are still leaving, we look again. */
function afterFailure(started: Started, site: Site): undefined {
  const words = started.failure()
  if (/lock file ".*" already exists|is another postmaster|pre-existing shared memory block/.test(words)) return undefined
  throw explainLog(words, { directory: site.directory, accountName: site.account?.name })
}

/** One step with a server that is there but does not let us in. */
async function settle(found: PidFile, seen: { attempt: Attempt; answer: Answer; memory: Memory }): Promise<void> {
  const { answer, memory } = seen
  const { waiting } = memory
  const { site, address } = seen.attempt
  if (waiting.answer !== answer) Object.assign(waiting, { answer, sinceMs: performance.now() })
  const verdict = judge(found, site.data)
  if (verdict === 'dead' || verdict === 'stranger') return removeStale(found, site.data, address.host)
  if (answer === 'starting') return
  const waitedMs = performance.now() - waiting.sinceMs
  if (answer === 'locked_out') return lockedOut(site, memory)
  if (waitedMs < (answer === 'stopping' ? 6 * patienceMs : patienceMs)) return
  if (verdict === 'unknown') throw unclear(found, site)
  site.log(`PostgreSQL (process ${found.pid}) has not answered for ${Math.round(waitedMs / 1000)} s and is started again.`)
  await endServer(site, { isHung: true })
  memory.started = undefined
}

function unclear(found: PidFile, site: Site): AppError {
  return new AppError('unavailable', `Process ${found.pid} may be a PostgreSQL that serves ${site.data}, but it does not answer.`, {
    next: `End that process, or, where it is another program, delete ${join(site.data, 'postmaster.pid')}; then start again.`,
  })
}

/** The kept password does not fit, though the directory is ours: the server is stopped and a new password set. */
async function lockedOut(site: Site, memory: Memory): Promise<void> {
  site.log('The password of the embedded database does not fit; a new one is set.')
  await endServer(site)
  memory.started = undefined
  await resetPassword(site)
}

/**
 * Where the server of the note listens. A note that came along with a copied directory names the door of the original, so
 * the directory's own is tried then: a container that has it mounted under another path listens there.
 */
function doorOf(found: PidFile, attempt: Attempt): Address | undefined {
  if (isOf(found, attempt.site.data)) return { host: found.socketDirectory || '127.0.0.1', port: found.port }
  return process.platform === 'win32' ? undefined : attempt.address
}

/** Tries the server's door with the kept password: an open connection, or why there is none. */
async function knock(address: Address, site: Site): Promise<pg.Client | Answer> {
  if (!Number.isInteger(address.port) || address.port === 0) return 'absent'
  if (!hasPassword(site.data)) return 'locked_out'
  const client = new pg.Client({ ...connectionTo(address, site), database: 'postgres', connectionTimeoutMillis: answerMs })
  // A connection that breaks later tells it by its end; without a listener this would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    return answerOf(error)
  }
}

/** Ends a connection without waiting long for a server that may be dead. */
export async function hangUp(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => {}), sleep(1_000, undefined, { ref: false })])
}

/** How to connect to the embedded server, to its database `pilotage`. */
export function connectionTo(address: Address, site: Site): pg.ClientConfig {
  return { ...address, user, password: readPassword(site.data), database: 'pilotage', ssl: false }
}

function answerOf(error: unknown): Answer {
  const { code, message } = error as { code?: string; message: string }
  if (code === '57P03') return /shutting down/.test(message) ? 'stopping' : 'starting'
  if (code === '28P01' || code === '28000') return 'locked_out'
  if (/timeout/.test(message)) return 'silent'
  return 'absent'
}

async function opened(client: pg.Client, about: Pick<Session, 'pid' | 'address' | 'adopted'>): Promise<Session> {
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version")
  return { client, ...about, version: rows[0]?.version ?? '' }
}

/** A holder that was killed leaves its lock as soon as the server sees the broken connection, so a short wait is in order. */
async function takeLock(client: pg.Client, { site, token, signal }: Attempt): Promise<void> {
  const until = performance.now() + lockPatienceMs
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lockKey])
    if (rows[0]?.taken) return
    signal.throwIfAborted()
    refuseIfHeld(site.directory, token)
    if (performance.now() > until) throw held(site.directory)
    await sleep(50)
  }
}

/** The database of the product, made at the first start. Call it only under the lock. */
export async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'pilotage'")
  if (rowCount === 0) await client.query('create database pilotage')
}
