import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Db, openDb } from '#kernel/db.ts'

export type TestDatabase = { db: Db; connection: pg.ClientConfig; drop(): Promise<void> }

/** Makes the tables. Its source text is the key of the template; what it closes over must be told as `key`. */
export type Migrate = (db: Db) => Promise<void>

let admin: pg.Pool | undefined
const templates = new Map<string, Promise<void>>()

/**
 * A database of its own for one test world. The first caller of a migration in a run makes a template with it, under a lock
 * that all workers share; everybody then copies the template, which takes some tens of milliseconds.
 */
export async function freshDatabase(migrate: Migrate, options: { key?: string; poolSize?: number } = {}): Promise<TestDatabase> {
  const { connection, prefix } = inject('testServer')
  const template = `${prefix}_t_${digest(`${migrate}\n${options.key ?? ''}`)}`
  await onceEach(template, () => ensureTemplate(template, migrate))
  const name = `${prefix}_${randomBytes(6).toString('hex')}`
  await adminPool().query(`create database ${name} template ${template}`)
  const own = { ...connection, database: name }
  const db = openDb({ ...own, poolSize: options.poolSize ?? 10 })
  return {
    db,
    connection: own,
    async drop() {
      await db.close()
      await adminPool().query(`drop database if exists ${name} with (force)`)
    },
  }
}

/** The server of this run, for a test that makes its own databases. */
export function testConnection(): pg.ClientConfig {
  return inject('testServer').connection
}

/** One try at a time for each template in this worker; one that failed is tried again by the next caller. */
async function onceEach(template: string, make: () => Promise<void>): Promise<void> {
  const running = templates.get(template) ?? make()
  templates.set(template, running)
  await running.catch((error) => {
    templates.delete(template)
    throw error
  })
}

async function ensureTemplate(template: string, migrate: Migrate): Promise<void> {
  const client = await adminPool().connect()
  await client.query('select pg_advisory_lock(hashtext($1))', [template])
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount === 0) await makeTemplate(client, template, migrate)
  } finally {
    await client.query('select pg_advisory_unlock(hashtext($1))', [template])
    client.release()
  }
}

/** Made under another name and renamed when whole, so that a migration that fails leaves no template behind. */
async function makeTemplate(client: pg.PoolClient, template: string, migrate: Migrate): Promise<void> {
  const making = `${template}_making`
  await client.query(`drop database if exists ${making} with (force)`)
  await client.query(`create database ${making}`)
  const db = openDb({ ...testConnection(), database: making, poolSize: 2 })
  await migrate(db).finally(() => db.close())
  await client.query(`alter database ${making} rename to ${template}`)
}

function adminPool(): pg.Pool {
  if (admin) return admin
  admin = new pg.Pool({ ...testConnection(), max: 4, allowExitOnIdle: true })
  admin.on('error', () => {})
  return admin
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
