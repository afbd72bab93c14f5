import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { barrier, makePassable } from './account.ts'
import { findBinaries } from './binaries.ts'
import { defaultSettings } from './cluster.ts'
import { explain, explainLog } from './faults.ts'
import { held, newHolder, refuseIfHeld, removeHolder, writeHolder } from './holder.ts'
import { judge, readPidFile, removeStale } from './postmaster-file.ts'
import { pruneLogs } from './server-process.ts'

const home = mkdtempSync(join(tmpdir(), 'pilotage-unit-'))
const somebody = { name: 'somebody', uid: 4_000_001, gid: 4_000_001 }

afterAll(() => rmSync(home, { recursive: true, force: true }))

function fresh(name: string): string {
  const directory = join(home, name)
  mkdirSync(directory)
  return directory
}

test('shared buffers follow the memory that there is, between 32 and 256 MB', () => {
  const megabyte = 1024 * 1024
  const buffers = [100, 512, 1024, 64 * 1024].map((size) => defaultSettings(size * megabyte).shared_buffers)
  expect(buffers).toEqual(['32MB', '64MB', '128MB', '256MB'])
})

test('nothing that makes a write less durable is among the settings', () => {
  expect(defaultSettings()).toMatchObject({ fsync: 'on', synchronous_commit: 'on' })
  expect(defaultSettings()).not.toHaveProperty('full_page_writes')
})

test('the first directory that another user may not pass is named', () => {
  const open = fresh('open')
  mkdirSync(join(open, 'closed', 'inner'), { recursive: true, mode: 0o700 })
  // The temporary directory of this test is itself closed to others.
  expect(barrier(join(open, 'closed', 'inner'), somebody)).toBe(home)
  expect(barrier(join(open, 'closed', 'inner'), undefined)).toBeUndefined()
  expect(barrier('/', somebody)).toBeUndefined()
})

test('new directories can be passed by others even when the umask forbids it', () => {
  const umask = process.umask(0o077)
  try {
    const directory = join(mkdtempSync(join(tmpdir(), 'pilotage-mask-')), 'a', 'b')
    makePassable(directory)
    const wall = barrier(directory, somebody)
    expect(wall).toBe(join(directory, '..', '..'))
    rmSync(wall as string, { recursive: true })
  } finally {
    process.umask(umask)
  }
})

test('of many server logs the five newest are kept', () => {
  const data = fresh('logs')
  mkdirSync(join(data, 'log'))
  for (const day of [1, 2, 3, 4, 5, 6, 7]) writeFileSync(join(data, 'log', `postgres-2026010${day}-000000.log`), '')
  pruneLogs(data)
  expect(readdirSync(join(data, 'log'))).toHaveLength(5)
  expect(readdirSync(join(data, 'log'))).not.toContain('postgres-20260102-000000.log')
})

test('a holder that lives is believed, and one whose process began at another time is not', () => {
  const directory = fresh('held')
  const holder = { ...newHolder(), address: 'http://localhost:4000' }
  writeHolder(directory, holder)
  expect(() => refuseIfHeld(directory, holder.token)).not.toThrow()
  const words = `Another Pilotage uses the database in ${directory} (process ${process.pid}, since ${holder.since}, at http://localhost:4000).`
  if (process.platform === 'linux') expect(() => refuseIfHeld(directory, 'another')).toThrow(words)
  writeHolder(directory, { ...holder, processStart: '1' })
  expect(() => refuseIfHeld(directory, 'another')).not.toThrow()
  removeHolder(directory, 'another')
  expect(held(directory).message).toContain(`process ${process.pid}`)
  removeHolder(directory, holder.token)
  expect(held(directory).message).toContain('its process is not known')
})

test('a note that somebody wrote anew in the meantime is not taken away', () => {
  const data = fresh('notes')
  const path = join(data, 'postmaster.pid')
  writeFileSync(path, '999999999\n')
  const seen = readPidFile(data)
  if (!seen) throw new Error('no note was read')
  expect(judge(seen, data)).toBe('dead')
  writeFileSync(path, '77\n')
  removeStale(seen, data, data)
  expect(readPidFile(data)?.pid).toBe(77)
  removeStale({ ...seen, text: '77\n' }, data, data)
  expect(readPidFile(data)).toBeUndefined()
})

test('what the system says becomes a sentence with a next step, and a fault of ours stays what it is', () => {
  const at = { directory: home, accountName: 'postgres' }
  const say = (code: string) => explain(Object.assign(new Error('x'), { code }), at)
  expect(say('ENOSPC')).toMatchObject({ code: 'unavailable', message: expect.stringContaining('full') })
  expect(say('EROFS')).toMatchObject({ code: 'invalid', message: expect.stringContaining('user postgres') })
  expect(say('ENOTDIR')).toMatchObject({ code: 'invalid' })
  expect(explainLog('FATAL:  could not map anonymous shared memory: Cannot allocate memory', at).message).toContain('memory')
  expect(explainLog('x FATAL:  could not locate a valid checkpoint record', at).message).toContain(
    'could not locate a valid checkpoint record',
  )
  const ours = new TypeError('undefined is not a function')
  expect(explain(ours, at)).toBe(ours)
})

test('the shipped PostgreSQL is found and says its version', async () => {
  expect(await findBinaries()).toMatchObject({ major: 18, version: expect.stringMatching(/^18\./) })
})

test('a platform without a shipped PostgreSQL is told to use a server', async () => {
  const real = Object.getOwnPropertyDescriptor(process, 'arch') as PropertyDescriptor
  Object.defineProperty(process, 'arch', { ...real, value: 'riscv64' })
  try {
    await expect(findBinaries()).rejects.toMatchObject({ code: 'unavailable', details: { next: expect.stringContaining('DATABASE_URL') } })
  } finally {
    Object.defineProperty(process, 'arch', real)
  }
})
