import { afterAll, expect, test } from 'vitest'
import type { Db } from '#kernel/db.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

const made: TestDatabase[] = []
const migrate = (db: Db) => db.query('create table note (id int primary key, words text not null)').then(() => {})

async function fresh(): Promise<Db> {
  const database = await freshDatabase(migrate)
  made.push(database)
  return database.db
}

afterAll(() => Promise.all(made.map((database) => database.drop())))

test('two worlds of one migration do not see each other', async () => {
  const [first, second] = await Promise.all([fresh(), fresh()])
  await first.query("insert into note values (1, 'here')")
  expect(await first.query('select words from note')).toEqual([{ words: 'here' }])
  expect(await second.query('select words from note')).toEqual([])
})

test('a world with another key has its own tables', async () => {
  const table = 'other'
  const database = await freshDatabase((db) => db.query(`create table ${table} (id int)`).then(() => {}), { key: table })
  made.push(database)
  expect(await database.db.query('select * from other')).toEqual([])
})

test('a migration that fails leaves no template behind, and the next try makes one', async () => {
  let calls = 0
  const failsOnce = async (db: Db) => {
    calls += 1
    if (calls === 1) throw new Error('planted fault')
    await db.query('create table late (id int)')
  }
  await expect(freshDatabase(failsOnce)).rejects.toThrow('planted fault')
  const database = await freshDatabase(failsOnce)
  made.push(database)
  expect(await database.db.query('select * from late')).toEqual([])
})

test('a connection that breaks inside a transaction refuses for now, and the next transaction works', async () => {
  const db = await fresh()
  const broken = db.tx(async (tx) => {
    const [{ pid } = { pid: 0 }] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    await tx.query("insert into note values (1, 'half-written')")
    await db.query('select pg_terminate_backend($1, 5000)', [pid])
    // The news arrives between two statements, when nobody waits for an answer.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await tx.query("insert into note values (2, 'never')")
  })
  await expect(broken).rejects.toMatchObject({ code: 'unavailable' })
  await db.tx((tx) => tx.query("insert into note values (3, 'whole')"))
  expect(await db.query('select id from note')).toEqual([{ id: 3 }])
})
