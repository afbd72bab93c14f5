import { execFileSync } from 'node:child_process'
import { cpSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildHouse, type Child, isAlive, openDirectory, serverPid, sql, startChild } from '../../../tests/embedded-child.ts'

let home: string
let house: string
let number = 0
const children: Child[] = []
const directories = new Set<string>()

beforeAll(() => {
  home = openDirectory()
  house = buildHouse(join(home, 'house'))
})

afterEach(async () => {
  for (const child of children.splice(0)) if (child.process.exitCode === null) await child.kill()
  for (const directory of directories) {
    const pid = serverPid(directory)
    if (pid && isAlive(pid)) process.kill(pid, 'SIGQUIT')
  }
  directories.clear()
})

afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

function newDirectory(): string {
  number += 1
  return join(home, `db${number}`)
}

function start(dataDir: string, more: Record<string, unknown> = {}): Child {
  const child = startChild(house, { dataDir, systemHome: join(home, 'system'), ...more })
  children.push(child)
  directories.add(dataDir)
  return child
}

test('the first start makes a database, and the next one finds what was written', async () => {
  const directory = newDirectory()
  const first = start(directory)
  const { connection, adopted } = await first.ready()
  expect(adopted).toBe(false)
  await sql(connection, "create table kept as select 'here' as words")
  const [server] = await sql(connection, "select current_setting('data_checksums') sums, getdatabaseencoding() code, lower('ÄÉ') small")
  expect(server).toEqual({ sums: 'on', code: 'UTF8', small: 'äé' })
  expect(await first.stop()).toBe(0)
  expect(serverPid(directory)).toBeUndefined()

  const second = await start(directory).ready()
  expect(await sql(second.connection, 'select words from kept')).toEqual([{ words: 'here' }])
  process.stdout.write(`start of the process with a database that is there: ${second.tookMs} ms\n`)
})

test('nobody else can read the password or the data, and a wrong password is refused', async () => {
  const directory = newDirectory()
  const { connection } = await start(directory).ready()
  expect(statSync(join(directory, 'data', 'pilotage.password')).mode & 0o777).toBe(0o600)
  expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700)
  expect(statSync(join(directory, 'run')).mode & 0o777).toBe(0o700)
  expect(statSync(join(directory, 'holder.json')).mode & 0o777).toBe(0o600)
  await expect(sql({ ...connection, password: 'guess' }, 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

test('a server whose process was killed is adopted by the next start, and stops with it', async () => {
  const directory = newDirectory()
  const first = start(directory)
  await sql((await first.ready()).connection, 'create table kept (n int)')
  await first.kill()
  const pid = serverPid(directory) as number
  expect(isAlive(pid)).toBe(true)

  const second = start(directory)
  const { adopted, connection } = await second.ready()
  expect(adopted).toBe(true)
  expect(serverPid(directory)).toBe(pid)
  expect(await sql(connection, 'select n from kept')).toEqual([])
  await second.stop()
  expect(isAlive(pid)).toBe(false)
})

test('an adopted server that is killed is started again too', async () => {
  const directory = newDirectory()
  const first = start(directory)
  await first.ready()
  await first.kill()
  const second = start(directory)
  const { connection } = await second.ready()
  process.kill(serverPid(directory) as number, 'SIGKILL')
  await second.hear('restarted')
  expect(await sql(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('the server killed ten times under load comes back each time, and every acknowledged row is there', async () => {
  const directory = newDirectory()
  const child = start(directory)
  const { connection } = await child.ready()
  await sql(connection, 'create table written (n int primary key)')
  const acknowledged = new Set<number>()
  let next = 0
  let isWriting = true
  const write = async () => {
    while (isWriting) {
      const n = next++
      const client = new pg.Client(connection)
      client.on('error', () => {})
      try {
        await client.connect()
        await client.query('insert into written values ($1)', [n])
        acknowledged.add(n)
      } catch {
        await sleep(5)
      } finally {
        await client.end().catch(() => {})
      }
    }
  }
  const writers = [write(), write(), write(), write()]
  const gapsMs: number[] = []
  for (let kill = 1; kill <= 10; kill += 1) {
    await sleep(150)
    const diedMs = performance.now()
    process.kill(serverPid(directory) as number, 'SIGKILL')
    await child.hear('restarted', kill)
    gapsMs.push(Math.round(performance.now() - diedMs))
  }
  isWriting = false
  await Promise.all(writers)
  const rows = await sql(connection, 'select n from written')
  const found = new Set(rows.map((row) => row.n))
  expect([...acknowledged].filter((n) => !found.has(n))).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(10)
  process.stdout.write(`killed ten times, ${acknowledged.size} rows acknowledged; from the kill to the answer: ${gapsMs.join(', ')} ms\n`)
}, 120_000)

test('a worker that is too busy to notice the end of its server does not keep the next one from starting', async () => {
  const directory = newDirectory()
  const child = start(directory)
  const { connection } = await child.ready()
  const busy = sql(connection, 'select count(*) from generate_series(1, 1e11::bigint)').catch(() => 'gone')
  await sleep(200)
  process.kill(serverPid(directory) as number, 'SIGKILL')
  await child.hear('restarted')
  expect(await sql(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await busy).toBe('gone')
})

test('a second process on the same directory is refused in words that say who holds it and what to do', async () => {
  const directory = newDirectory()
  const first = start(directory, { address: 'http://localhost:4000' })
  await first.ready()
  const beganMs = performance.now()
  const second = start(directory)
  const refusal = await second.hear('refused')
  process.stdout.write(`refused after ${Math.round(performance.now() - beganMs)} ms\n`)
  expect(refusal.code).toBe('conflict')
  expect(refusal.message).toContain(`process ${first.process.pid}, since 20`)
  expect(refusal.message).toContain('http://localhost:4000')
  expect(refusal.message).toContain(directory)
  expect(refusal.next).toContain('PILOTAGE_DATA_DIR')
  expect(await second.ended).toBe(2)
  const { connection } = await first.ready()
  expect(await sql(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('of four first starts at the same time exactly one wins, and the others are refused', async () => {
  const directory = newDirectory()
  const racers = [1, 2, 3, 4].map(() => start(directory))
  const ends = await Promise.all(racers.map((racer) => Promise.race([racer.hear('ready'), racer.hear('refused')])))
  expect(ends.map((word) => word.event).sort()).toEqual(['ready', 'refused', 'refused', 'refused'])
  for (const word of ends) if (word.event === 'refused') expect(word.code).toBe('conflict')
  const winner = racers[ends.findIndex((word) => word.event === 'ready')] as Child
  expect(await sql((await winner.ready()).connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await winner.kill()
  const next = await start(directory).ready()
  expect(await sql(next.connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a start that is called off at any moment leaves no server behind, and the next one works', async () => {
  const directory = newDirectory()
  for (const afterMs of [0, 60, 120, 200, 400, 700, 1000, 1500]) {
    const child = start(directory)
    await sleep(afterMs)
    child.process.kill('SIGTERM')
    await child.ended
    const pid = serverPid(directory)
    expect(pid && isAlive(pid), `after ${afterMs} ms: ${JSON.stringify(child.words)}`).toBeFalsy()
  }
  const last = await start(directory).ready()
  expect(await sql(last.connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a process that ends by a fault of its own leaves no server behind', async () => {
  const directory = newDirectory()
  const child = start(directory)
  await child.ready()
  const pid = serverPid(directory) as number
  child.process.stdin?.write('crash\n')
  expect(await child.ended).toBe(3)
  while (isAlive(pid)) await sleep(20)
  expect(serverPid(directory)).toBeUndefined()
})

test('a copied data directory is not mistaken for the one that it was copied from', async () => {
  const directory = newDirectory()
  const first = start(directory)
  const original = await first.ready()
  const copy = newDirectory()
  cpSync(directory, copy, { recursive: true, filter: (path) => !path.endsWith('holder.json') && !path.endsWith('/run') })
  // A copy belongs to whoever made it; the server's user must own the data again.
  const { uid, gid } = statSync(join(directory, 'data'))
  execFileSync('chown', ['-R', `${uid}:${gid}`, join(copy, 'data')])
  const second = await start(copy).ready()
  expect(second.connection.host).not.toBe(original.connection.host)
  expect(second.adopted).toBe(false)
  expect(await sql(original.connection, 'select 1 as one')).toEqual([{ one: 1 }])
})
