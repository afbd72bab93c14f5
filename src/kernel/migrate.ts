import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Db } from './db.ts'
import { AppError } from './errors.ts'

type Migration = { number: number; name: string; sql: string; digest: string }

/** Every `NNNN-name.sql` below `kernel/` and `slices/`, in the order of their numbers, which are unique in the house. */
export function findMigrations(root = join(import.meta.dirname, '..')): Migration[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /migrations[/\\]\d{4}-[a-z0-9-]+\.sql$/.test(file),
  )
  const found = files.map((file) => {
    const sql = readFileSync(join(root, file), 'utf8')
    const name = basename(file, '.sql')
    return { number: Number(name.slice(0, 4)), name, sql, digest: createHash('sha256').update(sql).digest('hex') }
  })
  return found.sort((a, b) => a.number - b.number)
}

const lockKey = 7_104_001

/**
 * Brings the database to the state that this version needs. Several nodes may call it at once: one works, the others wait.
 * A migration that was changed after it ran is refused, because nobody could say what the database holds.
 */
export async function migrate(db: Db, migrations: Migration[] = findMigrations()): Promise<number> {
  const client = await db.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(
      'create table if not exists migration (number int primary key, name text not null, digest text not null, at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ number: number; digest: string; name: string }>('select number, digest, name from migration')
    const done = new Map(rows.map((row) => [row.number, row]))
    refuseStrangers(migrations, rows)
    let ran = 0
    for (const migration of migrations) {
      const earlier = done.get(migration.number)
      if (earlier) {
        if (earlier.digest !== migration.digest)
          throw new AppError('conflict', `Migration ${migration.name} was changed after it ran on this database.`, {
            next: 'Put the file back as it was and write the change as a new migration.',
          })
        continue
      }
      await client.query('begin')
      await client.query(migration.sql)
      await client.query('insert into migration (number, name, digest) values ($1, $2, $3)', [
        migration.number,
        migration.name,
        migration.digest,
      ])
      await client.query('commit')
      ran += 1
    }
    return ran
  } finally {
    await client.end()
  }
}

function refuseStrangers(migrations: Migration[], rows: { number: number; name: string }[]): void {
  const known = new Set(migrations.map((migration) => migration.number))
  const stranger = rows.find((row) => !known.has(row.number))
  if (stranger)
    throw new AppError('conflict', `This database was made by a newer Pilotage (it holds ${stranger.name}).`, {
      next: 'Start the newer version, or use another database.',
    })
}
