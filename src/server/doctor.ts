import { constants } from 'node:fs'
import { access, mkdir, readFile, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Config } from '#kernel/config.ts'
import { openDb } from '#kernel/db.ts'
import { findMigrations } from '#kernel/migrate.ts'
import { serverAccount } from '#kernel/postgres/account.ts'
import { findBinaries } from '#kernel/postgres/binaries.ts'
import { version } from './version.ts'

type Finding = { is: 'ok' | 'watch' | 'wrong'; what: string; next?: string }

const marks = { ok: '  ok   ', watch: '  mind ', wrong: '  WRONG' }

/** Looks at everything a start needs and says what it found. Answers 1 when something would keep it from starting. */
export async function doctor(config: Config, say: (line: string) => void): Promise<number> {
  say(`Pilotage ${version}\n`)
  const findings = [node(), memory(), ...settings(config), await port(config), await directory(config), ...(await database(config))]
  for (const { is, what, next } of findings) say(`${marks[is]} ${what}${next ? `\n          ${next}` : ''}`)
  const wrong = findings.filter((finding) => finding.is === 'wrong').length
  say(wrong === 0 ? '\nNothing is in the way of a start.' : `\n${wrong} to correct before it can start.`)
  return wrong === 0 ? 0 : 1
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    return { is: 'wrong', what: `Node ${process.versions.node}`, next: 'Install Node 20.19 or newer.' }
  return {
    is: 'ok',
    what: `Node ${process.versions.node} on ${process.platform} ${process.arch}${major < 24 ? ' (Node 24 does the same work with less)' : ''}`,
  }
}

const giB = 1024 ** 3

function memory(): Finding {
  const free = freemem() / giB
  const what = `${free.toFixed(1)} of ${(totalmem() / giB).toFixed(1)} GiB memory free`
  return free < 0.5 ? { is: 'watch', what, next: 'Pilotage and its database want about half a GiB.' } : { is: 'ok', what }
}

function settings(config: Config): Finding[] {
  const door = config.publicUrl ?? `http://${config.host}:${config.port}`
  const isOpen = config.host !== '127.0.0.1' && config.host !== 'localhost' && config.host !== '::1'
  const isPlain = isOpen && !config.publicUrl?.startsWith('https:')
  return [
    {
      is: isPlain ? 'watch' : 'ok',
      what: `People reach it at ${door}`,
      next: isPlain
        ? 'Other machines can reach it without encryption. Put a proxy with TLS in front and set PILOTAGE_URL to its https address.'
        : undefined,
    },
    {
      is: 'ok',
      what: `No figure for groups under ${config.groupFloorPeople} people; batches of at most ${config.batchMax}; sessions of ${config.sessionHours} hours`,
    },
  ]
}

/** Whether the port can be had. A Pilotage that runs already has it, so a taken port is not wrong by itself. */
function port({ host, port: wanted }: Config): Promise<Finding> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const what =
        error.code === 'EADDRINUSE' ? `Port ${wanted} on ${host} is in use` : `Port ${wanted} on ${host} cannot be had: ${error.message}`
      resolve({ is: 'watch', what, next: 'If Pilotage runs here already, all is well. If not, set PILOTAGE_PORT to another port.' })
    })
    probe.listen({ host, port: wanted }, () => {
      probe.close(() => resolve({ is: 'ok', what: `Port ${wanted} on ${host} is free` }))
    })
  })
}

async function directory(config: Config): Promise<Finding> {
  try {
    await mkdir(config.dataDir, { recursive: true })
    await access(config.dataDir, constants.W_OK)
    const { bavail, bsize } = await statfs(config.dataDir)
    const free = (bavail * bsize) / giB
    const moved = await readFile(join(config.dataDir, 'moved-to'), 'utf8').catch(() => '')
    const what = `Data directory ${config.dataDir}, ${free.toFixed(1)} GiB free${moved && `; the database itself lies in ${moved.trim()}`}`
    return free < 1 ? { is: 'watch', what, next: 'A thousand decisions take about 3 MB; make room soon.' } : { is: 'ok', what }
  } catch (error) {
    return {
      is: 'wrong',
      what: `Data directory ${config.dataDir} cannot be written: ${(error as Error).message}`,
      next: 'Make it writable, or set PILOTAGE_DATA_DIR.',
    }
  }
}

async function database(config: Config): Promise<Finding[]> {
  if (!config.databaseUrl) {
    try {
      const binaries = await findBinaries({ account: serverAccount() })
      return [{ is: 'ok', what: `Embedded PostgreSQL ${binaries.version}` }]
    } catch (error) {
      return [{ is: 'wrong', what: (error as Error).message }]
    }
  }
  const db = openDb({ connectionString: config.databaseUrl, poolSize: 1, connectionTimeoutMillis: 5000 })
  try {
    const [row] = await db.query<{ version: string; can_create: boolean }>(
      "select current_setting('server_version') as version, has_database_privilege(current_database(), 'create') as can_create",
    )
    const known = await db.query<{ number: number }>('select number from migration').catch(() => [])
    const due = findMigrations().length - known.length
    return [
      serverVersion(row?.version ?? ''),
      rights(row?.can_create ?? false),
      { is: 'ok', what: due === 0 ? 'The tables are up to date' : `${due} migrations will run at the next start` },
    ]
  } catch (error) {
    return [
      {
        is: 'wrong',
        what: `The database at DATABASE_URL does not answer: ${(error as Error).message}`,
        next: 'Check address, user and password. Without DATABASE_URL the embedded database is used.',
      },
    ]
  } finally {
    await db.close()
  }
}

function serverVersion(text: string): Finding {
  const major = Number.parseInt(text, 10)
  return major >= 15
    ? { is: 'ok', what: `PostgreSQL ${text} by DATABASE_URL` }
    : { is: 'wrong', what: `PostgreSQL ${text} by DATABASE_URL`, next: 'Use PostgreSQL 15 to 18.' }
}

function rights(canCreate: boolean): Finding {
  return canCreate
    ? { is: 'ok', what: 'The user may make tables' }
    : { is: 'wrong', what: 'The user may not make tables', next: 'Grant it create on the database.' }
}
