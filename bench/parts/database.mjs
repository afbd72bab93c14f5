import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDb } from '#kernel/db.ts'
import { startEmbedded } from '#kernel/postgres/supervisor.ts'

// A benchmark that is called off ends its database too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/**
 * The database of a benchmark: the embedded one in a directory of its own, or the server at BENCH_DATABASE_URL. With a
 * directory that is given the embedded one is started on what lies there, and what it wrote stays.
 */
export async function benchDatabase({ directory, settings } = {}) {
  const given = process.env.BENCH_DATABASE_URL
  const dir = directory ?? mkdtempSync(join(tmpdir(), 'pilotage-bench-'))
  // As root the server runs as another user, who must be able to go in.
  chmodSync(dir, 0o755)
  const embedded = given ? undefined : await startEmbedded({ dataDir: dir, log: () => {}, settings })
  const connection = given ? { connectionString: given } : embedded.connection
  const admin = openDb({ ...connection, poolSize: 2 })
  const [{ version }] = await admin.query("select current_setting('server_version') as version")
  const urlOf = (name) => urlFor(connection, name)
  return {
    name: `${given ? 'server' : 'embedded'} PostgreSQL ${version}`,
    /** Postmaster: the parent of every connection's process. Known only where it runs on this machine. */
    async postmaster() {
      const [{ pid }] = await admin.query('select pg_backend_pid() as pid')
      const { readFileSync } = await import('node:fs')
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
    },
    urlOf,
    /** With a name: the one that an earlier run left under it, if there is one. */
    async fresh(kept) {
      const name = kept ?? `bench_${randomBytes(5).toString('hex')}`
      const [found] = await admin.query('select from pg_database where datname = $1', [name])
      if (!found) await admin.query(`create database ${name}`)
      return { name, url: urlOf(name), drop: () => admin.query(`drop database if exists ${name} with (force)`) }
    },
    async stop() {
      await admin.close()
      await embedded?.stop()
      if (!directory) rmSync(dir, { recursive: true, force: true })
    },
  }
}

function urlFor(connection, name) {
  if (connection.connectionString) {
    const url = new URL(connection.connectionString)
    url.pathname = `/${name}`
    return url.href
  }
  const { user, password, host, port } = connection
  const isSocket = host.startsWith('/')
  const query = isSocket ? `?host=${encodeURIComponent(host)}&port=${port}` : ''
  return `postgres://${user}:${encodeURIComponent(password)}@${isSocket ? 'socket' : `${host}:${port}`}/${name}${query}`
}
