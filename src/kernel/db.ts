import pg from 'pg'
import { AppError } from './errors.ts'

/** One connection to the database, and what it is opened with. Only the kernel names the driver. */
export type Connection = pg.Client
export type ConnectionSettings = pg.ClientConfig

/** Anything that runs SQL: the pool or an open transaction. */
export type Queryable = {
  /**
   * Runs one statement with `$1` parameters and returns its rows. One that runs all day may have a name, always the same for the
   * same text: then the database plans it once for each connection and not each time.
   */
  query<Row extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[], name?: string): Promise<Row[]>
}

/** An open transaction. It commits when the function given to `db.tx` returns, and rolls back when that throws. */
export type Tx = Queryable & { readonly isTransaction: true }

export type Db = Queryable & {
  tx<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  /** A connection of its own, for LISTEN, leases and the hot path. The caller ends it. */
  connect(): Promise<Connection>
  pool: pg.Pool
  close(): Promise<void>
}

/** Times inside are Date, bigints that fit are numbers. Counts beyond 2^53 cannot occur: see `toCount`. */
const types = new pg.TypeOverrides()
types.setTypeParser(20, toCount)

function toCount(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`Number ${text} is too large to be exact.`)
  return value
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '08003'])

/** True for a failure of the connection, after which the same call may work again. */
export function isConnectionFailure(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    (code !== undefined && unreachable.has(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(message ?? '')
  )
}

function asAppError(error: unknown): unknown {
  if (!isConnectionFailure(error)) return error
  return new AppError('unavailable', 'The database does not answer right now.', {
    next: 'Try again in a few seconds.',
    cause: String(error),
  })
}

type Statement = { text: string; values?: readonly unknown[]; name?: string }

async function run<Row extends object>(client: pg.Pool | pg.ClientBase, { text, values = [], name }: Statement): Promise<Row[]> {
  try {
    const result = await client.query<Row>({ text, values: values as unknown[], name })
    return result.rows
  } catch (error) {
    throw asAppError(error)
  }
}

/** Sums over tens of thousands of counts are then made in memory and not on disk. A connection string may say otherwise. */
const sessionOptions = '-c work_mem=16MB'

/** Opens a pool. Nothing is connected before the first statement. */
export function openDb(options: { connectionString?: string; poolSize?: number } & pg.ClientConfig): Db {
  const config: pg.PoolConfig = { options: sessionOptions, ...options, max: options.poolSize ?? 10, types, application_name: 'pilotage' }
  const pool = new pg.Pool(config)
  // A connection that breaks is replaced at the next use. Without these listeners it would end the process: the first is
  // for idle ones, the second for those that break inside a transaction between two statements.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    pool,
    query: (text, values, name) => run(pool, { text, values, name }),
    tx: (work) => inTransaction(pool, work),
    async connect() {
      const client = new pg.Client({ ...options, types, application_name: 'pilotage' })
      client.on('error', () => {})
      await client.connect()
      return client
    },
    close: () => pool.end(),
  }
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw asAppError(error)
  })
  let broken = false
  try {
    await run(client, { text: 'begin' })
    const result = await work({ isTransaction: true, query: (text, values, name) => run(client, { text, values, name }) })
    await run(client, { text: 'commit' })
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}
